"""What the draws, and chance, say of communities."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kg.analysis.counting.resampling import Draws
from kg.analysis.counting.statements import Statements, count_statements
from kg.analysis.structure.communities import ALONE, Search, find_communities, modularity
from kg.analysis.structure.stability import (
    Stability,
    Verdict,
    assess,
    by_chance,
    dealt,
    found_again,
    shared_units,
    together,
    verdict,
)
from tests.analysis.invented_corpus import corpus

DRAWS = Draws(40, 1)


def camps() -> Statements:
    """Two camps of four: what a camp says on a proposition stands in one document."""
    return count_statements(
        corpus(
            (f"{camp}-{member}", f"p{at:02}", sign, "2025-01-01", [f"{camp}-{at}"])
            for camp, sign in (("east", "+"), ("west", "-"))
            for member in "abcd"
            for at in range(20)
        )
    )


def noise() -> Statements:
    """Twelve who say anything."""
    chance = np.random.default_rng(5)
    return count_statements(
        corpus(
            (f"u{unit:02}", f"p{at}", "+" if chance.random() < 0.5 else "-", "2025-01-01")
            for unit in range(12)
            for at in chance.permutation(8)[:4]
        )
    )


def assessed(statements: Statements, draws: Draws = DRAWS) -> Stability:
    search = Search()
    network = search.network(statements)
    return assess(network, find_communities(network, search), statements, search, draws)


def test_two_camps_are_found_in_every_draw() -> None:
    found = assessed(camps())
    assert found.communities.tolist() == [1.0, 1.0]
    assert found.together.tolist() == [1.0] * 8
    # Two camps of the same modularity in every draw: there is no interval to tell.
    assert (found.number, found.modularity) == (None, None)


def test_noise_is_not_stable() -> None:
    found = assessed(noise())
    assert found.communities.max() < 0.75
    assert found.together.mean() < 0.75


def test_the_same_seed_gives_the_same() -> None:
    one, other = assessed(noise()), assessed(noise())
    assert one.communities.tobytes() == other.communities.tobytes()
    assert one.together.tobytes() == other.together.tobytes()
    assert assessed(noise(), Draws(40, 2)).communities.tobytes() != one.communities.tobytes()


def test_without_draws_nothing_is_known() -> None:
    found = assessed(camps(), Draws(0))
    assert np.isnan(found.communities).all()
    assert np.isnan(found.together).all()
    assert (found.modularity, found.number) == (None, None)


def test_a_community_is_compared_with_the_nearest_of_a_draw() -> None:
    labels = np.array([0, 0, 0, 1, 1, ALONE])
    drawn = np.array([0, 0, 1, 1, ALONE, 1])
    overlaps = shared_units(labels, drawn)
    assert overlaps.tolist() == [[2, 1], [0, 1]]
    # The first: {a b c} with {a b} is 2/3. Of the second only d has ties in the draw: {d} with
    # {c d}, as the last unit, who had none before, does not count: 1/2.
    assert found_again(overlaps).tolist() == pytest.approx([2 / 3, 1 / 2])
    # b is with one of two others: not most. d is the only one left of its community.
    assert together(labels, drawn)[:4].tolist() == pytest.approx([0, 0, 0, np.nan], nan_ok=True)


def test_who_is_with_most_of_its_community() -> None:
    labels, drawn = np.array([0, 0, 0, 0]), np.array([0, 0, 0, 1])
    # a has two of three others with it, d none.
    assert together(labels, drawn).tolist() == [1, 1, 1, 0]


def test_a_community_without_ties_in_a_draw_is_not_told() -> None:
    labels, drawn = np.array([0, 0, 1, 1]), np.array([0, 0, ALONE, ALONE])
    assert found_again(shared_units(labels, drawn)).tolist() == pytest.approx(
        [1, np.nan], nan_ok=True
    )
    nobody = np.full(4, ALONE)
    assert np.isnan(found_again(shared_units(labels, nobody))).all()


@pytest.mark.parametrize(
    ("stability", "expected"),
    [
        (1.0, Verdict.STABLE),
        (0.75, Verdict.STABLE),
        (0.7499, Verdict.DOUBTFUL),
        (0.5, Verdict.DOUBTFUL),
        (0.4999, Verdict.DISSOLVED),
        (float("nan"), None),
    ],
)
def test_verdicts(stability: float, expected: Verdict | None) -> None:
    assert verdict(stability) is expected


def test_dealing_out_keeps_who_speaks_on_what_and_how_often_each_position_is_held() -> None:
    statements = noise()
    for one in dealt(statements, Draws(5, 1)):
        for proposition in range(len(statements.propositions)):
            at = statements.proposition == proposition
            assert sorted(one.unit[at]) == sorted(statements.unit[at])
            assert one.sign[at].tolist() == statements.sign[at].tolist()
        assert one.unit.tolist() != statements.unit.tolist()


def test_what_one_says_on_a_proposition_stays_together() -> None:
    rows = [
        ("anna", "talks", "+", "2025-01-01"),
        ("anna", "talks", "+", "2025-02-01"),
        ("bela", "talks", "-", "2025-01-01"),
    ]
    statements = count_statements(corpus(rows))
    for one in dealt(statements, Draws(10, 1)):
        holders = {
            int(sign): set(one.unit[one.sign == sign].tolist()) for sign in np.unique(one.sign)
        }
        assert len(holders[1]) == len(holders[-1]) == 1
        assert holders[1] != holders[-1]


def test_chance_does_not_find_two_camps() -> None:
    statements, search = camps(), Search()
    network = search.network(statements)
    reached = modularity(network, find_communities(network, search))
    chance = by_chance(reached, statements, search, Draws(19, 1))
    assert chance is not None
    # None of 19 reaches it: (1 + 0) / (1 + 19).
    assert chance.reached == pytest.approx(0.05)
    assert chance.interval is not None
    assert chance.interval.high < 0.5
    assert chance.stability < 0.9


def test_of_nothing_chance_makes_nothing() -> None:
    statements = count_statements(corpus([("anna", "talks", "+", "2025-01-01")]))
    assert by_chance(float("nan"), statements, Search(), Draws(5)) is None
    assert by_chance(0.5, camps(), Search(), Draws(0)) is None


def test_what_only_a_machine_found_comes_and_goes() -> None:
    sure = camps()
    unsure = replace(sure, sure=np.full(len(sure), 0.3))
    assert assessed(unsure).together.mean() < 1
