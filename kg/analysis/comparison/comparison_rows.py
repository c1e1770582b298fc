"""Comparisons as one flat table: a row for each figure, position, tie and revision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.analysis.comparison.comparison import Comparison
from kg.analysis.comparison.days import GAUGE, DaysCompared
from kg.analysis.comparison.movement import Movement
from kg.analysis.comparison.revisions import ReleasesCompared
from kg.analysis.comparison.standing import Move, Moved
from kg.analysis.corpus.quotes import Words
from kg.analysis.counting.pooling import Level, Unit
from kg.analysis.counting.resampling import Interval, ends
from kg.analysis.counting.sides import Side, short, side_cells, side_columns
from kg.model.propositions import Proposition
from kg.queries.table import Table, Value, make_table


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a comparison; ``kind`` says what of: a figure, a position, a tie, a revision.

    ``figure`` has its interval and ``n``, on how many propositions or documents it rests;
    ``was`` and ``became`` are what a change is the difference of, and of two units the mean
    positions from which their agreement follows.
    """

    kind: str
    unit: Unit | None = None
    other: Unit | None = None
    proposition: Proposition | None = None
    before: Side | None = None
    after: Side | None = None
    figure: float | None = None
    interval: Interval | None = None
    n: int | None = None
    was: float | None = None
    became: float | None = None
    note: str | None = None


def unit_rows(found: Comparison) -> Iterator[Row]:
    """The agreement of two units, then every proposition on which one of them stands."""
    yield Row(
        "agreement",
        found.first,
        found.second,
        figure=found.agreement,
        interval=found.interval,
        n=found.shared,
    )
    for one in found.compared:
        yield Row(
            one.relation,
            found.first,
            found.second,
            one.proposition,
            one.first,
            one.second,
            figure=one.agreement,
            was=one.means[0],
            became=one.means[1],
        )


def day_rows(found: DaysCompared) -> Iterator[Row]:
    """How many positions moved, each of them but for those as they were, and the network."""
    for number in found.numbers:
        yield Row(
            f"number {number.move}",
            figure=number.count,
            interval=number.interval,
            n=number.documents,
        )
    for move in (Move.TURNED, Move.NEW, Move.RENEWED):
        yield from map(_moved, found.of(move))
    yield from _network(found.network)
    for one in found.polarised:
        yield Row(
            "polarisation",
            figure=one.figure,
            interval=one.interval,
            n=one.positions,
            note=f"{GAUGE}; positions that stood on {one.window.last}",
        )


def release_rows(found: ReleasesCompared) -> Iterator[Row]:
    """Every revision, the positions that are others by it, and the network."""
    for one in found.revisions:
        yield Row(
            one.kind,
            one.unit,
            proposition=one.proposition,
            before=one.before,
            after=one.after,
            note="; ".join(one.notes) or None,
        )
    yield from map(_moved, found.moved)
    yield from _network(found.network)


def _moved(one: Moved) -> Row:
    return Row(
        f"position {one.move}",
        one.unit,
        proposition=one.proposition,
        before=one.before,
        after=one.after,
    )


def _network(found: Movement) -> Iterator[Row]:
    yield Row(
        "mean agreement of countries",
        figure=found.after - found.before,
        interval=found.interval,
        n=len(found.ties),
        was=found.before,
        became=found.after,
    )
    for tie in found.ties:
        yield Row(
            "agreement of countries",
            tie.source,
            tie.target,
            figure=tie.change,
            interval=tie.interval,
            n=tie.shared,
            was=tie.before,
            became=tie.after,
        )


_HEAD = (
    "kind", "unit", "unitLabel", "other", "otherLabel", "proposition", "propositionLabel",
    "figure", "low", "high", "n", "figureBefore", "figureAfter", "note",
)  # fmt: skip


def row_table(
    rows: Iterable[Row],
    names: tuple[str, str],
    before: Mapping[str, Words],
    after: Mapping[str, Words],
) -> Table:
    """Rows as a table; ``names`` begin the columns of both sides, whose words are given."""
    columns = (*_HEAD, *side_columns(names[0]), *side_columns(names[1]))
    return make_table(
        columns,
        (
            (
                *_head(row),
                *_cells(row.before, row.proposition, before),
                *_cells(row.after, row.proposition, after),
            )
            for row in rows
        ),
    )


def _head(row: Row) -> tuple[Value, ...]:
    return (
        row.kind,
        row.unit.id if row.unit else None,
        row.unit.label if row.unit else None,
        row.other.id if row.other else None,
        row.other.label if row.other else None,
        row.proposition.id if row.proposition else None,
        row.proposition.short if row.proposition else None,
        row.figure,
        *ends(row.interval),
        row.n,
        row.was,
        row.became,
        row.note,
    )


def _cells(
    side: Side | None, proposition: Proposition | None, words: Mapping[str, Words]
) -> tuple[Value, ...]:
    if proposition is None:
        return (None,) * len(side_columns(""))
    return side_cells(side, proposition, words)


_SHORT = ("kind", "unitLabel", "otherLabel", "propositionLabel", "figure", "low", "high", "n")


def short_row_table(rows: Iterable[Row], names: tuple[str, str], level: Level) -> Table:
    """Rows as a table that a terminal has room for."""
    return make_table(
        (*_SHORT, *names),
        (
            (
                row.kind,
                row.unit.label if row.unit else None,
                row.other.label if row.other else None,
                row.proposition.short if row.proposition else None,
                row.figure,
                *ends(row.interval),
                row.n,
                short(row.before, row.proposition, level) if row.proposition else None,
                short(row.after, row.proposition, level) if row.proposition else None,
            )
            for row in rows
        ),
    )
