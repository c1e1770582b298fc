from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kg.model.stances import Polarity, Review
from kg.review.agreement import measure, nominal_alpha
from tests.invented import candidate, review


def units(*observers: str) -> list[list[str]]:
    """What observers said of each unit; a dot is no answer."""
    return [[said for said in unit if said != "."] for unit in zip(*observers, strict=True)]


# Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011: the examples of sections A
# (two observers, binary), B (two observers, nominal) and C (missing answers).
@pytest.mark.parametrize(
    ("observers", "alpha"),
    [
        (("0100000010", "1110010000"), 0.095),
        (("aabbdcccedda", "babbbccceddd"), 0.692),
        (("123321412...", "1233224125.3", ".3332342251.", "12332441251."), 0.743),
    ],
)
def test_the_published_examples(observers: tuple[str, ...], alpha: float) -> None:
    found = nominal_alpha(units(*observers))
    assert found is not None
    assert round(found, 3) == alpha


@pytest.mark.parametrize("said", [[], [["a"]], [["a", "a"], ["a", "a", "a"]], [["a"], ["b"]]])
def test_without_variation_there_is_nothing_to_tell(said: list[list[str]]) -> None:
    assert nominal_alpha(said) is None


def test_full_agreement_is_one_and_full_disagreement_less_than_nothing() -> None:
    assert nominal_alpha([["a", "a"], ["b", "b"]]) == 1
    found = nominal_alpha([["a", "b"], ["b", "a"]])
    assert found is not None
    assert found < 0


_ANSWERS = some.lists(some.lists(some.sampled_from("abc"), max_size=4), max_size=8)


@given(_ANSWERS, some.permutations("abc"))
def test_alpha_knows_neither_order_nor_names(said: list[list[str]], names: Sequence[str]) -> None:
    renamed = dict(zip("abc", names, strict=True))
    other = [[renamed[value] for value in reversed(unit)] for unit in reversed(said)]
    assert nominal_alpha(other) == nominal_alpha(said)


@given(_ANSWERS)
def test_alpha_is_at_most_one_and_single_answers_do_not_count(said: list[list[str]]) -> None:
    found = nominal_alpha(said)
    assert found is None or found <= 1
    assert nominal_alpha([*said, ["a"]]) == found


def test_verdict_and_polarity_of_the_decisions_that_stand() -> None:
    pool = {name: candidate(name) for name in ("c", "d", "e")}

    def by(who: str, number: int, name: str, verdict: str, **more: object) -> Review:
        day = "2021-04-01"
        made = review(f"candidate/{name}", verdict, day, f"{day}-{number:04d}-x", who, **more)
        assert made.reviewer == who
        return made

    reviews = [
        by("Ada", 1, "c", "refuse"),
        by("Ada", 2, "c", "accept"),
        by("Bob", 3, "c", "accept"),
        by("Ada", 4, "d", "accept", polarity=Polarity.MIXED),
        by("Bob", 5, "d", "accept"),
        by("Ada", 6, "e", "accept"),
        by("Bob", 7, "e", "refuse"),
        by("Cleo", 8, "e", "accept"),
        by("Cleo", 9, "e", "withdraw"),
        by("Ada", 10, "gone", "accept"),
        by("Bob", 11, "gone", "refuse"),
    ]
    verdict, polarity = measure(reviews, pool)
    assert (verdict.question, verdict.units, verdict.answers, verdict.reviewers) == (
        "verdict",
        3,
        6,
        2,
    )
    assert verdict.alpha == nominal_alpha([["a", "a"], ["a", "a"], ["a", "r"]])
    assert (polarity.units, polarity.answers) == (2, 4)
    assert polarity.alpha == nominal_alpha([["f", "f"], ["m", "f"]])
