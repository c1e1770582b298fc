from __future__ import annotations

import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from kg.errors import UnknownName
from kg.model.stances import Polarity, Verdict
from kg.project import Project
from kg.review.decision import Decision
from kg.review.desk import Desk
from kg.review.queue import Novelty, queue, want
from tests.invented import BORIS, MARCH, OTHER, PROPOSITION, REGISTRY, RUN, new_project
from tests.review.conftest import DAY, SAID, SURE, waiting

Sit = Callable[..., Desk]


def order(desk: Desk, **asked: object) -> list[str]:
    return [entry.candidate.id for entry in queue(desk, want(desk, **asked))]  # type: ignore[arg-type]


def test_each_candidate_is_weighed_by_what_it_would_add(sit: Sit) -> None:
    found = {entry.candidate.id: entry for entry in queue(sit())}
    assert {name: entry.novelty for name, entry in found.items()} == {
        "annas": Novelty.KNOWN,
        "turned": Novelty.TURN,
        "first": Novelty.FIRST,
        "stranger": Novelty.ACTOR,
        "sure": Novelty.FIRST,
        "borises": Novelty.ACTOR,
    }
    assert found["borises"].worth == 1
    assert found["turned"].worth == Decimal("0.6")
    # A sure candidate is worth less than a doubtful one of the same novelty.
    assert found["annas"].worth < found["sure"].worth < found["first"].worth


def test_what_waits_for_a_person_comes_first_and_the_doubtful_before_the_sure(sit: Sit) -> None:
    assert order(sit()) == ["borises", "first", "turned", "stranger", "annas", "sure"]


def test_a_stranger_waits_for_a_person_however_sure_the_machine_is(sit: Sit) -> None:
    bands = {entry.candidate.id: entry.band for entry in queue(sit())}
    assert bands["stranger"] == "review"
    assert bands["sure"] != "review"


def test_a_published_candidate_is_not_its_own_past(sit: Sit) -> None:
    desk = sit()
    assert "sure" in desk.publication.stances
    assert desk.said_before(SURE) == []


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"actor": "Fictionov"}, ["borises"]),
        ({"actor": "ivo muster"}, ["stranger"]),
        ({"actor": "Muster"}, ["stranger"]),
        ({"proposition": OTHER}, ["first"]),
        ({"proposition": PROPOSITION, "actor": "examplova"}, ["turned", "annas"]),
        (
            {"document": MARCH.url},
            ["borises", "first", "turned", "stranger", "annas", "sure"],
        ),
        ({"document": MARCH.id, "actor": BORIS.id}, ["borises"]),
        ({"second": True}, []),
    ],
)
def test_a_choice_is_by_any_name(sit: Sit, asked: dict[str, object], names: list[str]) -> None:
    assert order(sit(), **asked) == names


@pytest.mark.parametrize(
    "asked",
    [
        {"actor": "nobody at all"},
        {"actor": "Must"},
        {"actor": "…"},
        {"proposition": "zzz"},
        {"document": "none"},
    ],
)
def test_a_name_of_nothing_is_told(sit: Sit, asked: dict[str, str]) -> None:
    with pytest.raises(UnknownName):
        want(sit(), **asked)


def test_a_decision_takes_a_candidate_off_the_queue_and_changes_what_is_new(sit: Sit) -> None:
    desk = sit()
    desk.decide([Decision("first", Verdict.ACCEPT, polarity=Polarity.MIXED)])
    assert "first" not in order(desk)
    assert (
        desk.said_before(waiting("other", proposition=OTHER))[0].stance.polarity is Polarity.MIXED
    )
    # Another desk at the same seeds sees the same.
    assert order(sit()) == order(desk)


def test_a_second_reviewer_sees_what_the_first_decided(sit: Sit) -> None:
    sit("Ada Adjudicator").decide([Decision("first", Verdict.REFUSE, "no")])
    bob = sit("Bob Beholder")
    assert "first" not in order(bob)
    assert order(bob, second=True) == ["first"]
    assert order(sit("Ada Adjudicator"), second=True) == []
    bob.decide([Decision("first", Verdict.ACCEPT)])
    assert order(bob, second=True) == []


def big(folder: Path, names: list[str]) -> Project:
    pool = [
        waiting(name, f"0.{40 + int(name[1:]) % 60:02d}", said_on=None, proposition=proposition)
        for name, proposition in zip(names, [PROPOSITION, OTHER] * len(names), strict=False)
    ]
    return new_project(folder, (*REGISTRY, *SAID, RUN, *pool))


def test_a_thousand_candidates_are_ordered_quickly_and_always_alike(tmp_path: Path) -> None:
    names = [f"c{number:04d}" for number in range(1000)]
    project = big(tmp_path, names)
    started = time.process_time()
    desk = Desk(project, "Rita Reviewer", DAY)
    first = order(desk)
    assert time.process_time() - started < 5
    assert len(first) == 1000
    started = time.process_time()
    assert order(desk) == first
    assert time.process_time() - started < 1
    mixed = list(desk.candidates.items())
    Random(7).shuffle(mixed)
    desk.candidates = dict(mixed)
    assert order(desk) == first
