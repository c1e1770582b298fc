from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.rdf.folded import Names, fold
from kg.rdf.terms import PREFIXES, RDF, RDFS, ST, graph

_ANNA = NamedNode(f"{PREFIXES['actor']}anna-examplova-2")
_PAGE = NamedNode(f"{PREFIXES['document']}a-page")


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Anna Examplova", "anna examplova"),
        ("  MACRON,\tEmmanuel-Jean ", "macron emmanuel jean"),
        ("Макрон", "makron"),
        ("Ferenc Példa (XA)", "ferenc pelda xa"),
        ("ŁÓDŹ", "lodz"),
        ("Straße", "strasse"),
        ("-", ""),
        ("", ""),
    ],
)
def test_a_name_is_one_without_case_accents_and_script(name: str, folded: str) -> None:
    assert fold(name) == folded


@pytest.fixture
def named() -> Store:
    """Anna, with two names, one that is no text, one not published; and a page, and a theme."""
    store = Store()
    told = [
        (_ANNA, RDF.type, ST.Person),
        (_ANNA, RDFS.label, Literal("Anna Examplová", language="en")),
        (_ANNA, ST.shortLabel, Literal("ANNA")),
        (_ANNA, RDFS.label, ST.Person),
        (_PAGE, RDFS.label, Literal("A page")),
        (NamedNode(f"{PREFIXES['theme']}aid"), RDFS.label, Literal("Aid")),
    ]
    store.extend(Quad(*triple) for triple in told)
    store.add(Quad(_ANNA, RDFS.label, Literal("Unpublished"), graph("candidates")))
    return store


def test_a_thing_is_found_by_its_published_names_and_its_own_id(named: Store) -> None:
    names = {"anna examplova", "anna", "anna examplova 2"}
    assert set(Names(named).of(("actor",))) == {(name, _ANNA) for name in names}
    every = {(name, _ANNA) for name in names} | {("a page", _PAGE)}
    assert set(Names(named).of(("actor", "document"))) == every


def test_of_what_there_are_few_no_other_names_are_read(named: Store) -> None:
    untyped = NamedNode(f"{PREFIXES['actor']}of-no-class")
    named.add(Quad(untyped, RDFS.label, Literal("Of no class")))
    assert ("of no class", untyped) not in Names(named).of(("actor",))
    assert ("of no class", untyped) in Names(named).of(("actor", "document"))


@pytest.mark.parametrize("space", ["actor", "event", "outlet", "proposition"])
def test_what_there_is_little_of_is_found_by_its_class_as_by_all_names(
    world_reader: Store, space: str
) -> None:
    every = Names(world_reader).of((space, "document"))
    known = {pair for pair in every if pair[1].value.startswith(PREFIXES[space])}
    assert known
    assert set(Names(world_reader).of((space,))) == known
