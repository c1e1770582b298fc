from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kg.errors import StoreLocked
from kg.model.stances import Polarity, Verdict
from kg.project import Project
from kg.rdf.turtle import read_turtle, write_turtle
from kg.review.decision import Decision
from kg.review.desk import Desk
from kg.review.seen import Changed, mark_of, what_changed
from kg.seeds.lock import alone
from tests.invented import review
from tests.review.conftest import ANNAS, FIRST, reviews_of

Sit = Callable[..., Desk]
ACCEPT, REFUSE = Verdict.ACCEPT, Verdict.REFUSE


def test_the_mark_tells_every_change_of_what_is_shown() -> None:
    one = review("candidate/first", "accept")
    marks = [
        mark_of(FIRST, []),
        mark_of(replace(FIRST, polarity=Polarity.MIXED), []),
        mark_of(replace(FIRST, rules=()), []),
        mark_of(FIRST, [one]),
        mark_of(FIRST, [one, replace(one, id="review-2", verdict=Verdict.WITHDRAW)]),
        mark_of(ANNAS, []),
    ]
    assert len(set(marks)) == len(marks)
    assert what_changed(marks[0], marks[1]) == ["a new extraction proposes it otherwise"]
    assert what_changed(marks[0], marks[3]) == ["a decision on it was taken, or taken back"]
    assert len(what_changed(marks[1], marks[3])) == 2
    assert what_changed(marks[0], marks[0]) == []
    assert mark_of(FIRST, [replace(one, subject="candidate/annas")]) == marks[0]


def test_what_was_decided_since_stops_a_decision(sit: Sit, project: Project) -> None:
    rita, ada = sit(), sit("Ada Adjudicator")
    seen = {"first": rita.mark_of("first")}
    ada.decide([Decision("first", REFUSE, "no")])
    with pytest.raises(Changed, match="first has changed since it was shown"):
        rita.decide([Decision("first", ACCEPT), Decision("annas", ACCEPT)], seen)
    assert len(reviews_of(project)) == 1
    # The desk has learnt nothing yet; a look at the files tells what is new.
    rita.read_reviews()
    assert len(rita.decide([Decision("first", ACCEPT)], {"first": rita.mark_of("first")})) == 1


def test_what_was_decided_elsewhere_does_not(sit: Sit) -> None:
    rita = sit()
    seen = {"first": rita.mark_of("first")}
    sit("Ada Adjudicator").decide([Decision("annas", REFUSE, "no")])
    assert len(rita.decide([Decision("first", ACCEPT)], seen)) == 1


def test_another_decision_than_the_one_meant_is_not_taken_back(sit: Sit, project: Project) -> None:
    rita = sit()
    (one,) = rita.decide([Decision("first", ACCEPT)])
    (two,) = rita.decide([Decision("annas", ACCEPT)])
    with pytest.raises(Changed, match=f"your last decision is {two.id}"):
        rita.undo(one.id)
    assert rita.undo(two.id) == two
    assert rita.undo(one.id) == one
    assert rita.last_decision() is None
    assert len(reviews_of(project)) == 4


def test_two_windows_take_back_one_decision_once(sit: Sit, project: Project) -> None:
    sit().decide([Decision("first", ACCEPT)])
    (one,) = sit().reviews
    windows = [sit(), sit()]
    windows[0].undo(one.id)
    with pytest.raises(Changed):
        windows[1].undo(one.id)
    assert len(reviews_of(project)) == 2


def test_who_cannot_write_is_told_after_a_while(
    sit: Sit, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.seeds.lock.PATIENCE", 0.0)
    desk = sit()
    with alone(project.seeds), pytest.raises(StoreLocked, match="keeps writing there"):
        desk.decide([Decision("first", ACCEPT)])
    assert reviews_of(project) == []
    assert desk.decide([Decision("first", ACCEPT)])


def test_nothing_is_decided_on_what_an_extraction_has_dropped(sit: Sit, project: Project) -> None:
    desk = sit()
    (path,) = (project.seeds / "candidates").iterdir()
    left = [t for t in read_turtle(path) if not str(t.subject).endswith("/first>")]
    path.write_bytes(write_turtle(left))
    with pytest.raises(Changed, match="first is proposed no longer"):
        desk.decide([Decision("annas", ACCEPT), Decision("first", ACCEPT)])
    assert reviews_of(project) == []
    path.unlink()
    with pytest.raises(Changed, match="annas is proposed no longer"):
        desk.decide([Decision("annas", ACCEPT)])
    assert reviews_of(project) == []
