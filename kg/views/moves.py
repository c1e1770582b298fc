"""What moved, as plain text: positions that turned or are new, countries closer or apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from kg.analysis.comparison.movement import MovedTie, Movement
from kg.analysis.comparison.standing import Moved
from kg.analysis.corpus.quotes import Words
from kg.analysis.counting.pooling import Level
from kg.analysis.counting.resampling import FEW, Interval
from kg.printing import counted
from kg.views.card import MARKS
from kg.views.changes import name, sureness
from kg.views.sides import Column, between, draw_pair, wrap

_MOVERS = 5
Shown = Mapping[str, Words]
"""The words of stances by id."""


def draw_turned(
    found: Sequence[Moved], words: tuple[Shown, Shown], level: Level, width: int
) -> Iterator[str]:
    """Positions that turned, before and after, each from its own words."""
    if found:
        yield from ("", "== Turned ==")
    for one in found:
        yield from ("", *wrap([f"{name(one.unit, level)} on {one.proposition.label}"], width))
        if one.before and one.after:
            before, after = (
                Column(title, side, shown)
                for title, side, shown in zip(
                    ("before", "after"), (one.before, one.after), words, strict=True
                )
            )
            yield from draw_pair((before, after), one.proposition, level, width)
            yield from sureness(few=one.before.few or one.after.few)


def list_positions(title: str, found: Sequence[Moved], width: int) -> Iterator[str]:
    """Positions by proposition, names only: who is for, mixed, against."""
    if found:
        yield from ("", f"== {title} ==")
    ordered = sorted(found, key=lambda one: (one.proposition.label, one.proposition.id))
    for _, rows in groupby(ordered, key=lambda one: one.proposition.id):
        several = list(rows)
        yield from wrap([several[0].proposition.label], width)
        for polarity, mark in MARKS.items():
            names = [
                one.unit.label
                for one in several
                if (side := one.after or one.before) and side.polarity is polarity
            ]
            if names:
                verb = several[0].proposition.verb(polarity)
                yield from wrap([f"{mark} {verb}: {', '.join(sorted(names))}"], width, "  ")


def draw_movement(found: Movement, width: int) -> Iterator[str]:
    """Which countries came closer to each other, and which moved apart."""
    yield from ("", "== Agreement of countries ==")
    if not found.ties:
        yield from wrap(
            [f"No two countries share {FEW} propositions in both: nothing can be compared."], width
        )
        return
    yield from wrap(
        [
            "1 less half the distance of their mean positions, from -1 to 1, of what each actor "
            "said last, over the propositions on which both speak. Of "
            f"{counted(len(found.ties), 'pair')} of countries that share {FEW} propositions or "
            f"more in both; {found.left_out:,} share fewer and are left out.",
            f"On average {found.before:.0%} to {found.after:.0%}: "
            f"{_points(found.after - found.before)}{_ends(found)}",
        ],
        width,
    )
    grown = [tie for tie in found.ties if tie.change > 0][:_MOVERS]
    fallen = [tie for tie in reversed(found.ties) if tie.change < 0][:_MOVERS]
    for title, ties in (("closer", grown), ("further apart", fallen)):
        if ties:
            yield f"{title}:"
        yield from wrap(map(_tie, ties), width, "  ")


def _tie(tie: MovedTie) -> str:
    shared = counted(tie.shared, "proposition")
    return (
        f"{tie.source.label} and {tie.target.label}: {tie.before:.0%} to {tie.after:.0%}, "
        f"{_points(tie.change)}{_ends(tie)}, on {shared}"
    )


def _points(change: float) -> str:
    return f"{change * 100:+.0f} points"


def _ends(found: MovedTie | Movement) -> str:
    told = found.interval
    points = Interval(told.low * 100, told.high * 100) if told else None
    return between(points, "+.0f")
