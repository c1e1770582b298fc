"""Coverage as a grid of signs: a line for each unit, a sign for each period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np

from kg.analysis.counting.resampling import FEW
from kg.analysis.coverage.coverage import STATES, Counts, Coverage, State
from kg.printing import printable
from kg.queries.formats import render
from kg.queries.table import make_table

EMPTY, READ, THIN, MANY = "0", "o", "·", "+"
_MANY, _NAMED = 10, 12
_INITIAL = {f"-{month:02}": name for month, name in enumerate("JFMAMJJASOND", 1)} | {
    f"-Q{quarter}": str(quarter) for quarter in range(1, 5)
}
_LEGEND = """\
1-9, {many}   found: so many documents show a stance of that time; {many} is 10 or more
0        searched and empty: none, and a recorded search covers all of that time
o        read around: none, and no search, but at least {few} documents of that time show the
         {unit} on anything and at least {few} show anybody on the topic
{thin}        thin: none, and less than that was looked at, or a candidate waits for a decision
(blank)  never searched: no trace that anybody looked
"""


def draw_grid(coverage: Coverage, limit: int) -> str:
    """The grid of a coverage of one topic, with its legend and totals; limit 0 shows every unit.

    Units with most stances come first; those without any trace are named below.
    """
    states, total = coverage.states[:, 0, :], coverage.stances[:, 0, :].sum(axis=1)
    looked = (states != STATES.index(State.NEVER)).any(axis=1)
    order = sorted(
        np.flatnonzero(looked).tolist(), key=lambda one: (-total[one], coverage.units[one].label)
    )
    shown = order[:limit] if limit else order
    never = [coverage.units[one].label for one in np.flatnonzero(~looked).tolist()]
    hidden = f"and {len(order) - len(shown)} more (--limit 0 shows all)\n"
    legend = _LEGEND.format(many=MANY, few=FEW, unit=coverage.level.value, thin=THIN)
    return "".join(
        (
            f"Topic: {printable(coverage.topics[0].label)}\n\n",
            _grid(coverage, shown),
            hidden if len(shown) < len(order) else "",
            f"\n{legend}\n",
            *(f"{line}\n" for line in _totals(coverage, never)),
        )
    )


def _grid(coverage: Coverage, shown: Sequence[int]) -> str:
    states = coverage.states
    signs = [_signs(states[unit, 0], coverage.documents[unit, 0]) for unit in shown]
    total = coverage.stances[:, 0, :].sum(axis=1)
    by_year = groupby(range(len(coverage.periods)), lambda at: coverage.periods[at].first.year)
    years = {year: list(places) for year, places in by_year}
    initials = [_INITIAL.get(period.label[4:], "") for period in coverage.periods]
    rows = [
        ["", "", *("".join(initials[at] for at in places) for places in years.values())],
        *(
            [
                coverage.units[unit].label,
                f"{total[unit]:,}",
                *("".join(line[at] for at in places) for places in years.values()),
            ]
            for unit, line in zip(shown, signs, strict=True)
        ),
    ]
    columns = [coverage.level.value, "stances", *map(str, years)]
    return render(make_table(columns, rows if any(initials) else rows[1:]), "table")


def _signs(states: Counts, documents: Counts) -> str:
    fixed = {State.EMPTY: EMPTY, State.READ: READ, State.THIN: THIN, State.NEVER: " "}
    return "".join(
        fixed.get(STATES[state]) or (str(number) if number < _MANY else MANY)
        for state, number in zip(states.tolist(), documents.tolist(), strict=True)
    )


def _totals(coverage: Coverage, never: Sequence[str]) -> Iterator[str]:
    totals = coverage.totals()
    few = int(((coverage.stances > 0) & (coverage.documents < FEW)).sum())
    yield (
        f"{sum(totals.values()):,} cells: {totals[State.FOUND]:,} found ({few:,} of them in fewer "
        f"than {FEW} documents), {totals[State.EMPTY]:,} searched and empty, "
        f"{totals[State.READ]:,} read around, "
        f"{totals[State.THIN]:,} thin, {totals[State.NEVER]:,} never searched."
    )
    if never:
        rest = f" and {len(never) - _NAMED} more" if len(never) > _NAMED else ""
        named = ", ".join(map(printable, sorted(never)[:_NAMED]))
        yield f"Never searched in all that time: {named}{rest} ({len(never)})."
    yield "No stance is no neutrality: a blank says nothing of the unit, only of this collection."
