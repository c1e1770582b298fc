"""How the agreement of units moves between two parts of some statements."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest

from kg.analysis.comparison.movement import Movement, Part, movement
from kg.analysis.corpus.corpus import Corpus
from kg.analysis.counting.pooling import Level
from kg.analysis.counting.resampling import Draws
from kg.analysis.counting.statements import count_statements
from tests.analysis.invented_corpus import corpus

NONE = Draws(0)
ROWS = [
    *[("anna", about, "+", "2024-01-01") for about in ("talks", "aid", "troops")],
    *[("bela", about, "+", "2024-01-01") for about in ("talks", "aid")],
    ("bela", "troops", "-", "2024-01-01"),
    ("bela", "troops", "+", "2025-01-01"),
    ("cora", "talks", "+", "2024-01-01"),
    ("cora", "talks", "-", "2025-01-01"),
]


def moved(told: Corpus, until: str, draws: Draws = NONE, level: Level = Level.ACTOR) -> Movement:
    statements = count_statements(told, level)
    early = statements.day <= np.datetime64(until)
    whole = np.ones(len(statements), bool)
    first, second = (Part.of(told, statements, part) for part in (early, whole))
    return movement(statements, first, second, draws)


def test_agreement_is_that_of_the_positions_that_stand() -> None:
    found = moved(corpus(ROWS), "2024-12-31")
    (tie,) = found.ties
    assert (tie.source.id, tie.target.id) == ("anna", "bela")
    # First they stand alike on 2 of 3; then Bela turns on troops, and what was said before is past.
    assert tie.before == pytest.approx(2 / 3)
    assert tie.after == 1
    assert tie.change == pytest.approx(1 / 3)
    assert tie.shared == 3
    assert tie.interval is None
    # Cora shares one proposition with each of them.
    assert found.left_out == 2
    assert [found.before, found.after] == pytest.approx([2 / 3, 1])


def test_saying_it_again_or_speaking_on_more_moves_nobody() -> None:
    more = [*ROWS, ("anna", "talks", "+", "2025-05-01"), ("anna", "seat", "+", "2025-05-01")]
    (tie,) = moved(corpus(more), "2025-01-31").ties
    assert tie.change == 0


def test_mixed_positions_agree_by_half() -> None:
    rows = [(name, about, "+", "2024-01-01") for name in ("anna", "bela") for about in "abc"]
    rows += [("bela", "c", "~", "2025-01-01")]
    (tie,) = moved(corpus(rows), "2024-12-31").ties
    # Alike on a and b; on c Bela is mixed now, which counts half.
    assert [tie.before, tie.after] == pytest.approx([1, 2.5 / 3])


def test_a_country_stands_at_the_mean_of_its_actors() -> None:
    countries = {"anna": ("person", "XA"), "bela": ("person", "XB"), "cora": ("person", "XB")}
    rows = [(name, about, "+", "2024-01-01") for name in ("anna", "bela") for about in "abc"]
    rows += [("cora", "c", "-", "2025-01-01")]
    (tie,) = moved(corpus(rows, actors=countries), "2024-12-31", level=Level.COUNTRY).ties
    # On c XB now stands at (1 - 1) / 2 = 0, XA at 1: 1 - 1/2. (1 + 1 + 1/2) / 3.
    assert tie.after == pytest.approx(2.5 / 3)


def test_intervals_hold_the_change() -> None:
    found = moved(corpus(ROWS), "2024-12-31", Draws(200))
    (tie,) = found.ties
    assert tie.interval is not None
    assert -1 <= tie.interval.low <= tie.change <= tie.interval.high <= 1
    assert found.interval == tie.interval


def test_a_tie_of_two_documents_has_no_interval_however_many_there_are_of_others() -> None:
    both = [
        (name, about, "+", "2024-01-01", ["d1"]) for name in ("anna", "bela") for about in "abc"
    ]
    turned = ("anna", "a", "-", "2025-01-01", ["d2"])
    others = [("cora", f"q{number}", "+", "2024-01-01") for number in range(20)]
    found = moved(corpus([*both, turned, *others]), "2024-12-31", Draws(100))
    (tie,) = found.ties
    assert tie.change == pytest.approx(-1 / 3)
    assert (tie.interval, found.interval) == (None, None)
    third = ("bela", "a", "+", "2025-01-01", ["d3"])
    (tie,) = moved(corpus([*both, turned, third, *others]), "2024-12-31", Draws(100)).ties
    assert tie.interval is not None


def test_without_ties_there_is_no_mean() -> None:
    found = moved(corpus([]), "2024-12-31", Draws(3))
    assert found.ties == ()
    assert isnan(found.before)
    assert found.interval is None
