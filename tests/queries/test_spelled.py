from __future__ import annotations

import io
from collections.abc import Generator, Iterable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    QuerySolutions,
    Store,
    Triple,
    parse_query_results,
)

from kg.errors import LimitReached, UsageError
from kg.queries import spelled
from kg.queries.spelled import Found, hear, spell, take
from kg.queries.table import Answer, Graph, Table
from kg.rdf.terms import XSD

NUMBERS = ("1", "1.", "1.0", ".5", "+1", "-0", "01", "1e5", "1E+5", "INF", "NaN", "true", "1.0e")
MARKS = ('"', "\\", "\\t", "\\u0041", "a\tb", "a\nb", "a\rb", "", "\0", "\ufeff", "\u2028")
WORDS = some.text(some.characters(codec="utf-8"), max_size=8) | some.sampled_from(NUMBERS + MARKS)
KINDS = some.sampled_from(
    [XSD.integer, XSD.decimal, XSD.double, XSD.boolean, XSD.date, XSD.string, XSD.gYear]
)
TERMS = (
    WORDS.map(Literal)
    | some.builds(lambda w, k: Literal(w, datatype=k), WORDS, KINDS)
    | some.builds(lambda w, k: Literal(w, language=k), WORDS, some.sampled_from(["en", "en-gb"]))
    | some.sampled_from([NamedNode("http://x/é"), BlankNode("b0"), BlankNode("f.a-1")])
)


def _found(names: list[str], rows: Iterable[tuple[object, ...]]) -> QuerySolutions:
    lines = ["\t".join(f"?{name}" for name in names)]
    lines += ["\t".join("" if t is None else str(t).replace("\t", "\\t") for t in r) for r in rows]
    text = "".join(f"{line}\n" for line in lines)
    found = parse_query_results(text.encode(), format=QueryResultsFormat.TSV)
    assert isinstance(found, QuerySolutions)
    return found


def _blocks(found: Found, rows: int | None, size: int) -> Generator[bytes, None, None]:
    out = io.BytesIO()
    spell(found, out, rows)
    content = out.getvalue()
    for at in range(0, len(content), size):
        yield content[at : at + size]


@given(some.data(), some.integers(0, 3), some.sampled_from([1, 3, 7, 10_000]))
@settings(max_examples=300, deadline=None)
def test_a_table_arrives_as_it_was(data: some.DataObject, columns: int, size: int) -> None:
    row = some.tuples(*[TERMS | some.none()] * columns)
    rows = data.draw(some.lists(row, max_size=5))
    names = [f"n{number}" for number in range(columns)]
    limit = data.draw(some.none() | some.integers(0, 6))

    heard = hear(_blocks(_found(names, rows), limit, size), limit)

    kept = rows if limit is None else rows[:limit]
    assert heard == Table(tuple(names), tuple(kept), len(kept) < len(rows))
    assert limit is not None or heard == take(_found(names, rows))


@given(some.lists(TERMS, max_size=6), some.sampled_from([1, 5, 10_000]))
@settings(max_examples=100, deadline=None)
def test_a_graph_arrives_as_it_was(terms: list[Literal], size: int) -> None:
    triples = [Triple(NamedNode(f"http://x/{n}"), NamedNode("x:p"), t) for n, t in enumerate(terms)]

    assert hear(_blocks(triples, None, size), None) == Graph(tuple(triples))
    assert hear(_blocks(triples, 2, size), 2) == Graph(tuple(triples[:2]), len(triples) > 2)


@pytest.mark.parametrize("yes", [True, False])
def test_a_yes_or_no_arrives_as_it_was(yes: bool) -> None:
    found = Store().query(f"ASK {{ FILTER ({str(yes).lower()}) }}")

    assert hear(_blocks(found, None, 1), None) == Answer(yes)  # type: ignore[arg-type]


def test_many_rows_arrive_in_their_order() -> None:
    rows = [(Literal(n), Literal(f"word {n % 7}"), None) for n in range(40_000)]

    heard = hear(_blocks(_found(["a", "b", "c"], rows), None, 8_192), None)

    assert isinstance(heard, Table)
    assert heard.rows == tuple(rows)
    assert heard.rows[0][1] is heard.rows[7][1]


def test_nobody_listens_beyond_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spelled, "MOST_ROWS", 10)
    ended = []

    def endless() -> Generator[bytes, None, None]:
        try:
            yield b"table\n?a\n"
            while True:
                yield b"1\n" * 100_000
        finally:
            ended.append(True)

    with pytest.raises(LimitReached, match="more than 10 rows"):
        hear(endless(), None)
    assert ended == [True]


def test_what_went_wrong_after_some_rows_is_told() -> None:
    def broken() -> Generator[bytes, None, None]:
        yield b"table\n?a\n1\n"
        raise LimitReached("the memory allowed is used up")

    with pytest.raises(LimitReached, match="used up"):
        hear(broken(), None)


def test_triple_terms_are_refused() -> None:
    store = Store()
    node = NamedNode("x:a")
    store.add(Quad(node, node, Triple(node, node, node)))
    found = store.query("SELECT ?o { ?s ?p ?o }")
    assert isinstance(found, QuerySolutions)

    with pytest.raises(UsageError, match="triple terms"):
        hear(_blocks(found, None, 100), None)


def test_terms_may_take_another_form() -> None:
    heard = hear(_blocks(_found(["a"], [(Literal("x"),)]), None, 9), None, lambda _: Literal("y"))

    assert heard == Table(("a",), ((Literal("y"),),))


def test_a_limited_answer_is_not_looked_at_beyond_it() -> None:
    taken = []

    def triples() -> Iterator[Triple]:
        for number in range(100):
            taken.append(number)
            yield Triple(NamedNode("x:s"), NamedNode("x:p"), Literal(number))

    assert hear(_blocks(triples(), 3, 1_000), 3).cut  # type: ignore[union-attr]
    assert taken == [0, 1, 2, 3]
