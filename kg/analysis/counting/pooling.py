"""For whom a stance counts: its holder, or the office, party, government or country of that day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial

import numpy as np

from kg.analysis.corpus.corpus import Corpus
from kg.analysis.corpus.stances import NOBODY, Numbers
from kg.model.actors import ActorKind
from kg.model.memberships import Memberships


class Level(StrEnum):
    """Up to which body the stances of actors are pooled."""

    ACTOR = "actor"
    OFFICE = "office"
    PARTY = "party"
    FAMILY = "family"
    GOVERNMENT = "government"
    COUNTRY = "country"

    @property
    def plural(self) -> str:
        """What several units of the level are called."""
        return _PLURALS[self]


_PLURALS = {
    Level.ACTOR: "actors",
    Level.OFFICE: "offices",
    Level.PARTY: "parties",
    Level.FAMILY: "party families",
    Level.GOVERNMENT: "governments",
    Level.COUNTRY: "countries",
}


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

    On whose behalf it was said comes before what the holder was: for the government and the
    country that is a state or public body, for the party and its family a party. What is said for
    a party is no government's. An office is one of a person; states, parties and organisations
    stand for themselves. A country is that of the body spoken for, or else the holder's own. A
    stance of whose holder no unit is known belongs to none.
    """
    stances = corpus.stances
    days = stances.latest.astype(object)
    known: dict[tuple[int, int, date | None], str | None] = {}
    found: list[str | None] = []
    dated = level is not Level.ACTOR
    for holder, behalf, day in zip(
        stances.holder.tolist(), stances.behalf.tolist(), days, strict=True
    ):
        key = (holder, behalf, day if dated else None)
        if key not in known:
            speaking_for = stances.actors[behalf] if behalf != NOBODY else None
            known[key] = unit_of(corpus, level, stances.actors[holder], speaking_for, day)
        found.append(known[key])
    names = sorted({name for name in found if name is not None})
    places = {name: number for number, name in enumerate(names)}
    unit = np.array([NOBODY if name is None else places[name] for name in found], np.int32)
    return Pooled(level, tuple(Unit(name, label_of(corpus, level, name)) for name in names), unit)


def unit_of(corpus: Corpus, level: Level, holder: str, behalf: str | None, day: date) -> str | None:
    """The unit for which counts what an actor says on a day, on whose behalf if that is told."""
    actor, memberships = corpus.actors[holder], corpus.memberships
    match level:
        case Level.ACTOR:
            return holder
        case Level.OFFICE:
            is_person = actor.kind is ActorKind.PERSON
            return memberships.office(holder, day, behalf) if is_person else holder
        case Level.PARTY:
            return _of_party(memberships.party, corpus, holder, behalf, day)
        case Level.FAMILY:
            return _of_party(partial(_family, memberships), corpus, holder, behalf, day)
        case Level.GOVERNMENT:
            return _body(corpus, holder, behalf, day)
        case Level.COUNTRY:
            body = _body(corpus, holder, behalf, day)
            return corpus.actors[body].country if body else actor.country


def _of_party(
    belongs: Callable[[str, date], str | None],
    corpus: Corpus,
    holder: str,
    behalf: str | None,
    day: date,
) -> str | None:
    if behalf is None:
        return belongs(holder, day)
    if _is_party(corpus, behalf) or behalf in corpus.memberships.families:
        return belongs(behalf, day)
    return belongs(holder, day) or belongs(behalf, day)


def _family(memberships: Memberships, actor: str, day: date) -> str | None:
    return actor if actor in memberships.families else memberships.family(actor, day)


def _body(corpus: Corpus, holder: str, behalf: str | None, day: date) -> str | None:
    """The state or public body for which it was said."""
    memberships = corpus.memberships
    if behalf and memberships.is_public(behalf):
        return behalf
    for_party = behalf in memberships.families or _is_party(corpus, behalf)
    return None if for_party else memberships.government(holder, day)


def _is_party(corpus: Corpus, actor: str | None) -> bool:
    return actor is not None and corpus.actors[actor].kind is ActorKind.PARTY


def label_of(corpus: Corpus, level: Level, name: str) -> str:
    """What a unit is called."""
    if level is Level.COUNTRY:
        return corpus.countries.get(name, name)
    return corpus.actors[name].name if name in corpus.actors else name
