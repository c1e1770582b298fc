"""Counts of what a store holds."""

from __future__ import annotations

from pyoxigraph import Literal

from kg.project import Project
from kg.queries.catalogue import find_query
from kg.queries.run import run_query
from kg.queries.table import Table
from kg.store.embedded import sizes


def count(project: Project) -> dict[str, int]:
    """The rows of the query ``summary``, and the number of quads."""
    table = run_query(project.store, find_query(project, "summary"))
    counts = {}
    if isinstance(table, Table):
        for name, number in table.rows:
            if isinstance(name, Literal) and isinstance(number, Literal):
                counts[name.value] = int(number.value)
    counts["quads"] = sum(sizes(project.store).values())
    return counts
