"""What the editor completes: our prefixes, and the classes and properties that the graph uses."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Store

from kg.rdf.terms import PREFIXES, RDF, VOID

_DECLARED = {
    "classes": ("Class",),
    "properties": ("ObjectProperty", "DatatypeProperty", "AnnotationProperty"),
}
_COUNTED = {
    "classes": (VOID.class_, VOID.entities),
    "properties": (VOID.property, VOID.triples),
}


def words(store: Store) -> dict[str, object]:
    """``prefixes`` by name, and the IRIs of ``classes`` and ``properties``, most used first.

    How much each is used stands in the description of the graph (VoID); the ontology adds those
    that are not used yet.
    """
    return {"prefixes": dict(sorted(PREFIXES.items()))} | {
        kind: _ranked(store, kind) for kind in _COUNTED
    }


def _ranked(store: Store, kind: str) -> list[str]:
    names, amount = _COUNTED[kind]
    counts: dict[str, int] = {}
    for quad in store.quads_for_pattern(None, names, None, None):
        if not isinstance(quad.object, NamedNode):
            continue
        counts[quad.object.value] = max(
            (
                int(found.object.value)
                for found in store.quads_for_pattern(quad.subject, amount, None, None)
                if isinstance(found.object, Literal)
            ),
            default=0,
        )
    for name in _DECLARED[kind]:
        declared = NamedNode(PREFIXES["owl"] + name)
        for quad in store.quads_for_pattern(None, RDF.type, declared, None):
            if isinstance(quad.subject, NamedNode):
                counts.setdefault(quad.subject.value, 0)
    return sorted(counts, key=lambda iri: (-counts[iri], iri))
