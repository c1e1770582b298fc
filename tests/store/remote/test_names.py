"""Things found by name on a server: what is looked for is read, and nothing there is much of."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pyoxigraph import NamedNode, Store

from kg.build.build import build
from kg.errors import LimitReached, StoreMissing, UnknownName
from kg.project import Address, Project
from kg.queries.catalogue import read_catalogue
from kg.queries.run import answer, run_query
from kg.rdf.names import find_thing
from kg.rdf.terms import PREFIXES, SCHEMA
from kg.store.remote.names import read_names
from tests.store.engines import Served
from tests.store.remote.scripted import SmallEngine, scripted

STANCE = "anna-examplova-2025-06-02-dialogue"


@pytest.fixture
def engine(world_reader: Store) -> SmallEngine:
    """A server with the invented world."""
    engine = SmallEngine()
    engine.store.extend(world_reader)
    return engine


@pytest.fixture
def filled(engine: SmallEngine) -> Iterator[Address]:
    with scripted(engine) as url:
        yield Address(url)


def subjects(names: Store) -> set[str]:
    """The spaces of what the names are of."""
    found = {quad.subject for quad in names}
    return {
        space
        for thing in found
        for space, start in PREFIXES.items()
        if isinstance(thing, NamedNode) and thing.value.startswith(start)
    }


@pytest.mark.parametrize("space", ["actor", "event", "outlet", "proposition"])
def test_only_names_of_what_is_looked_for_are_read(filled: Address, space: str) -> None:
    names = read_names(filled, [("some", (space,))], seconds=30)

    assert subjects(names) == {space}


def test_a_large_store_is_asked_by_name(
    filled: Address, world: Project, world_reader: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = {"proposition": "Russia must be talked to"}
    wanted = [(values["proposition"], ("proposition",))]
    monkeypatch.setattr("kg.store.remote.bounds._MOST", len(read_names(filled, wanted, seconds=30)))
    query = read_catalogue(world)["who-favours"]
    label = next(
        quad.object.value
        for quad in world_reader.quads_for_pattern(
            NamedNode(f"{PREFIXES['proposition']}direct-dialogue-with-russia"), None, None, None
        )
        if quad.predicate.value.endswith("shortLabel")
    )

    found = run_query(filled, query, {"proposition": label})

    assert found == answer(world_reader, query, {"proposition": label})


def test_a_stance_is_looked_up_by_its_id(
    filled: Address, world_reader: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.store.remote.bounds._MOST", 10)
    iri = f"{PREFIXES['stance']}{STANCE}"
    for name in (STANCE, f"stance:{STANCE}", f"stance/{STANCE}", iri, f"<{iri}>"):
        names = read_names(filled, [(name, ("stance",))], seconds=30)

        assert find_thing(names, name, ("stance",)).value == iri
        assert {quad.subject for quad in names} == {NamedNode(iri)}


def test_a_document_is_looked_up_by_its_url(
    filled: Address, world_reader: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.store.remote.bounds._MOST", 10)
    told = next(world_reader.quads_for_pattern(None, SCHEMA.url, None, None))
    url = told.object.value

    names = read_names(filled, [(url, ("document",))], seconds=30)

    assert find_thing(names, url, ("document",)) == told.subject


def test_other_names_of_stances_are_found_where_they_can_be_read(
    filled: Address, world_reader: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    spaces = ("actor", "event", "stance")
    name = STANCE.replace("-", " ")

    names = read_names(filled, [(name, spaces)], seconds=30)

    assert find_thing(names, name, spaces) == find_thing(world_reader, name, spaces)
    monkeypatch.setattr("kg.store.remote.bounds._MOST", 10)
    with pytest.raises(LimitReached) as told:
        read_names(filled, [(name, ("stance",))], seconds=30)
    assert told.value.hint == "name a document or a stance by its id"


@pytest.mark.parametrize(
    "name", ["nobody", "", "<x>", "http://[", "https://h/a b", "stance:", "x" * 2000, "} #"]
)
def test_what_nobody_is_called(filled: Address, name: str) -> None:
    spaces = ("stance", "document")
    names = read_names(filled, [(name, spaces)], seconds=30)

    with pytest.raises(UnknownName):
        find_thing(names, name, spaces)


def test_ids_and_urls_are_found_on_each_engine(
    served: Served, world: Project, world_reader: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable, value in served.environ.items():
        monkeypatch.setenv(variable, value)
    build(Project(world.root, served.address), anew=True)
    url = next(world_reader.quads_for_pattern(None, SCHEMA.url, None, None)).object.value
    for name, spaces in ((STANCE, ("stance",)), (url, ("document",)), ("Examplova", ("actor",))):
        names = read_names(served.address, [(name, spaces)], seconds=30)

        assert find_thing(names, name, spaces) == find_thing(world_reader, name, spaces)
        assert subjects(names) == set(spaces)


def test_what_is_not_whole_is_told(
    engine: SmallEngine, filled: Address, caplog: pytest.LogCaptureFixture
) -> None:
    wanted = [("Anna", ("actor",))]
    assert len(read_names(filled, wanted, seconds=30))
    assert not caplog.records
    engine.store.update(
        "DELETE { GRAPH ?g { ?s ?p ?o } } INSERT { GRAPH ?g { ?s ?p 'unfinished' } } WHERE "
        "{ GRAPH ?g { ?s <https://w3id.org/eurostance/ns#inputHash> ?o . ?s ?p ?o } }"
    )
    assert len(read_names(filled, wanted, seconds=30))
    assert ["was cut off" in one.getMessage() for one in caplog.records] == [True]


def test_nothing_was_built_yet() -> None:
    with scripted(SmallEngine()) as url, pytest.raises(StoreMissing, match="nothing of ours yet"):
        read_names(Address(url), [("Anna", ("actor",))], seconds=30)
