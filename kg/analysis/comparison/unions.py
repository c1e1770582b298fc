"""The statements of two corpora as one, so that both can be drawn together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array

from kg.analysis.comparison.movement import Part
from kg.analysis.corpus.corpus import Corpus
from kg.analysis.counting.pooling import Level, Unit
from kg.analysis.counting.statements import Statements, count_statements


class _Told(NamedTuple):
    """A statement by names: in both corpora it is the same one."""

    unit: str
    proposition: str
    sign: int
    day: int
    stance: str
    documents: tuple[str, ...]


def join_statements(
    old: Corpus, new: Corpus, level: Level = Level.ACTOR
) -> tuple[Statements, Part, Part]:
    """The statements of both corpora, by day, and which of them each of the two has.

    A statement that both have alike is there once, and of both.
    """
    parts = [(corpus, count_statements(corpus, level)) for corpus in (old, new)]
    lists = [list(_told(corpus, statements)) for corpus, statements in parts]
    told = [dict(one) for one in lists]
    rows = sorted({*told[0], *told[1]}, key=lambda one: (one.day, one))
    units, propositions = (
        {unit.id: unit for _, statements in parts for unit in getattr(statements, name)}
        for name in ("units", "propositions")
    )
    documents = sorted({name for row in rows for name in row.documents})
    joined = Statements(
        level=level,
        units=_sorted(units),
        propositions=_sorted(propositions),
        unit=_places(sorted(units), [row.unit for row in rows]),
        proposition=_places(sorted(propositions), [row.proposition for row in rows]),
        sign=np.array([row.sign for row in rows], np.int32),
        day=np.array([row.day for row in rows], np.int64).astype("datetime64[D]"),
        sure=np.array([told[1].get(row, told[0].get(row, 1.0)) for row in rows], float),
        reports=_reports(rows, documents),
        stances=csr_array((len(rows), 0)),
        left_out=sum(statements.left_out for _, statements in parts),
    )
    place = {row: number for number, row in enumerate(rows)}
    first, second = (
        Part(corpus, statements, np.array([place[row] for row, _ in one], np.int32))
        for (corpus, statements), one in zip(parts, lists, strict=True)
    )
    return joined, first, second


def _told(corpus: Corpus, statements: Statements) -> Iterator[tuple[_Told, float]]:
    """Each statement by names, and the chance that it was made."""
    reports, stances = statements.reports, statements.stances
    for row in range(len(statements)):
        papers = reports.indices[reports.indptr[row] : reports.indptr[row + 1]].tolist()
        yield (
            _Told(
                unit=statements.units[statements.unit[row]].id,
                proposition=statements.propositions[statements.proposition[row]].id,
                sign=int(statements.sign[row]),
                day=int(statements.day[row].astype(np.int64)),
                stance=corpus.stances.ids[stances.indices[stances.indptr[row]]],
                documents=tuple(sorted(corpus.stances.documents[paper] for paper in papers)),
            ),
            float(statements.sure[row]),
        )


def _sorted(units: dict[str, Unit]) -> tuple[Unit, ...]:
    return tuple(units[name] for name in sorted(units))


def _places(names: list[str], wanted: list[str]) -> np.ndarray:
    place = {name: number for number, name in enumerate(names)}
    return np.array([place[name] for name in wanted], np.int32)


def _reports(rows: list[_Told], documents: list[str]) -> csr_array:
    """Which share of each statement each document carries."""
    place = {name: number for number, name in enumerate(documents)}
    pairs = [(at, place[name]) for at, row in enumerate(rows) for name in row.documents]
    share = [1 / len(row.documents) for row in rows for _ in row.documents]
    row, column = np.array(pairs, int).reshape(-1, 2).T
    return csr_array((share, (row, column)), shape=(len(rows), len(documents)))
