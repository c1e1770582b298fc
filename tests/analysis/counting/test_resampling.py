from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.random import Generator
from numpy.typing import NDArray

from kg.analysis.counting.resampling import (
    Draws,
    Figures,
    Interval,
    documents_behind,
    drawn_weights,
    enclose,
    interval,
    intervals,
    is_doubtful,
    rank_interval,
)
from kg.analysis.counting.statements import Statements, count_statements
from kg.queries.narrowing import Narrowing
from tests.analysis.invented_corpus import Said, corpus


def statements(*documents: list[str], sure: float = 1.0) -> Statements:
    """One statement for each list of documents; every second one is against."""
    return count_statements(
        corpus(
            Said(f"actor-{at:03}", "talks", "-" if at % 2 else "+", "2022-01-01", some, None, sure)
            for at, some in enumerate(documents)
        )
    )


def alone(number: int, sure: float = 1.0) -> Statements:
    """So many statements, each in a document of its own."""
    return statements(*([f"d{at:03}"] for at in range(number)), sure=sure)


def drawn(of: Statements, count: int = 4000, *, doubt: bool = True) -> NDArray[np.float64]:
    return np.array(list(drawn_weights(of, Draws(count), doubt=doubt)))


def total(weights: Figures) -> Figures:
    return np.array([weights.sum()])


def share(of: Statements, weights: Figures) -> Figures:
    """Which part of the statements is for."""
    number = weights.sum()
    return np.array([weights[of.sign > 0].sum() / number if number else np.nan])


def ends(of: Statements, draws: Draws | None = None) -> tuple[float, float]:
    low, high = intervals(lambda weights: share(of, weights), of, draws or Draws())
    return float(low[0]), float(high[0])


def test_as_many_documents_are_drawn_as_there_are() -> None:
    assert set(drawn(alone(7), 50).sum(axis=1).tolist()) == {7.0}


def test_on_average_a_statement_weighs_one() -> None:
    assert drawn(alone(5)).mean(axis=0) == pytest.approx(1, abs=0.06)


def test_what_stands_in_one_document_comes_and_goes_together() -> None:
    weights = drawn(statements(["d1"], ["d1"], ["d2"]), 50)
    assert np.array_equal(weights[:, 0], weights[:, 1])
    assert not np.array_equal(weights[:, 0], weights[:, 2])


def test_what_three_documents_report_varies_less_than_what_one_does() -> None:
    weights = drawn(statements(["d1"], ["d2", "d3", "d4"]))
    # Of 4 documents each is drawn 1 times on average, with a variance of 1 - 1/4 and covariances
    # of -1/4: that of a mean of three is (3 x 3/4 - 6 x 1/4) / 9 = 1/12.
    assert weights.var(axis=0) == pytest.approx([3 / 4, 1 / 12], abs=0.05)


def test_documents_that_show_nothing_here_are_not_drawn() -> None:
    whole = corpus(
        [("anna", "talks", "+", "2022-01-01", ["d1", "d2"]), ("bela", "gas", "+", "2022-01-01")]
    )
    part = count_statements(whole.narrow(Narrowing(propositions=frozenset({"talks"}))))
    assert documents_behind(part) == 2
    # All that can be drawn are its own two documents, two times.
    assert set(drawn(part, 50).reshape(-1).tolist()) == {1.0}


def test_a_doubtful_statement_is_there_with_its_chance() -> None:
    doubtful = alone(5, sure=0.7)
    assert is_doubtful(doubtful)
    assert not is_doubtful(alone(5))
    weights = drawn(doubtful)
    assert weights.mean(axis=0) == pytest.approx(0.7, abs=0.06)
    certain = drawn(doubtful, doubt=False)
    # The same documents are drawn, and some statements are missing.
    assert set((weights - certain)[weights > 0].tolist()) == {0.0}
    assert certain.mean(axis=0) == pytest.approx(1, abs=0.06)


def test_the_same_seed_gives_the_same_draws() -> None:
    of = alone(20, sure=0.9)
    assert ends(of) == ends(of)
    assert np.array_equal(drawn(of, 20), drawn(of, 20))
    assert ends(of, Draws(seed=1)) != ends(of, Draws(seed=2))


def test_without_draws_there_is_no_interval() -> None:
    assert np.isnan(ends(alone(20), Draws(0))).all()


def test_few_documents_say_nothing_of_others() -> None:
    # However often one is drawn, it is always the same: an interval of no width would be a lie.
    assert np.isnan(ends(statements(["d1"], ["d1"]))).all()
    assert np.isnan(ends(statements(["d1"], ["d2"]))).all()
    assert not np.isnan(ends(statements(["d1"], ["d2"], ["d3"]))).any()


def test_an_interval_has_a_width() -> None:
    assert interval(1.0, 2.0) == Interval(1.0, 2.0)
    assert interval(1.0, 1.0 + 1e-12) is None
    assert interval(float("nan"), float("nan")) is None


def test_ranks_reach_out_to_whole_ones() -> None:
    assert rank_interval(1.2, 2.1) == Interval(1.0, 3.0)
    # Two who share the second and third rank in every draw are not said to move between them.
    assert rank_interval(2.5, 2.5) is None


def test_of_nothing_said_there_is_no_interval() -> None:
    assert np.isnan(ends(count_statements(corpus([])))).all()


def test_fewer_documents_make_a_wider_interval() -> None:
    widths = [high - low for low, high in (ends(alone(number)) for number in (6, 20, 80))]
    assert widths[0] > widths[1] > widths[2] > 0


def test_a_higher_level_makes_a_wider_interval() -> None:
    low, high = ends(alone(20), Draws(level=0.95))
    narrow_low, narrow_high = ends(alone(20), Draws(level=0.5))
    assert low < narrow_low < narrow_high < high


def test_doubt_makes_an_interval_wider_and_moves_it_to_what_may_be_left() -> None:
    certain, doubtful = alone(40), alone(40, sure=0.5)
    low, high = (float(end[0]) for end in intervals(total, certain, Draws()))
    # The documents are drawn 40 times in each draw: the number of statements does not vary.
    assert (low, high) == (40, 40)
    low, high = (float(end[0]) for end in intervals(total, doubtful, Draws()))
    # Half of them may be wrong: about 40 x 1/2, give or take two times sqrt(40 x 2 x 1/4).
    assert 8 < low < 15
    assert high == 40


numbers = st.floats(-100, 100)


@given(st.lists(numbers, min_size=1, max_size=30), numbers, st.none() | st.integers(2, 50))
@settings(deadline=None)
def test_an_interval_holds_its_figure(
    told: list[float], figure: float, documents: int | None
) -> None:
    low, high = enclose(np.array([figure]), np.array(told)[:, None], Draws(), documents=documents)
    assert low[0] <= figure <= high[0]


@given(
    st.lists(
        st.tuples(st.sampled_from("+-~"), st.lists(st.sampled_from("abcde"), min_size=1)),
        min_size=1, max_size=12,
    ),
    st.floats(0.5, 1),
)  # fmt: skip
@settings(deadline=None, max_examples=25)
def test_an_interval_of_statements_holds_its_figure(
    told: list[tuple[str, list[str]]], sure: float
) -> None:
    of = count_statements(
        corpus(
            Said("anna", "talks", sign, "2022-01-01", papers, None, sure) for sign, papers in told
        )
    )
    figure = share(of, np.ones(len(of)))[0]
    low, high = ends(of, Draws(20))
    assert np.isnan(low) or low <= figure <= high


def one(figure: float) -> Figures:
    return np.array([figure])


TOLD = np.array([3.0, 3, 5, 5])[:, None]
"""Draws of a figure: their standard deviation is 1."""
TWO = Draws(level=0.9544997)
"""Of the normal distribution, so much lies within two standard deviations."""


def test_an_interval_reaches_as_far_as_the_draws_vary() -> None:
    # Their mean is 4: fewer documents show less, which says nothing of the figure's error.
    low, high = enclose(one(10), TOLD, TWO)
    assert (low[0], high[0]) == (pytest.approx(8), pytest.approx(12))


def test_few_documents_make_it_reach_further() -> None:
    low, high = enclose(one(10), TOLD, Draws(), documents=8)
    # Student's t with 7 degrees of freedom: 2.3646 x sqrt(8 / 7) = 2.5279.
    assert (low[0], high[0]) == (pytest.approx(7.4721, abs=1e-4), pytest.approx(12.5279, abs=1e-4))
    many, _ = enclose(one(10), TOLD, Draws(), documents=10_000)
    assert many[0] == pytest.approx(10 - 1.96, abs=1e-3)


def test_an_interval_stays_within_what_can_be() -> None:
    low, high = enclose(one(1), TOLD, TWO, least=0.5, most=1.5)
    assert (low[0], high[0]) == (0.5, 1.5)


def test_a_draw_without_the_figure_is_left_out() -> None:
    told = np.array([3.0, np.nan, 3, 5, np.nan, 5])[:, None]
    low, high = enclose(one(10), told, TWO)
    assert (low[0], high[0]) == (pytest.approx(8), pytest.approx(12))


def test_a_figure_that_is_not_known_has_no_interval() -> None:
    told = np.array([[0.0, np.nan], [1, np.nan]])
    low, high = enclose(np.array([np.nan, 1.0]), told, Draws())
    assert np.isnan([*low, *high]).all()


def test_doubt_is_not_moved_away() -> None:
    # Without doubt the draws would be 10 on average; with it they are 6 less.
    low, high = enclose(one(10), TOLD, TWO, certain=np.full((4, 1), 10.0))
    # 4 - 2, and no less than the figure itself.
    assert (low[0], high[0]) == (pytest.approx(2), 10)
    # The same the other way round.
    low, high = enclose(one(10), TOLD, TWO, certain=np.full((4, 1), -2.0))
    assert (low[0], high[0]) == (10, pytest.approx(18))


def debate(chance: Generator, documents: int) -> Statements:
    """Some documents, each with one to four statements that are for with a chance of 0.6.

    Those of one document lean to one side, as those of a speech do.
    """
    rows = []
    for document in range(documents):
        lean = chance.choice([0.4, 0.8])
        for number in range(chance.integers(1, 5)):
            sign = "+" if chance.random() < lean else "-"
            actor = f"actor-{document}-{number}"
            rows.append((actor, "talks", sign, "2022-01-01", [f"d{document}"]))
    return count_statements(corpus(rows))


@pytest.mark.parametrize(("documents", "least"), [(8, 0.88), (40, 0.9)])
def test_intervals_hold_the_truth_about_as_often_as_they_say(documents: int, least: float) -> None:
    chance = np.random.default_rng(20)
    found = [ends(debate(chance, documents), Draws(100, seed)) for seed in range(200)]
    hit = np.mean([low <= 0.6 <= high for low, high in found])
    assert least <= hit <= 0.98
