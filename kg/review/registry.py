"""Who and what a reviewer means by a name; new actors and aliases in ``seeds/actors.ttl``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pyoxigraph import Quad, Store, Triple

from kg.errors import UsageError
from kg.model.actors import Actor, ActorKind
from kg.model.propositions import Proposition
from kg.project import Project
from kg.rdf.codec import encode, iri
from kg.rdf.described import by_subject
from kg.rdf.folded import fold
from kg.rdf.forms import PLAIN
from kg.rdf.names import find_thing
from kg.rdf.terms import SKOS, local
from kg.rdf.turtle import read_turtle, subjects
from kg.seeds.entered import as_name
from kg.seeds.ids import slug
from kg.seeds.lock import alone
from kg.seeds.plausibility import impossible
from kg.seeds.read import Seeds
from kg.seeds.records import Records
from kg.seeds.write import add_triples

_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)


class Registry:
    """The actors and propositions that can be named, and the file that takes new names."""

    def __init__(self, project: Project, seeds: Seeds, records: Records) -> None:
        self._project = project
        self._seeds = seeds
        self.actors: dict[str, Actor] = {}
        # Every stranger that waits is looked for again after each decision.
        self._by_name: dict[str, set[str]] = {}
        for actor in records.actors:
            self._enter(actor)
        self.propositions: dict[str, Proposition] = {p.id: p for p in records.propositions}
        self._names = Store()
        for record in (*records.actors, *records.propositions):
            self._know(encode(record))

    def find_actor(self, name: str) -> Actor:
        """The actor that goes by a name; raises UnknownName or AmbiguousName."""
        return self.actors[local(find_thing(self._names, name, ("actor",)), "actor")]

    def find_proposition(self, name: str) -> Proposition:
        """The proposition that goes by a name; raises UnknownName or AmbiguousName."""
        node = find_thing(self._names, name, ("proposition",))
        return self.propositions[local(node, "proposition")]

    def namesake(self, name: str) -> Actor | None:
        """The one actor of exactly this name or alias, however it is spelt."""
        found = sorted(self._by_name.get(fold(name), ()))
        return self.actors[found[0]] if len(found) == 1 else None

    def add_alias(self, actor: Actor, alias: str) -> Actor:
        """Write a further name of an actor; returns the actor with it.

        Raises UsageError where the name is another actor's or none that may be shown.
        """
        alias = _name(alias)
        for other in self.actors.values():
            if other.id != actor.id and fold(alias) in _names_of(other):
                raise UsageError(f"{alias!r} is a name of actor:{other.id}")
        if alias == actor.name or alias in actor.aliases:
            raise UsageError(f"actor:{actor.id} goes by {alias!r} already")
        # One file owns what is said of an actor.
        owners = self._seeds.owners().get(iri(actor), [])
        home = owners[0].path if owners else self._home
        self._write(home, [Triple(iri(actor), SKOS.altLabel, PLAIN.encode(alias))])
        known = replace(actor, aliases=tuple(sorted({*actor.aliases, alias})))
        self._enter(known)
        return known

    def new_name(self, name: str) -> str:
        """A name as it is kept, of an actor to be entered.

        Raises UsageError where no id can be made of it, or an actor has the name or the id.
        """
        name = _name(name)
        try:
            known = self.actors.get(slug(name)) or self.namesake(name)
        except ValueError as error:
            raise UsageError(str(error)) from None
        if known is not None:
            raise UsageError(f"actor:{known.id} is known already: {known.name}")
        return name

    def add_actor(self, name: str, kind: str, country: str | None) -> Actor:
        """Write a new actor, under an id made of its name; returns it.

        Raises UsageError where it is known already, or what is said of it cannot be.
        """
        name = self.new_name(name)
        try:
            actor = Actor(slug(name), name, ActorKind(kind), country_code(country or ""))
        except ValueError as error:
            raise UsageError(str(error)) from None
        self._write(self._home, list(encode(actor)), fresh=True)
        self._enter(actor)
        return actor

    @property
    def _home(self) -> Path:
        return self._project.seeds / "actors.ttl"

    def _write(self, path: Path, triples: list[Triple], *, fresh: bool = False) -> None:
        self._project.require_own_seeds()
        faults = [message for _, message in impossible(by_subject(triples), lambda _: None)]
        if faults:
            raise UsageError("; ".join(faults))
        with alone(self._project.seeds):
            # Another reviewer may have entered the same actor since these seeds were read.
            if fresh and path.is_file() and subjects(triples) & subjects(read_turtle(path)):
                raise UsageError("that actor has just been entered by another reviewer")
            add_triples({path: set(triples)})
        self._know(triples)

    def _enter(self, actor: Actor) -> None:
        self.actors[actor.id] = actor
        for name in _names_of(actor):
            self._by_name.setdefault(name, set()).add(actor.id)

    def _know(self, triples: Iterable[Triple]) -> None:
        self._names.extend(Quad(t.subject, t.predicate, t.object) for t in triples)


def country_code(text: str) -> str | None:
    """A country as it is kept, None for none; raises UsageError where it is no code."""
    if text and not _COUNTRY.fullmatch(text):
        raise UsageError(f"{text!r} is no country code: two capital letters, or EU")
    return text or None


def _names_of(actor: Actor) -> set[str]:
    return {fold(name) for name in (actor.name, *actor.aliases)}


def _name(text: str) -> str:
    """A name as it is kept: one kind of space, composed letters."""
    name = as_name(text)
    if not fold(name):
        raise UsageError(f"{text!r} has no letter or digit")
    return name
