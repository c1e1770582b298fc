"""Changes of position and contradictions as cards of plain text, both quotes side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.analysis.change.contradictions import Contradiction, Contradictions
from kg.analysis.change.shifts import Change, Changes
from kg.analysis.corpus.quotes import Words
from kg.analysis.counting.pooling import Level, Unit
from kg.printing import counted
from kg.views.sides import Column, between, draw_pair, wrap

AGAIN = (
    "Found again: in that share of draws of the documents (as many as there are, with "
    "replacement). What rests on one document on each side is found again in about 40%."
)
_SILENCE = "Who is silent on a proposition is not neutral: no stance is recorded, that is all."


def draw_changes(
    changes: Changes,
    words: Mapping[str, Words],
    narrowed: Sequence[str],
    *,
    draws: int,
    width: int,
) -> str:
    """Changes of position, the latest first; ``narrowed`` says in words what was asked for."""
    if not changes.found:
        lines = [
            f"No change of position is found: {part_of(narrowed)}",
            "A change needs two stances of one holder with dates that do not overlap. " + _SILENCE,
        ]
        return sheet(wrap(lines, width))
    interval = between(changes.interval)
    lines = [
        f"Changes of position: {part_of(narrowed)}",
        f"{counted(len(changes.found), 'change')}{interval} "
        f"of {counted(changes.units, changes.level, changes.level.plural)}",
    ]
    if changes.level is not Level.ACTOR:
        lines.append(
            f"What changed is the line of {changes.level.plural}: who spoke stands by each side."
        )
    cards = [line for one in changes.found for line in _change(one, changes.level, words, width)]
    foot = [*([AGAIN] if draws else []), _SILENCE]
    return sheet([*wrap(lines, width), *cards, "", *wrap(foot, width)])


def _change(change: Change, level: Level, words: Mapping[str, Words], width: int) -> Iterator[str]:
    yield ""
    about = change.proposition.label
    title = f"{name(change.unit, level)} on {about}: changed by {change.changed_by}"
    yield from wrap([title], width)
    columns = Column("before", change.before, words), Column("after", change.after, words)
    yield from draw_pair(columns, change.proposition, level, width)
    if change.before.speaker != change.after.speaker:
        yield "  two speakers: nobody need have changed their mind"
    yield from sureness(few=change.few, again=change.again)


def draw_contradictions(
    found: Contradictions,
    words: Mapping[str, Words],
    narrowed: Sequence[str],
    *,
    within: str | None,
    draws: int,
    width: int,
) -> str:
    """Contradictions, the latest first; ``within`` is the span in words, None for overlap only."""
    near = f"within {within}" if within else "at dates that overlap"
    if not found.found:
        lines = [
            f"No contradiction is found {near}: {part_of(narrowed)}",
            f"None of the {found.level.plural} is on record both for and against one "
            f"proposition so close in time. {_SILENCE}",
        ]
        return sheet(wrap(lines, width))
    turned = f", {found.turned} of them also a change of position" if found.turned else ""
    lines = [
        f"Contradictions {near}: {part_of(narrowed)}",
        f"{counted(len(found.found), 'pair')}{between(found.interval)} "
        f"of {counted(found.units, found.level, found.level.plural)}{turned}",
    ]
    cards = [line for one in found.found for line in _pair(one, found.level, words, width)]
    return sheet([*wrap(lines, width), *cards, "", *wrap([AGAIN] if draws else [], width)])


def _pair(
    pair: Contradiction, level: Level, words: Mapping[str, Words], width: int
) -> Iterator[str]:
    yield ""
    apart = _apart(pair)
    title = f"{name(pair.unit, level)} on {pair.proposition.label}: for and against, {apart}"
    yield from wrap([title], width)
    columns = Column("first", pair.first, words), Column("second", pair.second, words)
    yield from draw_pair(columns, pair.proposition, level, width)
    if pair.turned:
        whose = "its line" if level is not Level.ACTOR else "position"
        yield f"  also a change of {whose}, by {pair.turned}: the second may replace the first"
    yield from sureness(few=pair.few, again=pair.again)


def _apart(pair: Contradiction) -> str:
    exact = all(side.begin == side.day for side in (pair.first, pair.second))
    if pair.apart:
        return f"{'' if exact else 'at least '}{counted(pair.apart, 'day')} apart"
    return "on one day" if exact else "perhaps on one day"


def sureness(*, few: bool, again: float | None = None) -> Iterator[str]:
    """A line on what a card rests on; none where that is much, and nothing was drawn."""
    told = ["few documents"] if few else []
    told += [f"found again in {again:.0%} of the draws"] if again is not None else []
    if told:
        yield f"  {'; '.join(told)}"


def name(unit: Unit, level: Level) -> str:
    """What a unit is called, with its level where it is pooled."""
    return unit.label if level is Level.ACTOR else f"{unit.label} ({level})"


def part_of(narrowed: Sequence[str]) -> str:
    """What was asked for in words."""
    return ", ".join(narrowed) or "the whole record"


def sheet(lines: Iterable[str]) -> str:
    """Lines as a text that ends with one line end."""
    return "\n".join(lines).rstrip() + "\n"
