"""Rows counted in what the engine itself writes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat, Store

from kg.endpoint.sizes import Bounded, count_rows, refuse_rows
from kg.endpoint.worker import TABLE_FORMATS
from kg.errors import TooLarge

NASTY = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        (
            *('"', '\\"', "},{", "[]}}", '"},{"', "\n", "\r\n", ",", "\t", "<result>", "</result>"),
            *("<result/>", "]", "[", "{", "}", '{"results":{"bindings":[]}}', "\\", '\\\\"', "'"),
        )
    ),
).map(lambda text: "".join(c for c in text if c == "\n" or c >= " "))
CELLS = st.one_of(
    st.none(),
    NASTY.map(lambda text: str(Literal(text))),
    NASTY.map(lambda text: str(Literal(text, language="en"))),
    st.just("<https://example.org/a>"),
    st.just("<<( <x:a> <x:b> <x:c> )>>"),
    st.integers().map(str),
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[int, list[list[str | None]]]:
    width = draw(st.integers(0, 3))
    return width, draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=6))


@pytest.mark.parametrize("form", TABLE_FORMATS)
@given(table=tables())
def test_rows_are_counted_as_the_engine_wrote_them(
    form: str, table: tuple[int, list[list[str | None]]]
) -> None:
    width, rows = table
    names = " ".join(f"?v{number}" for number in range(width))
    lines = "".join(f"({' '.join(cell or 'UNDEF' for cell in row)})\n" for row in rows)
    found = Store().query(f"SELECT {names or '*'} {{ VALUES ({names}) {{\n{lines}}} }}")
    body = found.serialize(format=TABLE_FORMATS[form])  # type: ignore[union-attr]
    assert count_rows(body or b"", form) == len(rows)


@pytest.mark.parametrize("form", TABLE_FORMATS)
def test_rows_of_a_store_are_counted(form: str) -> None:
    store = Store()
    for number in range(50):
        thing = NamedNode(f"https://example.org/?a=1&b={number}")
        store.add(Quad(thing, NamedNode("x:says"), Literal(f'"{number}",\r\n<result>')))
    for query, rows in [("SELECT * { ?s ?p ?o }", 50), ("SELECT * { <x:none> ?p ?o }", 0)]:
        body = store.query(query).serialize(format=TABLE_FORMATS[form])  # type: ignore[union-attr]
        assert count_rows(body or b"", form) == rows


def test_one_row_more_than_allowed_is_refused() -> None:
    found = Store().query("SELECT ?x { VALUES ?x { 1 2 3 } }")
    body = found.serialize(format=QueryResultsFormat.JSON) or b""  # type: ignore[union-attr]
    refuse_rows(body, "table", "json", 3)
    with pytest.raises(TooLarge, match="more than 2 rows"):
        refuse_rows(body, "table", "json", 2)
    refuse_rows(body, "graph", "json", 2)


@given(st.lists(st.binary(max_size=20)), st.integers(0, 60))
def test_a_bounded_file_takes_so_many_bytes(parts: list[bytes], size: int) -> None:
    out = Bounded(size)
    whole = b""
    for part in parts:
        if len(whole) + len(part) > size:
            with pytest.raises(OSError, match="too large"):
                out.write(part)
            assert out.is_full
            return
        out.write(part)
        whole += part
        assert out.getvalue() == whole
    assert not out.is_full
