"""Things that gave way to others: what was merged keeps its address, which leads on."""

from __future__ import annotations

import re

from pyoxigraph import NamedNode, Store

from kg.rdf.replaced import heir
from kg.rdf.terms import BASE, DCT

_OWN = re.compile(f"{re.escape(BASE)}([a-z]+/[a-z0-9][a-z0-9.-]*)", re.ASCII)


def moved(store: Store) -> dict[str, str]:
    """The paths of things that gave way to others, each with the path of the last in its line."""
    steps = {}
    for quad in store.quads_for_pattern(None, DCT.isReplacedBy, None, None):
        old, new = _path(quad.subject), _path(quad.object)
        if old and new:
            steps[old] = new
    return {old: _end(old, steps) for old in sorted(steps)}


def replacement(store: Store, path: str) -> str | None:
    """The path of what a thing gave way to, the last in its line; None where it stands itself."""
    return _path(heir(store, NamedNode(BASE + path)))


def _end(path: str, steps: dict[str, str]) -> str:
    seen = {path}
    while (following := steps.get(path)) and following not in seen:
        seen.add(following)
        path = following
    return path


def _path(node: object) -> str | None:
    found = _OWN.fullmatch(node.value) if isinstance(node, NamedNode) else None
    return found[1] if found else None
