"""The query tests of the W3C's SPARQL 1.1 suite, answered as a worker answers.

KG_W3C_TESTS names a folder with the suite (github.com/w3c/rdf-tests); without it nothing is tested.
What fails is listed with its reason, and fails in the engine alone as well.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, Store, serialize

from kg.endpoint.question import Question
from kg.endpoint.worker import Source, answer
from kg.errors import KgError
from kg.rdf.names import Names
from tests.serve.w3c_queries import QueryTest, comparable, expected, graph, read_manifest

SUITE = os.environ.get("KG_W3C_TESTS", "")
GROUPS = (
    *("aggregates", "bind", "bindings", "cast", "construct", "exists", "functions", "grouping"),
    *("json-res", "negation", "project-expression", "property-path", "subquery", "syntax-query"),
)
_LANGUAGE = "the engine gives a plain text where all parts share a language tag"
_SCOPE = "the engine takes what stands inside GRAPH in another scope"
_EMPTY = "the engine gives no row for a path of no steps where the graph has nothing of the node"
KNOWN = {
    "GROUP_CONCAT with one element": _LANGUAGE,
    "GROUP_CONCAT with same language tag": _LANGUAGE,
    "COUNT: no GROUP BY inside of GRAPH": _SCOPE,
    "VALUES inside GRAPH binding the same variable as the graph name": _SCOPE,
    "outer GRAPH operator does not affect MINUS disjointness": _SCOPE,
    "? with start being a constant on the empty dataset": _EMPTY,
    "? with end being a constant on the empty dataset": _EMPTY,
    "* with start being a constant on the empty dataset": _EMPTY,
    "* with end being a constant on the empty dataset": _EMPTY,
    "BNODE(str)": "the engine makes another blank node each time, also for one text in one row",
    "syntax-select-expr-04.rq": "it calls a function that no engine has; here that is refused",
}
"""What fails, and why; each of them fails in the engine alone too."""


def ours(test: QueryTest) -> object:
    """The answer by way of the worker's checks and formats."""
    store = test.load()
    question = Question("json", "ntriples", test.text)
    reply = answer(Source(store, Names(store), {}), question, rows=10**6, size=2**26)
    if reply.kind == "graph":
        return graph(reply.body, RdfFormat.N_TRIPLES, "x:")
    return comparable(reply.body, QueryResultsFormat.JSON)


def engines(test: QueryTest) -> object:
    """The answer of the engine alone."""
    store: Store = test.load()
    found = store.query(test.text)
    if isinstance(found, QueryTriples):
        body = serialize(found, format=RdfFormat.N_TRIPLES)
        return graph(body or b"", RdfFormat.N_TRIPLES, "x:")
    return comparable(
        found.serialize(format=QueryResultsFormat.JSON) or b"", QueryResultsFormat.JSON
    )


def passes(test: QueryTest, run: object) -> bool:
    try:
        found = run(test)  # type: ignore[operator]
    except (KgError, SyntaxError, OSError, RuntimeError):
        return test.kind == "bad"
    return test.kind == "good" or (test.kind == "answers" and found == expected(test))


@pytest.mark.skipif(not SUITE, reason="KG_W3C_TESTS names no folder with the suite")
@pytest.mark.parametrize("group", GROUPS)
def test_queries_are_answered_as_the_suite_says(group: str) -> None:
    manifest = Path(SUITE).resolve() / "sparql" / "sparql11" / group / "manifest.ttl"
    tests = list(read_manifest(manifest))
    assert tests
    failed = {test.name for test in tests if not passes(test, ours)}
    names = {test.name for test in tests}
    assert failed == {name for name in KNOWN if name in names}
    assert failed <= {test.name for test in tests if not passes(test, engines)}
