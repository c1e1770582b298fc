from __future__ import annotations

from datetime import date

import pytest
import rdflib

import kg
from kg.errors import StoreMissing
from kg.project import Project
from kg.queries.reader import Reader
from kg.queries.table import Answer, Table


@pytest.fixture
def reader(world: Project, world_store: object) -> Reader:
    return Reader(world)


def test_a_named_query_gives_plain_rows_and_rdflib_terms(reader: Reader) -> None:
    table = reader.query("who-favours", proposition="Direct dialogue")
    assert isinstance(table, Table)
    assert "Anna Examplova" in {row["actorLabel"] for row in table.dicts()}
    first = table.rdflib()[0]
    assert isinstance(first[0], rdflib.URIRef)
    assert rdflib.Literal("Anna Examplova", lang="en") in {row[1] for row in table.rdflib()}


def test_parameters_may_be_dates(reader: Reader) -> None:
    asked = {"proposition": "Direct dialogue", "date": date(2025, 1, 31)}
    assert reader.query("positions-as-of", **asked) == reader.query(
        "positions-as-of", proposition="Direct dialogue", date="2025-01-31"
    )


def test_sparql_of_ones_own(reader: Reader) -> None:
    assert reader.sparql("ASK { ?s a st:Stance }") == Answer(yes=True)


def test_the_dataset_is_the_published_graph(reader: Reader) -> None:
    found = list(
        reader.dataset().query(
            "SELECT ?s { ?s a <https://w3id.org/eurostance/ns#Stance> } ORDER BY ?s"
        )
    )
    table = reader.sparql("SELECT ?s { ?s a st:Stance } ORDER BY ?s")
    assert isinstance(table, Table)
    assert [row[0] for row in found] == [row[0] for row in table.rdflib()]


def test_open_needs_a_store(tmp_path: object) -> None:
    with pytest.raises(StoreMissing):
        kg.open(f"{tmp_path}/nowhere")
