"""The weak spots of the graph itself, counted, listed, and told in time.

Nothing here knows a clock: what is old is old on the last day of the record. By month or year one
sees where in time the graph is weak; whether it gets better, only the comparison with an older
state tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache
from heapq import nsmallest

import numpy as np

from kg.analysis.corpus.stances import Numbers
from kg.analysis.counting.periods import periods
from kg.analysis.counting.windows import Window
from kg.analysis.coverage.looks import NOWHERE, place_of
from kg.analysis.report.material import Material
from kg.analysis.report.populations import Population, members
from kg.analysis.report.report_lines import Lines
from kg.analysis.report.weak_registry import REGISTRY_CHECKS
from kg.analysis.report.weak_sources import SOURCE_CHECKS
from kg.analysis.report.weak_stances import STANCE_CHECKS
from kg.analysis.report.weaknesses import Check, Finding, Found, Line, Report, Tally, Weight
from kg.errors import UnknownName

CHECKS: tuple[Check, ...] = (*SOURCE_CHECKS, *STANCE_CHECKS, *REGISTRY_CHECKS)
"""Every check there is."""
NOT_TOLD = (
    "an archived copy of a source",
    "the country and the kind of an outlet",
    "whether a quote is a translation by the press",
    "when something was entered",
)
"""What would be worth a check, and cannot be: the graph has no word for it."""
_WEIGHTS = tuple(Weight)
_YEAR = timedelta(365)
_MORE = 1e-9


class When(StrEnum):
    """By which day things are counted: when it was said, or first published."""

    SAID = "said"
    PUBLISHED = "published"


def find_check(name: str) -> Check:
    """The check of that id; raises UnknownName with the nearest ids where there is none."""
    known = {check.id: check for check in CHECKS}
    if name in known:
        return known[name]
    near = get_close_matches(name, known, n=3, cutoff=0.5)
    hint = f"did you mean {', '.join(near)}?" if near else f"one of: {', '.join(sorted(known))}"
    raise UnknownName(f"there is no check {name!r}", hint=hint)


def span_of(material: Material, when: When = When.SAID) -> tuple[date, date] | None:
    """The first and the last day on which anything is counted, or None where nothing is."""
    if when is When.SAID:
        days = [one.latest for one in material.placed]
    else:
        printed = [material.printed(f"document/{name}") for name in material.shown_in]
        days = [day for one in printed if one for day in (one.earliest, one.latest)]
    return (min(days), max(days)) if days else None


def find_weaknesses(
    material: Material,
    *,
    only: Sequence[str] = (),
    time: Sequence[Window] = (),
    when: When = When.SAID,
    keep: int | None = None,
) -> Report:
    """What the checks find, or those of the ids in ``only``, counted by the windows of ``time``.

    ``keep`` is how many findings of each are listed, the newest first; None lists all. Numbers are
    always whole.
    """
    counting = _Counting(material, time, when)
    lines = Lines(material)
    found = [
        _look(check, counting, lines, keep) for check in CHECKS if not only or check.id in only
    ]
    return Report(
        found=tuple(sorted(found, key=_rank)),
        periods=tuple(time),
        last_day=material.last_day,
        stances=len(material.stances),
        evidence=len(material.evidence),
        documents=len(material.shown_in),
    )


def windows_of(material: Material, months: int, when: When = When.SAID) -> tuple[Window, ...]:
    """The months (1), quarters (3) or years (12) from the first to the last day that counts."""
    span = span_of(material, when)
    return periods(*span, months) if span else ()


class _Counting:
    """How many things of each population there are, and in which period each is."""

    def __init__(self, material: Material, time: Sequence[Window], when: When) -> None:
        self.material = material
        self._time = time
        self._when = when
        self.members = lru_cache(None)(self._members)
        self._whole = lru_cache(None)(self._tallied)

    def tallies(
        self, of: Population, touched: Sequence[str]
    ) -> tuple[Tally | None, tuple[Tally, ...]]:
        """Of some things of a population: those of the last twelve months, those of each period."""
        if not of.in_time:
            return None, ()
        (recent, each), (all_recent, all_each) = self._count(touched), self._whole(of)
        tallies = tuple(map(Tally, each, all_each))
        return Tally(recent, all_recent), tallies

    def _members(self, of: Population) -> frozenset[str]:
        return frozenset(members(self.material, of))

    def _tallied(self, of: Population) -> tuple[int, list[int]]:
        return self._count(self.members(of))

    def _count(self, things: Iterable[str]) -> tuple[int, list[int]]:
        some, last = list(things), self.material.last_day
        days = [self.material.day_of(thing) for thing in some]
        recent = sum(1 for day in days if day and last and last - day < _YEAR)
        places = self._places(some, days)
        counts = np.bincount(places[places != NOWHERE], minlength=len(self._time))
        return recent, counts.tolist()

    def _places(self, things: Sequence[str], days: Sequence[date | None]) -> Numbers:
        """The place of each thing's period, or NOWHERE; a date of two periods is of none."""
        if self._when is When.SAID:
            return place_of(np.array(days, "datetime64[D]"), self._time)
        printed = [self.material.printed(thing) for thing in things]
        first, last = (
            place_of(np.array(ends, "datetime64[D]"), self._time)
            for ends in (
                [one.earliest if one else None for one in printed],
                [one.latest if one else None for one in printed],
            )
        )
        return np.where(first == last, first, NOWHERE)


def _look(check: Check, counting: _Counting, lines: Lines, keep: int | None) -> Found:
    material = counting.material
    if check.of is Population.CANDIDATES and not material.whole:
        return Found(check, 0, None, None, (), ())
    findings = list(check.find(material))
    named = {one.thing for one in findings}
    if check.pairs:
        named |= {one.other for one in findings}
    touched = sorted(named & counting.members(check.of))
    recent, each = counting.tallies(check.of, touched)

    def newest(finding: Finding) -> tuple[int, Finding]:
        day = material.day_of(finding.thing) if check.of.in_time else None
        return (-day.toordinal() if day else 0), finding

    shown = nsmallest(len(findings) if keep is None else keep, findings, key=newest)
    return Found(
        check=check,
        findings=len(findings),
        whole=Tally(len(touched), len(counting.members(check.of))),
        recent=recent,
        by_period=each,
        lines=tuple(lines.line(one) for one in shown),
    )


def _rank(found: Found) -> tuple[bool, int, float, str]:
    """What is found comes first, what weighs most, the rarest: that is soon mended."""
    weight = _WEIGHTS.index(found.check.weight)
    return not found.findings, weight, found.share or 0.0, found.check.id


@dataclass(frozen=True, slots=True)
class Moved:
    """What a check finds in an older and in a newer state, either None where it cannot tell.

    ``gone`` are findings of the old state alone, mended or taken out; ``new`` of the new one.
    """

    check: Check
    before: Tally | None
    after: Tally | None
    gone: tuple[Line, ...]
    new: tuple[Line, ...]

    @property
    def told(self) -> bool:
        """Whether both states can tell."""
        return self.before is not None and self.after is not None

    @property
    def change(self) -> float | None:
        """By how much the share rose, from -1 to 1; None where one of them has nothing to share."""
        before, after = (one.share if one else None for one in (self.before, self.after))
        return None if before is None or after is None else after - before

    @property
    def worse(self) -> bool:
        """Whether something serious is new, or a larger share is weak than before."""
        if not self.told:
            return False
        if self.check.weight is Weight.SERIOUS:
            return bool(self.new)
        return self.check.weight is Weight.WEAK and (self.change or 0.0) > _MORE


def compare_reports(old: Report, new: Report) -> tuple[Moved, ...]:
    """What became of each check from one report to another, in the order of the newer one.

    Both must list all that they found; things keep their ids for ever, and by these are known.
    """
    before = {found.check.id: found for found in old.found}
    return tuple(_moved(before[found.check.id], found) for found in new.found)


def _moved(before: Found, after: Found) -> Moved:
    old, new = ({line.key for line in one.lines} for one in (before, after))
    told = before.whole is not None and after.whole is not None
    return Moved(
        check=after.check,
        before=before.whole,
        after=after.whole,
        gone=tuple(line for line in before.lines if told and line.key not in new),
        new=tuple(line for line in after.lines if told and line.key not in old),
    )
