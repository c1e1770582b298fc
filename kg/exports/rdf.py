"""The graph in the standard syntaxes of RDF, the same bytes for the same content.

Each is made block by block, in memory of a fixed size however large the graph is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import Quad, RdfFormat, Store, Triple, serialize

from kg.exports.select import Selection, graph_quads, published
from kg.rdf.ordered import batches, triples_in_order
from kg.rdf.terms import PREFIXES, graph
from kg.rdf.turtle import turtle_blocks, turtle_parts
from kg.rdf.xml_text import keep_line_ends, refuse_no_xml
from kg.store.graphs import GRAPHS, PUBLISHED
from kg.temporary import Spool

_BLOCK = 2**20
_SPOOLED = 32 * 2**20
_LINE = re.compile(rb"^(?=[^\n])", re.MULTILINE)


def turtle(triples: Iterable[Triple]) -> Iterator[bytes]:
    """Canonical Turtle."""
    return turtle_blocks(triples)


def rdfxml(triples: Iterable[Triple], prefixes: dict[str, str] = PREFIXES) -> Iterator[bytes]:
    """RDF/XML, sorted; raises NotAcceptable where something is told that it has no place for."""
    with Spool(_SPOOLED) as waiting:
        ordered = refuse_no_xml(triples_in_order(triples))
        serialize(ordered, output=waiting, format=RdfFormat.RDF_XML, prefixes=prefixes)
        waiting.seek(0)
        while block := waiting.read(_BLOCK):
            yield keep_line_ends(block)


def ntriples(triples: Iterable[Triple] | Iterable[Quad]) -> Iterator[bytes]:
    """N-Triples, line by line in the order of the store, which its content alone decides."""
    return batches(triples)


def nquads(store: Store, selection: Selection, name: str | None) -> Iterator[bytes]:
    """N-Quads of one graph, or of all, line by line."""
    for graph_name in (name,) if name else GRAPHS:
        yield from batches(_quads(store, selection, graph_name), RdfFormat.N_QUADS)


def trig(store: Store, selection: Selection, name: str | None) -> Iterator[bytes]:
    """TriG: the published graph first, then each named graph in a block of its own."""
    for graph_name in (name,) if name else GRAPHS:
        if graph_name == PUBLISHED:
            yield from turtle_blocks(published(store, selection))
        else:
            triples = (quad.triple for quad in graph_quads(store, graph_name))
            yield from _named(graph(graph_name), triples)


def _named(name: object, triples: Iterable[Triple]) -> Iterator[bytes]:
    with turtle_parts(triples) as (prefixes, subjects):
        begun = False
        for block in subjects:
            yield b"\n" if begun else b"\n%b%b {\n" % (prefixes, str(name).encode())
            yield _LINE.sub(b"\t", block)
            begun = True
        if begun:
            yield b"}\n"


def _quads(store: Store, selection: Selection, name: str) -> Iterator[Quad]:
    if name != PUBLISHED:
        return graph_quads(store, name)
    return (Quad(t.subject, t.predicate, t.object) for t in published(store, selection))
