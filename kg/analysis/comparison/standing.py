"""Where units stand, and whose position is another one in another state of the record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from kg.analysis.counting.lines import Key, Lines
from kg.analysis.counting.pooling import Unit
from kg.analysis.counting.sides import Side, side_of
from kg.model.dated import Dated
from kg.model.positions import last_of, latest_position, position
from kg.model.propositions import Proposition
from kg.model.stances import Polarity


class Move(StrEnum):
    """What became of a position: another polarity, first told, told no more, told anew, as was."""

    TURNED = "turned"
    NEW = "new"
    GONE = "gone"
    RENEWED = "renewed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Moved:
    """A unit's position on a proposition in two states of the record."""

    move: Move
    unit: Unit
    proposition: Proposition
    before: Side | None
    after: Side | None


def move_of(before: list[Dated], after: list[Dated]) -> Move | None:
    """What became of a position between two states of a line; None where there was never one."""
    if not before or not after:
        return Move.NEW if after else Move.GONE if before else None
    if position(before) is not position(after):
        return Move.TURNED
    return Move.SAME if last_of(before).stance.id == last_of(after).stance.id else Move.RENEWED


def moves(before: Lines, after: Lines) -> Iterator[Moved]:
    """What became of every position, by unit and proposition."""
    for key in sorted({*before.said, *after.said}):
        move = move_of(before.said.get(key, []), after.said.get(key, []))
        if move is not None:
            newest = after if key in after.said else before
            unit = newest.units[key[0]]
            proposition = newest.corpus.propositions[key[1]]
            before_side, after_side = latest_side(before, key), latest_side(after, key)
            yield Moved(move, unit, proposition, before_side, after_side)


def latest_side(lines: Lines, key: Key) -> Side | None:
    """The latest position of a line as a side; None where there is no such line."""
    said = lines.said.get(key)
    if not said:
        return None
    side = side_of(lines, last_of(said))
    several = len({stance.polarity for stance in latest_position(said)}) > 1
    return replace(side, polarity=Polarity.MIXED, several=True) if several else side
