"""Who may be named in a text: every way to call an actor on one day, as a tree of words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from kg.extract.lexicon import Lexicon
from kg.extract.segment import level
from kg.model.actors import Actor, ActorKind, StartPrecision, Tenure

WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Naming:
    """One way to call an actor; actor is None for somebody outside the registry."""

    actor: str | None
    form: str
    rule: str


@dataclass(slots=True)
class _Node:
    """The words that may follow, and what the words so far name."""

    after: dict[str, _Node] = field(default_factory=dict)
    naming: Naming | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Roster:
    """The actors of a registry on one day."""

    actors: dict[str, Actor]
    offices: dict[str, frozenset[str]]
    bearers: dict[tuple[str, str], str]
    nouns: dict[str, str]
    genders: dict[str, str]
    tree: _Node

    provisional: frozenset[str] = frozenset()

    def with_provisional(self, strangers: Iterable[Actor], lexicon: Lexicon) -> Roster:
        """The same roster with persons of one text in it whom the registry does not know."""
        added = {actor.id: actor for actor in strangers}
        if not added:
            return self
        return replace(
            self,
            actors={**self.actors, **added},
            genders={**self.genders, **_genders(added.values(), lexicon)},
            provisional=self.provisional | added.keys(),
        )

    def is_person(self, actor: str | None) -> bool:
        """Whether it is a person of the registry."""
        known = self.actors.get(actor or "")
        return known is not None and known.kind is ActorKind.PERSON

    def country(self, actor: str | None) -> str | None:
        """The country code of an actor, None where it has none."""
        known = self.actors.get(actor or "")
        return known.country if known else None


def words_of(text: str) -> tuple[str, ...]:
    """The words by which names are compared: plain letters, lower case."""
    return tuple(found[0].lower() for found in WORD.finditer(level(text)))


@lru_cache(maxsize=8)
def roster(
    actors: tuple[Actor, ...], tenures: tuple[Tenure, ...], day: date, lexicon: Lexicon
) -> Roster:
    """The roster of a day, offices given to those who bore them then."""
    groups = {actor.id: actor for actor in _unregistered(lexicon, actors)}
    by_id = {**groups, **{actor.id: actor for actor in actors}}
    tree = _Node()
    held = _held(tenures, by_id, day, lexicon)
    for naming, phrase in (
        *_groups(lexicon, by_id),
        *_governments(actors, lexicon),
        *_office_names(held, by_id, lexicon),
        *_surnames(actors, lexicon),
        *_names(actors),
    ):
        _plant(tree, words_of(phrase), naming)
    offices: dict[str, set[str]] = {}
    bearers: dict[tuple[str, str], str] = {}
    for office, tenure in held:
        offices.setdefault(tenure.actor, set()).add(office)
        country = _country(tenure, by_id)
        if country:
            bearers.setdefault((country, office), tenure.actor)
    nouns = {
        noun.lower(): office.id
        for office in lexicon.offices
        for noun in office.nouns
        if not noun.startswith("=")
    }
    return Roster(
        by_id,
        {actor: frozenset(names) for actor, names in offices.items()},
        bearers,
        nouns,
        _genders(actors, lexicon),
        tree,
        frozenset(groups),
    )


def _unregistered(lexicon: Lexicon, actors: Iterable[Actor]) -> Iterator[Actor]:
    """The groups that hold stances together and are in no registry, like the Baltic states."""
    known = {actor.id for actor in actors}
    for phrase, group in lexicon.groups.items():
        if group not in known and group in lexicon.words["groups"]:
            known.add(group)
            yield Actor(group, phrase.removeprefix("the "), ActorKind.ORGANISATION, "EU")


def _plant(tree: _Node, words: Sequence[str], naming: Naming) -> None:
    node = tree
    for word in words:
        node = node.after.setdefault(word, _Node())
    if words and (node.naming is None or naming.form != "surname"):
        node.naming = naming


def _held(
    tenures: Iterable[Tenure], actors: dict[str, Actor], day: date, lexicon: Lexicon
) -> list[tuple[str, Tenure]]:
    """Offices borne that day; a sure beginning goes before one that was only seen later."""
    held: list[tuple[str, Tenure]] = []
    for tenure in tenures:
        ended = tenure.end is not None and tenure.end.latest < day
        vague = tenure.start_precision is not StartPrecision.START and not ended
        if tenure.actor in actors and (tenure.covers(day) or vague):
            held.extend(
                (office.id, tenure) for office in lexicon.offices if office.role.match(tenure.role)
            )
    return sorted(held, key=lambda pair: (not pair[1].covers(day), _latest_first(pair[1])))


def _country(tenure: Tenure, actors: dict[str, Actor]) -> str | None:
    """The country of an office of a state, None for the office of another body."""
    body = actors.get(tenure.organisation)
    return body.country if body and body.kind is ActorKind.STATE else None


def _latest_first(tenure: Tenure) -> int:
    return -tenure.start.earliest.toordinal() if tenure.start else 0


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
        _, *surnames = actor.name.split()
        naming = Naming(actor.id, "surname", "holder-surname")
        if len(surnames) > 1 and surnames[0].lower() in lexicon.words["particles"]:
            yield naming, " ".join(surnames)
        for alias in (actor.name.split()[-1], *spellings):
            if len(words_of(alias)) == 1 and len(alias) > 3:
                yield naming, alias


def _governments(actors: Iterable[Actor], lexicon: Lexicon) -> Iterator[tuple[Naming, str]]:
    for actor in actors:
        country = lexicon.countries.get(actor.country or "")
        if actor.kind is ActorKind.STATE and country:
            naming = Naming(actor.id, "body", "holder-government")
            for adjective in country.adjectives:
                for noun in ("government", "cabinet", "authorities", "foreign ministry"):
                    yield naming, f"{adjective} {noun}"
            yield naming, f"{actor.name}'s government"
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
        country = lexicon.countries.get(_country(tenure, actors) or "")
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
        for phrase in phrases:
            if phrase.lower() not in seen:
                seen.add(phrase.lower())
                yield naming, phrase


def _genders(actors: Iterable[Actor], lexicon: Lexicon) -> dict[str, str]:
    """The grammatical gender of the persons whose given name leaves no doubt."""
    genders = {}
    for actor in actors:
        first = level(actor.name).lower().split()
        if actor.kind is ActorKind.PERSON and first and first[0] in lexicon.genders:
            genders[actor.id] = lexicon.genders[first[0]]
    return genders
