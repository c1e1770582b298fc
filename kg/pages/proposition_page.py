"""The page of a proposition: the last positions on record, by country, and the statements."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pyoxigraph import NamedNode

from kg.model.propositions import Proposition, Theme
from kg.model.stances import Polarity, Stance
from kg.pages.actor_page import position_record
from kg.pages.course import MOST, Axis, Course, courses, newest
from kg.pages.linked import Linked, linked_proposition
from kg.pages.published import Published
from kg.pages.sayings import POLARITY_ORDER, Saying
from kg.pages.sheets import record
from kg.pages.thing import Thing
from kg.rdf.terms import ST, mint
from kg.views.card import MARKS


@dataclass(frozen=True, slots=True)
class Camp:
    """Those whose last position is on one side, those that spoke last first.

    ``total`` is all of them; of these ``several`` have differing stances of overlapping dates.
    """

    polarity: Polarity
    mark: str
    words: str
    courses: tuple[Course, ...]
    total: int
    several: int


@dataclass(frozen=True, slots=True)
class CountryRow:
    """The last positions of one country; without a code those of no country."""

    code: str
    name: str
    camps: dict[Polarity, list[Course]] = field(default_factory=lambda: defaultdict(list))


class PropositionPage(Thing):
    """A sentence that one favours or opposes."""

    template = "proposition.html"
    with_feed = True

    def __init__(self, published: Published, proposition: Proposition) -> None:
        super().__init__(published, f"proposition/{proposition.id}", proposition.label)
        self.proposition = proposition

    @cached_property
    def own(self) -> list[Saying]:
        """The stances on it, in time."""
        return self.sayings_of.of(self.published.those(Stance, ST.proposition, self.node))

    def sayings(self) -> list[Saying]:
        """The stances on it, in time."""
        return self.own

    def told(self) -> dict[str, Any]:
        """The camps, the countries, the changes and the stances."""
        everyone = courses(self.own)
        found, proposition = newest(everyone), self.proposition
        counted = Counter(one.polarity for one in everyone)
        several = sum(1 for one in everyone if one.several)
        return {
            "proposition": proposition,
            "theme": self.published.themes.get(proposition.theme),
            "camps": [self._camp(one, found, counted[one], several) for one in POLARITY_ORDER],
            "courses": sorted(found, key=lambda one: (one.actor.name, one.actor.id)),
            "countries": self._countries(found),
            "sides": POLARITY_ORDER,
            "words": {one: self._side(one) for one in POLARITY_ORDER},
            "marks": MARKS,
            "axis": Axis.of(self.own, self.published.last_day),
            "last_day": self.published.last_day,
            "left": self.published.left_office,
            "changes": [one for one in reversed(self.own) if one.turned_from][:MOST],
            "sayings": self.own,
            "most": MOST // 5,
            "undated": [one for one in self.own if one.dated is None],
        }

    def record(self) -> dict[str, Any]:
        """The proposition with the last positions on it and all stances."""
        return record(self.published, self.proposition) | {
            "positions": [position_record(one) for one in courses(self.own)],
            "stances": self.stance_records(),
        }

    def linked(self) -> Linked:
        """A DefinedTerm."""
        return linked_proposition(self.proposition)

    def nodes(self) -> Iterator[NamedNode]:
        """The proposition, and the stances on it with their evidence."""
        yield self.node
        yield from self.parts_of(self.own)

    def _camp(self, polarity: Polarity, found: Iterable[Course], total: int, several: int) -> Camp:
        camp = tuple(one for one in found if one.polarity is polarity)
        overlapping = several if polarity is Polarity.MIXED else 0
        return Camp(polarity, MARKS[polarity], self._side(polarity), camp, total, overlapping)

    def _side(self, polarity: Polarity) -> str:
        """The words of a side: to be mixed has two grounds, which are told beside the number."""
        return "mixed" if polarity is Polarity.MIXED else self.proposition.verb(polarity)

    def _countries(self, found: Iterable[Course]) -> list[CountryRow]:
        rows: dict[str, CountryRow] = {}
        for course in found:
            code = course.actor.country or ""
            name = self.published.countries.get(code, "no country")
            rows.setdefault(code, CountryRow(code, name)).camps[course.polarity].append(course)
        return sorted(rows.values(), key=lambda row: (row.code == "", row.name))


class ThemePage(Thing):
    """A group of propositions."""

    template = "theme.html"
    with_stances = False

    def __init__(self, published: Published, theme: Theme) -> None:
        super().__init__(published, f"theme/{theme.id}", theme.label)
        self.theme = theme

    @property
    def propositions(self) -> list[Proposition]:
        """Those of the theme, by what they are called."""
        known = self.published.propositions.values()
        return sorted((p for p in known if p.theme == self.theme.id), key=lambda p: p.label)

    def told(self) -> dict[str, Any]:
        """Its propositions."""
        return {"propositions": self.propositions}

    def record(self) -> dict[str, Any]:
        """The theme with its propositions."""
        return record(self.published, self.theme) | {
            "propositions": [record(self.published, one) for one in self.propositions]
        }

    def nodes(self) -> Iterator[NamedNode]:
        """The theme and its propositions."""
        yield self.node
        yield from (mint("proposition", one.id) for one in self.propositions)
