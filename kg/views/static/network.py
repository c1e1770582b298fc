"""The network of actors and propositions, drawn."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from kg.colours import COLOURS
from kg.model.stances import Polarity
from kg.views.contract import GraphPage, PageActor, PageProposition
from kg.views.positions import positions
from kg.views.static.chart import (
    HIGH,
    NAME,
    SHORT,
    breadth,
    by_agreement,
    name_on_chart,
    reach,
    stances_by_actor,
)
from kg.views.static.frame import KINDS, MARGIN, Plan, shape_of
from kg.views.static.grounds import HEADING, by_country
from kg.views.static.sheet import INK, MARK, PAPER, SOFT, Sheet, one_line, width_of

_MOST_ACTORS = 200


def plan_network(page: GraphPage, arrange: str | None) -> Plan:
    """The picture of all actors, or of the most active ones where there are very many."""
    total = len({stance.actor for stance in page.stances})
    page = _most_active(page)
    found = positions(page)
    kind = arrange or "agreement"
    chart = (by_country if kind == "country" else by_agreement)(page, found)
    about = {
        "agreement": "Actors stand near what they are for, and far from what they are against",
        "country": "Actors by country, and the propositions on which they took a position",
    }[kind]
    if total > _MOST_ACTORS:
        about += f"; the {_MOST_ACTORS} most active of {total:,} actors"
    width = max(chart.width + 2 * MARGIN, 560)

    def draw(sheet: Sheet, top: float) -> float:
        aside = (width - chart.width) / 2
        at = {node: (x + aside, y + top) for node, (x, y) in chart.places.items()}
        for one in chart.grounds:
            left, upper = one.left + aside, one.top + top
            sheet.box(left, upper, one.width, one.height, fill=MARK)
        sheet.lines(
            (
                [at[f"actor/{one.actor}"], at[f"proposition/{one.proposition}"]],
                one.polarity,
                0.5 + 0.35 * min(len(one.stances), 6),
            )
            for one in found
        )
        for one in chart.grounds:
            words = one.name
            wide = width_of(words, HEADING, bold=True) + 3
            x, y = one.left + aside + 5, one.top + top + 8
            sheet.box(x, y - 5, wide, 10, fill=MARK, opacity=0.72)
            sheet.text(x + 1, y, words, size=HEADING, colour=SOFT, bold=True)
        behind = MARK if chart.grounds else PAPER
        counts = stances_by_actor(page)
        for actor in page.actors:
            if actor.id in counts:
                _draw_actor(sheet, actor, counts[actor.id], at[f"actor/{actor.id}"], behind)
        sides = Counter((one.proposition, one.polarity) for one in found)
        for proposition in page.propositions:
            if f"proposition/{proposition.id}" in at:
                _draw_proposition(sheet, proposition, sides, at[f"proposition/{proposition.id}"])
        return top + chart.height

    return Plan(
        width, about, draw, found, lines=True, more=("a thicker line: more stances", *KINDS)
    )


def _most_active(page: GraphPage) -> GraphPage:
    counts = stances_by_actor(page)
    if len(counts) <= _MOST_ACTORS:
        return page
    kept = set(sorted(counts, key=lambda name: (-counts[name], name))[:_MOST_ACTORS])
    return replace(page, stances=tuple(one for one in page.stances if one.actor in kept))


def _draw_actor(
    sheet: Sheet, actor: PageActor, stances: int, at: tuple[float, float], behind: str
) -> None:
    x, y = at
    half, words = reach(stances), name_on_chart(actor)
    sheet.box(x + half, y - 4.5, width_of(words, NAME) + 3, 9, fill=behind, opacity=0.72)
    sheet.mark(x, y, shape_of(actor), INK, size=2 * half)
    sheet.text(x + half + 2, y, words, size=NAME)


def _draw_proposition(
    sheet: Sheet,
    proposition: PageProposition,
    sides: Counter[tuple[str, Polarity]],
    at: tuple[float, float],
) -> None:
    x, y = at
    wide = breadth(proposition)
    sheet.box(x - wide / 2, y - HIGH / 2, wide, HIGH, edge=INK)
    words = one_line(proposition.short, 30)
    sheet.text(x, y - 2, words, size=SHORT, bold=True, align="center")
    total = sum(sides[proposition.id, polarity] for polarity in Polarity)
    left = x - wide / 2 + 4
    for polarity in (Polarity.FAVOURS, Polarity.MIXED, Polarity.OPPOSES):
        part = (wide - 8) * sides[proposition.id, polarity] / total
        sheet.box(left, y + HIGH / 2 - 4.5, part, 2.2, fill=COLOURS[polarity])
        left += part
