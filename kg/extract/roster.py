"""Who may be named in a text: every way to call an actor on one day, as a tree of words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from kg.extract.lexicon import Lexicon
from kg.extract.names import Naming, country_of, find_names, words_of
from kg.extract.segment import level
from kg.model.actors import Actor, ActorKind, StartPrecision, Tenure
from kg.model.dates import PartialDate


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


def day_of_offices(published: PartialDate | None, tenures: Iterable[Tenure]) -> date:
    """The first day that a text may be of; where none is known, that of the last tenure begun."""
    if published is not None:
        return published.earliest
    begun = (tenure.start.earliest for tenure in tenures if tenure.start)
    return max(begun, default=date.min)


def roster(
    actors: tuple[Actor, ...], tenures: tuple[Tenure, ...], day: date, lexicon: Lexicon
) -> Roster:
    """The roster of a day, offices given to those who bore them then."""
    return _of_registry(_Registry(actors, tenures), day, lexicon)


class _Registry:
    """Actors and tenures as one key: equal where they are the same objects.

    To compare thousands of them by what they hold takes longer than to read a short text.
    """

    def __init__(self, actors: tuple[Actor, ...], tenures: tuple[Tenure, ...]) -> None:
        self.actors = actors
        self.tenures = tenures

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Registry):
            return NotImplemented
        return self.actors is other.actors and self.tenures is other.tenures

    def __hash__(self) -> int:
        return hash((id(self.actors), id(self.tenures)))


@lru_cache(maxsize=64)
def _of_registry(registry: _Registry, day: date, lexicon: Lexicon) -> Roster:
    return _roster(registry.actors, _borne(registry.tenures, day), lexicon)


@lru_cache(maxsize=2**12)
def _borne(tenures: tuple[Tenure, ...], day: date) -> tuple[tuple[Tenure, bool], ...]:
    """The tenures that may cover a day, and whether they are known to; those of many days."""
    return tuple(
        (tenure, tenure.covers(day))
        for tenure in tenures
        if tenure.covers(day) or _is_vague(tenure, day)
    )


def _is_vague(tenure: Tenure, day: date) -> bool:
    """Whether an office was only seen later and may have been borne already."""
    ended = tenure.end is not None and tenure.end.latest < day
    return tenure.start_precision is not StartPrecision.START and not ended


@lru_cache(maxsize=64)
def _roster(
    actors: tuple[Actor, ...], borne: tuple[tuple[Tenure, bool], ...], lexicon: Lexicon
) -> Roster:
    groups = {actor.id: actor for actor in _unregistered(lexicon, actors)}
    by_id = {**groups, **{actor.id: actor for actor in actors}}
    tree = _Node()
    held = _held(borne, by_id, lexicon)
    for naming, phrase in find_names(by_id.values(), held, lexicon):
        _plant(tree, words_of(phrase), naming)
    offices: dict[str, set[str]] = {}
    bearers: dict[tuple[str, str], str] = {}
    for office, tenure in held:
        offices.setdefault(tenure.actor, set()).add(office)
        country = country_of(tenure, by_id)
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
    borne: Iterable[tuple[Tenure, bool]], actors: dict[str, Actor], lexicon: Lexicon
) -> list[tuple[str, Tenure]]:
    """Offices borne; a sure beginning goes before one that was only seen later."""
    held: list[tuple[bool, int, str, Tenure]] = []
    for tenure, sure in borne:
        if tenure.actor in actors:
            held.extend(
                (not sure, _latest_first(tenure), office.id, tenure)
                for office in lexicon.offices
                if office.role.match(tenure.role)
            )
    return [(office, tenure) for _, _, office, tenure in sorted(held, key=lambda one: one[:2])]


def _latest_first(tenure: Tenure) -> int:
    return -tenure.start.earliest.toordinal() if tenure.start else 0


def _genders(actors: Iterable[Actor], lexicon: Lexicon) -> dict[str, str]:
    """The grammatical gender of the persons whose given name leaves no doubt."""
    genders = {}
    for actor in actors:
        first = level(actor.name).lower().split()
        if actor.kind is ActorKind.PERSON and first and first[0] in lexicon.genders:
            genders[actor.id] = lexicon.genders[first[0]]
    return genders
