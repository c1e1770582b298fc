"""What is counted: statements of units on propositions, each once by a rule on repetition.

A statement is what Discourse Network Analyzer (DNA) codes in a text: someone says something about
a concept, and agrees or not. Here a stance may stand in several documents.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from kg.analysis.corpus.corpus import Corpus
from kg.analysis.corpus.stances import NOBODY, Days, Mask, Numbers, Stances
from kg.analysis.counting.pooling import Level, Pooled, Unit, pool


class Duplicates(StrEnum):
    """What counts once: of one unit, on one proposition, of one polarity.

    NONE every report, DOCUMENT all in one document, STANCE every stance however often reported,
    the others all of one calendar day, ISO week, month or year (each with its year), or all.
    """

    NONE = "none"
    DOCUMENT = "document"
    STANCE = "stance"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    RANGE = "range"


@dataclass(frozen=True, slots=True, eq=False)
class Statements:
    """Statements in columns of one length, by day.

    ``unit`` is a place in ``units``, ``proposition`` in ``propositions``, ``sign`` is 1 for, -1
    against, 0 mixed, ``day`` the first day of those that count as one. ``reports`` (statements x
    documents) says which share of a statement each document carries, ``stances`` (statements x
    stances) which stances count as it. ``sure`` is the chance that it was made at all.
    """

    level: Level
    units: tuple[Unit, ...]
    propositions: tuple[Unit, ...]
    unit: Numbers
    proposition: Numbers
    sign: Numbers
    day: Days
    sure: NDArray[np.float64]
    reports: csr_array
    stances: csr_array
    left_out: int

    def __len__(self) -> int:
        return len(self.unit)

    def within(self, mask: Mask) -> Statements:
        """The statements where the mask is true; units and propositions stay."""
        return Statements(
            level=self.level,
            units=self.units,
            propositions=self.propositions,
            unit=self.unit[mask],
            proposition=self.proposition[mask],
            sign=self.sign[mask],
            day=self.day[mask],
            sure=self.sure[mask],
            reports=self.reports[mask],
            stances=self.stances[mask],
            left_out=self.left_out,
        )


def count_statements(
    corpus: Corpus, level: Level = Level.ACTOR, duplicates: Duplicates = Duplicates.STANCE
) -> Statements:
    """The statements of a corpus, pooled at a level, repetitions counted once by the rule."""
    stances, pooled = corpus.stances, pool(corpus, level)
    if duplicates in {Duplicates.NONE, Duplicates.DOCUMENT}:
        row, document = stances.evidence_of, stances.evidence_in
    else:
        row, document = np.arange(len(stances), dtype=np.int32), None
    row, document = _placed(pooled, row, document)
    group = _group(stances, pooled, row, document, duplicates)
    number = int(group.max()) + 1 if len(group) else 0
    members = _pairs(group, row, (number, len(stances)))
    members.data[:] = 1
    if document is None:
        shown = _pairs(
            stances.evidence_of,
            stances.evidence_in,
            (len(stances), len(stances.documents)),
        )
        reports = members @ shown
    else:
        reports = _pairs(group, document, (number, len(stances.documents)))
    day = np.full(number, np.iinfo(np.int64).max)
    np.minimum.at(day, group, stances.latest[row].astype(np.int64))
    # Of several passages that show one stance, each is in no doubt of its own.
    doubt = np.multiply.reduceat(1 - stances.sure[members.indices], members.indptr[:-1])
    first = np.zeros(number, np.int64)
    first[group[::-1]] = row[::-1]
    order = np.lexsort((first, day))
    return Statements(
        level=level,
        units=pooled.units,
        propositions=tuple(
            Unit(name, corpus.propositions[name].short) for name in stances.propositions
        ),
        unit=pooled.unit[first][order],
        proposition=stances.proposition[first][order],
        sign=stances.sign[first][order],
        day=day[order].astype("datetime64[D]"),
        sure=(1 - doubt)[order],
        reports=_shares(reports)[order],
        stances=members[order],
        left_out=pooled.left_out,
    )


def _placed(
    pooled: Pooled, row: Numbers, document: Numbers | None
) -> tuple[Numbers, Numbers | None]:
    kept = pooled.unit[row] != NOBODY
    return row[kept], None if document is None else document[kept]


def _group(
    stances: Stances,
    pooled: Pooled,
    row: Numbers,
    document: Numbers | None,
    duplicates: Duplicates,
) -> NDArray[np.int64]:
    """For each row the number of the statement that it counts as."""
    if duplicates in {Duplicates.NONE, Duplicates.STANCE}:
        return np.arange(len(row))
    latest = stances.latest[row]
    together: NDArray[np.int64]
    match duplicates:
        case Duplicates.DOCUMENT:
            together = np.asarray(document, np.int64)
        case Duplicates.DAY:
            together = latest.astype(np.int64)
        case Duplicates.WEEK:
            # Day 0, 1 January 1970, was a Thursday; an ISO week begins on Monday.
            together = (latest.astype(np.int64) + 3) // 7
        case Duplicates.MONTH:
            together = latest.astype("datetime64[M]").astype(np.int64)
        case Duplicates.YEAR:
            together = latest.astype("datetime64[Y]").astype(np.int64)
        case _:
            together = np.zeros(len(row), np.int64)
    columns = (pooled.unit[row], stances.proposition[row], stances.sign[row], together)
    _, group = np.unique(np.column_stack(columns), axis=0, return_inverse=True)
    return np.asarray(group, np.int64).reshape(-1)


def _pairs(
    rows: NDArray[np.integer], columns: NDArray[np.integer], shape: tuple[int, int]
) -> csr_array:
    ones = np.ones(len(rows))
    return csr_array((ones, (rows, columns)), shape=shape)


def _shares(reports: csr_array) -> csr_array:
    """Each row divided by its sum, every document counting once."""
    shares = reports.copy()
    shares.sum_duplicates()
    shares.data[:] = 1
    total = np.maximum(np.diff(shares.indptr), 1)
    shares.data /= np.repeat(total, np.diff(shares.indptr))
    return shares
