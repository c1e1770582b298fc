from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date

import pytest

from kg.errors import StoreUnusable, UnknownName, UsageError
from kg.model.stances import Polarity, Verdict
from kg.project import Project
from kg.rdf.turtle import read_turtle, write_turtle
from kg.review.decision import Decision
from kg.review.desk import Desk
from tests.review.conftest import reviews_of

Sit = Callable[..., Desk]
ACCEPT, REFUSE = Verdict.ACCEPT, Verdict.REFUSE


def test_ids_count_up_within_a_day(sit: Sit, project: Project) -> None:
    sit().decide([Decision("first", ACCEPT), Decision("annas", REFUSE, "no")])
    sit("Ada Adjudicator").decide([Decision("first", REFUSE, "no")])
    sit(day=date(2021, 4, 2)).decide([Decision("turned", ACCEPT)])
    assert [review.id for review in reviews_of(project)] == [
        "2021-04-01-0001-rita-reviewer",
        "2021-04-01-0002-rita-reviewer",
        "2021-04-01-0003-ada-adjudicator",
        "2021-04-02-0001-rita-reviewer",
    ]


def test_the_file_is_canonical(sit: Sit, project: Project) -> None:
    sit().decide([Decision("first", ACCEPT, "so it is", polarity=Polarity.MIXED)])
    path = project.seeds / "reviews.ttl"
    assert path.read_bytes() == write_turtle(read_turtle(path))


def test_the_same_decision_again_adds_nothing(sit: Sit, project: Project) -> None:
    decision = Decision("first", ACCEPT, polarity=Polarity.MIXED)
    assert len(sit().decide([decision])) == 1
    before = (project.seeds / "reviews.ttl").read_bytes()
    assert sit().decide([decision]) == []
    assert (project.seeds / "reviews.ttl").read_bytes() == before
    assert len(sit("Ada Adjudicator").decide([decision])) == 1
    assert len(sit().decide([Decision("first", ACCEPT)])) == 1


@pytest.mark.parametrize(
    ("decision", "reason"),
    [
        (Decision("stranger", ACCEPT), "nobody has said which actor 'Ivo Muster' is"),
        (Decision("first", REFUSE, polarity=Polarity.MIXED), "only an acceptance carries"),
        (Decision("first", REFUSE, "\x1b[2J"), "the note has control characters"),
    ],
)
def test_of_several_decisions_all_are_taken_or_none(
    sit: Sit, project: Project, decision: Decision, reason: str
) -> None:
    with pytest.raises(UsageError, match="nothing was written: ") as caught:
        sit().decide([Decision("annas", ACCEPT), decision])
    assert reason in str(caught.value)
    assert reviews_of(project) == []


def test_an_unknown_candidate_is_told(sit: Sit) -> None:
    with pytest.raises(UnknownName, match="there is no candidate 'nothing'"):
        sit().decide([Decision("nothing", ACCEPT)])


def test_a_candidate_is_named_with_and_without_its_prefix(sit: Sit) -> None:
    desk = sit()
    for name in ("first", "candidate:first", "https://w3id.org/eurostance/candidate/first"):
        assert desk.find_candidate(name).id == "first"


def test_a_decision_before_an_earlier_one_would_be_lost_and_is_refused(
    sit: Sit, project: Project
) -> None:
    sit(day=date(2021, 5, 1)).decide([Decision("first", ACCEPT)])
    with pytest.raises(UsageError, match="was decided on 2021-05-01, after 2021-04-01"):
        sit().decide([Decision("first", REFUSE, "no")])
    with pytest.raises(UsageError, match="after 2021-04-01"):
        sit().undo()
    assert len(reviews_of(project)) == 1


def test_what_another_writes_meanwhile_is_kept(sit: Sit, project: Project) -> None:
    rita, ada = sit(), sit("Ada Adjudicator")
    ada.decide([Decision("first", REFUSE, "no")])
    rita.decide([Decision("annas", ACCEPT)])
    assert [review.id for review in reviews_of(project)] == [
        "2021-04-01-0001-ada-adjudicator",
        "2021-04-01-0002-rita-reviewer",
    ]


_MANY = """
import sys
from datetime import date
from pathlib import Path
from kg.model.stances import Verdict
from kg.project import Project
from kg.review.decision import Decision
from kg.review.desk import Desk
root = Path(sys.argv[1])
desk = Desk(Project(root, root / "store"), sys.argv[2], date(2021, 4, 1))
for number in range(8):
    desk.decide([Decision("first", Verdict.REFUSE, f"for the {number}th time")])
"""


def test_two_at_once_lose_nothing(project: Project) -> None:
    ran = [
        subprocess.Popen([sys.executable, "-c", _MANY, str(project.root), name])
        for name in ("Ada", "Bob")
    ]
    assert [process.wait(60) for process in ran] == [0, 0]
    reviews = reviews_of(project)
    assert len(reviews) == 16
    assert len({review.id.split("-")[3] for review in reviews}) == 16


def test_seeds_that_cannot_be_written_are_told(
    sit: Sit, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = sit()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkstemp", full)
    with pytest.raises(StoreUnusable, match="No space left"):
        desk.decide([Decision("first", ACCEPT)])
    assert reviews_of(project) == []
    assert desk.decision_on("first") is None
