"""Invented actors and their offices, beside the real ones."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from benchmarks.seeded_base import Base
from benchmarks.seeded_words import body_name, person_name
from kg.model.actors import Actor, ActorKind, StartPrecision, Tenure
from kg.model.dates import PartialDate
from kg.model.documents import Document, Outlet, Text
from kg.seeds.ids import Minter, slug, tenure_id

_OFFICES = ("Minister", "State secretary", "Member of parliament", "Ambassador", "Spokesperson")
_FEWEST = 30
_REGISTER = Outlet("invented-register", "Invented register")
_NAMED_IN_ONE = 200
"""How many offices one page of the register is the source of."""
_KINDS = (ActorKind.PERSON, ActorKind.PARTY, ActorKind.ORGANISATION)
_OF_TEN = (7, 1, 2)
_WORDS = {ActorKind.PARTY: "Party", ActorKind.ORGANISATION: "Institute"}


@dataclass(slots=True)
class People:
    """Everyone who may speak, the most active first, and what is known of them."""

    actors: list[Actor]
    tenures: list[Tenure]
    outlets: list[Outlet]
    sources: list[Document] = field(default_factory=list)


def number_of_actors(stances: int) -> int:
    """About 600 for 10,000 stances, growing with the power 0.8."""
    return max(_FEWEST, round(600 * math.pow(stances / 10_000, 0.8)))


def number_of_outlets(stances: int) -> int:
    """About 400 for 10,000 stances, growing with the square root."""
    return max(_FEWEST, round(400 * math.sqrt(stances / 10_000)))


def invent_people(base: Base, stances: int, chance: Random) -> People:
    """The real actors and outlets, and as many invented ones as so many stances need.

    The first tenth of the actors are the real ones who speak most; the others are mixed.
    """
    invented = _actors(base, number_of_actors(stances) - len(base.actors), chance)
    heavy = len(base.actors) // 10
    others = base.actors[heavy:] + invented
    chance.shuffle(others)
    outlets = [*base.outlets, *_outlets(base, number_of_outlets(stances), chance)]
    people = People([*base.actors[:heavy], *others], list(base.tenures), outlets)
    states = base.states()
    for number, actor in enumerate(invented):
        if number % _NAMED_IN_ONE == 0:
            people.sources.append(_source(number // _NAMED_IN_ONE + 1))
        people.tenures += _tenures(actor, states, people.sources[-1].id, chance)
    if people.sources:
        people.outlets.append(_REGISTER)
    return people


def _actors(base: Base, count: int, chance: Random) -> list[Actor]:
    minter = Minter(actor.id for actor in base.actors)
    countries = sorted(base.states())
    chance.shuffle(countries)
    weights = [1 / (rank + 3) for rank in range(len(countries))]
    made = []
    for _ in range(max(0, count)):
        (kind,) = chance.choices(_KINDS, _OF_TEN)
        person = kind is ActorKind.PERSON
        name = person_name(chance) if person else body_name(chance, _WORDS[kind])
        made.append(
            Actor(
                id=minter.mint(slug(name)),
                name=name,
                kind=kind,
                country=chance.choices(countries, weights)[0],
                aliases=(name.split()[person],),
            )
        )
    return made


def _outlets(base: Base, count: int, chance: Random) -> Iterator[Outlet]:
    minter = Minter((_REGISTER.id, *(outlet.id for outlet in base.outlets)))
    for _ in range(count - len(base.outlets)):
        name = body_name(chance, "News")
        yield Outlet(minter.mint(slug(name)), name)


def _source(number: int) -> Document:
    mark = hashlib.sha256(str(number).encode()).hexdigest()[:8]
    return Document(
        id=f"undated-{_REGISTER.id}-{mark}",
        url=f"https://register.example/{number}",
        outlet=_REGISTER.id,
        headline=Text(f"Offices and members, page {number}", "en"),
        language="en",
    )


def _tenures(actor: Actor, states: dict[str, str], source: str, chance: Random) -> Iterator[Tenure]:
    """One office without an end, or two that follow each other."""
    if actor.kind is not ActorKind.PERSON or actor.country is None:
        return
    begun = PartialDate.parse(f"20{chance.randrange(10, 22)}-{chance.randrange(1, 13):02}-01")
    turn = f"202{chance.randrange(3, 6)}-0{chance.randrange(1, 10)}"
    changes = chance.random() < 0.3
    terms = [(begun, PartialDate.parse(f"{turn}-14") if changes else None)]
    if changes:
        terms.append((PartialDate.parse(f"{turn}-15"), None))
    offices = chance.sample(_OFFICES, len(terms))
    for (start, end), office in zip(terms, offices, strict=True):
        role = f"{office} of {actor.country}"
        yield Tenure(
            id=tenure_id(actor.id, role, start),
            actor=actor.id,
            role=role,
            organisation=states[actor.country],
            start=start,
            end=end,
            start_precision=StartPrecision.START,
            source=source,
        )
