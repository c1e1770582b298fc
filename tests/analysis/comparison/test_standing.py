"""Where units stand, and what became of a position."""

from __future__ import annotations

import pytest

from kg.analysis.comparison.standing import Move, latest_side, move_of, moves
from kg.analysis.counting.lines import draw_lines
from kg.model.dated import Dated
from kg.model.stances import Polarity
from tests.analysis.invented_corpus import corpus

KEY = ("anna", "talks")


def said(*told: tuple[str, str]) -> list[Dated]:
    return draw_lines(corpus([("anna", "talks", *one) for one in told])).said.get(KEY, [])


@pytest.mark.parametrize(
    ("before", "after", "move"),
    [
        ([], [], None),
        ([], [("+", "2025-01-01")], Move.NEW),
        ([("+", "2025-01-01")], [], Move.GONE),
        ([("+", "2025-01-01")], [("+", "2025-01-01")], Move.SAME),
        ([("+", "2025-01-01")], [("+", "2025-01-01"), ("+", "2025-02-01")], Move.RENEWED),
        ([("+", "2025-01-01")], [("+", "2025-01-01"), ("~", "2025-02-01")], Move.TURNED),
    ],
)
def test_what_became_of_a_position(
    before: list[tuple[str, str]], after: list[tuple[str, str]], move: Move | None
) -> None:
    assert move_of(said(*before), said(*after)) is move
    lines = [
        draw_lines(corpus([("anna", "talks", *one) for one in part])) for part in (before, after)
    ]
    assert [one.move for one in moves(*lines)] == ([move] if move else [])


def test_several_sides_at_once_are_told() -> None:
    lines = draw_lines(
        corpus([("anna", "talks", "-", "2025-01"), ("anna", "talks", "+", "2025-01-20")])
    )
    side = latest_side(lines, KEY)
    assert side is not None
    assert (side.polarity, side.several, side.stance) == (Polarity.MIXED, True, "s002")
    assert latest_side(lines, ("bela", "talks")) is None
