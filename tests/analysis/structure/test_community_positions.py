"""What communities are for and against."""

from __future__ import annotations

import numpy as np
import pytest

from kg.analysis.counting.resampling import Draws
from kg.analysis.counting.statements import count_statements
from kg.analysis.structure.communities import ALONE
from kg.analysis.structure.community_positions import community_positions
from tests.analysis.invented_corpus import corpus

ROWS = [
    ("anna", "talks", "+", "2025-01-01"),
    ("anna", "talks", "+", "2025-02-01"),
    ("anna", "talks", "-", "2025-03-01"),
    ("bela", "talks", "+", "2025-01-01"),
    ("cleo", "talks", "-", "2025-01-01"),
    ("dora", "talks", "~", "2025-01-01"),
    ("anna", "trade", "+", "2025-01-01"),
]
LABELS = np.array([0, 0, 1, ALONE])


def test_a_position_is_the_mean_of_the_means_of_those_who_speak() -> None:
    found = community_positions(count_statements(corpus(ROWS)), LABELS, Draws(0))
    # Anna (1 + 1 - 1) / 3 and Bela 1: (1/3 + 1) / 2 = 2/3; the others, Cleo and Dora (who is in
    # no community): (-1 + 0) / 2. On trade nobody else speaks: there is no difference.
    first, second = found
    assert (first.community, first.proposition.id) == (0, "talks")
    assert first.within == pytest.approx(2 / 3)
    assert first.outside == pytest.approx(-1 / 2)
    assert first.difference == pytest.approx(7 / 6)
    assert (first.speakers, first.others) == (2, 2)
    # Cleo -1; Anna 1/3, Bela 1, Dora 0: 4/9.
    assert (second.community, second.within, second.others) == (1, -1, 3)
    assert second.outside == pytest.approx(4 / 9)
    assert first.interval is None


def test_few_speakers_are_marked_and_tell_nothing() -> None:
    first, _ = community_positions(count_statements(corpus(ROWS)), LABELS, Draws(0))
    assert first.few
    assert not first.telling


def sided(signs: str) -> list[tuple[str, str, str, str]]:
    return [(f"u{at}", "talks", sign, "2025-01-01") for at, sign in enumerate(signs)]


def test_a_clear_difference_of_enough_speakers_tells() -> None:
    labels = np.repeat([0, 1], 4)
    clear = community_positions(count_statements(corpus(sided("++++----"))), labels, Draws(50, 1))
    assert [one.telling for one in clear] == [True, True]
    # Each draw has the same difference, 2: there is no interval to tell.
    assert (clear[0].difference, clear[0].interval) == (2, None)
    muddled = community_positions(count_statements(corpus(sided("++--+---"))), labels, Draws(50, 1))
    assert muddled[0].difference == pytest.approx(1 / 2)
    assert [one.telling for one in muddled] == [False, False]
    alike = community_positions(count_statements(corpus(sided("++++++++"))), labels, Draws(50, 1))
    assert [(one.difference, one.telling) for one in alike] == [(0, False), (0, False)]


def test_what_two_documents_show_tells_nothing_however_many_there_are_on_other_things() -> None:
    labels = np.repeat([0, 1], 3)
    rows = [(f"u{at}", "talks", sign, "2025-01-01", ["d1"]) for at, sign in enumerate("+++---")]
    rows += [("u0", "talks", "-", "2025-01-02", ["d2"])]
    rows += [(f"u{at}", "trade", "+", "2025-01-01", [f"trade-{at}"]) for at in range(6)]
    found = community_positions(count_statements(corpus(rows)), labels, Draws(50))
    talks = next(one for one in found if one.proposition.id == "talks")
    assert (talks.documents, talks.interval, talks.few, talks.telling) == (2, None, True, False)
    third = ("u0", "talks", "-", "2025-01-03", ["d3"])
    more = community_positions(count_statements(corpus([*rows, third])), labels, Draws(50))
    assert next(one for one in more if one.proposition.id == "talks").interval is not None


def test_nobody_stands_for_nothing() -> None:
    assert community_positions(count_statements(corpus([])), np.empty(0, np.int64), Draws(5)) == []
