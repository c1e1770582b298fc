"""Two units or two days compared, as plain text, quotes side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from kg.analysis.comparison.comparison import Compared, Comparison, Relation
from kg.analysis.comparison.days import GAUGE, DaysCompared
from kg.analysis.comparison.standing import Move
from kg.analysis.counting.pooling import Level
from kg.analysis.counting.resampling import FEW
from kg.printing import counted
from kg.views.changes import name, part_of, sheet
from kg.views.moves import Shown, draw_movement, draw_turned, list_positions
from kg.views.sides import Column, between, draw_pair, draw_side, wrap


def draw_units(found: Comparison, words: Shown, narrowed: Sequence[str], *, width: int) -> str:
    """Two units: how far they agree, then proposition by proposition."""
    first, second = (name(unit, found.level) for unit in (found.first, found.second))
    numbers = {relation: len(found.of(relation)) for relation in Relation}
    is_pooled = found.level is not Level.ACTOR
    lines = [f"{first} and {second}: {part_of(narrowed)}"]
    if found.shared:
        interval = between(found.interval, ".0%")
        lines += [
            f"They agree by {found.agreement:.0%}{interval} on the "
            f"{counted(found.shared, 'proposition')} on which both speak{_RULES[is_pooled]}: the "
            f"same side on {numbers[Relation.AGREE]}, opposite ones on "
            f"{numbers[Relation.DIFFER]}, and on {numbers[Relation.PARTLY]} one of them is mixed"
            f"{_MIXED[is_pooled]}."
        ]
        if found.shared < FEW:
            lines.append("So few propositions say little of their agreement.")
    elif found.compared:
        lines.append("There is no proposition on which both speak: nothing can be compared.")
    else:
        lines.append("Nothing is on record of either: that says nothing of where they stand.")
    if found.compared:
        lines.append(
            f"Only {first} speaks on {numbers[Relation.FIRST]}, only {second} on "
            f"{numbers[Relation.SECOND]}. Silence is neither agreement nor disagreement."
        )
    return sheet([*wrap(lines, width), *_sections(found, words, width)])


_RULES = {
    False: "",
    True: " (1 less half the distance of their mean positions, from -1 to 1, of what each actor "
    "said last)",
}
"""How agreement is measured, of actors and of pooled units; of actors the numbers tell it."""
_MIXED = {False: ", which counts half", True: " (a mean within a third of 0)"}


def _sections(found: Comparison, words: Shown, width: int) -> Iterator[str]:
    titles = {
        Relation.DIFFER: "They differ",
        Relation.PARTLY: "One of them is mixed",
        Relation.AGREE: "They agree",
        Relation.FIRST: f"Only {found.first.label} speaks",
        Relation.SECOND: f"Only {found.second.label} speaks",
    }
    for relation, rows in groupby(found.compared, key=lambda one: one.relation):
        yield from ("", *wrap([f"== {titles[relation]} =="], width))
        for one in rows:
            yield from ("", *wrap([one.proposition.label], width))
            yield from wrap(_means(found, one), width, "  ")
            told = [
                Column(unit.label, side, words)
                for unit, side in ((found.first, one.first), (found.second, one.second))
                if side
            ]
            if len(told) == 2:
                pair = (told[0], told[1])
                yield from draw_pair(pair, one.proposition, found.level, width)
            else:
                yield from draw_side(told[0], one.proposition, found.level, width)


def _means(found: Comparison, one: Compared) -> Iterator[str]:
    """Where pooled units stand: the words below are those of one of their actors."""
    if found.level is not Level.ACTOR:
        units = zip((found.first, found.second), one.means, strict=True)
        means = [f"{unit.label} {mean:+.2f}" for unit, mean in units if mean is not None]
        agreed = "" if one.agreement is None else f", they agree by {one.agreement:.0%}"
        yield f"on average {', '.join(means)}{agreed}; last said:"


def draw_days(found: DaysCompared, words: Shown, narrowed: Sequence[str], *, width: int) -> str:
    """Two days: what turned, what is new, and how the network of countries moved."""
    told = [f"{one.count:,} {_MOVES[one.move]}{between(one.interval)}" for one in found.numbers]
    (first, second), (old, new), (fewer, more) = found.days, found.stances, found.documents
    lines = [
        f"From {first} to {second}: {part_of(narrowed)}",
        f"On record: {counted(old, 'stance')} in {counted(fewer, 'document')} by the first day, "
        f"{new:,} in {more:,} by the second.",
        f"Positions of {found.level.plural}: {', '.join(told)}.",
        "None is counted as fallen silent: a position stands until another stance is recorded, "
        "and who says nothing more cannot be told from who holds on.",
    ]
    return sheet(
        [
            *wrap(lines, width),
            *draw_turned(found.of(Move.TURNED), (words, words), found.level, width),
            *list_positions("New", found.of(Move.NEW), width),
            *draw_movement(found.network, width),
            *_polarised(found, width),
        ]
    )


def _polarised(found: DaysCompared, width: int) -> Iterator[str]:
    told = [
        f"{one.window.last}: {one.figure:.2f}{between(one.interval, '.2f')}, of "
        f"{counted(one.positions, 'position')} of "
        f"{counted(one.units, found.level, found.level.plural)}"
        for one in found.polarised
        if one.figure is not None
    ]
    if told:
        yield from ("", "== Polarisation ==")
        yield from wrap(
            [f"0: all of one mind on each proposition; 1: two even camps ({GAUGE}).", *told], width
        )


_MOVES = {
    Move.TURNED: "turned",
    Move.NEW: "are new",
    Move.RENEWED: "were told anew",
    Move.SAME: "stand as they were",
}
