"""Who holds stances, in which office, and what they refer to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kg.model.dates import PartialDate


class ActorKind(StrEnum):
    """What sort of actor it is."""

    PERSON = "person"
    STATE = "state"
    ORGANISATION = "organisation"
    PARTY = "party"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, state, organisation or party; country is ISO 3166 alpha-2, or EU."""

    id: str
    name: str
    kind: ActorKind
    country: str | None = None
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None
    verified_in: str | None = None


class StartPrecision(StrEnum):
    """How sure the first day of a tenure is."""

    START = "start"
    FIRST_SEEN = "first_seen"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Tenure:
    """An actor's office or membership; no end means still held, source is a document."""

    id: str
    actor: str
    role: str
    organisation: str
    start: PartialDate | None
    end: PartialDate | None
    start_precision: StartPrecision
    source: str

    def covers(self, day: date) -> bool:
        """Whether the office may have been held that day."""
        begun = self.start is None or self.start.earliest <= day
        return begun and (self.end is None or day <= self.end.latest)


class EventKind(StrEnum):
    """What sort of event it is."""

    ATTACK = "attack"
    CALL = "call"
    DECISION = "decision"
    INVASION = "invasion"
    MEETING = "meeting"
    SANCTIONS_PACKAGE = "sanctions-package"
    STATEMENT = "statement"
    SUMMIT = "summit"


@dataclass(frozen=True, slots=True)
class Event:
    """A call, summit, attack or decision that stances refer to."""

    id: str
    label: str
    kind: EventKind
    date: PartialDate
    participants: tuple[str, ...]
    summary: str
    source: str


_EU = ("EU", "European Union")
"""No state, and yet a country's code."""


def country_names(actors: Iterable[Actor]) -> dict[str, str]:
    """The names of countries by code: that of the one state with the code."""
    states: dict[str, list[str]] = defaultdict(list)
    for actor in actors:
        if actor.kind is ActorKind.STATE and actor.country:
            states[actor.country].append(actor.name)
    return dict([_EU]) | {code: names[0] for code, names in states.items() if len(names) == 1}
