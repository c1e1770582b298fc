"""What follows from the dates of a pair, by definition: each stance beside every other one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date
from itertools import combinations

from kg.model.dated import Dated
from kg.model.stances import Polarity, Shift, Stance

_OPPOSITE = {Polarity.FAVOURS, Polarity.OPPOSES}


def run_of(pair: list[Dated], dated: Dated) -> list[Dated]:
    """The stances of one polarity to which a stance belongs, unbroken by another one.

    The run ends on both sides at a stance of another polarity whose date does not overlap. What is
    not told by date is a run of its own.
    """
    if not dated.told:
        return [dated]
    told = [one for one in pair if one.told]
    polarity = dated.stance.polarity
    turns = sorted(one.latest for one in told if one.stance.polarity != polarity)
    # Two are of one run if as many stances of another polarity have ended before each.
    number = bisect_left(turns, dated.earliest)
    return [
        one
        for one in told
        if one.stance.polarity == polarity and bisect_left(turns, one.earliest) == number
    ]


def held_since(pair: list[Dated], stance: Stance) -> date | None:
    """The first day of the run of one polarity to which a stance belongs, see run_of.

    None for a stance that is not told by date.
    """
    own = next((dated for dated in pair if dated.told and dated.stance == stance), None)
    return min(dated.earliest for dated in run_of(pair, own)) if own else None


def possibly_same(pair: list[Dated]) -> Iterator[tuple[Stance, Stance]]:
    """Pairs of one polarity that may be one utterance, entered twice.

    Their dates overlap; a stance whose date is not told may be the last one told before.
    """
    told = [dated for dated in pair if dated.told]
    for one, other in combinations(told, 2):
        if one.stance.polarity == other.stance.polarity and one.overlaps(other):
            yield one.stance, other.stance
    for undated in (dated for dated in pair if not dated.told):
        alike = [
            dated
            for dated in told
            if dated.stance.polarity == undated.stance.polarity and dated.earliest <= undated.latest
        ]
        if alike:
            last = max(alike, key=lambda dated: (dated.latest, dated.stance.id))
            yield last.stance, undated.stance


def ambivalences(pair: list[Dated]) -> Iterator[tuple[Stance, Stance]]:
    """Pairs of opposite polarity whose dates overlap: no change of position can be told."""
    for one, other in combinations([dated for dated in pair if dated.told], 2):
        if {one.stance.polarity, other.stance.polarity} == _OPPOSITE and one.overlaps(other):
            yield one.stance, other.stance


def shifts(pair: list[Dated]) -> Iterator[Shift]:
    """The changes of polarity of one holder on one proposition.

    A stance is compared with those just before it: earlier ones with no third in between. Both
    sides must be of one mind; dates that reach across both sides say nothing and are left out.
    Of several stances that may be of one day, the one whose date is told best stands for all.
    """
    told = sorted(
        (dated for dated in pair if dated.told),
        key=lambda dated: (dated.latest, dated.earliest, dated.stance.id),
    )
    turns: list[Dated] = []
    for after in told:
        earlier = [dated for dated in told if dated.latest < after.earliest]
        if not earlier or any(after.overlaps(turn) for turn in turns):
            continue
        bound = max(dated.earliest for dated in earlier)
        before = [dated for dated in earlier if dated.latest >= bound]
        peers = [
            dated
            for dated in told
            if dated.overlaps(after) and not any(dated.overlaps(other) for other in before)
        ]
        old = {dated.stance.polarity for dated in before}
        new = {dated.stance.polarity for dated in peers}
        if len(old) == len(new) == 1 and old != new:
            turns.append(after)
            yield Shift(
                id=f"{after.stance.holder}-{after.stance.proposition}-{after.stance.said_on}",
                actor=after.stance.holder,
                proposition=after.stance.proposition,
                before=before[-1].stance.id,
                after=after.stance.id,
                changed_by=after.latest,
            )
