"""How far every two countries agree, as a table of colours and numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from kg.colours import COLOURS
from kg.model.stances import Polarity
from kg.views.agreement import Agreement, agreements
from kg.views.contract import GraphPage
from kg.views.positions import Position
from kg.views.static.frame import MARGIN, Plan, draw_nothing, fitted
from kg.views.static.sheet import INK, PAPER, SOFT, Sheet, one_line

LEAST = 3
"""So many propositions two countries must share, or their agreement says too little."""
_MOST_UNITS = 44
_CAUTION = 2
_NAMES = 92.0
_CELL, _HIGH = 24.0, 21.0
_STEPS = (
    (0.1, Polarity.OPPOSES, 1.0),
    (0.2, Polarity.OPPOSES, 0.6),
    (0.3, Polarity.OPPOSES, 0.38),
    (0.4, Polarity.OPPOSES, 0.2),
    (0.6, Polarity.MIXED, 0.13),
    (0.7, Polarity.FAVOURS, 0.2),
    (0.8, Polarity.FAVOURS, 0.38),
    (0.9, Polarity.FAVOURS, 0.6),
    (1.0, Polarity.FAVOURS, 1.0),
)
"""Up to which agreement; of which colour, how much; as on the page."""

Pairs = Mapping[tuple[str, str], Agreement]


def plan_agreement(page: GraphPage, found: Sequence[Position]) -> Plan:
    """The picture of all countries that share enough with another one."""
    countries = {actor.id: actor.country for actor in page.actors if actor.country}
    pairs = agreements(found, countries)
    told = {pair: one for pair, one in pairs.items() if one.shared >= LEAST}
    weights: Counter[str] = Counter()
    for pair, one in told.items():
        weights.update(dict.fromkeys(pair, one.shared))
    ranked = sorted(weights, key=lambda unit: (-weights[unit], unit))[:_MOST_UNITS]
    units = _in_order(sorted(ranked), pairs)
    names = dict(page.countries)
    drawn = [one for one in found if countries.get(one.actor) in units]
    left = MARGIN + _NAMES

    def draw(sheet: Sheet, top: float) -> float:
        if not units:
            return draw_nothing(sheet, top, f"No two countries share {LEAST} propositions.")
        begin = _draw_scale(sheet, top)
        for row, unit in enumerate(units):
            y = begin + (row + 0.5) * _HIGH
            name = fitted(names.get(unit, unit), _NAMES - 8, 8)
            sheet.text(left - 6, y, name, size=8, align="right")
            sheet.text(
                left + (row + 0.5) * _CELL,
                y,
                one_line(unit, 3),
                size=7,
                colour=SOFT,
                align="center",
            )
            for column, other in enumerate(units[:row]):
                one = told.get((min(unit, other), max(unit, other)))
                if one:
                    _draw_cell(sheet, left + column * _CELL, y - _HIGH / 2, one)
        return begin + len(units) * _HIGH + 4

    about = (
        f"Agreement of countries in percent, below it on how many propositions (at least {LEAST}). "
    )
    if len(weights) > len(units):
        about += f"The {len(units)} with most in common of {len(weights)}."
    else:
        about += "Those who agree stand together."
    return Plan(max(left + len(units) * _CELL + MARGIN, 560), about, draw, drawn, colours=False)


def _in_order(units: Sequence[str], pairs: Pairs) -> list[str]:
    """Along the axis that tells most of who agrees with whom.

    Each agreement is drawn towards the average, the more the fewer propositions it rests on.
    """
    if len(units) < 3:
        return list(units)
    among = [(pair, one) for pair, one in pairs.items() if set(pair) <= set(units)]
    total = sum(one.shared for _, one in among)
    average = sum(one.share * one.shared for _, one in among) / total
    table = np.full((len(units), len(units)), average)
    place = {unit: number for number, unit in enumerate(units)}
    for (first, second), one in among:
        cautious = (one.share * one.shared + average * _CAUTION) / (one.shared + _CAUTION)
        table[place[first], place[second]] = table[place[second], place[first]] = cautious
    np.fill_diagonal(table, 1)
    table -= table.mean(axis=0) + table.mean(axis=1)[:, None] - table.mean()
    axis = np.linalg.eigh(table)[1][:, -1]
    # The sign of an eigenvector is arbitrary: the long tail comes last.
    axis *= 1 if (axis**3).sum() >= 0 else -1
    # Rounded, so that another machine's last bit changes nothing.
    return [units[number] for number in np.lexsort((np.arange(len(units)), axis.round(9)))]


def _draw_scale(sheet: Sheet, top: float) -> float:
    sheet.text(MARGIN, top + 2, "0 %", size=7.5, colour=SOFT)
    for number, (_, polarity, share) in enumerate(_STEPS):
        sheet.box(MARGIN + 22 + number * 18, top - 3, 17, 9, fill=_blended(polarity, share))
    x = MARGIN + 22 + len(_STEPS) * 18 + 4
    sheet.text(x, top + 2, f"100 %      empty: fewer than {LEAST} shared", size=7.5, colour=SOFT)
    return top + 16


def _draw_cell(sheet: Sheet, x: float, y: float, one: Agreement) -> None:
    _, polarity, share = next((step for step in _STEPS if one.share < step[0]), _STEPS[-1])
    sheet.box(x + 0.5, y + 0.5, _CELL - 1, _HIGH - 1, fill=_blended(polarity, share))
    ink = PAPER if share == 1 else INK
    middle = x + _CELL / 2
    sheet.text(middle, y + 7, f"{one.share * 100:.0f}", size=7.5, colour=ink, align="center")
    sheet.text(middle, y + 15.5, f"n {one.shared}", size=6, colour=ink, align="center")


def _blended(polarity: Polarity, share: float) -> str:
    """The polarity's colour laid over the paper."""
    colour = COLOURS[polarity]
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(part * share + 255 * (1 - share)):02x}" for part in parts)
