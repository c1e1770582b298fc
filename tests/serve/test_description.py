"""What the endpoint tells programs of itself and of the data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse
from rdflib import Graph

from kg.build.describe import DATASET
from kg.endpoint.limits import Allowance
from kg.endpoint.media import GRAPHS, TABLES
from kg.project import Project
from kg.rdf.terms import BASE, DCAT, RDF, SCHEMA, SD, VOID
from kg.serve.description import NAMED_GRAPHS, describe_service
from kg.store.embedded import sizes
from tests.serve.running import Served, serving

PLACES = ("sparql", ".well-known/void")


def triples(answer: httpx.Response) -> set[Triple]:
    kind = answer.headers["content-type"].partition(";")[0]
    form = RdfFormat.from_media_type(kind)
    return {quad.triple for quad in parse(answer.content, format=form)}


def objects(found: set[Triple], subject: object, predicate: object) -> set[object]:
    return {t.object for t in found if (t.subject, t.predicate) == (subject, predicate)}


@pytest.mark.parametrize("place", PLACES)
def test_each_format_tells_the_same(client: httpx.Client, place: str) -> None:
    wanted = triples(client.get(place))
    assert wanted
    for form, media_type in GRAPHS.items():
        answer = client.get(place, headers={"Accept": media_type})
        assert answer.headers["content-type"] == GRAPHS[form]
        assert triples(answer) == wanted
    assert client.get(place).headers["content-type"] == GRAPHS["turtle"]
    assert client.get("sparql?format=ntriples").headers["content-type"] == GRAPHS["ntriples"]
    assert client.get("sparql?format=csv").status_code == 406
    assert client.get(place, headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("place", PLACES)
def test_the_bytes_are_the_same_each_time_and_kept(client: httpx.Client, place: str) -> None:
    first, second = client.get(place), client.get(place)
    assert first.content == second.content
    again = client.get(place, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    other = client.get(
        place, headers={"If-None-Match": first.headers["etag"], "Accept": "application/n-triples"}
    )
    assert other.status_code == 200


def test_the_service(client: httpx.Client, served: Served) -> None:
    found = triples(client.get("sparql"))
    (service,) = {t.subject for t in found if (t.predicate, t.object) == (RDF.type, SD.Service)}
    assert objects(found, service, SD.endpoint) == {NamedNode(f"{served.base}sparql")}
    assert objects(found, service, SD.supportedLanguage) == {SD.SPARQL11Query}
    assert len(objects(found, service, SD.resultFormat)) == len({**TABLES, **GRAPHS})
    (dataset,) = objects(found, service, SD.defaultDataset)
    assert (dataset, RDF.type, SD.Dataset) in {(t.subject, t.predicate, t.object) for t in found}
    assert len(objects(found, dataset, SD.defaultGraph)) == 1
    named = objects(found, dataset, SD.namedGraph)
    names = {name for node in named for name in objects(found, node, SD.name)}
    assert names == {NamedNode(f"{BASE}graph/{name}") for name in NAMED_GRAPHS}
    assert not any(isinstance(term, BlankNode) for t in found for term in (t.subject, t.object))


def test_the_named_graphs_are_those_of_the_store(world: Project, world_store: Path) -> None:
    assert set(sizes(world_store)) <= {"published", *NAMED_GRAPHS}


def test_the_limits_are_told_as_they_are() -> None:
    found = set(describe_service("https://example.org/kg/", Allowance(2.5, 7, 11, 13, 17, 19)))
    limits = {
        t.subject.value.partition("#limit-")[2]: t.object.value
        for t in found
        if t.predicate == SCHEMA.value
        and isinstance(t.subject, NamedNode)
        and isinstance(t.object, Literal)
    }
    assert limits == {
        "seconds": "2.5",
        "rows": "7",
        "size": "11",
        "text": "13",
        "memory": "17",
        "queue": "19",
    }


def test_the_data_set(client: httpx.Client, served: Served) -> None:
    found = triples(client.get(".well-known/void"))
    assert objects(found, DATASET, VOID.sparqlEndpoint) == {NamedNode(f"{served.base}sparql")}
    assert objects(found, DATASET, DCAT.landingPage) == {NamedNode(served.base)}
    assert NamedNode(f"{served.base}dump/eurostance.ttl") in objects(found, DATASET, VOID.dataDump)
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    (told,) = objects(found, DATASET, VOID.triples)
    answer = client.get("sparql", params={"query": count}).json()
    assert answer["results"]["bindings"][0]["n"]["value"] == getattr(told, "value", None)


def test_rdflib_reads_both(client: httpx.Client) -> None:
    for place in PLACES:
        for form in ("turtle", "xml", "json-ld"):
            kind = {"turtle": "turtle", "xml": "rdfxml", "json-ld": "jsonld"}[form]
            answer = client.get(place, headers={"Accept": GRAPHS[kind]})
            assert len(Graph().parse(data=answer.text, format=form)) == len(triples(answer))


@pytest.fixture(scope="module")
def proxied(world: Project, world_store: Path) -> Iterator[Served]:
    with serving(world, base="https://example.org/stances/") as running:
        yield running


def test_the_base_decides_every_address(proxied: Served) -> None:
    with proxied.client() as client:
        for place in PLACES:
            text = client.get(place).text
            assert "https://example.org/stances/sparql" in text
            assert str(proxied.port) not in text
            assert "127.0.0.1" not in text
