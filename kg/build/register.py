"""What is known before a document is read: actors, codebook, events, outlets, decisions."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from pyoxigraph import Triple

from kg.model.actors import Actor, Event, Tenure
from kg.model.decisions import deciding
from kg.model.documents import Outlet
from kg.model.propositions import Proposition, Theme
from kg.model.searches import Search
from kg.model.stances import Candidate, Polarity, Review, Stance, Verdict
from kg.rdf.codec import Gathered
from kg.rdf.terms import CODEBOOK

_VERBS = {
    Polarity.FAVOURS: "favours",
    Polarity.OPPOSES: "opposes",
    Polarity.MIXED: "is mixed on",
}


class Known(Protocol):
    """What must be known of whom and what stances speak of, so that they can be told."""

    @property
    def names(self) -> Mapping[str, str]:
        """The name of each actor, by id."""

    @property
    def countries(self) -> Mapping[str, str]:
        """The country of each actor that has one, by id."""

    @property
    def titles(self) -> Mapping[str, str]:
        """The label of each proposition, by id."""

    @property
    def publishers(self) -> Mapping[str, str]:
        """The name of each outlet, by id."""

    @property
    def happened(self) -> Container[str]:
        """The events, as ``event/ID``."""

    @property
    def decided(self) -> Mapping[str, Review]:
        """The decision that counts for each candidate or stance, by ``space/ID``."""

    @property
    def refused(self) -> Container[str]:
        """The ids of the curated stances that a person refused."""

    def words(self, stance: Stance | Candidate) -> str:
        """A stance in a line: who, how, what and when."""


@dataclass(frozen=True)
class Register:
    """Whom and what the stances of a graph speak of, and what persons decided on them."""

    actors: list[Actor]
    tenures: list[Tenure]
    events: list[Event]
    outlets: list[Outlet]
    themes: list[Theme]
    propositions: list[Proposition]
    searches: list[Search]
    reviews: list[Review]
    codebook: list[Triple]

    @classmethod
    def of(cls, triples: Iterable[Triple]) -> Register:
        """What some triples tell of it; raises ValueError where a record is not whole."""
        known = list(triples)
        gathered = Gathered(known)
        return cls(
            gathered.records(Actor),
            gathered.records(Tenure),
            gathered.records(Event),
            gathered.records(Outlet),
            gathered.records(Theme),
            gathered.records(Proposition),
            gathered.records(Search),
            gathered.records(Review),
            [triple for triple in known if triple.subject == CODEBOOK],
        )

    @cached_property
    def names(self) -> dict[str, str]:
        """The name of each actor, by id."""
        return {actor.id: actor.name for actor in self.actors}

    @cached_property
    def countries(self) -> dict[str, str]:
        """The country of each actor that has one, by id."""
        return {actor.id: actor.country for actor in self.actors if actor.country}

    @cached_property
    def titles(self) -> dict[str, str]:
        """The label of each proposition, by id."""
        return {item.id: item.label for item in self.propositions}

    @cached_property
    def publishers(self) -> dict[str, str]:
        """The name of each outlet, by id."""
        return {outlet.id: outlet.name for outlet in self.outlets}

    @cached_property
    def happened(self) -> frozenset[str]:
        """The events, as ``event/ID``."""
        return frozenset(f"event/{event.id}" for event in self.events)

    @cached_property
    def decided(self) -> dict[str, Review]:
        """The decision that counts for each candidate or stance, by ``space/ID``."""
        return deciding(self.reviews)

    @cached_property
    def reviewed(self) -> frozenset[str]:
        """Whatever a decision was ever taken on, also one that was withdrawn, by ``space/ID``."""
        return frozenset(review.subject for review in self.reviews)

    @cached_property
    def refused(self) -> frozenset[str]:
        """The ids of the curated stances that a person refused."""
        return frozenset(
            subject.removeprefix("stance/")
            for subject, review in self.decided.items()
            if review.verdict is Verdict.REFUSE and subject.startswith("stance/")
        )

    def words(self, stance: Stance | Candidate) -> str:
        """A stance in a line: who, how, what and when."""
        return in_words(stance, self.names, self.titles)

    @property
    def records(self) -> tuple[Any, ...]:
        """Everything that is registered, but for the decisions."""
        return (
            *self.actors,
            *self.tenures,
            *self.events,
            *self.outlets,
            *self.themes,
            *self.propositions,
            *self.searches,
        )


def in_words(
    stance: Stance | Candidate, names: Mapping[str, str], titles: Mapping[str, str]
) -> str:
    """A stance in a line, by the names of actors and the labels of propositions."""
    told = stance.holder_name if isinstance(stance, Candidate) else None
    holder = told or names.get(stance.holder, stance.holder)
    title = titles.get(stance.proposition, stance.proposition)
    return f"{holder} {_VERBS[stance.polarity]}: {title} ({stance.said_on or 'undated'})"
