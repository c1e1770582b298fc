"""What follows from the dates of an actor's stances: matches, latest position, shifts.

A pair is what one holder has said on one proposition, in time, as by_pair gives it. What follows
from n stances takes time n log n, and what is found.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from operator import attrgetter

from kg.model.dated import Dated
from kg.model.stances import Polarity, Shift, Stance

_ITSELF = {polarity: polarity for polarity in Polarity}
_OPPOSITE = {Polarity.FAVOURS: Polarity.OPPOSES, Polarity.OPPOSES: Polarity.FAVOURS}


def by_pair(stances: Iterable[Dated]) -> dict[tuple[str, str], list[Dated]]:
    """The stances of each holder on each proposition, in time."""
    pairs: dict[tuple[str, str], list[Dated]] = defaultdict(list)
    for dated in sorted(stances, key=lambda d: (d.earliest, d.latest, d.stance.id)):
        pairs[dated.stance.holder, dated.stance.proposition].append(dated)
    return dict(sorted(pairs.items()))


def last_of(pair: Sequence[Dated]) -> Dated:
    """The stance that was uttered last, by the first day that it may be of."""
    return max(pair, key=lambda dated: (dated.earliest, dated.stance.id))


def latest_position(pair: Sequence[Dated]) -> list[Stance]:
    """The last stance of one holder on one proposition, and those that may be of the same day."""
    return [dated.stance for dated in current_of(pair)]


def current_of(pair: Sequence[Dated]) -> list[Dated]:
    """The stances of the latest position with their days, see latest_position."""
    last = last_of(pair)
    return [dated for dated in pair if dated.overlaps(last)]


def position(pair: Sequence[Dated]) -> Polarity:
    """Where one holder stands on one proposition by the latest of some stances, one at least.

    Several polarities that may be of one day make a mixed position.
    """
    return in_one_word(latest_position(pair))


def in_one_word(latest: Iterable[Stance]) -> Polarity:
    """The polarity of all stances of a latest position, or mixed where they differ."""
    polarities = {stance.polarity for stance in latest}
    return polarities.pop() if len(polarities) == 1 else Polarity.MIXED


def run_starts(pair: list[Dated]) -> dict[str, Dated]:
    """The first stance of the run of one polarity to which each stance belongs, by id.

    A run is unbroken by another polarity: it ends on both sides at a stance of another one whose
    date does not overlap. What is not told by date is a run of its own.
    """
    starts = {dated.stance.id: dated for dated in pair if not dated.told}
    told = _told(pair)
    for polarity in {dated.stance.polarity for dated in told}:
        turns = sorted(one.latest for one in told if one.stance.polarity != polarity)
        first: dict[int, Dated] = {}
        for one in told:
            if one.stance.polarity == polarity:
                # Two are of one run if as many stances of another polarity have ended before each.
                ended = bisect_left(turns, one.earliest)
                starts[one.stance.id] = first.setdefault(ended, one)
    return starts


def held_since(pair: list[Dated], stance: Stance) -> date | None:
    """The first day of the run of one polarity to which a stance belongs, see run_starts.

    None for a stance that is not told by date.
    """
    start = run_starts(pair).get(stance.id)
    return start.earliest if start and start.told else None


def possibly_same(pair: list[Dated]) -> Iterator[tuple[Stance, Stance]]:
    """Pairs of one polarity that may be one utterance, entered twice.

    Their dates overlap; a stance whose date is not told may be the last one told before.
    """
    told = _told(pair)
    yield from _overlapping(told, _ITSELF)
    undated = [dated for dated in pair if not dated.told]
    if undated:
        alike = {p: [one for one in told if one.stance.polarity == p] for p in Polarity}
        begins = {p: [one.earliest for one in ones] for p, ones in alike.items()}
        last = {p: list(accumulate(ones, _later)) for p, ones in alike.items()}
        for dated in undated:
            polarity = dated.stance.polarity
            if before := bisect_right(begins[polarity], dated.latest):
                yield last[polarity][before - 1].stance, dated.stance


def ambivalences(pair: list[Dated]) -> Iterator[tuple[Stance, Stance]]:
    """Pairs of opposite polarity whose dates overlap: no change of position can be told."""
    yield from _overlapping(_told(pair), _OPPOSITE)


def shifts(pair: list[Dated]) -> Iterator[Shift]:
    """The changes of polarity of one holder on one proposition.

    A stance is compared with those just before it: earlier ones with no third in between. Both
    sides must be of one mind; dates that reach across both sides say nothing and are left out.
    Of several stances that may be of one day, the one whose date is told best stands for all.
    """
    begun = _told(pair)
    ended = sorted(begun, key=attrgetter("latest"))
    begins = [one.earliest for one in begun]
    ends = [one.latest for one in ended]
    newest = list(accumulate((one.earliest for one in ended), max))
    begun_alike, ended_alike = _alike_from(begun), _alike_from(ended)
    turned = date.min
    for after in ended:
        earlier = bisect_left(ends, after.earliest)
        # Turns do not overlap, and none ends after this stance: only the last one can reach it.
        if not earlier or after.earliest <= turned:
            continue
        before = ended[earlier - 1]
        # Those just before all hold the day on which the newest of the earlier ones begins, so
        # that what begins after the last of them overlaps none, and ends no earlier than `after`
        # begins; what begins by then overlaps one of them or is older still.
        first_before = bisect_left(ends, newest[earlier - 1])
        first_peer = bisect_right(begins, before.latest)
        peers = bisect_right(begins, after.latest)
        new = begun[peers - 1].stance.polarity
        if (
            before.stance.polarity != new
            and ended_alike[earlier - 1] <= first_before
            and begun_alike[peers - 1] <= first_peer
        ):
            turned = after.latest
            yield Shift(
                id=f"{after.stance.holder}-{after.stance.proposition}-{after.stance.said_on}",
                actor=after.stance.holder,
                proposition=after.stance.proposition,
                before=before.stance.id,
                after=after.stance.id,
                changed_by=after.latest,
            )


@dataclass(frozen=True, slots=True)
class Course:
    """All that follows from the dates of one holder's stances on one proposition.

    ``since`` is for each current stance that is told by date the first day of its run, by id.
    ``ambivalent`` and ``same`` run only once, for they may be many more than the stances.
    """

    latest: list[Stance]
    since: dict[str, date]
    shifts: list[Shift]
    ambivalent: Iterator[tuple[Stance, Stance]]
    same: Iterator[tuple[Stance, Stance]]


def course_of(pair: list[Dated]) -> Course:
    """All that follows from the dates of a pair, one stance at least."""
    if len(pair) == 1:
        (only,) = pair
        since = {only.stance.id: only.earliest} if only.told else {}
        return Course([only.stance], since, [], iter(()), iter(()))
    current = current_of(pair)
    starts = run_starts(pair)
    return Course(
        latest=[dated.stance for dated in current],
        since={d.stance.id: starts[d.stance.id].earliest for d in current if d.told},
        shifts=list(shifts(pair)),
        ambivalent=ambivalences(pair),
        same=possibly_same(pair),
    )


def _told(pair: list[Dated]) -> list[Dated]:
    return [dated for dated in pair if dated.told]


def _later(one: Dated, other: Dated) -> Dated:
    return max(one, other, key=lambda dated: (dated.latest, dated.stance.id))


def _alike_from(stances: Sequence[Dated]) -> list[int]:
    """For each stance the place from which on all up to it are of its polarity."""
    found: list[int] = []
    last = None
    for place, dated in enumerate(stances):
        found.append(found[-1] if dated.stance.polarity == last else place)
        last = dated.stance.polarity
    return found


def _overlapping(
    told: list[Dated], other_of: Mapping[Polarity, Polarity]
) -> Iterator[tuple[Stance, Stance]]:
    """Each stance with those after it of the polarity wanted beside its own that overlap it."""
    alike = {p: [one for one in told if one.stance.polarity == p] for p in Polarity}
    begins = {p: [one.earliest for one in ones] for p, ones in alike.items()}
    passed = dict.fromkeys(Polarity, 0)
    for one in told:
        passed[one.stance.polarity] += 1
        wanted = other_of.get(one.stance.polarity)
        if wanted is not None:
            # What begins later and no later than this one ends overlaps it.
            end = bisect_right(begins[wanted], one.latest)
            for other in alike[wanted][passed[wanted] : end]:
                yield one.stance, other.stance
