"""Triples as lines, which the parser reads as what they are of."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pyoxigraph import Literal, NamedNode, Triple

from kg.model.scripts import foreign_letters
from kg.rdf.ntriples import day, label, line, lines_of, node, triples_of
from kg.rdf.terms import BASE, RDFS, ST, XSD, mint

ANNA = mint("actor", "anna")
WORDS = some.text(some.characters(codec="utf-8"))


def test_a_thing_is_its_iri() -> None:
    assert node("actor", "anna") == f"<{BASE}actor/anna>" == str(ANNA)


@pytest.mark.parametrize("name", ["", "An na", "a>", "a/b", "a\n"])
def test_what_is_no_id_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="cannot be an id"):
        node("actor", name)


def test_a_day_is_a_literal() -> None:
    assert day(date(2026, 1, 9)) == str(Literal("2026-01-09", datatype=XSD.date))


@given(WORDS)
def test_any_words_survive_their_line(words: str) -> None:
    written = [
        label(node("actor", "anna"), words),
        line(node("actor", "anna"), ST.reason, Literal(words)),
        line(node("actor", "anna"), ST.date, day(date(2026, 1, 9))),
    ]
    assert all(one.endswith(" .\n") and one.count("\n") == 1 for one in written)
    tag = None if foreign_letters(words, "en") else "en"
    told = [
        Triple(ANNA, RDFS.label, Literal(words, language=tag)),
        Triple(ANNA, ST.reason, Literal(words)),
        Triple(ANNA, ST.date, Literal("2026-01-09", datatype=XSD.date)),
    ]
    assert list(triples_of(written)) == told
    assert list(lines_of(told)) == written


@pytest.mark.parametrize(
    ("words", "language", "written"),
    [
        ("Anna", "en", '"Anna"@en'),
        ("Анна", "en", '"Анна"'),
        ("Анна", "ru", '"Анна"@ru'),
        ("Анна backs talks on envoys", "en", '"Анна backs talks on envoys"@en'),
    ],
)
def test_a_label_has_no_tag_that_its_letters_deny(words: str, language: str, written: str) -> None:
    assert label("<a:b>", words, language) == f"<a:b> {RDFS.label} {written} .\n"


def test_no_lines_hold_no_triples() -> None:
    assert list(triples_of([])) == []
    assert list(lines_of([])) == []


def test_lines_with_iris_as_objects() -> None:
    told = Triple(ANNA, ST.holder, NamedNode(f"{BASE}actor/bela"))
    assert list(lines_of([told])) == [line(str(ANNA), ST.holder, node("actor", "bela"))]
