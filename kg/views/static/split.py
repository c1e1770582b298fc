"""Who is for and who against one proposition: two columns, the mixed ones below."""

from __future__ import annotations

from collections.abc import Sequence

from kg.colours import COLOURS
from kg.model.stances import Polarity
from kg.views.contract import GraphPage, PageActor
from kg.views.positions import Position, changes
from kg.views.static.frame import KINDS, MARGIN, Plan, fitted, name_of, shape_of
from kg.views.static.sheet import INK, SOFT, Sheet, one_line, width_of

_WIDTH = 840.0
_ROW = 15.0
_MOST = 60
"""Of one side by name."""
_CENTRE = _WIDTH / 2
_REACH = 148.0
"""From the centre to either column of marks."""
_DATES = 76.0
_BOX = (128.0, 40.0)
_SIGNED = {Polarity.FAVOURS: -1, Polarity.OPPOSES: 1}


def contested(found: Sequence[Position]) -> str | None:
    """The proposition with the largest smaller side, or None where there is none."""
    sides: dict[str, dict[Polarity, int]] = {}
    for one in found:
        counts = sides.setdefault(one.proposition, dict.fromkeys(Polarity, 0))
        counts[one.polarity] += 1
    ranked = sorted(
        sides,
        key=lambda name: (
            -min(sides[name][Polarity.FAVOURS], sides[name][Polarity.OPPOSES]),
            -sum(sides[name].values()),
            name,
        ),
    )
    return ranked[0] if ranked else None


def plan_split(page: GraphPage, found: Sequence[Position], about: str, *, picked: bool) -> Plan:
    """The picture of one proposition of the page, by its id; whether it was picked is told."""
    proposition = next(one for one in page.propositions if one.id == about)
    actors = {actor.id: actor for actor in page.actors}
    changed = {(one.actor, one.proposition) for one in changes(page)}
    sided: dict[Polarity, list[Position]] = {polarity: [] for polarity in Polarity}
    here = [one for one in found if one.proposition == about]
    for one in sorted(here, key=lambda one: (-len(one.stances), actors[one.actor].name, one.actor)):
        sided[one.polarity].append(one)
    verbs = {Polarity.FAVOURS: proposition.for_verb, Polarity.OPPOSES: proposition.against_verb}

    def draw(sheet: Sheet, top: float) -> float:
        most = max(_rows(sided[Polarity.FAVOURS]), _rows(sided[Polarity.OPPOSES]), 4)
        begin = top + 26
        middle = begin + most * _ROW / 2
        for polarity, sign in _SIGNED.items():
            held = sided[polarity]
            x = _CENTRE + sign * _REACH
            first = middle - _rows(held) * _ROW / 2
            if held:
                words = one_line(f"{verbs[polarity]} ({len(held)})", 44)
                sheet.text(
                    x, first - 9, words, size=9, bold=True, colour=COLOURS[polarity],
                    align="right" if sign < 0 else "left",
                )  # fmt: skip
            _draw_column(
                sheet, held, x, first, sign, actors, changed, (_CENTRE + sign * _BOX[0] / 2, middle)
            )
        bottom = begin + most * _ROW
        held = sided[Polarity.MIXED]
        if held:
            words = f"mixed or conditional ({len(held)})"
            x = _CENTRE - 60
            sheet.lines([([(_CENTRE, middle), (_CENTRE, bottom + 10)], Polarity.MIXED, 1.1)])
            sheet.text(
                _CENTRE, bottom + 18, words, size=9, bold=True,
                colour=COLOURS[Polarity.MIXED], align="center",
            )  # fmt: skip
            _draw_column(sheet, held, x, bottom + 28, 1, actors, changed, None)
            bottom += 28 + _rows(held) * _ROW
        _draw_proposition(sheet, proposition.short, middle, sided)
        return bottom + 8

    told = f"{proposition.label}: {proposition.sentence}"
    if picked:
        told += f" (the most contested of {len({one.proposition for one in found}):,} propositions)"
    more = (
        "a thicker line: more stances", *KINDS,
        "date: of the latest stance; changed: an earlier one differed",
    )  # fmt: skip
    return Plan(_WIDTH, one_line(told, 400), draw, here, lines=True, more=more)


def _rows(held: Sequence[Position]) -> int:
    """How many rows a column takes, with the one that tells of those left out."""
    return min(len(held), _MOST + 1)


def _draw_column(
    sheet: Sheet,
    held: Sequence[Position],
    x: float,
    top: float,
    sign: int,
    actors: dict[str, PageActor],
    changed: set[tuple[str, str]],
    tied_to: tuple[float, float] | None,
) -> None:
    align = "right" if sign < 0 else "left"
    room = _WIDTH / 2 - _REACH - MARGIN - _DATES - 12
    rows = [(one, top + (number + 0.5) * _ROW) for number, one in enumerate(held[:_MOST])]
    if len(held) > _MOST:
        words = f"and {len(held) - _MOST:,} with fewer stances"
        y = top + (_MOST + 0.5) * _ROW
        sheet.text(x + sign * 13, y, words, size=8.5, colour=SOFT, align=align)
    if tied_to:
        sheet.lines(
            ([tied_to, (x + sign * 1, y)], one.polarity, 0.7 + 0.5 * min(len(one.stances), 6))
            for one, y in rows
        )
    for one, y in rows:
        actor = actors[one.actor]
        sheet.mark(x + sign * 5, y, shape_of(actor), COLOURS[one.polarity], size=6.5)
        name = fitted(name_of(actor), room, 8.5)
        sheet.text(x + sign * 13, y, name, size=8.5, colour=INK, align=align)
        said = one.latest.said_on or f"by {one.latest.latest}"
        note = f"{said}, changed" if (one.actor, one.proposition) in changed else said
        beside = x + sign * (20 + width_of(name, 8.5))
        sheet.text(beside, y, one_line(note, 24), size=6.5, colour=SOFT, align=align)


def _draw_proposition(
    sheet: Sheet, short: str, middle: float, sided: dict[Polarity, list[Position]]
) -> None:
    wide, high = _BOX
    left = _CENTRE - wide / 2
    sheet.box(left, middle - high / 2, wide, high, edge=INK)
    sheet.text(_CENTRE, middle - 6, fitted(short, wide - 10, 9, bold=True), size=9, bold=True,
               align="center")  # fmt: skip
    total = sum(map(len, sided.values()))
    x = left + 10
    for polarity in (Polarity.FAVOURS, Polarity.MIXED, Polarity.OPPOSES):
        part = (wide - 20) * len(sided[polarity]) / max(total, 1)
        if part:
            sheet.box(x, middle + 7, part, 4, fill=COLOURS[polarity])
        x += part
