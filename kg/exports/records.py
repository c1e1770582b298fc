"""The records of some classes out of a graph, read once; the triples are never all held."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from kg.rdf.codec import Gathered
from kg.rdf.layouts import LAYOUTS
from kg.rdf.ordered import subjects_in_order
from kg.rdf.terms import PREFIXES


def records(
    triples: Iterable[Triple] | Iterable[Quad], classes: Iterable[type]
) -> dict[type, list[Any]]:
    """The records of each class, by id; raises ValueError as decode does."""
    found: dict[type, list[Any]] = {record: [] for record in classes}
    spaces = tuple({PREFIXES[LAYOUTS[record].space] for record in found})
    told = (
        Triple(one.subject, one.predicate, one.object)
        for one in triples
        if isinstance(one.subject, NamedNode) and one.subject.value.startswith(spaces)
    )
    for block in subjects_in_order(told):
        things = Gathered(quad.triple for quad in parse(block, format=RdfFormat.N_TRIPLES))
        for record, those in found.items():
            those.extend(things.records(record))
    for those in found.values():
        # Whole IRIs and ids sort differently where one id is the beginning of another.
        those.sort(key=lambda one: str(one.id))
    return found
