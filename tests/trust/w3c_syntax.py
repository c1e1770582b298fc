"""The W3C's tests of what no parser may take, from a copy of their suite."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Store

from tests.trust.bad_input import Bad, Tells

SUITE = os.environ.get("KG_W3C_TESTS", "")
_MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_ACTION = NamedNode(f"{_MF}action")
TAKEN = {"syn-bad-26.rq": "?x<?a&&?b>?y is read as two comparisons, and not as an IRI in brackets"}
"""What the engine takes for a query all the same, and why that does no harm."""
_SUITES = {
    "check": ("rdf/rdf11/rdf-turtle",),
    "build": ("rdf/rdf11/rdf-turtle",),
    "diff": ("rdf/rdf11/rdf-trig", "rdf/rdf11/rdf-n-triples", "rdf/rdf11/rdf-n-quads"),
    "compare": ("rdf/rdf11/rdf-trig", "rdf/rdf11/rdf-n-triples", "rdf/rdf11/rdf-n-quads"),
    "query": ("sparql/sparql10", "sparql/sparql11"),
}


def negative_tests(command: str) -> Iterator[Bad]:
    """The files that a command must refuse, called as it takes them."""
    for suite in _SUITES[command]:
        for manifest in sorted((Path(SUITE).resolve() / suite).rglob("manifest.ttl")):
            for path in _actions(manifest):
                if path.name in TAKEN:
                    continue
                yield Bad(path.name, _called(command, path), path.read_bytes(), Tells.FILE)


def _actions(manifest: Path) -> list[Path]:
    store = Store()
    store.load(path=str(manifest), format=RdfFormat.TURTLE, base_iri=manifest.as_uri())
    found = set()
    for quad in store.quads_for_pattern(None, _TYPE, None):
        if isinstance(quad.object, NamedNode) and "Negative" in quad.object.value:
            for action in store.quads_for_pattern(quad.subject, _ACTION, None):
                found.add(manifest.parent / str(action.object.value).rpartition("/")[2])
    return sorted(found)


def _called(command: str, path: Path) -> str:
    if command in ("check", "build"):
        return "documents/2025/other.ttl"
    return "a.rq" if command == "query" else f"old{path.suffix}"
