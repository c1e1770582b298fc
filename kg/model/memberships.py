"""On whose side an actor counts on a day: the office held, the party, its family, the government.

A person changes parties and offices; what was said counts for the party and the office of the day
on which it was said. Where several fit, the one entered last counts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from kg.model.actors import Actor, ActorKind, Tenure

_ASIDE = re.compile(r"\s*\([^)]*\)$")
_PUBLIC = (ActorKind.STATE, ActorKind.ORGANISATION)


class Memberships:
    """The tenures of some actors, to be asked about a day; all actors and bodies go by id."""

    def __init__(self, actors: Iterable[Actor], tenures: Iterable[Tenure]) -> None:
        self._kinds = {actor.id: actor.kind for actor in actors}
        self._held: dict[str, list[Tenure]] = defaultdict(list)
        for tenure in sorted(tenures, key=lambda one: (str(one.start or ""), one.id), reverse=True):
            self._held[tenure.actor].append(tenure)

    def _latest(self, actor: str, day: date, kinds: Iterable[ActorKind]) -> Tenure | None:
        wanted = set(kinds)
        fitting = (
            tenure
            for tenure in self._held[actor]
            if self._kinds.get(tenure.organisation) in wanted and tenure.covers(day)
        )
        return next(fitting, None)

    def party(self, actor: str, day: date) -> str | None:
        """The party that a person belongs to, or the party itself."""
        if self._kinds.get(actor) is ActorKind.PARTY:
            return actor
        if self._kinds.get(actor) is not ActorKind.PERSON:
            return None
        found = self._latest(actor, day, (ActorKind.PARTY,))
        return found.organisation if found else None

    def family(self, actor: str, day: date) -> str | None:
        """The organisation of parties to which an actor's party belongs.

        Of the parties of a person, the last one entered that has a family counts.
        """
        if self._kinds.get(actor) is ActorKind.PARTY:
            found = self._latest(actor, day, (ActorKind.ORGANISATION,))
            return found.organisation if found else None
        if self._kinds.get(actor) is not ActorKind.PERSON:
            return None
        parties = (
            tenure.organisation
            for tenure in self._held[actor]
            if self._kinds.get(tenure.organisation) is ActorKind.PARTY and tenure.covers(day)
        )
        return next(filter(None, (self.family(party, day) for party in parties)), None)

    def office(self, actor: str, day: date) -> str | None:
        """The office that a person holds in a state or public body, without remarks in brackets."""
        if self._kinds.get(actor) is not ActorKind.PERSON:
            return None
        found = self._latest(actor, day, _PUBLIC)
        return _ASIDE.sub("", found.role) if found else None

    def government(self, actor: str, day: date) -> str | None:
        """The state or public body for which a person in office speaks, or the body itself."""
        if self._kinds.get(actor) in _PUBLIC:
            return actor
        if self._kinds.get(actor) is not ActorKind.PERSON:
            return None
        found = self._latest(actor, day, _PUBLIC)
        return found.organisation if found else None
