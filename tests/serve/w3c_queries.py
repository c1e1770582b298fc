"""The query tests of the W3C, read from their manifests, and the data that they are asked over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, RdfFormat, Store

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_FROM = re.compile(r"\bFROM\s+(?:NAMED\s+)?<([^<>:]+)>", re.IGNORECASE)
_KINDS = {
    "QueryEvaluationTest": "answers",
    "CSVResultFormatTest": "answers",
    "PositiveSyntaxTest": "good",
    "PositiveSyntaxTest11": "good",
    "NegativeSyntaxTest": "bad",
    "NegativeSyntaxTest11": "bad",
}
FORMS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".rdf": RdfFormat.RDF_XML,
    ".trig": RdfFormat.TRIG,
}


@dataclass(frozen=True, slots=True)
class QueryTest:
    """One test: a query that has a result over its data, or that parses, or that does not.

    ``is_lax`` says that an answer may hold each of its rows more or less often.
    """

    name: str
    kind: str
    query: Path
    data: tuple[Path, ...]
    graphs: tuple[Path, ...]
    result: Path | None
    is_lax: bool

    @property
    def text(self) -> str:
        """The query, with the address of its file as its base."""
        text = self.query.read_text(encoding="utf-8")
        return text if self.kind == "bad" else f"BASE <{self.query.as_uri()}>\n{text}"

    def load(self) -> Store:
        """A store with the test's data, and the files that its query names as graphs."""
        store = Store()
        for path in self.data:
            store.load(path=str(path), format=FORMS[path.suffix], base_iri=path.as_uri())
        for path in {*self.graphs, *self._named()}:
            name = NamedNode(path.as_uri())
            store.load(
                path=str(path), format=FORMS[path.suffix], base_iri=name.value, to_graph=name
            )
        return store

    def _named(self) -> Iterator[Path]:
        for name in _FROM.findall(self.text):
            path = self.query.parent / name
            if path.is_file() and path.suffix in FORMS:
                yield path


def read_manifest(path: Path) -> Iterator[QueryTest]:
    """The tests of queries that a manifest lists."""
    store = Store()
    store.load(path=str(path), format=RdfFormat.TURTLE, base_iri=path.as_uri())
    for subject in entries(store):
        kinds = {
            quad.object.value.removeprefix(MF) for quad in _about(store, subject, "type", _RDF)
        }
        for kind in sorted(kinds & _KINDS.keys()):
            yield _read(store, subject, _KINDS[kind], path)


def entries(store: Store) -> Iterator[NamedNode]:
    """The tests that a manifest lists, in its order."""
    for quad in store.quads_for_pattern(None, NamedNode(f"{MF}entries"), None):
        rest = quad.object
        while first := _about(store, rest, "first", _RDF):
            yield first[0].object
            rest = _about(store, rest, "rest", _RDF)[0].object


def _about(store: Store, subject: object, name: str, space: str = MF) -> list[Any]:
    return list(store.quads_for_pattern(subject, NamedNode(space + name), None))


def _read(store: Store, subject: NamedNode, kind: str, manifest: Path) -> QueryTest:
    def paths(of: object, name: str, space: str) -> tuple[Path, ...]:
        nodes = [quad.object for quad in _about(store, of, name, space)]
        return tuple(path_of(node) for node in nodes if isinstance(node, NamedNode))

    action = _about(store, subject, "action")[0].object
    query = paths(action, "query", _QT) or (path_of(action),)
    results = paths(subject, "result", MF)
    named = paths(action, "graphData", _QT)
    data = paths(action, "data", _QT)
    name = f"{manifest.parent.name}/{subject.value.rpartition('#')[2]}"
    is_lax = bool(_about(store, subject, "resultCardinality"))
    return QueryTest(name, kind, query[0], data, named, results[0] if results else None, is_lax)


def path_of(node: object) -> Path:
    """The file that a manifest names."""
    assert not isinstance(node, Literal)
    return Path(str(node).strip("<>").removeprefix("file://"))
