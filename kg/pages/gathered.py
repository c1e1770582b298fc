"""What is told of all things at once: who holds what since when, counted in a few passes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kg.model.stances import Polarity, Shift
from kg.pages.published import Published
from kg.rdf.forms import POLARITY
from kg.rdf.positions import SHORTCUTS
from kg.rdf.terms import PREFIXES, SCHEMA, ST
from kg.store.records import links, load, pairs

_POLARITIES = {node.value: polarity for polarity, node in POLARITY.items()}


@dataclass(frozen=True, slots=True)
class Uttered:
    """A stance in short; ``day`` is the last one that it may be of, empty where none is known."""

    day: str
    id: str
    holder: str
    proposition: str
    polarity: Polarity


@dataclass(frozen=True, slots=True)
class Sides:
    """How many actors stand on each side of a proposition by their latest position."""

    favours: int = 0
    mixed: int = 0
    opposes: int = 0

    @property
    def contested(self) -> int:
        """The size of the smaller camp, as the query ``most-contested`` has it."""
        return min(self.favours, self.opposes)

    @property
    def total(self) -> int:
        """How many actors have a position."""
        return self.favours + self.mixed + self.opposes


class Gathered:
    """Everything of one kind in the published graph, each read in one pass on first use."""

    def __init__(self, published: Published) -> None:
        self.published = published

    @cached_property
    def stances(self) -> tuple[Uttered, ...]:
        """Every stance, the newest first; of one day by id."""
        store = self.published.store
        day = dict(pairs(store, ST.latest, "stance"))
        proposition = dict(links(store, ST.proposition, "stance", "proposition"))
        sign = {
            subject: _POLARITIES[value]
            for subject, value in pairs(store, ST.polarity, "stance")
            if value in _POLARITIES
        }
        found = (
            Uttered(day.get(one, ""), one, holder, proposition[one], sign[one])
            for one, holder in dict(links(store, ST.holder, "stance", "actor")).items()
            if one in proposition and one in sign
        )
        by_id = sorted(found, key=lambda stance: stance.id)
        return tuple(sorted(by_id, key=lambda stance: stance.day, reverse=True))

    @cached_property
    def of_holder(self) -> dict[str, list[Uttered]]:
        """The stances of each actor that holds one, the newest first."""
        return _grouped((stance.holder, stance) for stance in self.stances)

    @cached_property
    def on_proposition(self) -> dict[str, list[Uttered]]:
        """The stances on each proposition on which there is one, the newest first."""
        return _grouped((stance.proposition, stance) for stance in self.stances)

    @cached_property
    def of_country(self) -> dict[str, list[Uttered]]:
        """The stances of the actors of each country, by its code, the newest first."""
        actors = self.published.actors
        codes = ((actors[one.holder].country, one) for one in self.stances if one.holder in actors)
        return _grouped((code, stance) for code, stance in codes if code)

    @cached_property
    def sides(self) -> dict[str, Sides]:
        """The camps on each proposition; who stands on several sides at once counts as mixed."""
        held: dict[tuple[str, str], set[Polarity]] = defaultdict(set)
        for polarity, predicate in SHORTCUTS.items():
            for actor, value in pairs(self.published.store, predicate, "actor"):
                held[value, actor].add(polarity)
        start = PREFIXES["proposition"]
        camps: dict[str, Counter[str]] = defaultdict(Counter)
        for (proposition, _), found in held.items():
            side = found.pop() if len(found) == 1 else Polarity.MIXED
            camps[proposition.removeprefix(start)][side.value] += 1
        return {one: Sides(**counts) for one, counts in camps.items()}

    @cached_property
    def shifts(self) -> tuple[Shift, ...]:
        """Every change of position, the newest first; of one day by id."""
        found = load(self.published.store, Shift)
        return tuple(sorted(found, key=lambda shift: shift.changed_by, reverse=True))

    @cached_property
    def documents(self) -> tuple[tuple[str, str], ...]:
        """The last day that each document may be of and its id, the newest first.

        The day is empty where no date is known; those come last.
        """
        store = self.published.store
        day = dict(pairs(store, ST.latest, "document"))
        known = sorted(dict(links(store, SCHEMA.publisher, "document", "outlet")))
        return tuple(sorted(((day.get(one, ""), one) for one in known), reverse=True))

    @cached_property
    def shown_in(self) -> Counter[str]:
        """How many pieces of evidence each document holds."""
        store = self.published.store
        return Counter(dict(links(store, ST.document, "evidence", "document")).values())

    @cached_property
    def printed_by(self) -> Counter[str]:
        """How many documents each outlet published, or wrote for others."""
        store = self.published.store
        found: Counter[str] = Counter()
        for predicate in (SCHEMA.publisher, ST.agency):
            found.update(dict(links(store, predicate, "document", "outlet")).values())
        return found

    @cached_property
    def reactions(self) -> Counter[str]:
        """How many stances react to each event."""
        reacting = links(self.published.store, ST.reactsTo, "stance", "event")
        return Counter(dict(reacting).values())

    @property
    def span(self) -> tuple[str, str] | None:
        """The first and the last of the days of stances, or None where there is none."""
        days = [stance.day for stance in self.stances if stance.day]
        return (days[-1], days[0]) if days else None


def _grouped(told: Iterator[tuple[str, Uttered]]) -> dict[str, list[Uttered]]:
    groups: dict[str, list[Uttered]] = defaultdict(list)
    for key, stance in told:
        groups[key].append(stance)
    return dict(groups)
