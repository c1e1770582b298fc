"""What the endpoint can do and what it holds, told to programs.

Sources: SPARQL 1.1 Service Description (W3C, 2013); Describing Linked Datasets with the VoID
Vocabulary (W3C, 2011), sections 3.4 and 6.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict

from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple, serialize
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.build.describe import DATASET, LICENCE
from kg.endpoint.limits import Allowance
from kg.endpoint.media import GRAPHS, choose
from kg.exports.dumps import DUMPS
from kg.exports.select import graph_quads
from kg.project import TITLE
from kg.rdf.terms import DCAT, DCT, FORMATS, RDF, RDFS, SCHEMA, SD, VOID, XSD, graph
from kg.rdf.turtle import write_turtle
from kg.serve.receiving import lines_of
from kg.serve.refusals import Refused, refuse
from kg.serve.server import server_of
from kg.serve.validators import is_known, tag_of

NAMED_GRAPHS = ("candidates", "rejected", "reviews", "counts", "meta")
"""The graphs beside the published one, which is the default graph."""

_FORMATS = {
    "ntriples": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}


def describe_service(base: str, allowance: Allowance) -> Iterator[Triple]:
    """The endpoint of a public base: its languages, formats, graphs and limits.

    Every part has a name of its own below the endpoint's.
    """
    endpoint = NamedNode(f"{base}sparql")

    def part(name: str) -> NamedNode:
        return NamedNode(f"{endpoint.value}#{name}")

    service, dataset, default = part("service"), part("dataset"), part("graph-default")
    yield Triple(service, RDF.type, SD.Service)
    yield Triple(service, SD.endpoint, endpoint)
    yield Triple(service, SD.supportedLanguage, SD.SPARQL11Query)
    yield Triple(service, DCT.title, Literal(TITLE, language="en"))
    yield Triple(service, DCT.license, LICENCE)
    for form in FORMATS:
        yield Triple(service, SD.resultFormat, form)
    for name, value in asdict(allowance).items():
        limit = part(f"limit-{name}")
        yield Triple(service, SCHEMA.additionalProperty, limit)
        yield Triple(limit, RDF.type, SCHEMA.PropertyValue)
        yield Triple(limit, SCHEMA.name, Literal(_LIMITS[name], language="en"))
        yield Triple(limit, SCHEMA.value, _number(value))
    yield Triple(service, SD.defaultDataset, dataset)
    yield Triple(dataset, RDF.type, SD.Dataset)
    yield Triple(dataset, DCT.isPartOf, DATASET)
    yield Triple(dataset, SD.defaultGraph, default)
    yield Triple(default, RDF.type, SD.Graph)
    for name in NAMED_GRAPHS:
        named, content = part(f"named-{name}"), part(f"graph-{name}")
        yield Triple(dataset, SD.namedGraph, named)
        yield Triple(named, RDF.type, SD.NamedGraph)
        yield Triple(named, SD.name, graph(name))
        yield Triple(named, SD.graph, content)
        yield Triple(content, RDF.type, SD.Graph)
    yield Triple(DATASET, VOID.sparqlEndpoint, endpoint)


_LIMITS = {
    "seconds": "seconds that a query may take",
    "rows": "rows that an answer may have",
    "size": "bytes that an answer may have",
    "text": "bytes that a query may have",
    "memory": "bytes of memory that a query may use",
    "queue": "queries that may wait",
}


def _number(value: float) -> Literal:
    kind = XSD.integer if isinstance(value, int) else XSD.decimal
    return Literal(str(value), datatype=kind)


def service_answer(request: Request, form: str) -> Response:
    """The description of the service in a format, or that the client has it already."""
    settings = server_of(request).settings
    triples = describe_service(settings.base, settings.allowance)
    return _told(request, triples, form, tag_of("service", settings.base, settings.allowance, form))


def describe_data(store: Store, base: str) -> Iterator[Triple]:
    """The data set as the graph itself tells it, and where it can be asked and fetched.

    The sums of the downloads, which take time, stand in ``void.ttl``.
    """
    for quad in graph_quads(store, "meta"):
        yield quad.triple
    yield Triple(DATASET, VOID.sparqlEndpoint, NamedNode(f"{base}sparql"))
    yield Triple(DATASET, RDFS.seeAlso, NamedNode(f"{base}void.ttl"))
    yield Triple(DATASET, DCAT.landingPage, NamedNode(base))
    for name, kind in DUMPS.items():
        if kind.form in GRAPHS:
            yield Triple(DATASET, VOID.dataDump, NamedNode(f"{base}dump/{name}"))


async def void(request: Request) -> Response:
    """The description of the data set, in the format that is wanted."""
    server = server_of(request)
    form = choose(lines_of(request, "accept"), GRAPHS)
    if form is None:
        listed = ", ".join(GRAPHS.values())
        return refuse(Refused(406, f"none of what is accepted can be had; there is: {listed}"), {})
    edition, base = server.edition, server.settings.base
    tag = tag_of(edition.version, "void", base, form)
    return _told(request, describe_data(edition.store, base), form, tag)


def _told(request: Request, triples: Iterable[Triple], form: str, tag: str) -> Response:
    headers = {"ETag": tag, "Vary": "Accept", "Cache-Control": "no-cache"}
    if is_known(tag, lines_of(request, "if-none-match") or ""):
        return Response(status_code=304, headers=headers)
    # Turtle is TriG with no graph but the default one.
    turtle = form in ("turtle", "trig")
    body = write_turtle(triples) if turtle else serialize(triples, format=_FORMATS[form])
    return Response(body, media_type=GRAPHS[form], headers=headers)


ROUTES = (Route("/.well-known/void", void, methods=["GET"]),)
