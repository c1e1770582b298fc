"""Records of the model, read from a store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store, Triple

from kg.rdf.codec import Record, decode
from kg.rdf.layouts import LAYOUTS
from kg.rdf.terms import PREFIXES, RDF, ST

Graph = NamedNode | DefaultGraph
_PUBLISHED = DefaultGraph()


def about(store: Store, subjects: Iterable[NamedNode], place: Graph = _PUBLISHED) -> list[Triple]:
    """Every triple about some subjects in a graph: the published one, or the one that is named."""
    return [
        quad.triple
        for subject in sorted(set(subjects), key=str)
        for quad in store.quads_for_pattern(subject, None, None, place)
    ]


def pointing(store: Store, predicate: NamedNode, thing: NamedNode) -> list[NamedNode]:
    """The subjects that point to a thing by a property, sorted."""
    quads = store.quads_for_pattern(None, predicate, thing, _PUBLISHED)
    return sorted((q.subject for q in quads if isinstance(q.subject, NamedNode)), key=str)


def told(
    store: Store, predicate: NamedNode, space: str, place: Graph = _PUBLISHED
) -> Iterator[tuple[str, NamedNode | Literal]]:
    """The ids of the subjects of a space in a graph, and the terms that a property has of them."""
    start = PREFIXES[space]
    for quad in store.quads_for_pattern(None, predicate, None, place):
        subject, value = quad.subject, quad.object
        if not isinstance(subject, NamedNode) or not isinstance(value, NamedNode | Literal):
            continue
        if subject.value.startswith(start):
            yield subject.value[len(start) :], value


def pairs(store: Store, predicate: NamedNode, space: str) -> Iterator[tuple[str, str]]:
    """The ids of the published subjects of a space, and what a property says of them."""
    return ((subject, value.value) for subject, value in told(store, predicate, space))


def links(store: Store, predicate: NamedNode, space: str, target: str) -> Iterator[tuple[str, str]]:
    """The ids of the published subjects of a space, and of the things of another they point to."""
    start = PREFIXES[target]
    for subject, value in pairs(store, predicate, space):
        if value.startswith(start):
            yield subject, value[len(start) :]


def load(
    store: Store,
    record: type[Record],
    subjects: Iterable[NamedNode] | None = None,
    place: Graph = _PUBLISHED,
) -> list[Record]:
    """The records of one class by id: those of some subjects in a graph, or all published ones."""
    if subjects is None:
        layout = LAYOUTS[record]
        class_ = layout.types[0] if layout.types else ST.Actor
        subjects = pointing(store, RDF.type, class_)
    return decode(record, about(store, subjects, place))
