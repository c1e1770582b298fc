from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pyoxigraph import Literal, NamedNode

from kg.rdf.terms import BASE, PREFIXES, RDFS, SPACES, ST, compact, graph, local, mint


@given(some.sampled_from(SPACES), some.from_regex(r"[a-z0-9][a-z0-9.-]*", fullmatch=True))
def test_an_id_survives_its_iri(space: str, name: str) -> None:
    node = mint(space, name)
    assert node.value == f"{BASE}{space}/{name}"
    assert local(node, space) == name
    assert compact(node) == f"{space}:{name}"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "-anna",
        ".anna",
        "Anna",
        "anna examplova",
        "anna/examplova",
        "anna_examplova",
        "../anna",
        "anna\n",
        "anna>",
        'anna"',
        "anna#1",
        "anna%20",
        "ánna",
        "анна",
        "١",
    ],
)
def test_other_ids_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="cannot be an id") as caught:
        mint("actor", name)
    assert str(caught.value) == f"{name!r} cannot be an id: use a-z, 0-9, hyphen and dot"


def test_an_iri_of_another_space_has_no_id_here() -> None:
    with pytest.raises(ValueError, match="is not in") as caught:
        local(mint("stance", "anna"), "actor")
    assert str(caught.value) == f"<{BASE}stance/anna> is not in {BASE}actor/"


def test_an_unknown_term_is_a_slip() -> None:
    with pytest.raises(AttributeError, match="st:holdr is not a term in use"):
        _ = ST.holdr
    assert ST.from_ == NamedNode(f"{PREFIXES['st']}from")


def test_the_terms_of_a_namespace_are_listed() -> None:
    assert [compact(term) for term in RDFS] == ["rdfs:label", "rdfs:seeAlso"]


@pytest.mark.parametrize(
    ("node", "short"),
    [
        (NamedNode(f"{BASE}ns#holder"), "st:holder"),
        (NamedNode("http://www.wikidata.org/entity/Q42"), "wd:Q42"),
        (NamedNode(PREFIXES["actor"]), f"<{PREFIXES['actor']}>"),
        (NamedNode("https://example.org/x"), "<https://example.org/x>"),
        (Literal("words", language="en"), "words"),
        (graph("candidates"), "graph:candidates"),
    ],
)
def test_terms_are_told_short(node: NamedNode | Literal, short: str) -> None:
    assert compact(node) == short


def test_no_namespace_hides_another() -> None:
    for prefix, namespace in PREFIXES.items():
        others = [other for other in PREFIXES.values() if other != namespace]
        assert not [other for other in others if namespace.startswith(other)], prefix
