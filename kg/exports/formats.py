"""The formats by name, over a project's store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Store, Triple

from kg.errors import UsageError
from kg.exports import rdf
from kg.exports.jsonld import jsonld
from kg.exports.nanopub import nanopubs
from kg.exports.select import Selection, graph_quads, published
from kg.exports.tables import table_blocks
from kg.project import Project
from kg.store.embedded import open_reader
from kg.store.graphs import PUBLISHED

FORMATS = (
    "turtle", "trig", "nquads", "ntriples", "jsonld", "rdfxml", "nanopub", "gexf", "graphml", "csv",
)  # fmt: skip
ENDINGS = {f".{form}": form for form in ("trig", "jsonld", "gexf", "graphml", "csv", "dna")} | {
    ".ttl": "turtle",
    ".nq": "nquads",
    ".nt": "ntriples",
    ".rdf": "rdfxml",
}
"""What a file's ending says of its format."""
_PUBLISHED = {
    "nanopub": "nanopublications are of published stances",
    "gexf": "gexf shows published stances",
    "graphml": "graphml shows published stances",
}
DEBATES = ("dna", "dna-events")
"""For Discourse Network Analyzer: its file, and its event list."""


def export_blocks(
    project: Project, form: str, selection: Selection, graph: str | None
) -> Iterator[bytes]:
    """The export in one format, block by block; ``graph`` names one graph.

    Raises StoreError where there is no store and UsageError where there is no such graph.
    """
    return store_blocks(open_reader(project.store), project, form, selection, graph)


def store_blocks(
    store: Store, project: Project, form: str, selection: Selection, graph: str | None
) -> Iterator[bytes]:
    """The export of an open store, which need not be the project's own; as export_blocks."""
    if form == "nquads":
        return rdf.nquads(store, selection, graph)
    if form == "trig":
        return rdf.trig(store, selection, graph)
    triples = _triples(store, selection, graph)
    if form in _PUBLISHED and graph not in {None, PUBLISHED}:
        raise UsageError(_PUBLISHED[form], hint="leave out --graph")
    if form == "nanopub":
        return nanopubs(triples)
    if form in {"gexf", "graphml"}:
        return _drawn(form, triples)
    if form == "jsonld":
        return jsonld(triples, project.ontology / "context.jsonld")
    return {"turtle": rdf.turtle, "rdfxml": rdf.rdfxml, "ntriples": rdf.ntriples}[form](triples)


def _drawn(form: str, triples: Iterable[Triple]) -> Iterator[bytes]:
    from kg.exports.stance_graph import stance_graph  # slow to import

    if form == "gexf":
        from kg.exports.gexf import gexf

        return gexf(stance_graph(triples))
    from kg.exports.graphml import graphml

    return iter([graphml(stance_graph(triples))])


def export_tables(
    project: Project, selection: Selection, *, excel: bool = False
) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The published graph as CSV by table name, each read before the next; as table_blocks."""
    return table_blocks(published(open_reader(project.store), selection), excel=excel)


def export_debate(
    project: Project, form: str, selection: Selection
) -> tuple[bytes, tuple[str, ...]]:
    """The published stances for Discourse Network Analyzer, and in words what became of them.

    Raises StoreError where there is no store.
    """
    from kg.exports.dna import code_debate
    from kg.exports.dna_events import dna_events
    from kg.exports.dna_file import dna_file, tell

    debate = code_debate(published(open_reader(project.store), selection))
    content = dna_file(debate) if form == "dna" else dna_events(debate)
    return content, tell(debate, mixed=form == "dna")


def _triples(store: Store, selection: Selection, graph: str | None) -> Iterable[Triple]:
    if graph is None or graph == PUBLISHED:
        return published(store, selection)
    return (quad.triple for quad in graph_quads(store, graph))
