"""The W3C's tests of RDF 1.1, read as ``kg diff`` and ``kg compare`` read files of others.

KG_W3C_TESTS names a folder with the suites (github.com/w3c/rdf-tests); without it nothing is
tested. What fails is listed with its reason: it fails in the engine alone as well. A pass that the
list does not expect is a failure too.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Quad, parse

from kg.errors import InputError
from kg.rdf.foreign import parse_file
from tests.trust.w3c_rdf import RdfTest, canonical, expected, read_tests
from tests.trust.w3c_verdict import assert_as_the_engine

SUITE = os.environ.get("KG_W3C_TESTS", "")
SUITES = {
    "RDF 1.1 Turtle": "rdf-turtle",
    "RDF 1.1 TriG": "rdf-trig",
    "RDF 1.1 N-Triples": "rdf-n-triples",
    "RDF 1.1 N-Quads": "rdf-n-quads",
    "RDF 1.1 XML": "rdf-xml",
}
_XML = "the engine keeps XML in a literal as it is written, and not in canonical form"
KNOWN = {"xml-canon-test001": _XML, "xml-canon-test002": _XML}
"""What fails, and why; each of them fails in the engine alone too."""


def ours(test: RdfTest, folder: Path) -> set[Quad]:
    """What a file means to those who read it here."""
    path = folder / test.path.name
    path.write_bytes(test.content)
    return canonical(parse_file(path, test.form))


def engines(test: RdfTest, _: Path) -> set[Quad]:
    """What a file means to the engine alone, which is told its base."""
    return canonical(parse(test.path.read_bytes(), format=test.form, base_iri=test.base))


def passes(test: RdfTest, run: Callable[[RdfTest, Path], set[Quad]], folder: Path) -> bool:
    try:
        found = run(test, folder)
    except (InputError, SyntaxError):
        return test.kind == "bad"
    return test.kind == "good" or (test.kind == "same" and found == expected(test))


@pytest.mark.skipif(not SUITE, reason="KG_W3C_TESTS names no folder with the suite")
@pytest.mark.parametrize("suite", SUITES)
def test_files_are_read_as_the_suite_says(suite: str, tmp_path: Path) -> None:
    tests = list(read_tests(Path(SUITE).resolve() / "rdf" / "rdf11" / SUITES[suite]))
    names = {test.name for test in tests}
    assert len(names) == len(tests) > 0
    failed = {test.name for test in tests if not passes(test, ours, tmp_path)}
    alone = {test.name for test in tests if not passes(test, engines, tmp_path)}
    assert_as_the_engine(suite, names, failed, alone, KNOWN)


@pytest.mark.skipif(not SUITE, reason="KG_W3C_TESTS names no folder with the suite")
def test_every_test_that_is_excused_is_one_of_the_suites() -> None:
    folder = Path(SUITE).resolve() / "rdf" / "rdf11"
    names = {test.name for suite in SUITES.values() for test in read_tests(folder / suite)}
    assert KNOWN.keys() <= names
