from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from kg.errors import InputError, UnknownName
from kg.project import Project
from kg.queries.catalogue import (
    KINDS,
    Parameter,
    defaults,
    fill,
    find_query,
    parse_query,
    read_catalogue,
    read_query,
)

TEXT = """\
#+ title: Positions
#+ question: Who stands where?
#+ parameter proposition (proposition): the proposition asked about
#+ parameter date (date): the last day that counts
#+ columns: actor stance

PREFIX st: <https://w3id.org/eurostance/ns#>
#+ title: not the header any more
# VALUES ?proposition { <x:comment> }
SELECT ?actor ?stance WHERE {
  VALUES ?proposition { <https://example.org/a#b> }
  VALUES ?date { "2025-01-01" }
  ?stance st:holder ?actor ; st:reason "VALUES ?date { 1 }" .
}
"""


def _error(text: str) -> str:
    with pytest.raises(InputError) as caught:
        parse_query(text, Path("some/query.rq"), "query")
    return "\n".join(str(problem) for problem in caught.value.problems)


def test_a_header_tells_title_question_parameters_and_columns() -> None:
    query = parse_query(TEXT, Path("q.rq"), "q")

    assert query.title == "Positions"
    assert query.question == "Who stands where?"
    assert query.columns == ("actor", "stance")
    assert query.parameters == (
        Parameter(
            "proposition",
            "proposition",
            "the proposition asked about",
            "<https://example.org/a#b>",
        ),
        Parameter("date", "date", "the last day that counts", '"2025-01-01"'),
    )


def test_a_query_without_a_header_goes_by_its_name_and_takes_nothing() -> None:
    query = parse_query("SELECT ?s WHERE { ?s ?p ?o }", Path("mine.rq"), "mine")

    assert (query.title, query.question) == ("mine", "")
    assert query.parameters == ()
    assert query.columns == ()


@pytest.mark.parametrize(
    ("header", "place"),
    [
        ("#+ title: T\n#+ tags: a b\n", "some/query.rq:2:1: error: cannot read the header line"),
        ("#+ title:\n", "some/query.rq:1:1: error: cannot read the header line '#+ title:'"),
        ("#+title: T\n", "some/query.rq:1:1: error: cannot read the header line"),
        (
            "#+ title: T\n#+ parameter x (colour): a colour\n",
            "some/query.rq:2:1: error: 'colour' is no kind of parameter: actor,",
        ),
        (
            "#+ title: T\n#+ question: Q?\n#+ parameter y (text): words\n",
            "some/query.rq:3:1: error: the query has not exactly one VALUES ?y",
        ),
    ],
)
def test_a_header_that_cannot_be_read_is_an_error_with_file_and_line(
    header: str, place: str
) -> None:
    assert _error(header + "SELECT ?x WHERE { VALUES ?x { 1 } }").startswith(place)


@pytest.mark.parametrize(
    "body",
    [
        "SELECT * { VALUES ?x { 1 } VALUES ?x { 2 } }",
        "SELECT * { # VALUES ?x { 1 }\n }",
        'SELECT * { ?s ?p "VALUES ?x { 1 }" }',
        "SELECT * { ?s ?p '''VALUES ?x { 1 }''' }",
        "SELECT * { VALUES (?x) { (1) } }",
        "SELECT * { VALUES ?xy { 1 } }",
    ],
)
def test_a_parameter_has_exactly_one_place_in_the_query(body: str) -> None:
    assert "not exactly one VALUES ?x { ... }" in _error(f"#+ parameter x (number): n\n{body}")


def test_a_parameter_may_stand_in_two_places_with_the_same_default() -> None:
    text = "#+ parameter x (number): n\nSELECT * { { VALUES ?x { 1 } } { VALUES ?x { 1 } } }"

    query = parse_query(text, Path("some/query.rq"), "query")

    assert [one.default for one in query.parameters] == ["1"]
    assert fill(text, {"x": "2"}).count("VALUES ?x { 2 }") == 2


def test_a_default_may_hold_braces_and_quotes() -> None:
    text = r'SELECT ?x WHERE { VALUES ?x { "a } \" { b" } }'

    assert list(defaults(text)) == [("x", r'"a } \" { b"')]
    assert fill(text, {"x": '"c"'}) == 'SELECT ?x WHERE { VALUES ?x { "c" } }'


def test_only_the_place_of_a_parameter_is_filled() -> None:
    filled = fill(TEXT, {"date": '"2030-12-31"'})

    assert filled.count('"2030-12-31"') == 1
    assert '"VALUES ?date { 1 }"' in filled
    assert "# VALUES ?proposition { <x:comment> }" in filled


def test_a_term_that_reads_like_another_place_is_left_alone() -> None:
    text = 'SELECT * { VALUES ?a { "1" } VALUES ?b { "2" } }'

    filled = fill(text, {"a": '"VALUES ?b { 9 }"', "b": '" } ?s ?p ?o #"'})

    assert filled == 'SELECT * { VALUES ?a { "VALUES ?b { 9 }" } VALUES ?b { " } ?s ?p ?o #" } }'


def test_a_file_that_is_not_utf_8_or_not_there_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.rq"
    broken.write_bytes(b"#+ title: \xff\n")

    with pytest.raises(InputError, match=r"broken\.rq: not UTF-8"):
        read_query(broken)
    with pytest.raises(InputError, match=r"missing\.rq: No such file"):
        read_query(tmp_path / "missing.rq")


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.rq")
    with pytest.raises(InputError, match="is no regular file"):
        read_query(tmp_path / "pipe.rq")


def test_a_byte_order_mark_does_not_hide_the_header(tmp_path: Path) -> None:
    path = tmp_path / "marked.rq"
    path.write_text("\ufeff#+ title: Marked\nASK {}\n", encoding="utf-8")

    assert read_query(path).title == "Marked"


def test_the_catalogue_has_every_file_by_name(world: Project) -> None:
    catalogue = read_catalogue(world)

    assert len(catalogue) == len(list(world.queries.rglob("*.rq"))) >= 27
    assert {"positions-on", "summary", "graphs/stance-network"} <= set(catalogue)
    assert list(catalogue) == sorted(catalogue)
    assert {parameter.kind for query in catalogue.values() for parameter in query.parameters} <= {
        *KINDS
    }


def test_a_query_is_found_by_name_or_path(world: Project, tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text("ASK {}")

    assert find_query(world, "graphs/direct-edges").title == "Direct edges"
    assert find_query(world, str(path)).text == "ASK {}"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("position-on", "did you mean positions-on"),
        ("graphs/direct-edge", "did you mean graphs/direct-edges"),
        ("zzzzzz", "kg queries lists them"),
        ("../queries/summary", "did you mean summary"),
    ],
)
def test_an_unknown_name_comes_with_suggestions(world: Project, name: str, hint: str) -> None:
    with pytest.raises(UnknownName, match="there is no query") as caught:
        find_query(world, name)

    assert str(caught.value.hint).startswith(hint)


def test_many_parameters_are_read_in_one_go() -> None:
    """Bounded, not measured: to read the text anew for each of them would take hours."""
    header = "".join(f"#+ parameter x{number} (text): a\n" for number in range(20_000))
    places = "".join(f"VALUES ?x{number}{{1}}" for number in range(20_000))
    begun = time.monotonic()
    assert len(parse_query(f"{header}ASK {{ {places} }}", Path("q"), "q").parameters) == 20_000
    assert time.monotonic() - begun < 60
