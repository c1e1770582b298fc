"""Records of the model, read from a store."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import DefaultGraph, NamedNode, Store, Triple

from kg.rdf.codec import Record, decode
from kg.rdf.layouts import LAYOUTS
from kg.rdf.terms import RDF, ST

_PUBLISHED = DefaultGraph()


def about(store: Store, subjects: Iterable[NamedNode]) -> list[Triple]:
    """Every published triple about some subjects."""
    return [
        quad.triple
        for subject in sorted(set(subjects), key=str)
        for quad in store.quads_for_pattern(subject, None, None, _PUBLISHED)
    ]


def pointing(store: Store, predicate: NamedNode, thing: NamedNode) -> list[NamedNode]:
    """The subjects that point to a thing by a property, sorted."""
    quads = store.quads_for_pattern(None, predicate, thing, _PUBLISHED)
    return sorted((q.subject for q in quads if isinstance(q.subject, NamedNode)), key=str)


def load(
    store: Store, record: type[Record], subjects: Iterable[NamedNode] | None = None
) -> list[Record]:
    """The records of one class: those of some subjects, or all, by id."""
    if subjects is None:
        layout = LAYOUTS[record]
        class_ = layout.types[0] if layout.types else ST.Actor
        subjects = pointing(store, RDF.type, class_)
    return decode(record, about(store, subjects))
