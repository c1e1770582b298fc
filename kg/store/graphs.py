"""The graphs of a store by name, and a change of them as one SPARQL update."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from kg.rdf.terms import PREFIXES, graph
from kg.store.blocks import Block

GRAPHS = PUBLISHED, CANDIDATES, REJECTED, REVIEWS, COUNTS, META = (
    "published",
    "candidates",
    "rejected",
    "reviews",
    "counts",
    "meta",
)
"""The graphs of a store by their short names: what is published is the default graph, and ``meta``
tells what the store was built from.
"""


@cache
def graph_node(name: str) -> NamedNode | DefaultGraph:
    """The graph of a short name, as the engine asks for it."""
    return DefaultGraph() if name == PUBLISHED else graph(name)


def graph_name(node: object) -> str:
    """The short name of a graph."""
    if isinstance(node, DefaultGraph):
        return PUBLISHED
    return node.value.removeprefix(PREFIXES["graph"]) if isinstance(node, NamedNode) else str(node)


def count_quads(quads: Iterable[Quad]) -> dict[str, int]:
    """How many of some quads each graph holds, by its short name, sorted."""
    return dict(sorted(Counter(graph_name(quad.graph_name) for quad in quads).items()))


def quads_of(blocks: Iterable[Block]) -> Iterator[Quad]:
    """The quads of some blocks."""
    for block in blocks:
        place = graph_node(block.graph)
        for quad in parse(block.content, format=RdfFormat.N_TRIPLES):
            yield Quad(quad.subject, quad.predicate, quad.object, place)


def in_graph(name: str, pattern: str) -> str:
    """A pattern of SPARQL as it is asked of one graph."""
    return pattern if name == PUBLISHED else f"GRAPH {graph(name)} {{ {pattern} }}"


def as_stored(quads: Iterable[Quad]) -> set[Quad]:
    """The quads in the form in which a store gives them back: it rewrites 0.60 as 0.6."""
    memory = Store()
    memory.bulk_extend(quads)
    return set(memory)


def as_update(added: Iterable[Quad], removed: Iterable[Quad]) -> str:
    """One SPARQL update that takes some quads out and puts others in."""
    return f"DELETE DATA {{\n{_blocks(removed)}}} ;\nINSERT DATA {{\n{_blocks(added)}}}"


def as_change(added: Mapping[str, Iterable[str]], removed: Mapping[str, Iterable[str]]) -> str:
    """One SPARQL update of lines of N-Triples, by the short names of their graphs."""
    return f"DELETE DATA {{\n{_lines(removed)}}} ;\nINSERT DATA {{\n{_lines(added)}}}"


def fits(
    store: Store, added: Mapping[str, Iterable[str]], removed: Mapping[str, Iterable[str]]
) -> bool:
    """Whether a store holds all lines that are to go, and none of those that are to come."""
    return all(quad in store for quad in _quads(removed)) and not any(
        quad in store for quad in _quads(added)
    )


def _quads(told: Mapping[str, Iterable[str]]) -> Iterator[Quad]:
    return quads_of(Block(name, "".join(lines).encode()) for name, lines in told.items())


def _lines(told: Mapping[str, Iterable[str]]) -> str:
    parts = []
    for name, lines in told.items():
        text = "".join(lines)
        parts.append(text if name == PUBLISHED else f"GRAPH {graph(name)} {{\n{text}}}\n")
    return "".join(parts)


def _blocks(quads: Iterable[Quad]) -> str:
    lines = []
    for quad in sorted(quads, key=str):
        triple = f"{quad.subject} {quad.predicate} {quad.object} ."
        default = isinstance(quad.graph_name, DefaultGraph)
        lines.append(triple if default else f"GRAPH {quad.graph_name} {{ {triple} }}")
    return "\n".join(lines) + "\n"
