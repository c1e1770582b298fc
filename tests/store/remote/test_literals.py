"""Literals of every sort, there and back again."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kg.rdf.terms import ST, XSD, graph
from kg.store.embedded import open_reader
from kg.store.graphs import as_stored
from kg.store.writing import open_writer
from tests.store.engines import Served

HASH = Quad(graph("meta"), ST.inputHash, Literal("some"), graph("meta"))
NASTY = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)
LANGUAGES = st.from_regex(
    r"[a-zA-Z]{2,8}(-[a-zA-Z]{4})?(-[a-zA-Z]{2})?(-[a-zA-Z]{5,8})?", fullmatch=True
)
TYPED = st.one_of(
    st.decimals(-(10**9), 10**9, places=3).map(lambda n: Literal(f"{n:f}", datatype=XSD.decimal)),
    st.integers(-(10**15), 10**15).map(Literal),
    st.booleans().map(Literal),
    st.dates().map(lambda day: Literal(day.isoformat(), datatype=XSD.date)),
    st.dates().map(lambda day: Literal(f"{day:%Y-%m}".zfill(7), datatype=XSD.gYearMonth)),
)
LITERALS = st.one_of(
    NASTY.map(Literal),
    st.tuples(NASTY, LANGUAGES).map(lambda pair: Literal(pair[0], language=pair[1])),
    TYPED,
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(LITERALS, max_size=20), st.booleans())
def test_any_literal_comes_back(oxigraph: Served, literals: list[Literal], anew: bool) -> None:
    quads = as_stored(
        Quad(NamedNode("x:s"), NamedNode("x:p"), literal, place)
        for literal in literals
        for place in (DefaultGraph(), graph("candidates"))
    ) | {HASH}

    with open_writer(oxigraph.address) as writer:
        there = writer.fingerprint() is not None
        writer.replace_all(quads, anew=anew or not there)

    assert set(open_reader(oxigraph.address)) == quads


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=60)
MODEST = st.one_of(
    WORDS.map(Literal),
    st.integers(-(2**31), 2**31 - 1).map(Literal),
    st.dates(date(1600, 1, 1)).map(lambda day: Literal(day.isoformat(), datatype=XSD.date)),
    st.decimals(0, 1, places=3).map(lambda n: Literal(f"{n:f}", datatype=XSD.decimal)),
    st.booleans().map(Literal),
)
"""What the graph holds; Virtuoso turns integers beyond 31 bits into decimals."""


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(MODEST, max_size=20))
def test_text_comes_back_from_virtuoso(
    virtuoso: Served, monkeypatch: pytest.MonkeyPatch, literals: list[Literal]
) -> None:
    for name, value in virtuoso.environ.items():
        monkeypatch.setenv(name, value)
    quads = as_stored(
        Quad(NamedNode(f"x:s{number}"), NamedNode("x:p"), literal, DefaultGraph())
        for number, literal in enumerate(literals)
    ) | {HASH}

    with open_writer(virtuoso.address) as writer:
        writer.replace_all(quads, anew=True)

    assert set(open_reader(virtuoso.address)) == quads
