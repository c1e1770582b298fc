from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kg.model.decisions import conflicts, corrected, corrects, deciding, standing
from kg.model.stances import Polarity, Review
from tests.invented import BORIS, OTHER, candidate, review, told

C = "candidate/c"


def decisions(*taken: tuple[str, str]) -> list[Review]:
    """The decisions of persons on one candidate, in order."""
    return [
        review(C, verdict, name=f"2021-04-01-{number:04d}", reviewer=who)
        for number, (who, verdict) in enumerate(taken, start=1)
    ]


@pytest.mark.parametrize(
    ("taken", "who", "verdict"),
    [
        ([("Ada", "accept")], "Ada", "accept"),
        ([("Ada", "accept"), ("Ada", "refuse")], "Ada", "refuse"),
        ([("Ada", "accept"), ("Ada", "refuse"), ("Ada", "withdraw")], "Ada", "accept"),
        ([("Ada", "accept"), ("Bob", "refuse")], "Bob", "refuse"),
        ([("Ada", "accept"), ("Bob", "refuse"), ("Bob", "withdraw")], "Ada", "accept"),
        ([("Ada", "accept"), ("Bob", "refuse"), ("Ada", "withdraw")], "Bob", "refuse"),
        ([("Ada", "accept"), ("Bob", "refuse"), ("Ada", "accept")], "Ada", "accept"),
    ],
)
def test_the_last_decision_that_stands_counts(
    taken: list[tuple[str, str]], who: str, verdict: str
) -> None:
    found = deciding(decisions(*taken))[C]
    assert (found.reviewer, found.verdict) == (who, verdict)


@pytest.mark.parametrize(
    "taken",
    [
        [("Ada", "withdraw")],
        [("Ada", "accept"), ("Ada", "withdraw")],
        [("Ada", "accept"), ("Ada", "withdraw"), ("Ada", "withdraw")],
    ],
)
def test_what_is_taken_back_is_undecided(taken: list[tuple[str, str]]) -> None:
    assert deciding(decisions(*taken)) == {}


def test_a_later_day_comes_after_a_greater_id() -> None:
    early = review(C, "accept", "2021-04-01", "zz")
    late = review(C, "refuse", "2021-04-02", "aa")
    assert deciding([late, early])[C] is late


def test_of_one_day_a_number_comes_after_an_id_of_another_form() -> None:
    day = "2021-04-01"
    by_hand = review(C, "accept", day, "review-9")
    second = review(C, "accept", day, f"{day}-0002-rita")
    tenth = review(C, "refuse", day, f"{day}-10000-ada")
    assert deciding([tenth, by_hand, second])[C] is tenth
    assert deciding([by_hand, second])[C] is second


def test_reviewers_differ_by_verdict_or_by_correction() -> None:
    ada, bob = decisions(("Ada", "accept"), ("Bob", "accept"))
    assert conflicts([ada, bob]) == {}
    mixed = replace(bob, polarity=Polarity.MIXED)
    assert conflicts([ada, mixed]) == {C: [ada, mixed]}
    (alone, again) = decisions(("Ada", "accept"), ("Ada", "refuse"))
    assert conflicts([alone, again]) == {}


def test_a_correction_leaves_the_id() -> None:
    stranger = candidate("c", holder="ivo-muster", holder_name="Ivo Muster")
    decision = review(C, "accept", holder=BORIS.id, proposition=OTHER, said_on=told("2021"))
    found = corrected(stranger, decision)
    assert found.id == "c"
    assert (found.holder, found.holder_name) == (BORIS.id, None)
    assert (found.proposition, found.said_on) == (OTHER, told("2021"))
    assert corrects(decision)
    plain = review(C, "accept")
    assert corrected(stranger, plain) == stranger
    assert not corrects(plain)
    assert corrects(review(C, "accept", undated=True))


_TAKEN = some.lists(
    some.tuples(
        some.sampled_from(["Ada", "Bob"]), some.sampled_from(["accept", "refuse", "withdraw"])
    ),
    max_size=8,
)


@given(_TAKEN, some.randoms())
def test_the_order_of_the_file_does_not_matter(
    taken: list[tuple[str, str]], chance: object
) -> None:
    ordered = decisions(*taken)
    mixed = list(ordered)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert standing(mixed) == standing(ordered)


@given(_TAKEN)
def test_a_withdrawal_undoes_the_decision_before_it(taken: list[tuple[str, str]]) -> None:
    before = standing(decisions(*taken))
    after = standing(decisions(*taken, ("Ada", "refuse"), ("Ada", "withdraw")))
    assert after == before
