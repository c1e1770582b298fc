"""Actors and propositions as a table of marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from kg.colours import COLOURS
from kg.printing import counted
from kg.views.contract import GraphPage, PageProposition
from kg.views.positions import Position
from kg.views.static.frame import MARGIN, Plan, fitted, in_lines, name_of
from kg.views.static.sheet import (
    INK,
    LINE,
    SHAPES,
    SOFT,
    TINTS,
    Sheet,
    one_line,
    width_of,
)

_MOST_ROWS = 70
_ROW, _COLUMN = 13.0, 15.0
_NAMES = 170.0
_LEFT = MARGIN + _NAMES
_BETWEEN = 5.0
"""Between the columns of two themes."""
_HEADS = 150.0
_NAME, _HEAD, _THEME = 8.0, 7.5, 6.5
_WIDEST_WORD = 64.0
"""Room for a theme's longest word, unless it is longer than this."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """The propositions of one theme, from the left."""

    label: str
    left: float
    width: float
    propositions: list[PageProposition]


def plan_matrix(page: GraphPage, found: Sequence[Position]) -> Plan:
    """The picture of all actors, or of the most active ones where there are very many."""
    stances: Counter[str] = Counter()
    for one in found:
        stances[one.actor] += len(one.stances)
    actors = {actor.id: actor for actor in page.actors}
    ranked = sorted(stances, key=lambda name: (-stances[name], actors[name].name, name))
    rows = {name: number for number, name in enumerate(ranked[:_MOST_ROWS])}
    shown = [one for one in found if one.actor in rows]
    themes = _themes(page, {one.proposition for one in shown})
    right = themes[-1].left + themes[-1].width

    def draw(sheet: Sheet, top: float) -> float:
        columns = _draw_heads(sheet, top, themes)
        begin = top + 28 + _height(themes)
        for name, number in rows.items():
            y = begin + (number + 0.5) * _ROW
            sheet.line([(MARGIN, y + _ROW / 2), (right, y + _ROW / 2)], colour=LINE, width=0.4)
            words = fitted(name_of(actors[name]), _NAMES - 8, _NAME)
            sheet.text(_LEFT - 8, y, words, size=_NAME, colour=INK, align="right")
        for position in shown:
            x, y = columns[position.proposition], begin + rows[position.actor] * _ROW
            colour, tint = COLOURS[position.polarity], TINTS[position.polarity]
            sheet.box(x + 0.8, y + 0.8, _COLUMN - 1.6, _ROW - 1.6, fill=tint)
            shape = SHAPES[position.polarity]
            sheet.mark(x + _COLUMN / 2, y + _ROW / 2, shape, colour, size=6)
        return begin + len(rows) * _ROW + 4

    about = f"Latest position of {counted(len(rows), 'actor')} on each proposition"
    if len(rows) < len(ranked):
        about += f": the most active of {len(ranked):,}"
    return Plan(max(right + MARGIN, 480), about, draw, shown, marks=True)


def _themes(page: GraphPage, shown: set[str]) -> list[_Columns]:
    kept = sorted(
        (one for one in page.propositions if one.id in shown),
        key=lambda one: (one.theme_label, one.theme, one.short, one.id),
    )
    themes: list[_Columns] = []
    left = _LEFT
    for _, group in groupby(kept, lambda one: one.theme):
        propositions = list(group)
        label = one_line(propositions[0].theme_label)
        word = max((width_of(word, _THEME) for word in label.split()), default=0.0)
        width = max(len(propositions) * _COLUMN, min(word + 2, _WIDEST_WORD))
        themes.append(_Columns(label, left, width, propositions))
        left += width + _BETWEEN
    return themes


def _height(themes: Sequence[_Columns]) -> float:
    """The room of the propositions' names, which stand upright."""
    names = (one_line(one.short) for theme in themes for one in theme.propositions)
    return min(_HEADS, max(width_of(name, _HEAD) for name in names) + 1)


def _draw_heads(sheet: Sheet, top: float, themes: Sequence[_Columns]) -> dict[str, float]:
    """Themes over their propositions; gives where the column of each proposition begins."""
    columns = {}
    high = _height(themes)
    for theme in themes:
        end = theme.left + theme.width
        sheet.line([(theme.left + 1, top + 20), (end - 1, top + 20)], colour=SOFT)
        for number, words in enumerate(reversed(in_lines(theme.label, theme.width, _THEME))):
            sheet.text(theme.left, top + 13 - 8 * number, words, size=_THEME, colour=SOFT)
        for number, one in enumerate(theme.propositions):
            columns[one.id] = theme.left + number * _COLUMN
            middle = columns[one.id] + _COLUMN / 2 + 1.5
            name = fitted(one.short, high, _HEAD)
            sheet.text(middle, top + 25 + high, name, size=_HEAD, align="center", turned=True)
    return columns
