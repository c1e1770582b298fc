"""Corrections that a reviewer makes before accepting: each asked for, found and confirmed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from kg.errors import UsageError
from kg.model.actors import ActorKind
from kg.model.dates import PartialDate
from kg.model.stances import Polarity
from kg.review.card import about
from kg.review.decision import Decision, meant
from kg.review.desk import Desk
from kg.review.registry import country_code
from kg.review.terminal import Person

Answer = TypeVar("Answer")


class Corrections:
    """The questions behind the keys that change what would be accepted."""

    def __init__(self, desk: Desk, person: Person) -> None:
        self._desk = desk
        self._person = person
        self.steps: dict[str, Callable[[Decision], Decision]] = {
            "h": self._holder,
            "p": self._proposition,
            "l": self._polarity,
            "d": self._date,
            "n": self._alias,
            "w": self._actor,
        }

    def _holder(self, draft: Decision) -> Decision:
        name = self._person.ask("Who holds it? ")
        if not name:
            return draft
        actor = self._desk.registry.find_actor(name)
        return replace(draft, holder=actor.id) if self._person.agrees(about(actor)) else draft

    def _proposition(self, draft: Decision) -> Decision:
        name = self._person.ask("On what? ")
        if not name:
            return draft
        found = self._desk.registry.find_proposition(name)
        agreed = self._person.agrees(f"{found.label}: “{found.sentence}”")
        return replace(draft, proposition=found.id) if agreed else draft

    def _polarity(self, draft: Decision) -> Decision:
        answer = self._person.ask("favours, opposes or mixed? ")
        return replace(draft, polarity=meant(answer, Polarity)) if answer else draft

    def _date(self, draft: Decision) -> Decision:
        answer = self._person.ask("When (YYYY, YYYY-MM, YYYY-MM-DD, or - for not told)? ")
        if answer == "-":
            return replace(draft, said_on=None, undated=True)
        try:
            when = PartialDate.parse(answer) if answer else draft.said_on
        except ValueError as error:
            raise UsageError(str(error)) from None
        return replace(draft, said_on=when, undated=draft.undated and not answer)

    def _alias(self, draft: Decision) -> Decision:
        candidate = self._desk.candidates[draft.candidate]
        unknown = candidate.holder_name
        name = self._person.ask("A name of which actor? ")
        if not name:
            return draft
        actor = self._desk.registry.find_actor(name)
        offered = f" [{unknown}]" if unknown else ""
        alias = self._person.ask(f"Further name of {actor.name}{offered}? ") or unknown
        if not alias or not self._person.agrees(f"{about(actor)} is also called {alias!r}"):
            return draft
        self._desk.registry.add_alias(actor, alias)
        self._person.tell(f"seeds: actor:{actor.id} is also called {alias!r}")
        return replace(draft, holder=actor.id) if unknown else draft

    def _actor(self, draft: Decision) -> Decision:
        unknown = self._desk.candidates[draft.candidate].holder_name
        if unknown is None:
            raise UsageError("the holder is an actor already: h names another one")
        registry = self._desk.registry
        name = self._until(f"Name [{unknown}]? ", lambda told: registry.new_name(told or unknown))
        kind = self._until(
            "person, party, state or organisation [person]? ",
            lambda told: meant(told or "person", ActorKind),
        )
        country = self._until("Country (two capital letters, EU, or nothing)? ", country_code)
        if not self._person.agrees(f"{name}, {kind}, {country or 'no country'}"):
            return draft
        actor = registry.add_actor(name, kind, country)
        self._person.tell(f"seeds: actor:{actor.id} entered")
        return replace(draft, holder=actor.id)

    def _until(self, question: str, read: Callable[[str], Answer]) -> Answer:
        """The first answer that can be used; what is wrong with the others is told at once."""
        while True:
            try:
                return read(self._person.ask(question))
            except UsageError as error:
                self._person.tell(str(error))
