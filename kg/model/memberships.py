"""On whose side an actor counts on a day: the office held, the party, its family, the government.

A person changes parties and offices; what was said counts for the party and the office of the day
on which it was said. Where several fit, the one entered last counts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cached_property

from kg.model.actors import Actor, ActorKind, StartPrecision, Tenure

_ASIDE = re.compile(r"\s*\([^)]*\)$")


def office_name(role: str) -> str:
    """The name of an office without remarks in brackets."""
    return _ASIDE.sub("", role)


class Memberships:
    """The tenures of some actors, to be asked about a day; all actors and bodies go by id."""

    def __init__(self, actors: Iterable[Actor], tenures: Iterable[Tenure]) -> None:
        self._kinds = {actor.id: actor.kind for actor in actors}
        self._held: dict[str, list[Tenure]] = defaultdict(list)
        for tenure in sorted(tenures, key=lambda one: (str(one.start or ""), one.id), reverse=True):
            self._held[tenure.actor].append(tenure)

    @cached_property
    def families(self) -> frozenset[str]:
        """The organisations of which parties are members."""
        return frozenset(
            tenure.organisation
            for actor, held in self._held.items()
            if self._kinds.get(actor) is ActorKind.PARTY
            for tenure in held
            if self._kinds.get(tenure.organisation) is ActorKind.ORGANISATION
        )

    def is_public(self, actor: str) -> bool:
        """Whether it is a state or a public body: no person, no party, no family of parties."""
        kind = self._kinds.get(actor)
        is_body = kind is ActorKind.ORGANISATION and actor not in self.families
        return kind is ActorKind.STATE or is_body

    def _in_parties(self, person: str) -> list[Tenure]:
        held = self._held.get(person, ())
        return [one for one in held if self._kinds.get(one.organisation) is ActorKind.PARTY]

    def _in_public(self, person: str, day: date) -> list[Tenure]:
        held = self._held.get(person, ())
        return [one for one in held if self.is_public(one.organisation) and one.covers(day)]

    def _parties(self, person: str, day: date) -> list[str]:
        """The parties of a person on a day, the last one entered first.

        The one party that a person is known to have been in counts also before it was first seen:
        nobody tells the day of entry, and people seldom change.
        """
        known = self._in_parties(person)
        fitting = [tenure.organisation for tenure in known if tenure.covers(day)]
        if fitting:
            return fitting
        seen_later = all(
            tenure.start_precision is StartPrecision.FIRST_SEEN
            and tenure.start is not None
            and day < tenure.start.earliest
            for tenure in known
        )
        one = {tenure.organisation for tenure in known}
        return sorted(one) if seen_later and len(one) == 1 else []

    def party(self, actor: str, day: date) -> str | None:
        """The party that a person belongs to, or the party itself."""
        if self._kinds.get(actor) is ActorKind.PARTY:
            return actor
        if self._kinds.get(actor) is not ActorKind.PERSON:
            return None
        return next(iter(self._parties(actor, day)), None)

    def family(self, actor: str, day: date) -> str | None:
        """The organisation of parties to which an actor's party belongs.

        Of the parties of a person, the last one entered that has a family counts.
        """
        if self._kinds.get(actor) is ActorKind.PARTY:
            held = self._held.get(actor, ())
            joined = (one.organisation for one in held if one.covers(day))
            return next((body for body in joined if body in self.families), None)
        if self._kinds.get(actor) is not ActorKind.PERSON:
            return None
        found = (self.family(party, day) for party in self._parties(actor, day))
        return next(filter(None, found), None)

    def office(self, actor: str, day: date, body: str | None = None) -> str | None:
        """The office that a person holds in a state or public body, without remarks in brackets.

        Of several offices, the one in the body for which the person speaks counts.
        """
        if self._kinds.get(actor) is not ActorKind.PERSON:
            return None
        fitting = self._in_public(actor, day)
        there = [tenure for tenure in fitting if tenure.organisation == body]
        return office_name((there or fitting)[0].role) if fitting else None

    def government(self, actor: str, day: date) -> str | None:
        """The state or public body for which a person in office speaks, or the body itself."""
        if self.is_public(actor):
            return actor
        if self._kinds.get(actor) is not ActorKind.PERSON:
            return None
        fitting = self._in_public(actor, day)
        return fitting[0].organisation if fitting else None
