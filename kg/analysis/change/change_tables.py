"""Changes of position and contradictions as tables: a row each, whole or short."""

from __future__ import annotations

from collections.abc import Mapping

from kg.analysis.change.contradictions import Contradictions
from kg.analysis.change.shifts import Changes
from kg.analysis.corpus.quotes import Words
from kg.analysis.counting.resampling import few_word
from kg.analysis.counting.sides import short, side_cells, side_columns
from kg.queries.table import Table, make_table

_CHANGE = ("changedBy", "unit", "unitLabel", "proposition", "propositionLabel")
_SHORT_CHANGE = (
    "changedBy",
    "unitLabel",
    "propositionLabel",
    "before",
    "after",
    "foundAgain",
    "few",
)


def change_table(changes: Changes, words: Mapping[str, Words]) -> Table:
    """One row a change, with the words and the source of both sides.

    ``foundAgain`` is the share of draws with the same change, ``few`` marks little evidence.
    """
    columns = (*_CHANGE, *side_columns("before"), *side_columns("after"), "foundAgain", "few")
    return make_table(
        columns,
        (
            (
                one.changed_by,
                one.unit.id,
                one.unit.label,
                one.proposition.id,
                one.proposition.short,
                *side_cells(one.before, one.proposition, words),
                *side_cells(one.after, one.proposition, words),
                one.again,
                few_word(one.few),
            )
            for one in changes.found
        ),
    )


def short_change_table(changes: Changes) -> Table:
    """One row a change, narrow enough for a terminal."""
    return make_table(
        _SHORT_CHANGE,
        (
            (
                one.changed_by,
                one.unit.label,
                one.proposition.short,
                short(one.before, one.proposition, changes.level),
                short(one.after, one.proposition, changes.level),
                one.again,
                few_word(one.few),
            )
            for one in changes.found
        ),
    )


_PAIR = ("unit", "unitLabel", "proposition", "propositionLabel", "daysApart", "changedBy")
_SHORT_PAIR = (
    "unitLabel", "propositionLabel", "first", "second", "daysApart", "changedBy", "foundAgain",
)  # fmt: skip


def contradiction_table(found: Contradictions, words: Mapping[str, Words]) -> Table:
    """One row a pair, with the words and the source of both; ``changedBy`` where it is a turn."""
    columns = (*_PAIR, *side_columns("first"), *side_columns("second"), "foundAgain", "few")
    return make_table(
        columns,
        (
            (
                one.unit.id,
                one.unit.label,
                one.proposition.id,
                one.proposition.short,
                one.apart,
                one.turned,
                *side_cells(one.first, one.proposition, words),
                *side_cells(one.second, one.proposition, words),
                one.again,
                few_word(one.few),
            )
            for one in found.found
        ),
    )


def short_contradiction_table(found: Contradictions) -> Table:
    """One row a pair, narrow enough for a terminal."""
    return make_table(
        _SHORT_PAIR,
        (
            (
                one.unit.label,
                one.proposition.short,
                short(one.first, one.proposition, found.level),
                short(one.second, one.proposition, found.level),
                one.apart,
                one.turned,
                one.again,
            )
            for one in found.found
        ),
    )
