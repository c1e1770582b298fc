"""What moved, in text: positions by proposition, and countries closer or further apart."""

from __future__ import annotations

from kg.analysis.comparison.movement import MovedTie, Movement
from kg.analysis.comparison.standing import moves
from kg.analysis.counting.lines import draw_lines
from kg.analysis.counting.pooling import Level, Unit
from kg.analysis.counting.resampling import Interval
from kg.views.moves import draw_movement, draw_turned, list_positions
from tests.analysis.invented_corpus import corpus

BLUE, RED = Unit("XA", "Blueland"), Unit("XB", "Redland")
NOTHING = Movement((), float("nan"), float("nan"), None, 4)


def test_who_came_closer_and_who_went_apart() -> None:
    ties = (
        MovedTie(BLUE, RED, 0.25, 0.75, Interval(0.1, 0.9), 4),
        MovedTie(RED, Unit("XC", "Greyland"), 1.0, 0.9, None, 3),
    )
    told = list(draw_movement(Movement(ties, 0.625, 0.825, None, 7), 400))
    assert told[1] == "== Agreement of countries =="
    assert told[2].startswith("1 less half the distance of their mean positions")
    assert "Of 2 pairs of countries" in told[2]
    assert "7 share fewer" in told[2]
    assert told[3] == "On average 62% to 82%: +20 points"
    assert told[4:] == [
        "closer:",
        "  Blueland and Redland: 25% to 75%, +50 points (95%: +10 to +90), on 4 propositions",
        "further apart:",
        "  Redland and Greyland: 100% to 90%, -10 points, on 3 propositions",
    ]


def test_where_nothing_can_be_compared_that_is_said() -> None:
    (_, _, told) = draw_movement(NOTHING, 100)
    assert told == "No two countries share 3 propositions in both: nothing can be compared."


def test_positions_are_listed_by_proposition_and_side() -> None:
    rows = [("anna", "talks", "+", "2025-01-01"), ("bela", "talks", "+", "2025-01-01")]
    rows += [("cora", "talks", "-", "2025-01-01"), ("anna", "aid", "~", "2025-01-01")]
    found = list(moves(draw_lines(corpus([])), draw_lines(corpus(rows))))
    assert list(list_positions("New", found, 100)) == [
        "", "== New ==",
        "Aid", "  ± is mixed: Anna",
        "Talks", "  + wants: Anna, Bela", "  − refuses: Cora",
    ]  # fmt: skip
    assert list(list_positions("New", [], 100)) == []


def test_a_turn_shows_both_sides() -> None:
    before, after = (("anna", "talks", sign, f"202{year}-01-01") for sign, year in ("-4", "+5"))
    found = list(moves(draw_lines(corpus([before])), draw_lines(corpus([before, after]))))
    told = "\n".join(draw_turned(found, ({}, {}), Level.ACTOR, 60))
    assert told.startswith("\n== Turned ==\n\nAnna on Talks\n")
    assert "before: − refuses, 2024-01-01" in told
    assert "after: + wants, 2025-01-01" in told
    assert "few documents" in told
    assert list(draw_turned([], ({}, {}), Level.ACTOR, 60)) == []
