"""For whom a stance counts: its holder, or the office, party, government or country of that day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from kg.analysis.corpus import Corpus
from kg.analysis.stances import NOBODY, Numbers
from kg.model.actors import ActorKind


class Level(StrEnum):
    """Up to which body the stances of actors are pooled."""

    ACTOR = "actor"
    OFFICE = "office"
    PARTY = "party"
    FAMILY = "family"
    GOVERNMENT = "government"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class Unit:
    """What stands in a network: an actor, office, party, family, government or country."""

    id: str
    label: str


@dataclass(frozen=True, slots=True, eq=False)
class Pooled:
    """The units of a level by id, and for each stance its unit's place, or NOBODY."""

    level: Level
    units: tuple[Unit, ...]
    unit: Numbers

    @property
    def left_out(self) -> int:
        """How many stances belong to no unit of the level."""
        return int((self.unit == NOBODY).sum())


def pool(corpus: Corpus, level: Level = Level.ACTOR) -> Pooled:
    """For each stance its unit on the last day it may be of.

    On whose behalf it was said comes before what the holder was: for the government that is a
    state or public body, for the party a party. An office is one of a person; states, parties and
    organisations stand for themselves. A stance of whose holder no unit is known belongs to none.
    """
    stances = corpus.stances
    days = stances.latest.astype(object)
    known: dict[tuple[int, int, date | None], str | None] = {}
    found: list[str | None] = []
    dated = level not in {Level.ACTOR, Level.COUNTRY}
    for holder, behalf, day in zip(
        stances.holder.tolist(), stances.behalf.tolist(), days, strict=True
    ):
        key = (holder, behalf, day if dated else None)
        if key not in known:
            speaking_for = stances.actors[behalf] if behalf != NOBODY else None
            known[key] = _unit(corpus, level, stances.actors[holder], speaking_for, day)
        found.append(known[key])
    names = sorted({name for name in found if name is not None})
    places = {name: number for number, name in enumerate(names)}
    unit = np.array([NOBODY if name is None else places[name] for name in found], np.int32)
    return Pooled(level, tuple(Unit(name, _label(corpus, level, name)) for name in names), unit)


def _unit(corpus: Corpus, level: Level, holder: str, behalf: str | None, day: date) -> str | None:
    actor, memberships = corpus.actors[holder], corpus.memberships
    spoken_for = corpus.actors[behalf].kind if behalf else None
    match level:
        case Level.ACTOR:
            return holder
        case Level.COUNTRY:
            return actor.country
        case Level.OFFICE:
            return memberships.office(holder, day) if actor.kind is ActorKind.PERSON else holder
        case Level.PARTY:
            return behalf if spoken_for is ActorKind.PARTY else memberships.party(holder, day)
        case Level.FAMILY:
            family = memberships.family(holder, day)
            return family if family or not behalf else memberships.family(behalf, day)
        case Level.GOVERNMENT:
            public = spoken_for in {ActorKind.STATE, ActorKind.ORGANISATION}
            return behalf if public else memberships.government(holder, day)


def _label(corpus: Corpus, level: Level, name: str) -> str:
    if level is Level.COUNTRY:
        return corpus.countries.get(name, name)
    return corpus.actors[name].name if name in corpus.actors else name
