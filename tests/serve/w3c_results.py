"""Whether the answer to a query test of the W3C is the expected one."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    parse_query_results,
)

from tests.serve.w3c_queries import FORMS, QueryTest

_RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
TABLES = {
    ".srx": QueryResultsFormat.XML,
    ".srj": QueryResultsFormat.JSON,
    ".tsv": QueryResultsFormat.TSV,
    ".csv": QueryResultsFormat.CSV,
}
Row = Mapping[str, Any]


def expected(test: QueryTest) -> object:
    """The result of a test in a form that can be compared."""
    assert test.result
    content = test.result.read_bytes()
    if (form := TABLES.get(test.result.suffix)) is not None:
        return comparable(test, content, form)
    return graph(content, FORMS[test.result.suffix], test.result.as_uri(), test)


def form_asked(test: QueryTest) -> QueryResultsFormat:
    """The form in which a table is to be answered: that of the expected result, else JSON."""
    return TABLES.get(test.result.suffix if test.result else "", QueryResultsFormat.JSON)


def comparable(test: QueryTest, body: bytes, form: QueryResultsFormat) -> object:
    """A boolean, or the rows without their order, whatever their blank nodes are called."""
    if form == QueryResultsFormat.CSV:
        return _cells(body)
    found = parse_query_results(body, form)
    if isinstance(found, QueryBoolean):
        return bool(found)
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    rows = [{name: row[name] for name in names if row[name] is not None} for row in found]
    return _table(test, names, rows)


def graph(body: bytes, form: RdfFormat, base: str, test: QueryTest | None = None) -> object:
    """Triples, whatever their blank nodes are called; of a table told in triples, the table."""
    found = Store()
    found.load(body, format=form, base_iri=base)
    told = list(found.quads_for_pattern(None, _TYPE, NamedNode(f"{_RS}ResultSet")))
    if not told or test is None:
        return _canonical(found)
    (result,) = (quad.subject for quad in told)
    if said := _objects(found, result, "boolean"):
        return bool(said[0].value in ("true", "1"))
    solutions = sorted(_objects(found, result, "solution"), key=lambda one: _place(found, one))
    rows = [
        {
            _objects(found, binding, "variable")[0].value: _objects(found, binding, "value")[0]
            for binding in _objects(found, one, "binding")
        }
        for one in solutions
    ]
    return _table(test, [one.value for one in _objects(found, result, "resultVariable")], rows)


def _objects(store: Store, subject: Any, name: str) -> list[Any]:
    found = store.quads_for_pattern(subject, NamedNode(_RS + name), None)
    return [quad.object for quad in found]


def _place(store: Store, solution: Any) -> int:
    return next((int(one.value) for one in _objects(store, solution, "index")), 0)


def _is_ordered(test: QueryTest) -> bool:
    """Whether the order of the rows is told with the result."""
    result = test.result
    return bool(result and result.suffix in FORMS and b"rs:index" in result.read_bytes())


def _table(test: QueryTest, names: Iterable[str], rows: Iterable[Row]) -> object:
    store, is_ordered = Store(), _is_ordered(test)
    seen = set()
    for number, row in enumerate(rows):
        whole = str(sorted(row.items()))
        if test.is_lax and whole in seen:
            continue
        seen.add(whole)
        node = BlankNode(f"row{number}")
        store.add(Quad(node, _TYPE, Literal(f"row {number}" if is_ordered else "row")))
        for name, value in row.items():
            store.add(Quad(node, NamedNode(f"x:{name}"), value))
    return frozenset(names), _canonical(store)


def _cells(body: bytes) -> object:
    header, *rows = csv.reader(io.StringIO(body.decode(), newline=""))
    # Which column is the first is not told by SELECT *.
    order = sorted(range(len(header)), key=header.__getitem__)
    named = [["_:" if row[at].startswith("_:") else row[at] for at in order] for row in rows]
    return sorted(header), sorted(named)


def _canonical(store: Store) -> set[Quad]:
    # A store has one lexical form of each value: 2.0 and 2 are the same decimal.
    found = Dataset(store)
    found.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(found)
