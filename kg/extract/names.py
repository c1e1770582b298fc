"""Every way to call an actor: names, surnames, offices, governments, groups."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.extract.lexicon import Lexicon
from kg.extract.segment import level
from kg.model.actors import Actor, ActorKind, Tenure

WORD = re.compile(r"[^\W_]+")
_SPELT = {
    "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ħ": "h", "ŋ": "n", "ŧ": "t", "ə": "a",
}  # fmt: skip
"""Latin letters, in lower case, that are no other letter with a mark."""
_STATE_BODIES = (
    "government",
    "cabinet",
    "authorities",
    "foreign ministry",
    "defence ministry",
    "defense ministry",
    "navy",
    "coast guard",
    "coastguard",
    "customs",
    "border guard",
    "armed forces",
    "commandos",
    "police",
    "delegation",
)


@dataclass(frozen=True, slots=True)
class Naming:
    """One way to call an actor; actor is None for somebody outside the registry."""

    actor: str | None
    form: str
    rule: str


@lru_cache(maxsize=2**16)
def words_of(text: str) -> tuple[str, ...]:
    """The words by which names are compared: plain letters, lower case."""
    return tuple(found[0].lower() for found in WORD.finditer(level(text)))


def provisional_id(name: str) -> str:
    """The id of somebody whom only a text knows, in ASCII; other alphabets' letters as numbers."""
    spelt = (
        "".join(c if c.isascii() else _SPELT.get(c, f"{ord(c):x}") for c in word)
        for word in words_of(name)
    )
    return "-".join(spelt)


def find_names(
    actors: Iterable[Actor], held: list[tuple[str, Tenure]], lexicon: Lexicon
) -> Iterator[tuple[Naming, str]]:
    """What actors are called, the surest ways last; ``held`` are the offices of the day."""
    by_id = {actor.id: actor for actor in actors}
    yield from _groups(lexicon, by_id)
    yield from _governments(by_id.values(), lexicon)
    yield from _office_names(held, by_id, lexicon)
    yield from _surnames(by_id.values(), lexicon)
    yield from _names(by_id.values())


def country_of(tenure: Tenure, actors: dict[str, Actor]) -> str | None:
    """The country of an office of a state, None for the office of another body."""
    body = actors.get(tenure.organisation)
    return body.country if body and body.kind is ActorKind.STATE else None


def _names(actors: Iterable[Actor]) -> Iterator[tuple[Naming, str]]:
    for actor in actors:
        form = "name" if actor.kind is ActorKind.PERSON else "body"
        for alias in (actor.name, *actor.aliases):
            words = words_of(alias)
            if actor.kind is ActorKind.PERSON and (len(words) == 1 or alias[:4] == "the "):
                continue
            yield Naming(actor.id, form, f"holder-{form}"), alias.removeprefix("the ")


def _surnames(actors: Iterable[Actor], lexicon: Lexicon) -> Iterator[tuple[Naming, str]]:
    for actor in actors:
        if actor.kind is not ActorKind.PERSON:
            continue
        spellings = [alias for alias in actor.aliases if alias[:4] != "the "]
        words = actor.name.split()
        surnames = words[1:]
        naming = Naming(actor.id, "surname", "holder-surname")
        if len(surnames) > 1 and surnames[0].lower() in lexicon.words["particles"]:
            yield naming, " ".join(surnames)
        for alias in (*words[-1:], *spellings):
            if len(words_of(alias)) == 1 and len(alias) > 3:
                yield naming, alias


def _governments(actors: Iterable[Actor], lexicon: Lexicon) -> Iterator[tuple[Naming, str]]:
    for actor in actors:
        country = lexicon.countries.get(actor.country or "")
        if actor.kind is ActorKind.STATE and country:
            naming = Naming(actor.id, "body", "holder-government")
            for adjective in country.adjectives:
                for noun in _STATE_BODIES:
                    yield naming, f"{adjective} {noun}"
            yield from ((naming, f"{actor.name}'s {noun}") for noun in _STATE_BODIES)
            yield from ((naming, f"government in {alias}") for alias in actor.aliases[:1])


def _groups(lexicon: Lexicon, actors: dict[str, Actor]) -> Iterator[tuple[Naming, str]]:
    for phrase, actor in lexicon.groups.items():
        naming = Naming(actor if actor in actors else None, "body", "holder-group")
        bare = phrase.removeprefix("the ")
        yield naming, bare if bare[0].isupper() else phrase


def _office_names(
    held: list[tuple[str, Tenure]], actors: dict[str, Actor], lexicon: Lexicon
) -> Iterator[tuple[Naming, str]]:
    """Phrases like 'the French president'; the first bearer listed keeps a phrase."""
    offices = {office.id: office for office in lexicon.offices}
    seen: set[str] = set()
    for office, tenure in held:
        state = actors.get(tenure.organisation)
        country = lexicon.countries.get(country_of(tenure, actors) or "")
        naming = Naming(tenure.actor, "office", f"holder-office-{office}")
        phrases = [noun[1:] for noun in offices[office].nouns if noun.startswith("=")]
        if country and state:
            nouns = [noun for noun in offices[office].nouns if not noun.startswith("=")]
            if country.leads == office:
                nouns.append("leader")
                phrases.extend(country.leader)
            for noun in nouns:
                phrases.extend(f"{adjective} {noun}" for adjective in country.adjectives)
                phrases.extend((f"{state.name}'s {noun}", f"{noun} of {state.name}"))
                phrases.extend(f"{alias}'s {noun}" for alias in state.aliases[:2])
            if office in ("government", "president"):
                yield from _led_by(actors[tenure.actor], state)
        for phrase in phrases:
            if phrase.lower() not in seen:
                seen.add(phrase.lower())
                yield naming, phrase


def _led_by(leader: Actor, state: Actor) -> Iterator[tuple[Naming, str]]:
    """The government of a state by who leads it: 'the Examplova government'."""
    naming = Naming(state.id, "body", "holder-government")
    for noun in ("government", "cabinet", "administration"):
        for name in (leader.name, leader.name.split()[-1]):
            yield naming, f"{name}'s {noun}"
            yield naming, f"{name} {noun}"
        yield naming, f"{noun} of {leader.name}"
