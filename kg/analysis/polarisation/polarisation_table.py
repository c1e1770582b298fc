"""Polarisation as a table."""

from __future__ import annotations

from collections.abc import Iterable

from kg.analysis.polarisation.polarised import Polarisation
from kg.queries.table import Table, Value, make_table

_COLUMNS = (
    "window", "first", "last", "polarisation", "low", "high", "units", "for", "mixed", "against",
    "statements", "documents", "few",
)  # fmt: skip
_OF_BLOCS = ("chance", "p", "opposed", "camp", "otherCamp")


def polarisation_table(found: Iterable[Polarisation]) -> Table:
    """Polarisation as a table: a row for each window; see Polarisation.

    ``for``, ``mixed`` and ``against`` are numbers of positions. By blocs five columns more: what
    chance gives and how often it gives as much, the share of conflict between the camps, and the
    ids of both.
    """
    told = list(found)
    blocs = any(one.camps for one in told)
    return make_table(
        (*_COLUMNS, *_OF_BLOCS) if blocs else _COLUMNS,
        ((*_row(one), *_camp_cells(one)) if blocs else _row(one) for one in told),
    )


def _row(one: Polarisation) -> tuple[Value, ...]:
    return (
        str(one.window),
        one.window.first,
        one.window.last,
        one.figure,
        one.interval.low if one.interval else None,
        one.interval.high if one.interval else None,
        one.units,
        one.favours,
        one.mixed,
        one.opposes,
        one.statements,
        one.documents,
        "few" if one.few else None,
    )


def _camp_cells(one: Polarisation) -> tuple[Value, ...]:
    if one.camps is None:
        return (None,) * len(_OF_BLOCS)
    chance = (one.dealt.middle, one.dealt.reached) if one.dealt else (None, None)
    named = (" ".join(unit.id for unit in camp) or None for camp in one.camps)
    return (*chance, one.opposed, *named)
