"""Centralities as tables: one row a unit, or one a unit and measure."""

from __future__ import annotations

from enum import StrEnum

from kg.analysis.counting.resampling import FEW, ends, few_word
from kg.analysis.structure.central_measures import MEASURES, Measure
from kg.analysis.structure.centrality import Central, Centralities, Figure
from kg.queries.table import Table, Value, make_table


class CentralView(StrEnum):
    """What a row of a table of centralities is."""

    UNITS = "units"
    MEASURES = "measures"


_UNIT = ("unit", "unitLabel", "group", "statements", "few")
_FIGURE = ("low", "high", "rank", "rankLow", "rankHigh")


def central_table(found: Centralities, view: CentralView, by: Measure) -> Table:
    """The table that a view asks for, units by rank in one measure.

    A row a unit has that measure with its interval and rank, and all others without; a row a unit
    and measure has each with its own.
    """
    if view is CentralView.MEASURES:
        return make_table(
            (*_UNIT, "measure", "value", *_FIGURE),
            (
                (*_unit(one), measure, *_figure(one.figures[measure]))
                for one in found.by(by)
                for measure in (by, *_others(by))
            ),
        )
    return make_table(
        (*_UNIT, by, *_FIGURE, *_others(by)),
        (
            (
                *_unit(one),
                *_figure(one.figures[by]),
                *(one.figures[measure].value for measure in _others(by)),
            )
            for one in found.by(by)
        ),
    )


def _others(by: Measure) -> list[Measure]:
    return [measure for measure in MEASURES if measure is not by]


def _unit(one: Central) -> tuple[Value, ...]:
    few = few_word(one.said < FEW)
    return (one.unit.id, one.unit.label, one.group, one.said, few)


def _figure(one: Figure) -> tuple[Value, ...]:
    return (one.value, *ends(one.interval), one.rank, *ends(one.rank_interval))
