"""What the network of a window shows: its ties with their days, and who said how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from kg.analysis.counting.pooling import Unit
from kg.analysis.network.method import Kind, Method
from kg.analysis.network.networks import POLARITIES, counted, incidence
from kg.analysis.network.series import Slice
from kg.analysis.network.ties import values_at
from kg.colours import COLOURS
from kg.exports.node_attributes import proposition_node
from kg.exports.plain_values import line, rounded, used_once
from kg.exports.tie_days import tie_days
from kg.model.stances import Polarity

Subject = tuple[bool, str]
"""Whether it is a proposition, and the id."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A tie; ``counts`` are the statements against, mixed and for of an affiliation's tie.

    ``weight`` has its sign. ``shared`` is on how many propositions it rests (see Network), in an
    affiliation network on how many statements.
    """

    weight: float
    shared: int
    first: date
    last: date
    counts: tuple[int, int, int] | None

    @property
    def side(self) -> int:
        """More statements for than against, 1, or fewer, -1; of other ties the weight's sign."""
        less = self.weight if self.counts is None else self.counts[2] - self.counts[0]
        return (less > 0) - (less < 0)


def subjects(part: Slice) -> dict[Subject, Unit]:
    """The rows and columns of a network."""
    network = part.network
    rows = {(network.method.across, unit.id): unit for unit in network.rows}
    if not network.is_two_mode:
        return rows
    return rows | {(True, unit.id): unit for unit in network.columns}


def node_ids(slices: Sequence[Slice]) -> dict[Subject, str]:
    """The ids of the nodes for all that these networks tie: units by id, then propositions."""
    found = sorted({subject for part in slices for subject in subjects(part)})
    names = (proposition_node(line(name)) if about else line(name) for about, name in found)
    return dict(zip(found, used_once(names), strict=True))


def said(part: Slice) -> dict[Subject, tuple[int, date]]:
    """How many statements each unit made and how many were made on each proposition, since when."""
    told, _ = counted(part.statements, part.network.method)
    found: dict[Subject, tuple[int, date]] = {}
    for is_proposition, units, place in (
        (False, told.units, told.unit),
        (True, told.propositions, told.proposition),
    ):
        # Statements stand in time: the first of each is its earliest.
        spoken, first, count = np.unique(place, return_index=True, return_counts=True)
        days = told.day[first].astype(object).tolist()
        for number, times, day in zip(spoken.tolist(), count.tolist(), days, strict=True):
            found[is_proposition, units[number].id] = times, day
    return found


def ties(part: Slice) -> dict[tuple[Subject, Subject], Shown]:
    """The ties of a network by what they tie; one whose weight rounds to 0 is none."""
    network = part.network
    found = [(row, column, rounded(weight)) for row, column, weight in network.ties()]
    found = [tie for tie in found if tie[2]]
    if not found:
        return {}
    pairs = [(row, column) for row, column, _ in found]
    days = tie_days(network, part.statements, pairs)
    first, last = (some.astype(object).tolist() for some in days)
    counts = _counts(part, pairs) if network.is_two_mode else [None] * len(pairs)
    rows, columns = np.array(pairs).T
    shared = values_at(network.shared, rows, columns).tolist()
    across, two_mode = network.method.across, network.is_two_mode
    return {
        _pair(
            (across, network.rows[row].id), (across or two_mode, network.columns[column].id)
        ): Shown(
            weight=weight,
            shared=sum(counts_) if counts_ else round(shared[at]),
            first=first[at],
            last=last[at],
            counts=counts_,
        )
        for at, ((row, column, weight), counts_) in enumerate(zip(found, counts, strict=True))
    }


def _pair(one: Subject, other: Subject) -> tuple[Subject, Subject]:
    return (one, other) if one < other else (other, one)


def _counts(part: Slice, pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int, int] | None]:
    network = part.network
    told, _ = counted(part.statements, network.method)
    amounts = incidence(told)
    units = {unit.id: number for number, unit in enumerate(told.units)}
    propositions = {unit.id: number for number, unit in enumerate(told.propositions)}
    rows = np.array([units[network.rows[row].id] for row, _ in pairs])
    columns = np.array([propositions[network.columns[column].id] for _, column in pairs])
    by_sign = [
        values_at(amounts, rows, columns * POLARITIES + sign).astype(int).tolist()
        for sign in range(POLARITIES)
    ]
    return list(zip(*by_sign, strict=True))


def amount(shown: Shown, method: Method) -> float:
    """How heavy a tie is drawn: its weight without the sign.

    Combined polarities are no amount: of them it is the number of statements.
    """
    return float(shown.shared) if method.is_combined else abs(shown.weight)


def colour(side: int, method: Method) -> str:
    """Of a tie that is more for or more against: what unites is drawn as what favours."""
    if method.kind is Kind.COOCCURRENCE:
        return COLOURS[Polarity.MIXED]
    if method.kind is Kind.CONFLICT:
        return COLOURS[Polarity.OPPOSES]
    return COLOURS[(Polarity.MIXED, Polarity.FAVOURS, Polarity.OPPOSES)[side]]
