"""What Discourse Network Analyzer 3.1 gives: a small model of its rules, slips included.

Written from reading its exporter, to compare with; the names are its own (include, acrossrange,
ignore). A statement agrees with its concept or does not: the boolean qualifier of DNA.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import product
from math import nan, sqrt
from random import Random
from typing import NamedTuple


class Coded(NamedTuple):
    """A statement as DNA has it; its day is that of its document."""

    person: str
    concept: str
    agrees: int
    document: str
    day: date


MONDAY, SUNDAY = 0, 6


def week_number(day: date, first: int = MONDAY, at_least: int = 4) -> int:
    """The number of a day's week where weeks begin on a weekday, and week 1 has so many days."""

    def begin(of: date) -> date:
        return of - timedelta((of.weekday() - first) % 7)

    year = (begin(day) + timedelta(7 - at_least)).year
    return (begin(day) - begin(date(year, 1, at_least))).days // 7 + 1


def kept(
    coded: Iterable[Coded],
    duplicates: str,
    aggregation: str = "congruence",
    *,
    first: int = MONDAY,
    at_least: int = 4,
) -> list[Coded]:
    """The statements that are no repetition of an earlier one."""
    ordered = sorted(coded, key=lambda each: each.day)
    if duplicates == "include":
        return ordered
    once: dict[tuple[str, str, int, object], Coded] = {}
    for one in ordered:
        part: object = {
            "document": one.document,
            "week": week_number(one.day, first, at_least),
            "month": one.day.month,
            "year": one.day.year,
            "acrossrange": None,
        }[duplicates]
        agrees = -1 if aggregation == "ignore" else one.agrees
        once.setdefault((one.person, one.concept, agrees, part), one)
    return list(once.values())


def one_mode(
    told: Sequence[Coded],
    aggregation: str,
    normalization: str = "no",
    levels: Sequence[int] = (0, 1),
) -> dict[tuple[str, str], float]:
    """The weight of each pair of persons; levels are those of an integer qualifier that occur."""
    count = Counter((one.person, one.concept, one.agrees) for one in told)
    people, concepts = _names(told)
    span = abs(levels[-1] - levels[0])

    def distance(k: int, other: int) -> float:
        return abs(k - other) / span if span else nan

    def pair(a: str, b: str) -> float:
        weight = 0.0
        for concept, k, other in product(concepts, levels, levels):
            both = count[a, concept, k] * count[b, concept, other]
            weight += (
                both
                * {
                    "ignore": 1.0,
                    "congruence": 1 - distance(k, other),
                    "conflict": distance(k, other),
                    "subtract": 1 - 2 * distance(k, other),
                }[aggregation]
            )
        divisor = _divisor(a, b)
        return weight / divisor if divisor else 0.0

    def _divisor(a: str, b: str) -> float:
        cells = [
            (count[a, concept, k], count[b, concept, k]) for concept, k in product(concepts, levels)
        ]
        ours, theirs = sum(x for x, _ in cells), sum(y for _, y in cells)
        match normalization:
            case "average":
                return (ours + theirs) / 2
            case "jaccard":
                apart = sum(x for x, y in cells if not y) + sum(y for x, y in cells if not x)
                return float(apart + sum(x * y for x, y in cells))
            case "cosine":
                return sqrt(ours**2) * sqrt(theirs**2)
            case _:
                return 1.0

    return {(a, b): pair(a, b) for a, b in product(people, people) if a != b}


def two_mode(
    told: Sequence[Coded], aggregation: str, normalization: str = "no"
) -> dict[tuple[str, str], float]:
    """The weight of each person and concept. Raises IndexError where DNA runs out of its matrix."""
    count = Counter((one.person, one.concept, one.agrees) for one in told)
    people, concepts = _names(told)

    def plain(person: str, concept: str) -> float:
        no, yes = count[person, concept, 0], count[person, concept, 1]
        match aggregation:
            case "ignore":
                return no + yes
            case "subtract":
                return yes - no
            case _:
                return (yes > 0) * 1 + (no > 0) * 2

    matrix = [[plain(person, concept) for concept in concepts] for person in people]

    def divisor(row: int, column: int) -> float:
        if normalization == "no":
            return 1.0
        if aggregation == "combine":
            if normalization == "activity":
                return sum(value > 0 for value in matrix[row])
            # Row and column are mixed up: the row with the concept's number is counted.
            return sum(matrix[column][other] > 0 for other in range(len(people)))
        of_row = sum(one.person == people[row] for one in told)
        of_column = sum(one.concept == concepts[column] for one in told)
        return of_row if normalization == "activity" else of_column

    return {
        (person, concept): matrix[row][column] / divisor(row, column)
        if divisor(row, column)
        else 0.0
        for row, person in enumerate(people)
        for column, concept in enumerate(concepts)
    }


def height(day: date, middle: date, days: int, kernel: str) -> float:
    """The weight of a statement of some day in a kernel of so many days around a middle."""
    away = 2 * (middle - day).days / days
    if kernel == "triangular":
        return abs(1 - away) if -1 <= away <= 1 else 0.0
    assert kernel == "uniform"
    return 0.5 if -1 <= away <= 1 else 0.0


def smoothed(
    told: Sequence[Coded], middle: date, days: int, kernel: str, normalization: str
) -> dict[tuple[str, str], float]:
    """The congruence network around a middle."""
    if normalization in {"jaccard", "cosine", "activity", "prominence"}:
        normalization = "average"
    count = Counter((one.person, one.concept, one.agrees) for one in told)
    people, concepts = _names(told)
    found = {}
    for a, b in product(people, people):
        if a == b:
            continue
        weight = sum(
            sqrt(height(one.day, middle, days, kernel) * height(other.day, middle, days, kernel))
            for one, other in product(told, told)
            if (one.person, other.person) == (a, b)
            and (one.concept, one.agrees) == (other.concept, other.agrees)
        )
        if normalization == "average":
            # One reciprocal for each concept and level, of all statements wherever in time.
            cells = (count[a, c, k] + count[b, c, k] for c, k in product(concepts, (0, 1)))
            weight *= sum(2 / cell for cell in cells if cell)
        found[a, b] = weight
    return found


def event_windows(told: Sequence[Coded], size: int, chance: Random) -> list[list[Coded]]:
    """Windows of so many statements around each; which ones of an edge's day, chance decides."""
    ordered = sorted(told, key=lambda each: each.day)
    half = size // 2
    found = []
    for at in range(half, len(ordered) - half):
        first, last = ordered[at - half].day, ordered[at + half].day
        before = [one for one in ordered[:at] if one.day > first]
        after = [one for one in ordered[at + 1 :] if one.day < last]
        on_first = [one for one in ordered if one.day == first]
        on_last = [one for one in ordered if one.day == last]
        chance.shuffle(on_first)
        chance.shuffle(on_last)
        window = [*on_first[: max(half - len(before), 0)], *before, ordered[at], *after]
        found.append([*window, *on_last[: max(half - len(after), 0)]])
    return found


def reach(size: int) -> int:
    """So many units of time a window of a size goes back and on from its middle."""
    return int((size - 1) / 2 + 0.5)


def _names(told: Sequence[Coded]) -> tuple[list[str], list[str]]:
    return sorted({one.person for one in told}), sorted({one.concept for one in told})
