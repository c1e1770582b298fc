"""The lines of units: what each has said on each proposition, in time, as if of one holder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kg.analysis.corpus.corpus import Corpus
from kg.analysis.corpus.stances import NOBODY, Mask
from kg.analysis.counting.pooling import Level, Pooled, Unit, pool
from kg.analysis.counting.resampling import Draws, documents_behind, drawn_weights
from kg.analysis.counting.statements import Statements, count_statements
from kg.analysis.counting.timelines import (
    Places,
    Timelines,
    documents_of_runs,
    run_starts,
    timelines,
)
from kg.model.dated import Dated
from kg.model.dates import PartialDate
from kg.model.stances import Polarity, Stance

Key = tuple[str, str]
"""A unit and a proposition, by id."""
_POLARITIES = {one.sign: one for one in Polarity}


@dataclass(frozen=True, eq=False)
class Lines:
    """What the units of a level have said, by unit and proposition, in time.

    The holder of a stance in ``said`` is its unit, whoever uttered it; ``place`` tells where it
    stands in the columns of ``times``, line by line. The party, office or government is that of
    the day on which it was said.
    """

    corpus: Corpus
    level: Level
    units: Mapping[str, Unit]
    said: Mapping[Key, list[Dated]]
    place: Mapping[str, int]
    times: Timelines

    def row(self, name: str) -> int:
        """The place of a stance in the corpus, by its id."""
        return int(self.times.row[self.place[name]])

    @cached_property
    def dated(self) -> Mapping[str, Dated]:
        """Each stance with its days, by id."""
        return {one.stance.id: one for said in self.said.values() for one in said}

    @cached_property
    def starts(self) -> Places:
        """For each place that of the first stance of its unbroken run of one polarity."""
        return run_starts(self.times)

    def behind(self, name: str) -> tuple[int, int]:
        """How many stances are in the run of one polarity to which one belongs, by its id.

        And how many documents show these.
        """
        start = self.starts[self.place[name]]
        return int(self._stances[start]), int(self._documents[start])

    @cached_property
    def _stances(self) -> Places:
        return np.bincount(self.starts, minlength=len(self.times))

    @cached_property
    def _documents(self) -> Places:
        return documents_of_runs(self.corpus.stances, self.times, self.starts)

    @cached_property
    def documents(self) -> int:
        """How many documents are drawn: those that show a stance of a unit of the level."""
        return documents_behind(self._statements)

    @cached_property
    def _statements(self) -> Statements:
        return count_statements(self.corpus, self.level)

    def drawn(self, draws: Draws) -> Iterator[Mask]:
        """For each draw of the documents, which stances of the lines are then there, by place."""
        if not len(self.times):
            return
        row = self._statements.stances.indices
        for weights in drawn_weights(self._statements, draws):
            there = np.zeros(len(self.corpus.stances), bool)
            there[row[weights > 0]] = True
            yield there[self.times.row]


def draw_lines(corpus: Corpus, level: Level = Level.ACTOR, *, divided: bool = False) -> Lines:
    """The lines of a corpus at a level; only those with several polarities if ``divided``."""
    pooled, stances = pool(corpus, level), corpus.stances
    rows = _divided(corpus, pooled) if divided else np.flatnonzero(pooled.unit != NOBODY)
    number = len(stances.propositions)
    # Lines go by the id of the proposition; in the column they go by address.
    by_id = sorted(range(number), key=stances.propositions.__getitem__)
    rank = np.empty(number, np.int64)
    rank[by_id] = np.arange(number)
    group = pooled.unit[rows].astype(np.int64) * number + rank[stances.proposition[rows]]
    times = timelines(stances, rows, group)
    said: dict[Key, list[Dated]] = {}
    for dated in _dated(corpus, pooled, times):
        said.setdefault((dated.stance.holder, dated.stance.proposition), []).append(dated)
    return Lines(
        corpus=corpus,
        level=level,
        units={unit.id: unit for unit in pooled.units},
        said=said,
        place={stances.ids[row]: place for place, row in enumerate(times.row.tolist())},
        times=times,
    )


def _divided(corpus: Corpus, pooled: Pooled) -> np.ndarray:
    stances = corpus.stances
    group = pooled.unit.astype(np.int64) * len(stances.propositions) + stances.proposition
    _, group = np.unique(group, return_inverse=True)
    least = np.full(len(stances), 1)
    most = np.full(len(stances), -1)
    np.minimum.at(least, group, stances.sign)
    np.maximum.at(most, group, stances.sign)
    return np.flatnonzero((least[group] != most[group]) & (pooled.unit != NOBODY))


def _dated(corpus: Corpus, pooled: Pooled, times: Timelines) -> Iterator[Dated]:
    stances, row = corpus.stances, times.row
    columns = (
        row,
        pooled.unit[row],
        stances.proposition[row],
        times.sign,
        stances.earliest[row],
        stances.latest[row],
        times.told,
    )
    for at, unit, about, sign, earliest, latest, told in zip(
        *(column.tolist() for column in columns), strict=True
    ):
        stance = Stance(
            id=stances.ids[at],
            holder=pooled.units[unit].id,
            proposition=stances.propositions[about],
            polarity=_POLARITIES[sign],
            said_on=PartialDate(earliest, latest) if told else None,
        )
        yield Dated(stance, earliest, latest, told)
