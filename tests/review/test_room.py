from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.model.stances import Verdict
from kg.project import Project
from kg.rdf.codec import encode
from kg.rdf.turtle import write_turtle
from kg.review.decision import Decision
from kg.review.desk import Desk
from kg.review.room import Room
from tests.invented import review as decided
from tests.review.conftest import DAY, at, reviews_of

ACCEPT = Verdict.ACCEPT


@pytest.fixture
def room(project: Project) -> Room:
    return Room(project, today=lambda: DAY)


def test_everyone_decides_in_their_own_name(room: Room, project: Project) -> None:
    for name in ("Rita", "Ada", "Rita"):
        with room.sit(name) as desk:
            desk.decide([Decision("first", ACCEPT)])
    assert [review.reviewer for review in reviews_of(project)] == ["Rita", "Ada"]


def test_the_seeds_are_read_once_while_nothing_changes(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    with room.sit("Rita") as desk:
        desk.decide([Decision("first", ACCEPT)])

    def never(*_: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr("kg.review.desk.read_seeds", never)
    with room.sit("Ada") as desk:
        assert desk.decision_on("first") is not None
    monkeypatch.setattr("kg.review.desk.read_ledger", never)
    with room.sit("Ada") as desk:
        assert desk.own_decision_on("first") is None


def test_what_others_decide_and_enter_is_seen(room: Room, project: Project) -> None:
    with room.sit("Rita"):
        pass
    other = Desk(project, "Tom", DAY)
    other.decide([Decision("first", ACCEPT)])
    other.registry.add_actor("Ivo Muster", "person", None)
    with room.sit("Rita") as desk:
        assert desk.decision_on("first") is not None
        assert "ivo-muster" in desk.registry.actors


def test_decisions_outside_the_ledger_stay(room: Room, project: Project) -> None:
    elsewhere = decided("candidate/annas", "refuse", "2021-03-09", "by-hand")
    (project.seeds / "more.ttl").write_bytes(write_turtle(encode(elsewhere)))
    with room.sit("Rita") as desk:
        desk.decide([Decision("first", ACCEPT)])
    with room.sit("Rita") as desk:
        assert {review.subject for review in desk.reviews} == {"candidate/first", "candidate/annas"}


def test_seeds_once_broken_are_not_taken_for_read(room: Room, project: Project) -> None:
    path = project.seeds / "actors.ttl"
    before = path.read_bytes()
    with room.sit("Rita"):
        pass
    path.write_bytes(b"no turtle")
    for _ in range(2):
        with pytest.raises(InputError), room.sit("Rita"):
            pass
    path.write_bytes(before)
    with room.sit("Rita") as desk:
        assert "anna-examplova" in desk.registry.actors


def test_texts_are_found_below_the_folders(project: Project, text_file: Path) -> None:
    room = Room(project, (text_file.parent,))
    with room.sit("Rita"):
        excerpt = room.texts.around(at("We have to talk"))
    assert excerpt is not None
    assert excerpt.words == "We have to talk"
    with (
        pytest.raises(InputError, match="there is no such folder"),
        Room(project, (text_file.parent / "nowhere",)).sit("Rita"),
    ):
        pass


def test_the_day_is_that_of_the_decision(project: Project) -> None:
    days = iter([date(2021, 4, 1), date(2021, 4, 1), date(2021, 4, 2)])
    room = Room(project, today=lambda: next(days))
    for name in ("annas", "first"):
        with room.sit("Rita") as desk:
            desk.decide([Decision(name, ACCEPT)])
    assert [str(review.decided_on) for review in reviews_of(project)] == [
        "2021-04-01",
        "2021-04-02",
    ]
