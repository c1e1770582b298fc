"""Which part of the store an export shows: a graph, the stances of a status, the state on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store, Triple

from kg.errors import UsageError
from kg.exports.records import records
from kg.model.actors import Actor
from kg.model.dated import Dated, place_in_time
from kg.model.documents import Document, Evidence
from kg.model.propositions import Proposition
from kg.model.stances import Stance, Status
from kg.rdf.codec import iri
from kg.rdf.forms import STATUS
from kg.rdf.ntriples import triples_of
from kg.rdf.positions import DERIVED, derive_positions
from kg.rdf.terms import DCT, PREFIXES, ST
from kg.store.graphs import GRAPHS, PUBLISHED, graph_node

_EVIDENCE, _STANCE, _SHIFT = PREFIXES["evidence"], PREFIXES["stance"], PREFIXES["shift"]


@dataclass(frozen=True, slots=True)
class Selection:
    """What to show of the published graph: nothing set means all of it."""

    as_of: date | None = None
    status: frozenset[Status] = frozenset()

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out."""
        return self.as_of is None and not self.status


def graph_quads(store: Store, name: str) -> Iterator[Quad]:
    """The quads of one graph; raises UsageError where there is no graph of that name."""
    if name not in GRAPHS:
        raise UsageError(f"there is no graph {name!r}", hint=f"one of: {', '.join(GRAPHS)}")
    node = graph_node(name)
    quads = store.quads_for_pattern(None, None, None, node)
    # The hash of the input is for the next build; the same content is exported the same.
    return (quad for quad in quads if quad.predicate != ST.inputHash)


def published(store: Store, selection: Selection) -> Iterator[Triple]:
    """The triples of the published graph that fit a selection.

    As of a day, a stance counts that was taken by then; latest positions, shifts and the rest
    that is derived are derived again from the stances left.
    """
    triples = (quad.triple for quad in graph_quads(store, PUBLISHED))
    return triples if selection.is_all else _selected(store, triples, selection)


def _selected(store: Store, triples: Iterator[Triple], selection: Selection) -> Iterator[Triple]:
    wanted = {STATUS[value] for value in selection.status}
    found = records(graph_quads(store, PUBLISHED), (Actor, Document, Evidence, Proposition, Stance))
    names = {actor.id: actor.name for actor in found[Actor]}
    titles = {proposition.id: proposition.label for proposition in found[Proposition]}
    published_on = {document.id: document.published for document in found[Document]}
    evidence: list[Evidence] = found[Evidence]
    reported: dict[str, list[str]] = defaultdict(list)
    for item in evidence:
        reported[item.stance].append(item.document)
    alive: set[str] = set()
    dated: list[Dated] = []
    for stance in found[Stance]:
        told = (published_on.get(name) for name in reported[stance.id])
        days = place_in_time(stance, (day for day in told if day))
        in_time = selection.as_of is None or (days and days.latest <= selection.as_of)
        if in_time and (not wanted or _status(store, stance) in wanted):
            alive.add(iri(stance).value)
            dated += [days] if days else []
    alive |= {iri(item).value for item in evidence if f"{_STANCE}{item.stance}" in alive}
    del found, evidence, reported, published_on
    yield from (triple for triple in triples if _stays(triple, alive))
    yield from triples_of(derive_positions(dated, names, titles))


def _status(store: Store, stance: Stance) -> object:
    quads = store.quads_for_pattern(iri(stance), ST.status, None, DefaultGraph())
    return next((quad.object for quad in quads), None)


def _stays(triple: Triple, alive: set[str]) -> bool:
    if triple.predicate in DERIVED or _is_thing(triple.subject, _SHIFT):
        return False
    # What gave way to another stance is described nowhere; its triple stays where the other does.
    gone = triple.predicate == DCT.isReplacedBy
    return all(
        not (_is_thing(node, _STANCE) or _is_thing(node, _EVIDENCE)) or _owner(node) in alive
        for node in ((triple.object,) if gone else (triple.subject, triple.object))
    )


def _is_thing(node: object, space: str) -> bool:
    return isinstance(node, NamedNode) and node.value.startswith(space)


def _owner(node: object) -> str:
    value = node.value if isinstance(node, NamedNode) else ""
    for part in (".target", ".quote", ".position"):
        value = value.removesuffix(part)
    return value
