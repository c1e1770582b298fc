"""The graphs of a store by name, and a change of them as one SPARQL update."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from kg.rdf.terms import PREFIXES, graph


def graph_name(node: object) -> str:
    """The short name of a graph: ``published`` for the default graph."""
    if isinstance(node, DefaultGraph):
        return "published"
    return node.value.removeprefix(PREFIXES["graph"]) if isinstance(node, NamedNode) else str(node)


def count_quads(quads: Iterable[Quad]) -> dict[str, int]:
    """How many of some quads each graph holds, by its short name, sorted."""
    return dict(sorted(Counter(graph_name(quad.graph_name) for quad in quads).items()))


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
    for name, lines in told.items():
        where = DefaultGraph() if name == "published" else graph(name)
        for quad in parse("".join(lines), format=RdfFormat.N_TRIPLES):
            yield Quad(quad.subject, quad.predicate, quad.object, where)


def _lines(told: Mapping[str, Iterable[str]]) -> str:
    parts = []
    for name, lines in told.items():
        text = "".join(lines)
        parts.append(text if name == "published" else f"GRAPH {graph(name)} {{\n{text}}}\n")
    return "".join(parts)


def _blocks(quads: Iterable[Quad]) -> str:
    lines = []
    for quad in sorted(quads, key=str):
        triple = f"{quad.subject} {quad.predicate} {quad.object} ."
        default = isinstance(quad.graph_name, DefaultGraph)
        lines.append(triple if default else f"GRAPH {quad.graph_name} {{ {triple} }}")
    return "\n".join(lines) + "\n"
