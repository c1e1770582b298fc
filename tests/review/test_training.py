from __future__ import annotations

import json
from collections.abc import Callable

from kg.model.stances import Polarity, Verdict
from kg.review.decision import Decision
from kg.review.desk import Desk
from kg.review.training import training_rows
from tests.invented import ANNA, BORIS, MARCH, PROPOSITION


def rows(desk: Desk) -> list[dict[str, object]]:
    return [json.loads(line) for line in training_rows(desk).splitlines()]


def test_a_decision_is_a_row_and_a_correction_two(sit: Callable[..., Desk]) -> None:
    desk = sit()
    assert rows(desk) == []
    desk.decide(
        [
            Decision("annas", Verdict.ACCEPT),
            Decision("first", Verdict.REFUSE, "no"),
            Decision("turned", Verdict.ACCEPT, polarity=Polarity.MIXED),
            Decision("borises", Verdict.ACCEPT, undated=True),
            Decision("stranger", Verdict.ACCEPT, holder=BORIS.id),
        ]
    )
    told = [
        (row["candidate"], row["holder"], row["polarity"], row["verdict"]) for row in rows(desk)
    ]
    assert told == [
        ("annas", ANNA.id, "favours", 1),
        ("borises", BORIS.id, "favours", 1),
        ("first", ANNA.id, "favours", 0),
        ("stranger", "ivo-muster", "favours", 0),
        ("stranger", BORIS.id, "favours", 1),
        ("turned", ANNA.id, "opposes", 0),
        ("turned", ANNA.id, "mixed", 1),
    ]
    days = {(row["document"], row["published"]) for row in rows(desk)}
    assert days == {(MARCH.id, str(MARCH.published))}
    first = rows(desk)[0]
    assert (first["document"], first["proposition"]) == (MARCH.id, PROPOSITION)
    assert first["quote"] == "We have to talk"


def test_the_decision_that_counts_is_the_one_that_trains(sit: Callable[..., Desk]) -> None:
    sit("Ada").decide([Decision("first", Verdict.REFUSE, "no")])
    bob = sit("Bob")
    bob.decide([Decision("first", Verdict.ACCEPT)])
    assert [row["verdict"] for row in rows(bob)] == [1]
    bob.undo()
    assert [row["verdict"] for row in rows(bob)] == [0]
