"""A stance without any date, not even that of a report, is told wherever no day is asked for."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import RdfFormat, Store

from kg.build.build import build
from kg.model.actors import Actor, ActorKind
from kg.project import Project
from kg.queries.binding import bind
from kg.queries.catalogue import find_query
from kg.queries.run import answer
from kg.queries.table import Table
from kg.store.embedded import open_reader
from tests.invented import (
    BORIS,
    OTHER,
    REGISTRY,
    ROOT,
    SUMMIT,
    UNDATED,
    evidence,
    new_project,
    stance,
)

BLUES = Actor("blues", "The Blues", ActorKind.PARTY, "XA")
RUSSIAN = replace(BORIS, country="RU")
REGISTERED = [RUSSIAN if one is BORIS else one for one in REGISTRY]
ASKED = {
    "stances-of": {"actor": BORIS.id},
    "search-quotes": {"text": "must talk"},
    "kremlin-reactions": {},
    "party-lines": {},
}


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Store:
    never = stance(
        "never",
        said_on=None,
        holder=BORIS.id,
        on_behalf_of=BLUES.id,
        reacts_to=f"event/{SUMMIT.id}",
    )
    folder: Path = tmp_path_factory.mktemp("undated")
    project = new_project(folder, [*REGISTERED, BLUES, never, evidence("never", UNDATED)])
    build(project)
    return open_reader(project.store)


def test_who_said_only_what_has_no_date_is_recorded(reader: Store) -> None:
    query = find_query(Project(ROOT, ROOT / "build"), "actors-by-activity")
    table = answer(reader, query)
    assert isinstance(table, Table)
    (row,) = table.dicts()
    assert (row["actorLabel"], row["stances"], row["propositions"], row["last"]) == (
        BORIS.name, "1", "1", None,
    )  # fmt: skip


def test_what_has_no_date_hides_no_day_of_its_holder(tmp_path: Path) -> None:
    said = [
        stance("never", said_on=None, holder=BORIS.id),
        stance("once", holder=BORIS.id, proposition=OTHER),
    ]
    shown = [evidence("never", UNDATED), evidence("once")]
    project = new_project(tmp_path, [*REGISTERED, *said, *shown])
    build(project)
    reader = open_reader(project.store)
    query = find_query(Project(ROOT, ROOT / "build"), "actors-by-activity")
    table = answer(reader, query)
    assert isinstance(table, Table)
    (row,) = table.dicts()
    assert (row["stances"], row["propositions"], row["last"]) == ("2", "2", "2021-03-04")


@pytest.mark.parametrize("name", ASKED)
def test_a_stance_without_any_date_is_told(reader: Store, name: str) -> None:
    query = find_query(Project(ROOT, ROOT / "build"), name)

    table = answer(reader, query, ASKED[name])

    assert isinstance(table, Table)
    (row,) = table.dicts()
    assert (row["stance"], row["saidOn"]) == ("https://w3id.org/eurostance/stance/never", None)
    stream = io.BytesIO()
    reader.dump(stream, RdfFormat.N_QUADS)
    dataset = rdflib.Dataset(default_union=False)
    dataset.parse(data=stream.getvalue(), format="nquads")
    found = dataset.query(bind(reader, query, ASKED[name]))
    assert [tuple(None if one is None else str(one) for one in other) for other in found] == [  # type: ignore[union-attr]
        tuple(row[column] for column in table.columns)
    ]
