"""Tables as Python users have them: values, data frames, notebooks."""

from __future__ import annotations

import builtins
from datetime import date
from html.parser import HTMLParser
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as some
from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import UsageError
from kg.queries.notebook import MOST
from kg.queries.table import Graph, Table, make_table
from kg.rdf.terms import XSD

MIXED = make_table(
    ("who", "day", "number", "share", "sure"),
    [("Anna Examplova", date(2021, 3, 4), 3, 0.25, True), (None, None, None, float("nan"), None)],
)


def test_values_have_the_types_of_python() -> None:
    assert MIXED.values() == {
        "who": ["Anna Examplova", None],
        "day": [date(2021, 3, 4), None],
        "number": [3, None],
        "share": [0.25, None],
        "sure": [True, None],
    }


def test_numbers_are_rounded_and_never_a_negative_zero() -> None:
    table = make_table(("x",), [(1 / 3,), (-0.00001,), (2.0,), (1e7,)])
    assert [row["x"] for row in table.dicts()] == ["0.3333", "0", "2", "10000000"]


def test_a_column_of_several_types_is_words() -> None:
    table = Table(("x",), ((Literal(1),), (NamedNode("https://example.org/a"),)))
    assert table.values() == {"x": ["1", "https://example.org/a"]}
    broken = Table(("x",), ((Literal("soon", datatype=XSD.date),),))
    assert broken.values() == {"x": ["soon"]}


def test_pandas_knows_days_and_gaps() -> None:
    frame = MIXED.pandas()
    assert list(frame.columns) == list(MIXED.columns)
    assert frame["day"].dt.year.tolist()[0] == 2021
    assert frame["number"].dtype == "Int64"
    assert frame["share"].isna().tolist() == [False, True]


def test_polars_has_the_same() -> None:
    frame = MIXED.polars()
    assert frame.schema["day"] == pl.Date
    assert frame["number"].to_list() == [3, None]
    assert len(make_table(("a", "b"), []).polars()) == 0


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_library_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    real = builtins.__import__

    def missing(name: str, *more: Any, **named: Any) -> Any:
        if name == library:
            raise ImportError(name)
        return real(name, *more, **named)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(UsageError, match=f"{library} is not installed"):
        getattr(MIXED, library)()


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.words += data


@given(some.text(some.characters(exclude_categories=["Cs"])))
def test_a_notebook_shows_words_as_words(words: str) -> None:
    page = Tags(Table((words,), ((Literal(words),),))._repr_html_())
    assert set(page.tags) <= {"table", "thead", "tbody", "tr", "th", "td", "p"}
    assert page.attributes == []


def test_a_notebook_links_to_the_web_alone() -> None:
    safe = NamedNode("https://w3id.org/eurostance/actor/anna-examplova?a=1&b=2")
    hostile = NamedNode("javascript:alert(1)")
    page = Tags(Table(("x",), ((safe,), (hostile,), (None,)))._repr_html_())
    assert page.attributes == [("href", safe.value)]
    assert "anna-examplova" in page.words


def test_a_notebook_says_how_many_rows_it_leaves_out() -> None:
    many = make_table(("x",), [(number,) for number in range(MOST + 1)])
    page = Tags(many._repr_html_())
    assert page.tags.count("td") == MOST
    assert f"{MOST} of {MOST + 1} rows" in page.words
    cut = Table(("x",), ((Literal(1),),), cut=True)
    assert "1 row, and there are more" in Tags(cut._repr_html_()).words


def test_a_graph_is_one_of_rdflib() -> None:
    triple = Triple(
        NamedNode("https://example.org/a"),
        NamedNode("https://example.org/b"),
        Literal("ä", language="de"),
    )
    assert {tuple(map(str, one)) for one in Graph((triple, triple)).rdflib()} == {
        ("https://example.org/a", "https://example.org/b", "ä")
    }
