"""The graph in the standard syntaxes of RDF, the same bytes for the same content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Quad, RdfFormat, Store, Triple

from kg.exports.select import GRAPHS, Selection, graph_quads, published
from kg.rdf.terms import graph
from kg.rdf.turtle import sort_key, to_bytes, write_turtle

_BLOCK = 4096


def turtle(triples: Iterable[Triple]) -> Iterator[bytes]:
    """Canonical Turtle."""
    yield write_turtle(triples)


def rdfxml(triples: Iterable[Triple]) -> Iterator[bytes]:
    """RDF/XML, sorted."""
    yield to_bytes(sorted(set(triples), key=sort_key), RdfFormat.RDF_XML)


def ntriples(triples: Iterable[Triple]) -> Iterator[bytes]:
    """N-Triples, line by line in the order of the store, which its content alone decides."""
    return _lines(f"{triple} .\n" for triple in triples)


def nquads(store: Store, selection: Selection, name: str | None) -> Iterator[bytes]:
    """N-Quads of one graph, or of all, line by line."""
    names = (name,) if name else GRAPHS
    return _lines(f"{quad} .\n" for name in names for quad in _quads(store, selection, name))


def trig(store: Store, selection: Selection, name: str | None) -> Iterator[bytes]:
    """TriG: the published graph first, then each named graph in a block of its own."""
    for graph_name in (name,) if name else GRAPHS:
        quads = list(_quads(store, selection, graph_name))
        text = write_turtle(quad.triple for quad in quads)
        if graph_name == "published":
            yield text
        elif quads:
            head, body = _split_prefixes(text.decode())
            inner = "\n".join(f"\t{line}" if line else "" for line in body.strip().split("\n"))
            yield f"\n{head}\n{graph(graph_name)} {{\n{inner}\n}}\n".encode()


def _split_prefixes(text: str) -> tuple[str, str]:
    head, _, body = text.partition("\n\n")
    return head, body


def _quads(store: Store, selection: Selection, name: str) -> Iterator[Quad]:
    if name != "published":
        return graph_quads(store, name)
    return (Quad(t.subject, t.predicate, t.object) for t in published(store, selection))


def _lines(lines: Iterable[str]) -> Iterator[bytes]:
    block: list[str] = []
    for line in lines:
        block.append(line)
        if len(block) == _BLOCK:
            yield "".join(block).encode()
            block.clear()
    yield "".join(block).encode()
