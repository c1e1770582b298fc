"""The names of things in a store, without case, accents and script."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from kg.rdf.terms import PREFIXES, RDF, RDFS, SKOS, ST

_PUBLISHED = DefaultGraph()
_NAMING = (RDFS.label, SKOS.prefLabel, SKOS.altLabel, ST.shortLabel)
_FEW = {
    "actor": (ST.Actor, ST.Person, ST.State, ST.Organisation, ST.Party),
    "event": (ST.Event,),
    "outlet": (ST.Outlet,),
    "proposition": (ST.Proposition,),
}
"""The classes of the things of which there are few: to read all names takes long beside theirs."""
_APART = {code: " " for code in range(128) if not chr(code).isalnum()}


def fold(text: str) -> str:
    """A name without case, accents and script: ``Макрон`` and ``MACRON`` are one."""
    plain = (text if text.isascii() else _in_ascii(text)).casefold()
    return " ".join(plain.translate(_APART).split())


def _in_ascii(text: str) -> str:
    from anyascii import anyascii  # slow to import, and most names do without

    return anyascii(unicodedata.normalize("NFKD", text))


class Names:
    """The names of a store that nobody writes to, kept when they were asked for once."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._kept: dict[tuple[str, ...], list[tuple[str, NamedNode]]] = {}

    def of(self, spaces: tuple[str, ...]) -> list[tuple[str, NamedNode]]:
        """Each folded name of a thing of some spaces, with the thing."""
        if spaces not in self._kept:
            self._kept[spaces] = _names(self.store, spaces)
        return self._kept[spaces]


def _names(store: Store, spaces: tuple[str, ...]) -> list[tuple[str, NamedNode]]:
    starts = tuple(PREFIXES[space] for space in spaces)
    found = []
    for quad in _naming(store, spaces):
        subject, words = quad.subject, quad.object
        if isinstance(subject, NamedNode) and subject.value.startswith(starts):
            if isinstance(words, Literal):
                found.append((fold(words.value), subject))
            local = subject.value.rsplit("/", 1)[-1]
            found.append((fold(local), subject))
    return found


def _naming(store: Store, spaces: tuple[str, ...]) -> Iterator[Quad]:
    """What names the things of some spaces, and more where there are many of one of them."""
    if not all(space in _FEW for space in spaces):
        for predicate in _NAMING:
            yield from store.quads_for_pattern(None, predicate, None, _PUBLISHED)
        return
    classes = (class_ for space in spaces for class_ in _FEW[space])
    typed = (q for one in classes for q in store.quads_for_pattern(None, RDF.type, one, _PUBLISHED))
    for thing in dict.fromkeys(quad.subject for quad in typed):
        for predicate in _NAMING:
            yield from store.quads_for_pattern(thing, predicate, None, _PUBLISHED)
