"""What the graph knows of reading and searching: documents, what waits for a person, searches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import DefaultGraph, NamedNode, Store

from kg.model.decisions import deciding
from kg.model.documents import Document, Outlet
from kg.model.searches import Search
from kg.model.stances import Candidate, Review, Run, band
from kg.project import Place
from kg.rdf.codec import decode
from kg.rdf.terms import BASE, PROV, ST, mint
from kg.store.embedded import open_reader
from kg.store.graphs import CANDIDATES, REVIEWS, graph_node
from kg.store.records import load, told

_DISCARDED = "discard"


@dataclass(frozen=True, slots=True)
class Reading:
    """The traces that reading has left in a store.

    ``documents`` are all that it names, ``by_machine`` the ids of those that an engine has read.
    ``waiting`` are the candidates of known holders that nobody has decided on and that are not
    published; ``searches`` is what persons have recorded, whatever they found.
    """

    documents: Mapping[str, Document]
    outlets: Mapping[str, str]
    by_machine: frozenset[str]
    waiting: tuple[Candidate, ...]
    searches: tuple[Search, ...]


def read_reading(store: Place) -> Reading:
    """The traces of reading in a store; raises StoreError where there is none."""
    return reading_of_store(open_reader(store))


def reading_of_store(reader: Store) -> Reading:
    """The traces of reading in an open store."""
    return Reading(
        documents={one.id: one for one in load(reader, Document)},
        outlets={one.id: one.name for one in load(reader, Outlet)},
        by_machine=frozenset(run.document for run in load(reader, Run)),
        waiting=_waiting(reader),
        searches=tuple(load(reader, Search)),
    )


def _waiting(reader: Store) -> tuple[Candidate, ...]:
    derived = reader.quads_for_pattern(None, PROV.wasDerivedFrom, None, DefaultGraph())
    reviews = reader.quads_for_pattern(None, None, None, graph_node(REVIEWS))
    decided = deciding(decode(Review, (quad.triple for quad in reviews)))
    settled = {quad.object for quad in derived} | {NamedNode(BASE + one) for one in decided}
    # Most are settled: to read them all takes three times as long.
    proposed = graph_node(CANDIDATES)
    known = {name for name, _ in told(reader, ST.holder, "candidate", proposed)}
    likely = {
        mint("candidate", name)
        for name, score in told(reader, ST.confidence, "candidate", proposed)
        if name in known and band(Decimal(score.value)) != _DISCARDED
    }
    return tuple(load(reader, Candidate, likely - settled, proposed))
