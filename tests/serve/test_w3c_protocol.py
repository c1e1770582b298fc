"""The W3C's own tests of the SPARQL 1.1 Protocol and of its service description.

KG_W3C_TESTS names a copy of https://github.com/w3c/rdf-tests; without it these are left out, and
the tests of ``test_protocol`` and ``test_description`` hold the same rules.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, parse

from kg.endpoint.media import GRAPHS, TABLES
from kg.project import Project
from kg.store.locks import locked_to_write
from kg.store.replacing import replace_all
from tests.serve.running import Served, serving

COPY = os.environ.get("KG_W3C_TESTS")
SUITE = Path(COPY or "none") / "sparql" / "sparql11"
pytestmark = pytest.mark.skipif(
    not (SUITE / "protocol" / "manifest.ttl").is_file(),
    reason="KG_W3C_TESTS names no copy of w3c/rdf-tests",
)

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
HT = "http://www.w3.org/2011/http#"
CNT = "http://www.w3.org/2011/content#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"

REFUSED = {
    "update_dataset_default_graph",
    "update_dataset_default_graphs",
    "update_dataset_named_graphs",
    "update_dataset_full",
    "update_post_form",
    "update_post_direct",
    "update_base_uri",
}
"""They expect that an update is carried out; the graph is only read, and each is refused."""


class Manifest:
    """A manifest of tests, as a graph to walk through."""

    def __init__(self, path: Path) -> None:
        self.base = path.as_uri()
        self.folder = path.parent
        self._store = Store()
        self._store.load(path=str(path), format=RdfFormat.TURTLE, base_iri=self.base)

    def all(self, subject: object, name: str) -> list[object]:
        found = self._store.quads_for_pattern(subject, NamedNode(name), None)  # type: ignore[arg-type]
        return [quad.object for quad in found]

    def one(self, subject: object, name: str) -> object:
        return next(iter(self.all(subject, name)), None)

    def text(self, subject: object, name: str) -> str | None:
        node = self.one(subject, name)
        return node.value if isinstance(node, Literal) else None

    def members(self, node: object) -> Iterator[object]:
        while isinstance(node, BlankNode):
            yield self.one(node, f"{RDF}first")
            node = self.one(node, f"{RDF}rest")

    def tests(self) -> dict[str, NamedNode]:
        entries = self.one(NamedNode(self.base), f"{MF}entries")
        nodes = [node for node in self.members(entries) if isinstance(node, NamedNode)]
        return {node.value.rpartition("#")[2]: node for node in nodes}


def manifest() -> Manifest:
    return Manifest(SUITE / "protocol" / "manifest.ttl")


def names() -> list[str]:
    return list(manifest().tests()) if (SUITE / "protocol" / "manifest.ttl").is_file() else []


@pytest.fixture(scope="module")
def w3c(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server over the data that the tests name, and nothing else."""
    known = manifest()
    quads = set()
    for test in known.tests().values():
        for told in known.all(test, f"{UT}graphData"):
            file, name = known.one(told, f"{UT}graph"), known.text(told, f"{RDFS}label")
            assert isinstance(file, NamedNode)
            assert name is not None
            path = known.folder / file.value.rpartition("/")[2]
            for quad in parse(path=str(path), format=RdfFormat.N_TRIPLES):
                quads.add(Quad(quad.subject, quad.predicate, quad.object, NamedNode(name)))
    assert len(quads) == 3
    assert not any(isinstance(quad.graph_name, DefaultGraph) for quad in quads)
    root = Path(__file__).parents[2]
    project = Project(root, tmp_path_factory.mktemp("w3c") / "store")
    with locked_to_write(project.folder):
        replace_all(project.folder, quads, anew=True)
    with serving(project) as running:
        yield running


def send(known: Manifest, request: object, client: httpx.Client) -> httpx.Response:
    """One request as the manifest tells it, byte for byte, at our endpoint's path."""
    path = known.text(request, f"{HT}absolutePath") or ""
    headers = [
        (known.text(header, f"{HT}fieldName"), known.text(header, f"{HT}fieldValue"))
        for header in known.members(known.one(request, f"{HT}headers"))
    ]
    body = known.one(request, f"{HT}body")
    chars = known.text(body, f"{CNT}chars") if body is not None else None
    encoding = (known.text(body, f"{CNT}characterEncoding") or "UTF-8") if body else "UTF-8"
    return client.request(
        known.text(request, f"{HT}methodName") or "GET",
        path.replace("/sparql/", "sparql", 1),
        headers={str(name): str(value) for name, value in headers},
        content=None if chars is None else chars.encode(encoding),
    )


def check(known: Manifest, request: object, answer: httpx.Response) -> None:
    wanted = known.one(request, f"{HT}resp")
    codes = {str(code)[-4:-3] for code in known.all(wanted, f"{MF}expectedStatus")}
    assert str(answer.status_code)[0] in codes, answer.text
    kind = answer.headers["content-type"]
    form = known.text(wanted, f"{MF}expectedFormat")
    if form in ("tabular", "boolean"):
        assert kind in TABLES.values()
    elif form == "RDF":
        assert kind in GRAPHS.values()
    truth = known.text(wanted, f"{MF}expectedBoolean")
    if truth is not None:
        assert answer.json()["boolean"] is (truth == "true")


@pytest.mark.parametrize("name", names())
def test_protocol(w3c: Served, name: str) -> None:
    known = manifest()
    action = known.one(known.tests()[name], f"{MF}action")
    requests = list(known.members(known.one(action, f"{HT}requests")))
    assert requests
    with w3c.client() as client:
        if name in REFUSED:
            answer = send(known, requests[0], client)
            assert answer.status_code == 403
            assert "updates are not taken" in answer.text
            return
        for request in requests:
            answer = send(known, request, client)
            check(known, request, answer)


def test_every_test_is_accounted_for() -> None:
    found = names()
    assert len(found) == 34
    assert set(found) >= REFUSED


def test_the_data_are_as_they_were(w3c: Served) -> None:
    """No update of the suite has reached the store."""
    with w3c.client() as client:
        answer = client.get("sparql?query=SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")
    assert answer.json()["results"]["bindings"][0]["n"]["value"] == "3"


def test_service_description(w3c: Served) -> None:
    """returns-rdf, has-endpoint-triple, conforms-to-schema."""
    known = Manifest(SUITE / "service-description" / "manifest.ttl")
    assert set(known.tests()) == {"returns-rdf", "has-endpoint-triple", "conforms-to-schema"}
    with w3c.client() as client:
        answer = client.get("sparql")
    kind = answer.headers["content-type"].partition(";")[0]
    triples = list(parse(answer.content, format=RdfFormat.from_media_type(kind)))
    sd = "http://www.w3.org/ns/sparql-service-description#"
    services = {t.subject for t in triples if t.object == NamedNode(f"{sd}Service")}
    endpoints = {t.object for t in triples if t.predicate == NamedNode(f"{sd}endpoint")}
    assert len(services) == 1
    assert endpoints == {NamedNode(f"{w3c.base}sparql")}
