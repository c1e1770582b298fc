from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.evaluation.scores import (
    Accuracy,
    Tally,
    date_accuracy,
    interval,
    polarity_accuracy,
    tally,
    total,
    undated_accuracy,
    verbatim,
)
from tests.evaluation.worked import GOLD, POOL, TEXTS, finding, stance

NAMES = list(TEXTS)


def test_strict_counts_sure_stances_and_forgives_the_others() -> None:
    assert tally(GOLD.stances, POOL, NAMES) == {
        "one": Tally(hits=1, errors=2, misses=1),
        "two": Tally(hits=1, errors=1, misses=1),
        "none": Tally(hits=0, errors=1, misses=0),
    }


def test_every_row_and_no_polarity() -> None:
    assert total(tally(GOLD.stances, POOL, NAMES, every=True).values()) == Tally(3, 4, 2)
    assert total(tally(GOLD.stances, POOL, NAMES, relaxed=True).values()) == Tally(3, 3, 1)


def test_shares_of_a_tally() -> None:
    strict = total(tally(GOLD.stances, POOL, NAMES).values())
    assert (strict.precision, strict.recall) == (2 / 6, 2 / 4)
    assert strict.f1 == pytest.approx(2 * 2 / (2 * 2 + 4 + 2))
    assert (Tally().precision, Tally().recall, Tally().f1) == (None, None, None)
    assert Tally(0, 0, 2).precision is None
    assert Tally(0, 0, 2).f1 == 0


def test_a_sure_row_outweighs_its_unsure_twin() -> None:
    twins = [stance("one", "anna", "envoy"), stance("one", "anna", "envoy", sure=False)]
    assert tally(twins, [], ["one"]) == {"one": Tally(0, 0, 1)}
    assert tally(twins, [finding("one", "anna", "envoy")], ["one"]) == {"one": Tally(1, 0, 0)}


def test_polarity_where_the_pair_is_found() -> None:
    assert polarity_accuracy(GOLD.stances, POOL) == Accuracy(2, 3)
    both = [finding("one", "anna", "envoy"), finding("one", "anna", "envoy", "mixed")]
    assert polarity_accuracy(GOLD.stances, both) == Accuracy(0, 1)


def test_dates_count_at_the_precision_of_gold() -> None:
    # Carlo's year is 2025: neither 2026-02 nor 2024 begins so.
    assert date_accuracy(GOLD.stances, POOL) == Accuracy(1, 2)
    wide = [finding("one", "anna", "envoy", said_on="2026-02")]
    assert date_accuracy(GOLD.stances, wide) == Accuracy(0, 1)
    month = [finding("one", "bruno", "envoy", "opposes", said_on="2026-02-14")]
    assert date_accuracy(GOLD.stances, month) == Accuracy(1, 1)


def test_what_gold_leaves_undated() -> None:
    bare = finding("two", "dora", "sanctions", "mixed", said_on=None)
    dated = finding("two", "dora", "sanctions", "mixed")
    assert undated_accuracy(GOLD.stances, [bare]) == Accuracy(1, 1)
    assert undated_accuracy(GOLD.stances, [dated]) == Accuracy(0, 1)


def test_verbatim_asks_for_the_very_place() -> None:
    assert verbatim(POOL, TEXTS) == Accuracy(3, 3)
    moved = finding("one", "anna", "envoy", start=11, end=28, quote=TEXTS["one"][12:28])
    assert verbatim([moved], TEXTS) == Accuracy(0, 1)
    assert verbatim([finding("elsewhere", "anna", "envoy", quote="words")], TEXTS).cases == 0


def test_the_interval_holds_the_figure_and_is_always_the_same() -> None:
    tallies = {str(n): Tally(n % 3, n % 2, 1) for n in range(20)}
    low, high = interval(tallies) or (1.0, 0.0)
    assert low <= (total(tallies.values()).f1 or 0) <= high
    assert interval(dict(reversed(tallies.items()))) == (low, high)
    assert interval({}) is None
    assert interval({"a": Tally()}) is None
    assert interval({"a": Tally(1), "b": Tally(1)}) == (1.0, 1.0)


KEYS = st.tuples(
    st.sampled_from(NAMES), st.sampled_from("ab"), st.sampled_from("pq"), st.sampled_from("xy")
)


@given(st.lists(st.tuples(KEYS, st.booleans())), st.lists(KEYS))
def test_every_sure_row_is_hit_or_missed(
    rows: list[tuple[tuple[str, str, str, str], bool]], keys: list[tuple[str, str, str, str]]
) -> None:
    stances = [stance(*key, sure=sure) for key, sure in rows]
    found = [finding(*key) for key in keys]
    sum_ = total(tally(stances, found, NAMES).values())
    assert sum_.hits + sum_.misses == len({key for key, sure in rows if sure})
    assert sum_.hits + sum_.errors == len(
        set(keys) - ({key for key, sure in rows} - {key for key, sure in rows if sure})
    )
