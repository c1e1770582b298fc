"""Counts of what a store holds."""

from __future__ import annotations

from pyoxigraph import Literal

from kg.project import Project
from kg.queries.catalogue import find_query
from kg.queries.run import answer
from kg.queries.table import Table
from kg.store.embedded import open_reader


def count(project: Project) -> dict[str, int]:
    """The rows of the query ``summary``, and the number of quads."""
    store = open_reader(project.store)
    table = answer(store, find_query(project, "summary"))
    counts = {}
    if isinstance(table, Table):
        for name, number in table.rows:
            if isinstance(name, Literal) and isinstance(number, Literal):
                counts[name.value] = int(number.value)
    counts["quads"] = len(store)
    return counts
