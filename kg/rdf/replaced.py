"""What took the place of a thing that was merged into another: its old name still leads there."""

from __future__ import annotations

from pyoxigraph import NamedNode, Store

from kg.rdf.terms import DCT


def heir(store: Store, node: NamedNode) -> NamedNode | None:
    """What a thing gave way to, the last in its line; None where it gave way to nothing."""
    seen = {node}
    at = node
    while (following := _next(store, at)) and following not in seen:
        seen.add(following)
        at = following
    return at if at != node else None


def _next(store: Store, node: NamedNode) -> NamedNode | None:
    found = (q.object for q in store.quads_for_pattern(node, DCT.isReplacedBy, None, None))
    heirs = (one for one in found if isinstance(one, NamedNode))
    return min(heirs, key=lambda one: one.value, default=None)
