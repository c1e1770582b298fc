"""The lines of units: what each has said on each proposition, in time, as if of one holder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from kg.analysis.corpus import Corpus
from kg.analysis.pooling import Level, Pooled, Unit, pool
from kg.analysis.resampling import Draws, drawn_weights
from kg.analysis.stances import NOBODY, Mask
from kg.analysis.statements import count_statements
from kg.model.dates import PartialDate
from kg.model.positions import Dated, by_pair, run_of
from kg.model.stances import Polarity, Stance

Key = tuple[str, str]
"""A unit and a proposition, by id."""
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """What the units of a level have said, by unit and proposition, in time.

    The holder of a stance in ``said`` is its unit, whoever uttered it; ``row`` tells its place in
    the corpus. The party, office or government is that of the day on which it was said.
    """

    corpus: Corpus
    level: Level
    units: Mapping[str, Unit]
    said: Mapping[Key, list[Dated]]
    row: Mapping[str, int]

    def run(self, key: Key, dated: Dated) -> list[Dated]:
        """The unbroken run of one polarity to which a stance belongs, see kg.model.positions."""
        return run_of(self.said[key], dated)

    def documents(self, said: Iterable[Dated]) -> int:
        """How many documents show some stances."""
        stances = self.corpus.stances
        found: set[int] = set()
        for one in said:
            row = self.row[one.stance.id]
            first, end = np.searchsorted(stances.evidence_of, [row, row + 1])
            found.update(stances.evidence_in[first:end].tolist())
        return len(found)

    def drawn(self, draws: Draws) -> Iterator[Mask]:
        """For each draw of the documents, which stances of the corpus are then there."""
        statements = count_statements(self.corpus, self.level)
        row = statements.stances.indices
        for weights in drawn_weights(statements, draws):
            there = np.zeros(len(self.corpus.stances), bool)
            there[row[weights > 0]] = True
            yield there


def draw_lines(corpus: Corpus, level: Level = Level.ACTOR, *, divided: bool = False) -> Lines:
    """The lines of a corpus at a level; only those with several polarities if ``divided``."""
    pooled = pool(corpus, level)
    rows = _divided(corpus, pooled) if divided else np.flatnonzero(pooled.unit != NOBODY)
    told = [_dated(corpus, pooled, row) for row in rows.tolist()]
    return Lines(
        corpus=corpus,
        level=level,
        units={unit.id: unit for unit in pooled.units},
        said=by_pair(told),
        row={one.stance.id: row for one, row in zip(told, rows.tolist(), strict=True)},
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


def _dated(corpus: Corpus, pooled: Pooled, row: int) -> Dated:
    stances = corpus.stances
    earliest, latest = stances.earliest[row].item(), stances.latest[row].item()
    told = bool(stances.told[row])
    stance = Stance(
        id=stances.ids[row],
        holder=pooled.units[pooled.unit[row]].id,
        proposition=stances.propositions[stances.proposition[row]],
        polarity=Polarity.of_sign(int(stances.sign[row])),
        said_on=PartialDate(earliest, latest) if told else None,
    )
    return Dated(stance, earliest, latest, told)


def redrawn(
    lines: Lines, keys: Iterable[Key], draws: Draws, look: Callable[[list[Dated]], Found]
) -> dict[Key, list[Found]]:
    """What a look at each line finds in each draw of the documents."""
    wanted = list(keys)
    rows = [lines.row[one.stance.id] for key in wanted for one in lines.said[key]]
    drawn = [mask[rows] for mask in (lines.drawn(draws) if rows else ())]
    there = np.array(drawn, bool).reshape(len(drawn), len(rows))
    found: dict[Key, list[Found]] = {}
    begin = 0
    for key in wanted:
        said = lines.said[key]
        found[key] = _looks(there[:, begin : begin + len(said)], said, look)
        begin += len(said)
    return found


def _looks(there: Mask, said: list[Dated], look: Callable[[list[Dated]], Found]) -> list[Found]:
    """What a look finds in each draw, taken once where several draws have the same stances."""
    packed = np.packbits(there, axis=1)
    seen: dict[bytes, Found] = {}
    names = [row.tobytes() for row in packed]
    for at, name in enumerate(names):
        if name not in seen:
            stays = there[at].tolist()
            seen[name] = look([one for one, kept in zip(said, stays, strict=True) if kept])
    return [seen[name] for name in names]
