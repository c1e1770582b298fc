"""What is on record of one holder on one proposition: first, and until when."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date

from kg.model.dated import Dated
from kg.model.stances import Stance


def superseded(pair: list[Dated]) -> Iterator[tuple[Stance, date]]:
    """Each stance that is no longer the latest position, with the first day on which it is not.

    From that day on a stance is on record that began after this one had ended.
    """
    began = sorted((dated.earliest, dated.latest) for dated in pair)
    known, first = list[date](), date.max
    for _, latest in reversed(began):
        first = min(first, latest)
        known.append(first)
    known.reverse()
    for dated in pair:
        place = bisect_right(began, (dated.latest, date.max))
        if place < len(began):
            yield dated.stance, known[place]


def first_of(pair: list[Dated]) -> Dated:
    """The stance that was on record first."""
    return min(pair, key=lambda dated: (dated.latest, dated.stance.id))
