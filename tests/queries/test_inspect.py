"""What a query may not do, with its place; seen in its text alone, without a store."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kg.errors import InputError
from kg.queries.inspect import (
    DEEPEST,
    missing_bracket,
    names_dataset,
    refuse_dangerous,
    refuse_service,
    refuse_service_elsewhere,
)

HERE = Path("asked.rq")
REMOTE = "<http://127.0.0.1:1/>"
DEEP = f"nested deeper than {DEEPEST} brackets"
REFUSED = "SERVICE is refused: queries stay local"
HIDDEN = "SERVICE is refused, and without it the query is not valid SPARQL"


def told(refuse: Callable[[str, Path], None], text: str) -> str:
    """What is told of a text that is refused, with its place."""
    with pytest.raises(InputError) as caught:
        refuse(text, HERE)
    assert str(caught.value) == "asked.rq: refused"
    (problem,) = caught.value.problems
    return str(problem).removeprefix("asked.rq:")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (f"ASK {{ SERVICE {REMOTE} {{}} }}", "1:7"),
        (f"ASK {{\n  # SERVICE\n  service {REMOTE} {{}} }}", "3:3"),
        (f"ASK {{ ?s ?p true.SERVICE {REMOTE} {{}} }}", "1:18"),
        ("\nSERVICE", "2:1"),
    ],
)
def test_service_is_refused_where_it_stands(text: str, place: str) -> None:
    assert told(refuse_dangerous, text) == f"{place}: error: {REFUSED}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        'ASK { ?s ?p "SERVICE" }',
        "ASK { ?s ?p ?service }",
        "ASK { ?s ?p 'it''s' } # SERVICE",
        "PREFIX service: <x:> ASK { ?s service:service ?o }",
        "ASK { ?s <x:service> ?o }",
        "ASK { ?services ?p trueservices }",
    ],
)
def test_service_as_a_word_is_none(text: str) -> None:
    refuse_dangerous(text, HERE)


@pytest.mark.parametrize("pair", ["()", "[]", "{}"])
def test_brackets_may_be_nested_so_deep_and_no_deeper(pair: str) -> None:
    opening, closing = pair
    refuse_dangerous(opening * DEEPEST + closing * DEEPEST, HERE)
    refuse_dangerous((opening * DEEPEST + closing * DEEPEST) * 2, HERE)
    assert told(refuse_dangerous, f"\n {opening * (DEEPEST + 1)}") == (
        f"2:{DEEPEST + 2}: error: {DEEP}"
    )


def test_brackets_in_what_reads_like_an_address_are_counted() -> None:
    refuse_dangerous(f"1<{'(' * DEEPEST}{')' * DEEPEST}>", HERE)
    refuse_dangerous(f"1<{'(' * (DEEPEST - 1)}>(", HERE)
    refuse_dangerous(f"<x:{'[)' * DEEPEST}>" + "(" * DEEPEST, HERE)
    # From the first character of the address on, its own brackets and those around it count.
    assert told(refuse_dangerous, f"1<{'(' * (DEEPEST + 1)}>") == f"1:{DEEPEST + 3}: error: {DEEP}"
    assert told(refuse_dangerous, f"(<{'[' * DEEPEST}>") == f"1:{DEEPEST + 2}: error: {DEEP}"
    assert told(refuse_dangerous, f"<{'(' * DEEPEST}>(") == f"1:{DEEPEST + 3}: error: {DEEP}"
    # A bracket closes one.
    assert told(refuse_dangerous, f"<{'(' * DEEPEST})((>").endswith(DEEP)
    assert told(refuse_dangerous, f"{'(' * DEEPEST})((").endswith(DEEP)
    # In an address a bracket closes nothing that stands before it.
    assert told(refuse_dangerous, "(" * DEEPEST + "<x:)>(").endswith(DEEP)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (f"ASK {{ ?s ?p ?o.SERVICE{REMOTE}{{ ?s ?p ?o }} }}", "1:16"),
        ("PREFIX : <x:>\nASK { SERVICE:x { ?s ?p ?o } }", "2:7"),
        (f"ASK {{ ?s ?p 'service' .\n SeRvIcE {REMOTE} {{ ?s ?p ?o }} }}", "1:14"),
    ],
)
def test_the_engine_sees_a_service_that_the_text_hides(text: str, place: str) -> None:
    """The place is that of the first such word, for which of them is one the engine cannot say."""
    assert told(refuse_service, text) == f"{place}: error: {HIDDEN}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no query, and no such word",
        'ASK { ?s ?p "SERVICE" }',
        "ASK { ?s ?p ?o } # Service",
        "PREFIX service: <x:> ASK { ?s service:Service ?SERVICE }",
        "PREFIX Service: <x:> PREFIX service: <y:> ASK { ?s service:a Service:b }",
        "ASK { ?s st:holder ?o FILTER (?o = 'service') BIND (<a> AS ?a) }",
    ],
)
def test_the_engine_knows_the_word_from_the_keyword(text: str) -> None:
    refuse_service(text, HERE)


def test_names_that_differ_in_capitals_stay_different() -> None:
    """Were they one name, the second of its kind would be told as an error of the query."""
    text = "SELECT ?service ?Service ?SERVICE { ?service ?Service ?SERVICE }"
    refuse_service(text, HERE)
    with pytest.raises(InputError):
        refuse_service("SELECT (1 AS ?service) (2 AS ?service) {}", HERE)
    refuse_service("SELECT (1 AS ?service) (2 AS ?serviCe) (3 AS ?Service) {}", HERE)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"ASK {{ # \\u000aSERVICE {REMOTE} {{}}\n}}", f"2:1: error: {REFUSED}"),
        (f"ASK {{ # \\U0000000aSERVICE {REMOTE} {{}}\n}}", f"2:1: error: {REFUSED}"),
        ("PREFIX : <x:> ASK { ?s ?p ?o.SERVICE\\u003Ax{} }", f"1:30: error: {HIDDEN}"),
        ("\\u0028" * (DEEPEST + 1), f"1:{DEEPEST + 1}: error: {DEEP}"),
        ("\\uD800\\u000a service", f"2:2: error: {REFUSED}"),
    ],
)
def test_what_another_engine_would_see_is_refused(text: str, message: str) -> None:
    assert told(refuse_service_elsewhere, text) == message


@pytest.mark.parametrize(
    "text",
    [
        "SERVICE",  # with no escape it is not looked at again
        "ASK { ?s ?p '\\u0041\\U00000042' }",
        "ASK { ?s ?p '\\uDFFF' }",
        "\\U00110000 \\u00 \\U1",
    ],
)
def test_other_escapes_are_not(text: str) -> None:
    refuse_service_elsewhere(text, HERE)


@pytest.mark.parametrize(
    ("text", "bracket"),
    [
        ("", ""),
        ("ASK {}", ""),
        ("ASK {", "}"),
        ("ASK { FILTER (", ")"),
        ("ASK { FILTER ([", "]"),
        ("ASK { FILTER ()", "}"),
        ("ASK { FILTER (}", ""),
        ("ASK }", ""),
        ("ASK } {", ""),
        ("ASK { '}' # }\n", "}"),
        ("ASK { <x:}> ?p", ""),
        ("ASK { <x:(> ?p ?o }", ""),
    ],
)
def test_the_bracket_that_is_missing(text: str, bracket: str) -> None:
    assert missing_bracket(text) == bracket


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", False),
        ("SELECT * FROM <x:g> { ?s ?p ?o }", True),
        ("SELECT *\nfrom named <x:g> { ?s ?p ?o }", True),
        ("SELECT * { ?from ?p 'FROM' } # FROM", False),
        ("SELECT * { ?s <x:from> ?o }", False),
        ("PREFIX from: <x:> SELECT * { ?s from:from ?o }", False),
        ("SELECT * { ?s ?p true.FROM }", True),
        ("SELECT * { ?s ?p fromage }", False),
    ],
)
def test_a_dataset_of_its_own(text: str, named: bool) -> None:
    assert names_dataset(text) is named


@given(some.text(alphabet="([{}])", max_size=20))
def test_the_missing_brackets_close_what_is_open(text: str) -> None:
    whole = text
    while missing := missing_bracket(whole):
        whole += missing
    assert len(whole) <= 2 * len(text)
    if whole != text:
        while whole != (whole := re.sub(r"\(\)|\[\]|\{\}", "", whole)):
            pass
        assert not whole
