"""The page of an actor: offices, last positions on record, and statements over time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pyoxigraph import NamedNode

from kg.model.actors import Actor, ActorKind, StartPrecision, Tenure
from kg.model.stances import Stance
from kg.pages.course import MOST, Axis, Course, courses
from kg.pages.linked import Linked, linked_actor
from kg.pages.published import Published
from kg.pages.sayings import Ref, Saying
from kg.pages.sheets import record
from kg.pages.thing import Thing
from kg.pages.wording import date_words
from kg.rdf.terms import ST, mint

_KINDS = {
    ActorKind.PERSON: "person",
    ActorKind.STATE: "state",
    ActorKind.ORGANISATION: "organisation",
    ActorKind.PARTY: "party",
}


@dataclass(frozen=True, slots=True)
class Post:
    """An office or membership in words; ``whose`` is the other side: the body, or the person."""

    role: str
    whose: Ref
    days: str
    source: str
    path: str


class ActorPage(Thing):
    """A person, state, organisation or party."""

    template = "actor.html"
    with_feed = True

    def __init__(self, published: Published, actor: Actor) -> None:
        super().__init__(published, f"actor/{actor.id}", actor.name)
        self.actor = actor

    @cached_property
    def own(self) -> list[Saying]:
        """The stances that it holds, in time."""
        return self.sayings_of.of(self.published.those(Stance, ST.holder, self.node))

    @cached_property
    def on_its_behalf(self) -> list[Saying]:
        """The stances that others hold on its behalf, in time."""
        return self.sayings_of.of(self.published.those(Stance, ST.onBehalfOf, self.node))

    def sayings(self) -> list[Saying]:
        """The stances that it holds, in time."""
        return self.own

    def told(self) -> dict[str, Any]:
        """Offices, positions, stances, reactions."""
        known, actor = self.published, self.actor
        # Offices stand before posts in a party.
        held = sorted(
            known.tenures_of.get(actor.id, []),
            key=lambda one: known.actors[one.organisation].kind is ActorKind.PARTY,
        )
        found = courses(self.own)
        day = known.last_day
        family = known.memberships.family(actor.id, day) if day else None
        return {
            "actor": actor,
            "kind": _KINDS[actor.kind],
            "country": known.countries.get(actor.country) if actor.country else None,
            "family": known.actors.get(family) if family else None,
            "now": [self._post(one, one.organisation) for one in held if one.end is None],
            "past": [self._post(one, one.organisation) for one in held if one.end],
            "members": [
                self._post(one, one.actor)
                for one in sorted(known.tenures, key=lambda one: (one.end is not None, one.id))
                if one.organisation == actor.id
            ],
            "sayings": self.own,
            "most": max(25, MOST // max(1, len(found))),
            "courses": found,
            "undated": [one for one in self.own if one.dated is None],
            "axis": Axis.of(self.own, day),
            "last_day": day,
            "left": known.left_office,
            "behalf": self.on_its_behalf,
            "reacting": [one for one in self.own if one.reacts_to],
            "answered": [one for one in self.own if one.answers],
            "turns": sum(course.turns for course in found),
        }

    def record(self) -> dict[str, Any]:
        """The actor with its offices, its last positions on record and its stances."""
        held = self.published.tenures_of.get(self.actor.id, [])
        return record(self.published, self.actor) | {
            "offices": [record(self.published, one) for one in held],
            "positions": [position_record(one) for one in courses(self.own)],
            "stances": self.stance_records(),
        }

    def linked(self) -> Linked:
        """A Person, Country, Organization or PoliticalParty."""
        return linked_actor(self.published, self.actor)

    def nodes(self) -> Iterator[NamedNode]:
        """The actor with its offices, and its stances with their evidence."""
        yield self.node
        for tenure in self.published.tenures_of.get(self.actor.id, []):
            yield mint("tenure", tenure.id)
        yield from self.parts_of(self.own)

    def _post(self, tenure: Tenure, other: str) -> Post:
        actor = self.published.actors.get(other)
        return Post(
            role=tenure.role,
            whose=Ref(f"actor/{other}", actor.name if actor else other),
            days=_days(tenure),
            source=f"document/{tenure.source}",
            path=f"tenure/{tenure.id}",
        )


def _days(tenure: Tenure) -> str:
    """From when to when, in words; how sure the first day is stands with it."""
    end = f"to {date_words(tenure.end)}" if tenure.end else "to now"
    if tenure.start is None or tenure.start_precision is StartPrecision.UNKNOWN:
        return f"from a day not known {end}"
    first = date_words(tenure.start)
    if tenure.start_precision is StartPrecision.FIRST_SEEN:
        return f"from {first} or earlier {end}" if tenure.end else f"since {first} or earlier"
    return f"{first} {end}"


def position_record(course: Course) -> dict[str, Any]:
    """The last position on record, as plain names and values."""
    return {
        "actor": course.actor.id,
        "proposition": course.proposition.id,
        "polarity": course.polarity.value,
        "several": course.several,
        "since": str(course.since) if course.since else None,
        "latest": str(course.last.latest),
        "stance": course.last.stance.id,
    }
