"""The formats by name, over a project's store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Store, Triple

from kg.errors import UsageError
from kg.exports import rdf
from kg.exports.jsonld import jsonld
from kg.exports.nanopub import nanopubs
from kg.exports.select import Selection, graph_quads, published
from kg.exports.tables import tables
from kg.project import Project
from kg.store.embedded import open_reader

FORMATS = ("turtle", "trig", "nquads", "ntriples", "jsonld", "rdfxml", "nanopub", "csv")


def export_blocks(
    project: Project, form: str, selection: Selection, graph: str | None
) -> Iterator[bytes]:
    """The export in one format, block by block; ``graph`` names one graph.

    Raises StoreError where there is no store and UsageError where there is no such graph.
    """
    store = open_reader(project.store)
    if form == "nquads":
        return rdf.nquads(store, selection, graph)
    if form == "trig":
        return rdf.trig(store, selection, graph)
    triples = _triples(store, selection, graph)
    if form == "nanopub":
        if graph not in {None, "published"}:
            raise UsageError("nanopublications are of published stances", hint="leave out --graph")
        return nanopubs(triples)
    if form == "jsonld":
        return jsonld(triples, project.ontology / "context.jsonld")
    return {"turtle": rdf.turtle, "rdfxml": rdf.rdfxml, "ntriples": rdf.ntriples}[form](triples)


def export_tables(project: Project, selection: Selection) -> dict[str, bytes]:
    """The published graph as CSV by table name."""
    return tables(published(open_reader(project.store), selection))


def _triples(store: Store, selection: Selection, graph: str | None) -> Iterable[Triple]:
    if graph is None or graph == "published":
        return published(store, selection)
    return (quad.triple for quad in graph_quads(store, graph))
