"""The words of the report on weak spots: a check, what it finds, and how much that is of all.

A weak spot is no error: what is wrong, ``kg check`` and ``kg build`` refuse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kg.analysis.counting.windows import Window
from kg.analysis.report.material import Material
from kg.analysis.report.populations import Population


class Weight(StrEnum):
    """How much a weak spot weighs: a reader may be misled; it is thin; it is worth knowing."""

    SERIOUS = "serious"
    WEAK = "weak"
    NOTE = "note"


class Group(StrEnum):
    """What a check is about."""

    SOURCES = "sources"
    WORDS = "words"
    DAYS = "days"
    DOUBLES = "doubles"
    ACTORS = "actors"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A thing at which something is weak, as ``space/ID``; of a pair the ``other`` too.

    The note is made of our own words, dates and ids, never of words that somebody wrote.
    """

    thing: str
    other: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A kind of weak spot: what it is called, why it matters, how an editor mends it.

    ``pairs`` says that both things of a finding are weak, and not the first alone.
    """

    id: str
    group: Group
    weight: Weight
    of: Population
    title: str
    why: str
    mend: str
    find: Callable[[Material], Iterable[Finding]]
    pairs: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A finding with what a list shows of it; what is not known is empty or None.

    ``page`` is the thing on whose page a reader sees it: of evidence its stance, of an office its
    holder.
    """

    finding: Finding
    page: str
    label: str
    other: str = ""
    said_on: str | None = None
    published: str | None = None
    outlet: str | None = None
    actor: str | None = None
    proposition: str | None = None
    url: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        """By what it is known again in another state of the graph."""
        return self.finding.thing, self.finding.other


@dataclass(frozen=True, slots=True)
class Tally:
    """How many things are weak, of how many."""

    found: int
    of: int

    @property
    def share(self) -> float | None:
        """The part that is weak, from 0 to 1; None where there is nothing."""
        return self.found / self.of if self.of else None

    def __str__(self) -> str:
        return f"{self.found:,} of {self.of:,}"


@dataclass(frozen=True, slots=True)
class Found:
    """What a check finds: so many ``findings``, which touch so many things of its population.

    A pair is one finding and touches two things. ``whole`` is None where this graph cannot tell.
    ``recent`` counts those of the last twelve months of the record, ``by_period`` those of each
    period; both are empty where the things are of no time. ``lines`` are the newest findings.
    """

    check: Check
    findings: int
    whole: Tally | None
    recent: Tally | None
    by_period: tuple[Tally, ...]
    lines: tuple[Line, ...]

    @property
    def share(self) -> float | None:
        """The part of the population that is touched, from 0 to 1."""
        return self.whole.share if self.whole else None


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """The weak spots of a state of the graph: what is found first, by weight, the rarest first."""

    found: tuple[Found, ...]
    periods: tuple[Window, ...]
    last_day: date | None
    stances: int
    evidence: int
    documents: int

    def one(self, check: str) -> Found:
        """What a check finds, by its id; raises KeyError where it was not asked for."""
        for found in self.found:
            if found.check.id == check:
                return found
        raise KeyError(check)
