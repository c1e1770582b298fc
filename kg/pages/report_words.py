"""How the report on weak spots is put into words and small charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.analysis.counting.resampling import FEW
from kg.analysis.counting.windows import Window
from kg.analysis.report.weaknesses import Found, Group, Report, Tally
from kg.printing import counted

GROUPS: Mapping[Group, str] = {
    Group.SOURCES: "Sources",
    Group.WORDS: "Words",
    Group.DAYS: "Days",
    Group.DOUBLES: "Doubles and decisions",
    Group.ACTORS: "Actors and offices",
    Group.SILENCE: "What is not there",
}
"""What the groups of checks are called, in the order in which they stand."""
_DIGITS = 3
_LESS = 0.005
"""What is less than half a percent is not told as none."""


_SCALES = (0.1, 0.25, 0.5, 1.0)
"""To which share a chart may reach."""


@dataclass(frozen=True, slots=True)
class Bar:
    """The share of one period, as part of the scale; ``few`` marks one of fewer than three."""

    x: int
    height: float
    few: bool

    @property
    def top(self) -> float:
        """From where it hangs down to the ground."""
        return round(1 - self.height, _DIGITS)


@dataclass(frozen=True, slots=True)
class Bars:
    """Shares over time: a bar for each period of which anything is known, in a row of ``size``.

    ``scale`` says for which share a whole bar stands; ``span`` are the first and last period.
    """

    title: str
    scale: str
    span: tuple[str, str]
    size: int
    bars: tuple[Bar, ...]


def bars_of(found: Found, time: Sequence[Window]) -> Bars | None:
    """The shares of a check over time, or None where it is of no time or finds nothing."""
    if not found.findings or not any(tally.of for tally in found.by_period):
        return None
    known = [(at, tally) for at, tally in enumerate(found.by_period) if tally.of]
    (begin, first), (end, last) = known[0], known[-1]
    # A period of two things is easily weak as a whole; it does not make all others look small.
    most = max((tally.share or 0.0 for _, tally in known if tally.of >= FEW), default=1.0)
    scale = next(one for one in _SCALES if most <= one)
    return Bars(
        title=f"{found.check.title}: {share_words(first)} of {time[begin]}, "
        f"{share_words(last)} of {time[end]}",
        scale=f"0 to {scale:.0%}".replace("%", " %"),
        span=(str(time[0]), str(time[-1])),
        size=len(time),
        bars=tuple(
            Bar(at, round(min((tally.share or 0.0) / scale, 1.0), _DIGITS), tally.of < FEW)
            for at, tally in known
        ),
    )


def by_year(report: Report) -> tuple[list[str], list[tuple[Found, list[Tally | None]]]]:
    """The years of the record, and for each check of a time its tally in each of them."""
    years = list(dict.fromkeys(f"{one.first.year:04}" for one in report.periods))
    timed = [one for one in report.found if one.findings and one.by_period]
    return years, [(one, [_of_year(one, report.periods, year) for year in years]) for one in timed]


def _of_year(found: Found, time: Sequence[Window], year: str) -> Tally | None:
    those = [
        tally
        for period, tally in zip(time, found.by_period, strict=True)
        if f"{period.first.year:04}" == year
    ]
    whole = Tally(sum(one.found for one in those), sum(one.of for one in those))
    return whole if whole.of else None


def share_words(tally: Tally | None) -> str:
    """A share in percent, a dash where there is none; what is not none or all is not told so."""
    share = tally.share if tally else None
    if share is None:
        return "–"
    if 0 < share < _LESS:
        return "< 1 %"
    return "> 99 %" if 1 - _LESS < share < 1 else f"{share:.0%}".replace("%", " %")


def count_words(found: Found) -> str:
    """How much a check finds, such as ``19 pairs, 27 of 576 stances``."""
    if found.whole is None:
        return "this graph cannot tell"
    pairs = f"{counted(found.findings, 'pair')}, " if found.check.pairs and found.findings else ""
    return f"{pairs}{found.whole} {found.check.of}"
