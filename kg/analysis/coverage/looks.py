"""Where somebody has looked: every report of a stance, and every candidate that waits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from kg.analysis.corpus.corpus import Corpus
from kg.analysis.corpus.stances import NOBODY, Days, Mask, Numbers
from kg.analysis.counting.pooling import Level, pool, unit_of
from kg.analysis.counting.windows import Window
from kg.analysis.coverage.searches import Reading
from kg.model.dated import last_day
from kg.model.dates import PartialDate
from kg.model.stances import Candidate
from kg.queries.narrowing import Narrowing

NOWHERE = -1
"""In a column of places: outside of all."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One proposition, or several taken together."""

    id: str
    label: str
    propositions: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Looks:
    """Reports in columns of one length: a document shows a stance, or a machine proposes one.

    ``unit``, ``holder``, ``proposition`` and ``document`` are places in the names above them,
    ``stance`` numbers stances and candidates. ``said`` is the last day that the stance may be of,
    ``printed_from`` and ``printed_to`` when the document was published, NaT where that is not
    told. ``waiting`` marks the candidates.
    """

    units: tuple[str, ...]
    holders: tuple[str, ...]
    propositions: tuple[str, ...]
    documents: tuple[str, ...]
    unit: Numbers
    holder: Numbers
    proposition: Numbers
    document: Numbers
    stance: Numbers
    said: Days
    printed_from: Days
    printed_to: Days
    waiting: Mask

    def printed_in(self, periods: Sequence[Window]) -> Numbers:
        """For each the place of the period in which its document was published, or NOWHERE.

        A document of which only the year is told is of no month.
        """
        first, last = place_of(self.printed_from, periods), place_of(self.printed_to, periods)
        return np.where(first == last, first, NOWHERE)


def find_looks(corpus: Corpus, reading: Reading, level: Level) -> Looks:
    """The reports of a corpus, and the candidates that wait, pooled at a level."""
    stances, pooled = corpus.stances, pool(corpus, level)
    shown = stances.evidence_of
    proposed = [(one, day) for one in reading.waiting if (day := _day(one, reading)) is not None]
    bodies = [unit_of(corpus, level, one.holder, None, day) for one, day in proposed]
    units = _Names([one.id for one in pooled.units])
    holders, propositions = _Names(stances.actors), _Names(stances.propositions)
    documents = _Names(stances.documents)
    unit = [*pooled.unit[shown].tolist(), *(units.place(body) for body in bodies)]
    holder = [*stances.holder[shown].tolist(), *(holders.place(c.holder) for c, _ in proposed)]
    subject = [
        *stances.proposition[shown].tolist(),
        *(propositions.place(one.proposition) for one, _ in proposed),
    ]
    document = [
        *stances.evidence_in.tolist(),
        *(documents.place(one.document) for one, _ in proposed),
    ]
    said = [*stances.latest[shown].tolist(), *(day for _, day in proposed)]
    printed = [_published(reading, name) for name in documents.names]
    first = np.array([one.earliest if one else None for one in printed], "datetime64[D]")
    last = np.array([one.latest if one else None for one in printed], "datetime64[D]")
    in_document = np.array(document, np.int32)
    further = np.arange(len(stances), len(stances) + len(proposed))
    return Looks(
        units=tuple(units.names),
        holders=tuple(holders.names),
        propositions=tuple(propositions.names),
        documents=tuple(documents.names),
        unit=np.array(unit, np.int32),
        holder=np.array(holder, np.int32),
        proposition=np.array(subject, np.int32),
        document=in_document,
        stance=np.concatenate((shown, further)).astype(np.int32),
        said=np.array(said, "datetime64[D]"),
        printed_from=first[in_document],
        printed_to=last[in_document],
        waiting=np.arange(len(document)) >= len(shown),
    )


def place_of(days: Days, periods: Sequence[Window]) -> Numbers:
    """For each of some days the place of its period, or NOWHERE; periods follow on each other."""
    if not periods:
        return np.full(len(days), NOWHERE, np.int32)
    begins = np.array([one.first for one in periods], "datetime64[D]")
    found = np.searchsorted(begins, days, "right") - 1
    beyond = np.isnat(days) | (days > np.datetime64(periods[-1].last))
    return np.where(beyond, NOWHERE, found).astype(np.int32)


class _Names:
    """Names in the order in which they are first asked for."""

    def __init__(self, names: Iterable[str]) -> None:
        self._places = {name: number for number, name in enumerate(names)}

    @property
    def names(self) -> list[str]:
        return list(self._places)

    def place(self, name: str | None) -> int:
        return NOBODY if name is None else self._places.setdefault(name, len(self._places))


def _published(reading: Reading, document: str) -> PartialDate | None:
    found = reading.documents.get(document)
    return found.published if found else None


def _day(candidate: Candidate, reading: Reading) -> date | None:
    printed = _published(reading, candidate.document)
    return last_day(candidate.said_on, [printed.latest] if printed else [])


def days_read(corpus: Corpus, reading: Reading) -> list[date]:
    """Days on which something was said, reported or searched for: the first and last bound time."""
    printed = (_published(reading, name) for name in corpus.stances.documents)
    told = [one for one in printed if one]
    return [
        *corpus.stances.latest.tolist(),
        *(day for one in told for day in (one.earliest, one.latest)),
        *(day for one in reading.searches for day in (one.first_day, one.last_day)),
    ]


def topics_of(corpus: Corpus, narrowing: Narrowing, *, together: bool) -> list[Topic]:
    """The propositions of a narrowing, each a topic; or ``together`` all of them as one."""
    kept = [one for one in corpus.propositions.values() if narrowing.keeps_proposition(one)]
    if together and len(kept) != 1:
        number = f"{len(kept)}" if len(kept) < len(corpus.propositions) else f"all {len(kept)}"
        label = f"any of {number} propositions"
        return [Topic("any", label, frozenset(one.id for one in kept))]
    return [Topic(one.id, one.short, frozenset([one.id])) for one in kept]
