"""Which format a client gets for its Accept header."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.endpoint.media import (
    ENDINGS,
    GRAPHS,
    TABLES,
    choose,
    quality_of,
    wants_page,
    without_page,
)

FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8"
CURL = "*/*"
JENA = (
    "application/sparql-results+json, application/sparql-results+xml;q=0.9, "
    "text/tab-separated-values;q=0.7, text/csv;q=0.5, application/json;q=0.2, "
    "application/xml;q=0.2, */*;q=0.1"
)
RDFLIB = "application/sparql-results+xml"
JQUERY = "text/csv, */*; q=0.01"


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        (None, "json"),
        ("", "json"),
        ("  ", "json"),
        (CURL, "json"),
        (JENA, "json"),
        (RDFLIB, "xml"),
        (JQUERY, "csv"),
        ("text/csv", "csv"),
        ("TEXT/CSV", "csv"),
        ("text/*", "csv"),
        ("text/*;q=0.5, application/*", "json"),
        ("application/json", "json"),
        ("application/xml", "xml"),
        ("text/tab-separated-values", "tsv"),
        # The more specific range decides, wherever it stands.
        ("*/*, application/sparql-results+json;q=0", "xml"),
        ("application/sparql-results+json;q=0.1, text/csv;q=0.2, */*;q=0.3", "xml"),
        ("application/*;q=0, */*", "csv"),
        ("text/csv;q=0, text/*", "tsv"),
        # What is named goes before what is taken along.
        ("text/csv, */*", "csv"),
        ("application/*, text/csv", "csv"),
        # Parameters of a range say nothing about the choice.
        ("text/csv;header=present;charset=utf-8", "csv"),
        ("text/csv; charset=utf-8 ; q=0.5 , application/sparql-results+xml;q=0.4", "csv"),
        ('application/ld+json;profile="a,b;q=0", text/csv;q=0.5', "csv"),
        ("text/csv;q=1.000, application/sparql-results+json;q=0.999", "csv"),
        ("text/csv;Q=0.5, application/sparql-results+json;q=0.4", "csv"),
        # What is no quality is none.
        ("text/csv;q=2, application/sparql-results+xml;q=0.1", "xml"),
        ("text/csv;q=nan, application/sparql-results+xml;q=0.1", "xml"),
        ("text/csv;q=-1, application/sparql-results+xml;q=0.1", "xml"),
        ("text/csv;q=1e-1, application/sparql-results+xml;q=0.1", "xml"),
        (",,;;,text/csv", "csv"),
        ("text/csv;q=0, text/csv", "csv"),
    ],
)
def test_the_format_of_a_table(accept: str | None, form: str) -> None:
    assert choose(accept, TABLES) == form


@pytest.mark.parametrize(
    "accept",
    [
        "image/png",
        "text/html",
        "*/*;q=0",
        "text/csv;q=0",
        "application/sparql-results+json;q=0",
        "text/turtle",
        "csv",
        ";q=1",
        "application/sparql-results+json extra",
    ],
)
def test_no_format_of_a_table(accept: str) -> None:
    assert choose(accept, TABLES) is None


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        (None, "turtle"),
        ("text/turtle;version=1.2", "turtle"),
        ("application/x-turtle", "turtle"),
        ("text/plain", "ntriples"),
        ("application/n-triples", "ntriples"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#expanded"', "jsonld"),
        ("application/json", "jsonld"),
        ("application/rdf+xml", "rdfxml"),
        ("application/trig", "trig"),
        ("application/rdf+xml;q=0.9, text/turtle;q=0.9, application/n-triples;q=0.8", "turtle"),
        ("application/json;q=0, application/*", "ntriples"),
    ],
)
def test_the_format_of_a_graph(accept: str | None, form: str) -> None:
    assert choose(accept, GRAPHS) == form


def test_every_format_is_had_by_its_own_name_and_has_an_ending() -> None:
    for offered in (TABLES, GRAPHS):
        for form, media_type in offered.items():
            assert choose(media_type, offered) == form
            assert choose(f"{media_type.partition(';')[0]};q=0.001", offered) == form
            assert ENDINGS[form]


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        (FIREFOX, True),
        ("text/html", True),
        ("text/html;q=0.2, */*;q=0.1", True),
        (None, False),
        (CURL, False),
        (JENA, False),
        ("text/html, text/turtle", False),
        ("text/html;q=0", False),
        ("text/*", False),
    ],
)
def test_who_wants_a_page(accept: str | None, wanted: bool) -> None:
    assert wants_page(accept) is wanted


def test_a_browser_that_takes_anything_gets_what_anyone_gets() -> None:
    assert choose(without_page(FIREFOX), TABLES) == "json"
    assert choose(without_page(FIREFOX), GRAPHS) == "turtle"
    assert choose(without_page("text/html"), TABLES) is None
    assert choose(without_page("text/html, */*;q=0"), TABLES) is None
    assert choose(without_page("text/csv"), TABLES) == "csv"


@pytest.mark.parametrize(
    ("header", "quality"),
    [
        ("gzip", 1.0),
        ("gzip, deflate, br", 1.0),
        ("gzip;q=0.5", 0.5),
        ("gzip;q=0, *", 0.0),
        ("*", 1.0),
        ("br", 0.0),
        ("", 0.0),
        ("identity;q=1, *;q=0", 0.0),
    ],
)
def test_the_quality_of_an_encoding(header: str, quality: float) -> None:
    assert quality_of(header, "gzip") == quality


_ANY_HEADER = st.text(st.characters(max_codepoint=255), max_size=200)
_PIECES = st.lists(
    st.sampled_from(
        [
            *TABLES.values(),
            "*/*",
            "text/*",
            ";q=0",
            ";q=0.5",
            ";q=1",
            ",",
            ", ",
            '"',
            "\\",
            ";",
            "=",
        ]
    ),
    max_size=30,
).map("".join)


@given(_ANY_HEADER | _PIECES)
def test_any_header_chooses_one_of_the_formats_or_none(header: str) -> None:
    assert choose(header, TABLES) in {None, *TABLES}
    assert choose(without_page(header), GRAPHS) in {None, *GRAPHS}
    assert 0 <= quality_of(header, "gzip") <= 1


@given(st.permutations([(form, name.partition(";")[0]) for form, name in TABLES.items()]))
def test_the_highest_quality_wins_in_any_order(order: list[tuple[str, str]]) -> None:
    header = ", ".join(f"{name};q=0.{9 - place}" for place, (_, name) in enumerate(order))
    assert choose(header, TABLES) == order[0][0]


@given(st.sets(st.sampled_from(sorted(TABLES))))
def test_what_is_refused_is_never_chosen(refused: set[str]) -> None:
    names = [TABLES[form].partition(";")[0] for form in refused]
    chosen = choose(", ".join(["*/*", *(f"{name};q=0" for name in names)]), TABLES)
    left = [form for form in TABLES if form not in refused]
    assert chosen == (left[0] if left else None)


def test_a_long_hostile_header_is_read_in_one_go() -> None:
    assert choose('"' * 50_000, TABLES) is None
    assert choose('\\"' * 50_000, TABLES) is None
    assert choose("text/csv," * 20_000, TABLES) == "csv"
    assert choose("text/csv" + ";a" * 50_000, TABLES) == "csv"


def test_of_a_long_header_the_beginning_is_read() -> None:
    many = ", ".join(f"text/x{number}" for number in range(99))
    assert choose(f"{many}, text/csv", TABLES) == "csv"
    assert choose(f"{many}, text/y, text/csv", TABLES) is None
