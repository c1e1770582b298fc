"""The query tests of the W3C, read from their manifests, and whether an answer is as expected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

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

_MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_TABLES = {".srx": QueryResultsFormat.XML, ".srj": QueryResultsFormat.JSON}
_GRAPHS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".rdf": RdfFormat.RDF_XML,
    ".trig": RdfFormat.TRIG,
}


@dataclass(frozen=True, slots=True)
class QueryTest:
    """One test: a query that has a result over its data, or that parses, or that does not."""

    name: str
    kind: str
    query: Path
    data: tuple[Path, ...]
    graphs: tuple[Path, ...]
    result: Path | None

    @property
    def text(self) -> str:
        """The query, with the address of its file as its base."""
        text = self.query.read_text(encoding="utf-8")
        return text if self.kind == "bad" else f"BASE <{self.query.as_uri()}>\n{text}"

    def load(self) -> Store:
        """A store with the test's data."""
        store = Store()
        for path in self.data:
            store.load(path=str(path), format=_GRAPHS[path.suffix], base_iri=path.as_uri())
        for path in self.graphs:
            name = NamedNode(path.as_uri())
            store.load(
                path=str(path), format=_GRAPHS[path.suffix], base_iri=name.value, to_graph=name
            )
        return store


def read_manifest(path: Path) -> Iterator[QueryTest]:
    """The tests of a manifest that have a result in a format of tables or graphs, or none."""
    store = Store()
    store.load(path=str(path), format=RdfFormat.TURTLE, base_iri=path.as_uri())
    for kind, name in [
        ("answers", "QueryEvaluationTest"),
        ("good", "PositiveSyntaxTest11"),
        ("bad", "NegativeSyntaxTest11"),
    ]:
        for quad in store.quads_for_pattern(None, _TYPE, NamedNode(_MF + name)):
            test = _read(store, quad.subject, kind)
            if test is not None:
                yield test


def _read(store: Store, subject: object, kind: str) -> QueryTest | None:
    def objects(of: object, name: str) -> list[object]:
        found = store.quads_for_pattern(of, NamedNode(name), None)  # type: ignore[arg-type]
        return [quad.object for quad in found]

    def paths(of: object, name: str) -> tuple[Path, ...]:
        nodes = objects(of, name)
        return tuple(_path(node) for node in nodes if isinstance(node, NamedNode))

    (action,) = objects(subject, f"{_MF}action")
    name = objects(subject, f"{_MF}name")[0]
    query = paths(action, f"{_QT}query") or (_path(action),)
    results = paths(subject, f"{_MF}result")
    result = results[0] if results else None
    if kind == "answers" and (result is None or result.suffix not in {**_TABLES, **_GRAPHS}):
        return None
    named = paths(action, f"{_QT}graphData")
    data = paths(action, f"{_QT}data")
    told = name.value if isinstance(name, Literal) else str(name)
    return QueryTest(told, kind, query[0], data, named, result)


def _path(node: object) -> Path:
    return Path(str(node).strip("<>").removeprefix("file://"))


def expected(test: QueryTest) -> object:
    """The result of a test in a form that can be compared."""
    assert test.result
    content = test.result.read_bytes()
    if (form := _TABLES.get(test.result.suffix)) is not None:
        return comparable(content, form)
    return graph(content, _GRAPHS[test.result.suffix], test.result.as_uri())


def comparable(body: bytes, form: QueryResultsFormat) -> object:
    """A boolean, or the rows without their order, whatever their blank nodes are called."""
    found = parse_query_results(body, form)
    if isinstance(found, QueryBoolean):
        return bool(found)
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    rows = Store()
    for number, solution in enumerate(found):
        row = BlankNode(f"row{number}")
        rows.add(Quad(row, _TYPE, Literal("row")))
        for name in names:
            if (value := solution[name]) is not None:
                rows.add(Quad(row, NamedNode(f"x:{name}"), value))
    return frozenset(names), _canonical(rows)


def graph(body: bytes, form: RdfFormat, base: str) -> object:
    """Triples, whatever their blank nodes are called."""
    found = Store()
    found.load(body, format=form, base_iri=base)
    return _canonical(found)


def _canonical(store: Store) -> set[Quad]:
    # A store has one lexical form of each value: 2.0 and 2 are the same decimal.
    found = Dataset(store)
    found.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(found)
