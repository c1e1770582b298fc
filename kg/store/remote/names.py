"""The names of a served store: of the kinds of things that are looked for, and of no other."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence

from pyoxigraph import NamedNode, Store

from kg.errors import LimitReached
from kg.project import Address
from kg.rdf.names import LONGEST, find_things, spelled_out
from kg.rdf.terms import RDF, RDFS, SCHEMA, SKOS, ST
from kg.store.remote.conventions import UNFINISHED
from kg.store.remote.remote import Remote, missing

_log = logging.getLogger("kg.store")
_CLASSES = {
    "actor": ST.Actor,
    "document": ST.Document,
    "event": ST.Event,
    "outlet": ST.Outlet,
    "proposition": ST.Proposition,
    "stance": ST.Stance,
}
_MANY = ("document", "stance")
"""There may be millions of these: they are looked up by id or URL before any other name is."""
_NAMING = (
    RDFS.label, SKOS.prefLabel, SKOS.altLabel, ST.shortLabel, RDF.type, SCHEMA.url, ST.country,
)  # fmt: skip
_FITTING = f"FILTER (?p IN ({', '.join(map(str, _NAMING))}))"

Wanted = tuple[str, tuple[str, ...]]
"""A name, and the spaces of what may go by it."""


def read_names(address: Address, wanted: Sequence[Wanted], *, seconds: float) -> Store:
    """What is needed of a served store to find some things by their names, and no more.

    A build that was cut off or is under way is told on stderr. Raises StoreMissing where nothing
    was built yet, LimitReached where there are more names than can be read.
    """
    names = Store()
    with Remote(address, seconds=seconds) as remote:
        found = remote.input_hash()
        if found == UNFINISHED:
            _log.warning("%s: a build of it was cut off, or is under way", address)
        spaces = {space for _, spaces in wanted for space in spaces}
        _add_kinds(names, remote, spaces.difference(_MANY))
        for name, among in wanted:
            _add_spelled(names, remote, name, tuple(space for space in _MANY if space in among))
        left = [among for name, among in wanted if not find_things(names, name, among)]
        _add_many(names, remote, {space for among in left for space in among}.intersection(_MANY))
    if not len(names) and found in {None, UNFINISHED}:
        raise missing(address)
    return names


def _add_kinds(names: Store, remote: Remote, spaces: Iterable[str]) -> None:
    for space in sorted(spaces):
        names.extend(remote.chosen(f"?s a {_CLASSES[space]} ; ?p ?o {_FITTING}"))


def _add_spelled(names: Store, remote: Remote, name: str, spaces: tuple[str, ...]) -> None:
    """Add what has a name for its id or URL."""
    if not spaces or len(name) > LONGEST:
        return
    things = {*spelled_out(name, spaces), *spelled_out(name.replace("/", ":", 1), spaces)}
    if things:
        listed = " ".join(sorted(map(str, things)))
        names.extend(remote.chosen(f"VALUES ?s {{ {listed} }} ?s ?p ?o {_FITTING}"))
    if "document" in spaces and name.startswith(("http://", "https://")):
        try:
            url = NamedNode(name)
        except ValueError:
            return
        names.extend(remote.chosen(f"?s {SCHEMA.url} {url} ; ?p ?o {_FITTING}"))


def _add_many(names: Store, remote: Remote, spaces: Iterable[str]) -> None:
    try:
        _add_kinds(names, remote, spaces)
    except LimitReached as error:
        raise LimitReached(str(error), hint="name a document or a stance by its id") from None
