"""Parameters bound to typed terms, by the names of a few things."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.errors import UnknownName, UsageError
from kg.queries.binding import bind, spaces_of
from kg.queries.catalogue import parse_query
from kg.rdf.terms import PREFIXES, RDF, RDFS, ST, XSD, mint


def bound(kind: str, value: str, *, name: str = "it") -> str:
    """The term that stands in the query for ``?it`` afterwards."""
    query = parse_query(
        f"#+ parameter it ({kind}): it\nSELECT ?it WHERE {{ VALUES ?it {{ UNDEF }} }}",
        Path("asked.rq"),
        "asked",
    )
    text = bind(_store(), query, {name: value})
    return text.rpartition("VALUES ?it { ")[2].removesuffix(" } }").strip()


def _store() -> Store:
    store = Store()
    for space, name, class_, label in (
        ("actor", "anna", ST.Person, "Anna Examplova"),
        ("actor", "examplia", ST.State, "Examplia"),
        ("event", "summit", ST.Event, "A summit"),
        ("theme", "peace", ST.Theme, "Peace"),
    ):
        thing = mint(space, name)
        store.add(Quad(thing, RDF.type, class_))
        store.add(Quad(thing, RDFS.label, Literal(label, language="en")))
    store.add(Quad(mint("actor", "examplia"), ST.country, Literal("XA")))
    return store


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        ("text", '"} x', Literal('"} x')),
        ("number", "12", Literal(12)),
        ("number", "-999999999", Literal(-999999999)),
        ("date", "2026-01-09", Literal("2026-01-09", datatype=XSD.date)),
        ("date", "2024-02", Literal("2024-02-29", datatype=XSD.date)),
        ("country", "xa", Literal("XA")),
        ("actor", "Anna Examplova", mint("actor", "anna")),
        ("thing", "A summit", mint("event", "summit")),
        ("thing", "anna examplova", mint("actor", "anna")),
    ],
)
def test_a_value_becomes_a_term(kind: str, value: str, term: NamedNode | Literal) -> None:
    assert bound(kind, value) == str(term)


@pytest.mark.parametrize("value", ["1.5", "one", "", "1234567890", "1\n", "--1"])
def test_what_is_no_number_is_told(value: str) -> None:
    with pytest.raises(UsageError) as caught:
        bound("number", value)
    assert str(caught.value) == f"it: {value!r} is no whole number"


def test_what_is_no_date_is_told() -> None:
    with pytest.raises(UsageError, match=r"^it: '2026-13' is not a date"):
        bound("date", "2026-13")


def test_a_thing_of_another_kind_is_not_found() -> None:
    with pytest.raises(UnknownName):
        bound("outlet", "Anna Examplova")
    with pytest.raises(UnknownName):
        bound("thing", "Peace")


def test_a_parameter_that_is_none_is_told() -> None:
    with pytest.raises(UsageError) as caught:
        bound("text", "x", name="day")
    assert str(caught.value) == "asked has no parameter 'day'"
    assert caught.value.hint == "it takes: it"
    for text, hint in (
        ("ASK {}", "none"),
        (
            "#+ parameter a (text): it\n#+ parameter b (text): it\n"
            "ASK { VALUES ?a { UNDEF } VALUES ?b { UNDEF } }",
            "a, b",
        ),
    ):
        query = parse_query(text, Path("asked.rq"), "asked")
        with pytest.raises(UsageError) as caught:
            bind(_store(), query, {"day": "x"})
        assert caught.value.hint == f"it takes: {hint}"


@pytest.mark.parametrize(
    ("kind", "spaces"),
    [
        ("text", ()),
        ("number", ()),
        ("date", ()),
        ("country", ("actor",)),
        ("thing", ("actor", "event", "stance")),
        ("theme", ("theme",)),
    ],
)
def test_a_kind_is_looked_for_in_its_spaces(kind: str, spaces: tuple[str, ...]) -> None:
    assert spaces_of(kind) == spaces
    assert all(space in PREFIXES for space in spaces)
