"""The first page: what this is, the ways in, what is new, what is contested."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import islice

from kg.model.actors import Actor
from kg.model.propositions import Proposition
from kg.pages.gathered import Gathered, Sides
from kg.pages.quoted import first, sayings_of, turns_of
from kg.pages.register import rows_json
from kg.pages.rendering import draw
from kg.queries.table import Value

_STANCES = 8
_CHANGES = 4
_CONTESTED = 8
_SPEAKERS = 12
HITS = 5
"""How many hits of one kind the field on the page lists."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How much there is: ``days`` counts all days from the first to the last one of a stance."""

    actors: int
    holders: int
    propositions: int
    stances: int
    documents: int
    changes: int
    days: int
    since: str
    until: str


def figures(gathered: Gathered) -> Figures:
    """How much the published graph holds."""
    since, until = gathered.span or ("", "")
    days = (date.fromisoformat(until) - date.fromisoformat(since)).days + 1 if until else 0
    return Figures(
        actors=len(gathered.published.actors),
        holders=len(gathered.of_holder),
        propositions=len(gathered.published.propositions),
        stances=len(gathered.stances),
        documents=len(gathered.documents),
        changes=len(gathered.shifts),
        days=days,
        since=since,
        until=until,
    )


class HomePage:
    """The page that opens first; as JSON it is the figures alone."""

    path = "index"
    title = "Home"
    forms: tuple[str, ...] = ("html", "json")

    def __init__(self, gathered: Gathered) -> None:
        self._gathered = gathered

    def render(self, form: str, *, live: bool) -> bytes:
        """The page in one of its forms; raises KeyError for another."""
        if form == "json":
            return rows_json(self.title, self.path, [self._figures()])
        if form != "html":
            raise KeyError(form)
        published, gathered = self._gathered.published, self._gathered
        stances = sayings_of(published, (one.id for one in gathered.stances[:_STANCES]))
        turns = turns_of(published, gathered.shifts[:_CHANGES])
        return draw(
            "home.html",
            self.path,
            live=live,
            page=self,
            figures=figures(gathered),
            stances=[(one, first(one)) for one in stances],
            changes=[
                (one, ((one.before, first(one.before)), (one.after, first(one.after))))
                for one in turns
            ],
            contested=self._contested(),
            speakers=self._speakers(),
            hits=HITS,
        )

    def _figures(self) -> dict[str, Value]:
        told = figures(self._gathered)
        return {name: getattr(told, name) for name in Figures.__slots__}

    def _contested(self) -> list[tuple[Proposition, Sides]]:
        known, sides = self._gathered.published.propositions, self._gathered.sides
        ordered = sorted(
            (one for one in sides if one in known and sides[one].contested),
            key=lambda one: (-sides[one].contested, -sides[one].total, known[one].label, one),
        )
        return [(known[one], sides[one]) for one in ordered[:_CONTESTED]]

    def _speakers(self) -> list[tuple[Actor, int]]:
        """Those with the most stances."""
        known, held = self._gathered.published.actors, self._gathered.of_holder
        ordered = sorted(
            (one for one in held if one in known),
            key=lambda one: (-len(held[one]), known[one].name, one),
        )
        return [(known[one], len(held[one])) for one in islice(ordered, _SPEAKERS)]
