"""A country has one line, however many states of the seeds have its code."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import rdflib
from pyoxigraph import RdfFormat

from kg.build.build import build
from kg.project import Project
from kg.queries.binding import bind
from kg.queries.catalogue import find_query
from kg.queries.run import answer
from kg.queries.table import Table
from kg.store.embedded import open_reader
from tests.invented import (
    EXAMPLELAND,
    PROPOSITION,
    REGISTRY,
    ROOT,
    evidence,
    new_project,
    stance,
)

AGAIN = replace(EXAMPLELAND, id="republic", name="Republic of Exampleland")
"""The same country, under another name."""


def test_two_states_of_one_country_are_one_line(tmp_path: Path) -> None:
    project = new_project(tmp_path, [*REGISTRY, AGAIN, stance("one"), evidence("one")])
    build(project)
    reader = open_reader(project.store)
    query = find_query(Project(ROOT, project.store), "by-country")
    asked = {"proposition": PROPOSITION}

    table = answer(reader, query, asked)

    assert isinstance(table, Table)
    (row,) = table.dicts()
    assert (row["country"], row["countryLabel"]) == ("XA", EXAMPLELAND.name)
    assert row["favouring"] == "1"
    stream = io.BytesIO()
    reader.dump(stream, RdfFormat.N_QUADS)
    dataset = rdflib.Dataset(default_union=False)
    dataset.parse(data=stream.getvalue(), format="nquads")
    other = [tuple(map(str, one)) for one in dataset.query(bind(reader, query, asked))]  # type: ignore[arg-type,union-attr]
    assert other == [tuple(row[column] for column in table.columns)]
