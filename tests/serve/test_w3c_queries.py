"""The query tests of the W3C's SPARQL 1.0 and 1.1 suites, answered as a worker answers.

KG_W3C_TESTS names a folder with the suites (github.com/w3c/rdf-tests); without it nothing is
tested. What fails is listed with its reason: it fails in the engine alone as well, or is refused on
purpose. A pass that the list does not expect is a failure too.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import QueryTriples, RdfFormat, Store, serialize

from kg.endpoint.question import Question
from kg.endpoint.worker import TABLE_FORMATS, Source, answer
from kg.errors import KgError
from kg.rdf.folded import Names
from tests.serve.w3c_queries import QueryTest, read_manifest
from tests.serve.w3c_results import comparable, expected, form_asked, graph
from tests.trust.tally import count
from tests.trust.w3c_verdict import assert_as_the_engine

SUITE = os.environ.get("KG_W3C_TESTS", "")
SUITES = {
    "SPARQL 1.0 queries": "sparql10/*",
    "SPARQL 1.1 queries": "sparql11/*",
    "SPARQL 1.1 results": "sparql11/*-res",
    "SPARQL 1.1 federated queries": "sparql11/*",
}
_GROUPS = {
    "SPARQL 1.1 queries": (
        *("aggregates", "bind", "bindings", "cast", "construct", "exists", "functions"),
        *("grouping", "negation", "project-expression", "property-path", "subquery"),
        "syntax-query",
    ),
    "SPARQL 1.1 federated queries": ("service", "syntax-fed"),
}
_LANGUAGE = "the engine gives a plain text where all parts share a language tag"
_SCOPE = "the engine takes what stands inside GRAPH in another scope"
_EMPTY = "the engine gives no row for a path of no steps where the graph has nothing of the node"
_BLANK = "the engine makes another blank node each time, also for one text in one row"
_UNKNOWN = "it calls a function that no engine has; that is refused"
_FORM = "the engine keeps one way of writing each number and date: 01 is 1 to it"
_SERVICE = "SERVICE is refused: queries stay local"
KNOWN = {
    "csv-tsv-res/csv03": _FORM,
    "distinct/distinct-1": _FORM,
    "distinct/distinct-9": _FORM,
    "expr-builtin/case-insensitive-booleans": "the engine knows true and false in small letters",
    "expr-builtin/dawg-str-1": _FORM,
    "expr-builtin/dawg-str-2": _FORM,
    "expr-builtin/sameTerm-eq": _FORM,
    "expr-builtin/sameTerm-not-eq": _FORM,
    "expr-builtin/sameTerm-simple": _FORM,
    "expr-equals/eq-graph-1": _FORM,
    "expr-equals/eq-graph-2": _FORM,
    "graph/graph-optional": _SCOPE,
    "graph/graph-variable-scope": _SCOPE,
    "open-world/date-2": "to the engine a date with a time zone is not the same as one without",
    "open-world/open-eq-01": _FORM,
    "syntax-sparql1/syntax-expr-05": _UNKNOWN,
    "syntax-sparql1/syntax-order-05": _UNKNOWN,
    "syntax-sparql1/syntax-order-06": _UNKNOWN,
    **{f"syntax-sparql2/syntax-function-{number}": _UNKNOWN for number in ("01", "02", "03", "04")},
    "syntax-sparql3/syn-bad-26": "?x<?a&&?b>?y is taken for two comparisons",
    "aggregates/agg-groupconcat-04": _LANGUAGE,
    "aggregates/agg-groupconcat-06": _LANGUAGE,
    "aggregates/agg-empty-group-count-graph": _SCOPE,
    "bindings/graph": _SCOPE,
    "negation/graph-minus": _SCOPE,
    "property-path/zero_or_more_set_end": _EMPTY,
    "property-path/zero_or_more_set_start": _EMPTY,
    "property-path/zero_or_one_set_end": _EMPTY,
    "property-path/zero_or_one_set_start": _EMPTY,
    "functions/bnode01": _BLANK,
    "syntax-query/test_4": _UNKNOWN,
}
"""What fails, and why; each of them fails in the engine alone too."""
REFUSED = {
    **{f"service/service{number}": _SERVICE for number in ("1", "2", "3", "4a", "5", "6", "7")},
    **{f"syntax-fed/test_{number}": _SERVICE for number in (1, 2, 3)},
}
"""What is refused on purpose, and why."""
_FORMS = {form: name for name, form in TABLE_FORMATS.items()}


def ours(test: QueryTest) -> object:
    """The answer by way of the worker's checks and formats."""
    store, form = test.load(), form_asked(test)
    question = Question(_FORMS[form], "ntriples", test.text)
    reply = answer(Source(store, Names(store), {}), question, rows=10**6, size=2**26)
    if reply.kind == "graph":
        return graph(reply.body, RdfFormat.N_TRIPLES, "x:")
    return comparable(test, reply.body, form)


def engines(test: QueryTest) -> object:
    """The answer of the engine alone."""
    store: Store = test.load()
    found = store.query(test.text)
    if isinstance(found, QueryTriples):
        body = serialize(found, format=RdfFormat.N_TRIPLES)
        return graph(body or b"", RdfFormat.N_TRIPLES, "x:")
    form = form_asked(test)
    return comparable(test, found.serialize(format=form) or b"", form)


def passes(test: QueryTest, run: Callable[[QueryTest], object]) -> bool:
    try:
        found = run(test)
    except (KgError, SyntaxError, OSError, RuntimeError):
        return test.kind == "bad"
    return test.kind == "good" or (test.kind == "answers" and found == expected(test))


def listed(suite: str) -> list[QueryTest]:
    folders = sorted((Path(SUITE).resolve() / "sparql").glob(SUITES[suite]))
    wanted = _GROUPS.get(suite) or [folder.name for folder in folders]
    manifests = [one / "manifest.ttl" for one in folders if one.name in wanted]
    return [test for path in manifests if path.is_file() for test in read_manifest(path)]


@pytest.mark.skipif(not SUITE, reason="KG_W3C_TESTS names no folder with the suite")
@pytest.mark.parametrize("suite", SUITES)
def test_queries_are_answered_as_the_suite_says(suite: str) -> None:
    tests = listed(suite)
    names = {test.name for test in tests}
    assert len(names) == len(tests) > 0
    failed = {test.name for test in tests if not passes(test, ours)}
    if "federated" in suite:
        count("W3C", suite, len(tests), len(tests) - len(failed))
        # The engine alone would go out and ask; here every one is refused, and nobody is asked.
        assert failed == {name for name in REFUSED if name in names}
        return
    alone = {test.name for test in tests if not passes(test, engines)}
    assert_as_the_engine(suite, names, failed, alone, KNOWN, REFUSED)


@pytest.mark.skipif(not SUITE, reason="KG_W3C_TESTS names no folder with the suite")
def test_every_test_that_is_excused_is_one_of_the_suites() -> None:
    names = {test.name for suite in SUITES for test in listed(suite)}
    assert {*KNOWN, *REFUSED} <= names
