"""How the agreement of units moves between two parts of some statements."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest

from kg.analysis.movement import movement
from kg.analysis.resampling import Draws
from kg.analysis.statements import count_statements
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


def test_agreement_is_the_share_of_pairs_of_positions_that_agree() -> None:
    statements = count_statements(corpus(ROWS))
    early = statements.day <= np.datetime64("2024-12-31")
    found = movement(statements, early, np.ones(len(statements), bool), NONE)
    (tie,) = found.ties
    assert (tie.source.id, tie.target.id) == ("anna", "bela")
    # First 2 of 3 pairs agree; then Bela has been for and against troops: 3 of 4.
    assert tie.before == pytest.approx(2 / 3)
    assert tie.after == pytest.approx(3 / 4)
    assert tie.change == pytest.approx(1 / 12)
    assert tie.shared == 3
    assert tie.interval is None
    # Cora shares one proposition with each of them.
    assert found.left_out == 2
    assert (found.before, found.after) == (pytest.approx(2 / 3), pytest.approx(3 / 4))


def test_saying_it_again_or_speaking_on_more_moves_nobody() -> None:
    more = [*ROWS, ("anna", "talks", "+", "2025-05-01"), ("anna", "seat", "+", "2025-05-01")]
    statements = count_statements(corpus(more))
    early = statements.day <= np.datetime64("2025-01-31")
    (tie,) = movement(statements, early, np.ones(len(statements), bool), NONE).ties
    assert tie.change == 0


def test_mixed_positions_agree_by_half() -> None:
    rows = [(name, about, "+", "2024-01-01") for name in ("anna", "bela") for about in "abc"]
    rows += [("bela", "c", "~", "2025-01-01")]
    statements = count_statements(corpus(rows))
    early = statements.day <= np.datetime64("2024-12-31")
    (tie,) = movement(statements, early, ~early | early, NONE).ties
    # Four pairs: three agree, one by half.
    assert tie.after == pytest.approx(3.5 / 4)


def test_intervals_hold_the_change() -> None:
    statements = count_statements(corpus(ROWS))
    early = statements.day <= np.datetime64("2024-12-31")
    found = movement(statements, early, np.ones(len(statements), bool), Draws(200))
    (tie,) = found.ties
    assert tie.interval is not None
    assert -1 <= tie.interval.low <= tie.change <= tie.interval.high <= 1
    assert found.interval == tie.interval


def test_without_ties_there_is_no_mean() -> None:
    statements = count_statements(corpus([]))
    found = movement(statements, np.zeros(0, bool), np.zeros(0, bool), Draws(3))
    assert found.ties == ()
    assert isnan(found.before)
    assert found.interval is None
