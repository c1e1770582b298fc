"""What stands around every picture: heading, legend, and where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kg.colours import COLOURS
from kg.model.stances import Polarity
from kg.printing import counted
from kg.views.contract import GraphPage, PageActor, PageMeta
from kg.views.positions import Position
from kg.views.static.sheet import (
    DASHES,
    INK,
    LINE,
    SHAPES,
    SOFT,
    Sheet,
    one_line,
    width_of,
)

MARGIN = 24.0
KINDS = ("● person", "■ state, party or organisation")


@dataclass(frozen=True, slots=True)
class Plan:
    """A picture to be drawn: its width in points, what it is, and what draws its body.

    ``draw`` is given the sheet and where its room begins, and gives where the body ends. The
    legend shows lines, marks or mere colours, and more in words. ``shown`` are the positions that
    the picture tells of.
    """

    width: float
    about: str
    draw: Callable[[Sheet, float], float]
    shown: Sequence[Position]
    lines: bool = False
    marks: bool = False
    colours: bool = True
    more: tuple[str, ...] = ()


_SIDES = {
    Polarity.FAVOURS: "for",
    Polarity.OPPOSES: "against",
    Polarity.MIXED: "mixed or conditional",
}


def draw_head(sheet: Sheet, meta: PageMeta, about: str) -> float:
    """The title, what the picture is and to what it keeps; gives where the room below begins."""
    wide = sheet.width - 2 * MARGIN
    y = 30.0
    for line in in_lines(meta.title, wide, 15, 4, bold=True):
        sheet.text(MARGIN, y, line, size=15, bold=True)
        y += 20
    # A picture of one proposition still says to what else its page keeps.
    narrowed = "; ".join(meta.narrowed)
    for words in (about, f"Only: {narrowed}" if narrowed else ""):
        for line in in_lines(words, wide, 9, 5):
            sheet.text(MARGIN, y, line, size=9, colour=SOFT)
            y += 14
    return y + 4


def draw_legend(sheet: Sheet, y: float, plan: Plan) -> float:
    """What the colours mean, and more in words; gives where it ends."""
    x = MARGIN
    for polarity, word in _SIDES.items() if plan.colours else ():
        if plan.lines:
            sheet.line(
                [(x, y), (x + 22, y)], colour=COLOURS[polarity], width=1.6, dash=DASHES[polarity]
            )
            x += 27
        elif plan.marks:
            sheet.mark(x + 4, y, SHAPES[polarity], COLOURS[polarity])
            x += 13
        else:
            sheet.box(x, y - 4, 10, 8, fill=COLOURS[polarity])
            x += 15
        sheet.text(x, y, word, size=8)
        x += width_of(word, 8) + 16
    for words in plan.more:
        if x + width_of(words, 8) > sheet.width - MARGIN:
            x, y = MARGIN, y + 13
        sheet.text(x, y, words, size=8, colour=SOFT)
        x += width_of(words, 8) + 16
    return y + 16 if x > MARGIN else y


def draw_foot(sheet: Sheet, y: float, page: GraphPage, shown: Sequence[Position]) -> float:
    """The source with its state, version and licence, how much is shown; gives the height."""
    holders = {one.actor for one in shown}
    stances = sum(len(one.stances) for one in shown)
    words = f"{counted(stances, 'stance')} of {counted(len(holders), 'actor')}"
    return draw_source(sheet, y, page.meta, words)


def draw_source(sheet: Sheet, y: float, meta: PageMeta, amount: str) -> float:
    """The same with how much is shown in words."""
    parts = [
        f"eurostance {meta.version}" if meta.version else "",
        f"data to {meta.as_of}" if meta.as_of else "",
        amount,
        meta.licence or "",
        meta.base,
    ]
    words = f"Source: {' · '.join(part for part in parts if part)}"
    sheet.line([(MARGIN, y + 8), (sheet.width - MARGIN, y + 8)], colour=LINE)
    for line in in_lines(words, sheet.width - 2 * MARGIN, 7, 3):
        sheet.text(MARGIN, y + 20, line, size=7, colour=SOFT)
        y += 10
    return y + 24


def fitted(words: str, width: float, size: float, *, bold: bool = False) -> str:
    """The words on one line, cut where they would be wider than that many points."""
    told = one_line(words, 400)
    if width_of(told, size, bold=bold) <= width:
        return told
    short, long = 0, len(told)
    while long - short > 1:
        middle = (short + long) // 2
        fits = width_of(f"{told[:middle].rstrip()}…", size, bold=bold) <= width
        short, long = (middle, long) if fits else (short, middle)
    return f"{told[:short].rstrip()}…"


def in_lines(
    words: str, width: float, size: float, most: int = 2, *, bold: bool = False
) -> list[str]:
    """The words on some lines no wider than that many points; what does not fit is cut."""
    lines: list[str] = []
    for word in one_line(words, 1000).split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and (len(lines) == most or width_of(joined, size, bold=bold) <= width):
            lines[-1] = joined
        else:
            lines.append(word)
    return [fitted(line, width, size, bold=bold) for line in lines]


def draw_nothing(sheet: Sheet, y: float, words: str) -> float:
    """A line instead of a picture; gives where it ends."""
    sheet.text(MARGIN, y + 30, words, size=11, colour=INK)
    return y + 60


def name_of(actor: PageActor) -> str:
    """An actor's name with the country's code."""
    return one_line(f"{actor.name} ({actor.country})" if actor.country else actor.name, 70)


def shape_of(actor: PageActor) -> str:
    """A round mark for a person, an angular one for all others."""
    return "o" if actor.kind == "person" else "s"
