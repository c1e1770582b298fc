from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import httpx
import pytest

from kg.build.build import build
from kg.model.actors import Actor
from kg.model.documents import Text
from kg.model.stances import Candidate, Polarity, Review, Verdict
from kg.project import Project
from kg.rdf.codec import decode, encode
from kg.rdf.turtle import read_turtle, write_turtle
from kg.review.decision import Decision
from kg.review.desk import Desk
from kg.seeds.check import check
from kg.store.embedded import open_reader
from tests.invented import BORIS, MARCH, OTHER, REGISTRY, RUN, new_project
from tests.review.conftest import POOL, SAID, reviews_of, waiting
from tests.serve.reviewing import ADA, RITA, Reviewed, decide, open_form, reviewed, value

UNICODE = 'nein – „nie“, так ни, ὄχι, 🙅🏽 <b>&amp;</b> "quoted" \\ {{ 7*7 }}'


def only(review: Reviewed) -> Review:
    (found,) = reviews_of(review.project)
    return found


def problem(answer: httpx.Response) -> str:
    assert 'id="problem"' in answer.text, answer.text
    return answer.text.partition('id="problem"')[2].partition("</p>")[0]


def test_an_acceptance_is_on_disk_as_the_terminal_writes_it(review: Reviewed) -> None:
    answer = decide(review.browser(), "first", "accept")
    assert answer.status_code == 303
    found = only(review)
    today = date.today()
    assert found == Review(
        f"{today}-0001-rita-reviewer", "candidate/first", Verdict.ACCEPT, RITA, today
    )
    path = review.project.seeds / "reviews.ttl"
    assert path.read_bytes() == write_turtle(read_turtle(path))


def test_after_a_decision_comes_the_next_of_the_same_choice(review: Reviewed) -> None:
    browser = review.browser()
    start = browser.get(f"review/start?proposition={OTHER}")
    assert start.headers["location"] == f"candidate/first?proposition={OTHER}"
    form = {**open_form(browser, "first"), "verdict": "accept"}
    answer = browser.post(f"review/decide?proposition={OTHER}", data=form)
    assert answer.headers["location"] == f"queue?proposition={OTHER}"
    page = browser.get(f"review/queue?proposition={OTHER}")
    assert "The queue is empty." in page.text
    assert "Accepted: Anna Examplova" in page.text


def test_a_refusal_says_why(review: Reviewed) -> None:
    browser = review.browser()
    answer = decide(browser, "first", "refuse", polarity="mixed")
    assert answer.status_code == 422
    assert "a refusal says why" in problem(answer)
    assert review.ledger() is None
    # The corrections that were begun do not hinder it.
    assert decide(browser, "first", "refuse", note=UNICODE, polarity="mixed").status_code == 303
    found = only(review)
    assert (found.verdict, found.note) == (Verdict.REFUSE, Text(UNICODE, "en"))
    assert found.polarity is None


def test_all_can_be_corrected_at_once(review: Reviewed) -> None:
    corrections = {
        "holder": "Boris Fictionov",
        "proposition": OTHER,
        "polarity": "mixed",
        "date": "2021-03",
    }
    assert decide(review.browser(), "annas", "accept", **corrections).status_code == 303
    found = only(review)
    assert (found.holder, found.proposition, found.polarity) == (BORIS.id, OTHER, Polarity.MIXED)
    assert str(found.said_on) == "2021-03"


def test_a_dash_says_that_no_date_is_told(review: Reviewed) -> None:
    assert decide(review.browser(), "annas", "accept", date="-").status_code == 303
    assert only(review).undated


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        ({"holder": "nobody at all"}, "nobody at all"),
        ({"proposition": "zzz"}, "zzz"),
        ({"polarity": "perhaps"}, "is none of: favours, opposes, mixed"),
        ({"date": "yesterday"}, "yesterday"),
        ({"date": "2031-01-01"}, "after its source was published"),
        ({"note": "\x1b[2J"}, "control characters"),
        ({"note": "x" * 2001}, "more than 2000"),
        ({"verdict": "withdraw"}, "is none of: accept, refuse"),
        ({"seen": ""}, "seen is missing"),
    ],
)
def test_what_cannot_be_is_told_with_all_that_was_written(
    review: Reviewed, form: dict[str, str], reason: str
) -> None:
    kept = {"verdict": "accept", "note": "my thought", "polarity": "mixed"}
    answer = decide(review.browser(), "annas", **{**kept, **form})
    assert answer.status_code == 422
    assert reason in problem(answer)
    assert review.ledger() is None
    if "note" not in form:
        assert 'value="my thought"' in answer.text


def test_a_part_of_a_name_is_asked_about_before_it_counts(review: Reviewed) -> None:
    browser = review.browser()
    answer = decide(browser, "annas", "accept", holder="Boris")
    assert answer.status_code == 422
    assert "Boris Fictionov (actor:boris-fictionov, person, XB)" in problem(answer)
    assert 'value="actor:boris-fictionov"' in answer.text
    assert review.ledger() is None
    again = decide(browser, "annas", "accept", holder="actor:boris-fictionov")
    assert again.status_code == 303
    assert only(review).holder == BORIS.id


def test_what_would_be_accepted_is_shown_and_nothing_written(review: Reviewed) -> None:
    answer = decide(review.browser(), "annas", "look", polarity="mixed", date="2021")
    assert answer.status_code == 200
    assert "As corrected: Anna Examplova is mixed on" in answer.text
    assert "(2021)" in answer.text
    assert review.ledger() is None


def test_nobody_unknown_is_accepted_until_named(review: Reviewed) -> None:
    browser = review.browser()
    answer = decide(browser, "stranger", "accept")
    assert answer.status_code == 422
    assert "nobody has said which actor" in problem(answer)
    form = {"candidate": "stranger", "name": "Ivo Muster", "kind": "person", "country": "XC"}
    entered = browser.post("review/actor", data=form)
    assert entered.headers["location"] == "candidate/stranger?as=actor%3Aivo-muster"
    page = browser.get("review/candidate/stranger?as=actor%3Aivo-muster")
    assert 'value="actor:ivo-muster"' in page.text
    assert decide(browser, "stranger", "accept").status_code == 303
    assert only(review).holder == "ivo-muster"
    actors = decode(Actor, read_turtle(review.project.seeds / "actors.ttl"))
    assert any((actor.name, actor.country) == ("Ivo Muster", "XC") for actor in actors)


def test_a_name_is_added_to_an_actor(review: Reviewed) -> None:
    browser = review.browser()
    form = {"candidate": "stranger", "actor": "Fictionov", "alias": "Ivo Muster"}
    asked = browser.post("review/alias", data=form)
    assert asked.status_code == 422
    assert 'value="actor:boris-fictionov"' in asked.text
    assert browser.post("review/alias", data={**form, "actor": BORIS.name}).status_code == 303
    assert "to accept says that it is" in browser.get("review/candidate/stranger").text
    assert decide(browser, "stranger", "accept").status_code == 303
    assert only(review).holder == BORIS.id


@pytest.mark.parametrize(
    ("action", "form", "reason"),
    [
        ("alias", {"actor": "Boris Fictionov", "alias": "Examplova"}, "is a name of"),
        ("alias", {"actor": "Boris Fictionov", "alias": "!!!"}, "no letter or digit"),
        ("alias", {"actor": "Boris Fictionov"}, "alias is missing"),
        ("actor", {"name": "Anna Examplova"}, "is known already"),
        ("actor", {"name": "Ivo Muster", "country": "x"}, "no country code"),
        ("actor", {"name": "Ivo Muster", "kind": "ghost"}, "is none of"),
    ],
)
def test_names_that_cannot_be_are_told(
    review: Reviewed, action: str, form: dict[str, str], reason: str
) -> None:
    before = (review.project.seeds / "actors.ttl").read_bytes()
    answer = review.browser().post(f"review/{action}", data={"candidate": "stranger", **form})
    assert answer.status_code == 422
    assert reason in problem(answer)
    assert (review.project.seeds / "actors.ttl").read_bytes() == before


@pytest.mark.parametrize("action", ["decide", "skip"])
def test_after_a_candidate_comes_the_one_that_follows_it(review: Reviewed, action: str) -> None:
    browser = review.browser()
    rows = review.program().get("review/queue.json").json()["candidates"]
    names = [row["candidate"] for row in rows]
    for place, then in ((2, 3), (-1, 0)):
        form = open_form(browser, names[place]) | {"verdict": "refuse", "note": "Not said."}
        answer = browser.post(f"review/{action}", data=form)
        assert answer.headers["location"].endswith(f"candidate/{names[then]}")


def test_skipping_leaves_it_in_the_queue(review: Reviewed) -> None:
    browser = review.browser()
    first = browser.get("review/start").headers["location"].removeprefix("candidate/")
    answer = browser.post("review/skip", data={"candidate": first})
    assert first not in answer.headers["location"]
    assert "1 skipped" in browser.get("review/queue").text
    assert browser.post("review/skip").status_code == 303
    assert "skipped" not in browser.get("review/queue").text
    assert review.ledger() is None


def test_undoing_withdraws_the_last_and_shows_it_again(review: Reviewed) -> None:
    browser = review.browser()
    decide(browser, "annas", "accept")
    decide(browser, "first", "accept")
    shown = value(browser.get("review/queue"), "review")
    answer = browser.post("review/undo", data={"review": shown})
    assert answer.headers["location"] == "candidate/first"
    assert [one.verdict for one in reviews_of(review.project)] == ["accept", "accept", "withdraw"]
    # The same form again does not take back the one before.
    again = browser.post("review/undo", data={"review": shown})
    assert again.status_code == 303
    assert "Nothing was taken back" in browser.get("review/queue").text
    assert len(reviews_of(review.project)) == 3


def test_a_form_sent_twice_decides_once(review: Reviewed) -> None:
    browser = review.browser()
    form = {**open_form(browser, "first"), "verdict": "accept"}
    assert browser.post("review/decide", data=form).status_code == 303
    before = review.ledger()
    assert browser.post("review/decide", data=form).status_code == 303
    assert review.ledger() == before


def test_a_form_from_before_an_undo_is_not_taken(review: Reviewed) -> None:
    browser = review.browser()
    form = {**open_form(browser, "first"), "verdict": "accept"}
    browser.post("review/decide", data=form)
    browser.post("review/undo", data={"review": value(browser.get("review/queue"), "review")})
    answer = browser.post("review/decide", data=form)
    assert answer.status_code == 409
    assert len(reviews_of(review.project)) == 2


def test_of_two_who_saw_the_same_the_second_is_told(review: Reviewed) -> None:
    rita, ada = review.browser(), review.browser(ADA)
    forms = [open_form(client, "first") for client in (rita, ada)]
    rita.post("review/decide", data={**forms[0], "verdict": "refuse", "note": "another Anna"})
    mine = {**forms[1], "verdict": "accept", "polarity": "mixed", "note": "half a yes"}
    answer = ada.post("review/decide", data=mine)
    assert answer.status_code == 409
    assert "It has changed since you opened it" in answer.text
    assert RITA in answer.text
    assert "another Anna" in answer.text
    assert 'value="half a yes"' in answer.text
    assert "<option selected>mixed</option>" in answer.text
    assert len(reviews_of(review.project)) == 1
    anyway = ada.post("review/decide", data={**mine, "seen": value(answer, "seen")})
    assert anyway.status_code == 303
    assert [one.reviewer for one in reviews_of(review.project)] == [RITA, ADA]


def test_a_candidate_that_a_new_run_changed_is_shown_again(review: Reviewed) -> None:
    browser = review.browser()
    form = {**open_form(browser, "first"), "verdict": "accept"}
    path = review.project.seeds / "candidates" / f"{MARCH.id}.ttl"
    triples = read_turtle(path)
    old = next(one for one in decode(Candidate, triples) if one.id == "first")
    new = replace(old, quote=Text("We have to walk", "en"))
    path.write_bytes(write_turtle({*triples, *encode(new)} - set(encode(old)) | set(encode(new))))
    answer = browser.post("review/decide", data=form)
    assert answer.status_code == 409
    assert "We have to walk" in answer.text
    assert "a new extraction proposes it otherwise" in answer.text
    assert "a decision on it was taken" not in answer.text
    assert review.ledger() is None


@pytest.mark.parametrize("sent", [{"verdict": "look"}, {"verdict": "refuse"}, {"date": "x"}])
def test_a_page_shown_again_does_not_hide_what_came_between(
    review: Reviewed, sent: dict[str, str]
) -> None:
    rita = review.browser()
    form = {**open_form(rita, "first"), "verdict": "accept", **sent}
    assert "has changed" not in rita.post("review/decide", data=form).text
    decide(review.browser(ADA), "first", "refuse", note="another Anna")
    answer = rita.post("review/decide", data=form)
    assert answer.status_code in (200, 422)
    assert "It has changed since you opened it" in answer.text
    assert "Accept anyway" in answer.text


def test_racing_on_one_candidate_one_wins(review: Reviewed) -> None:
    clients = [review.program(RITA), review.program(ADA)]
    sent = [
        {
            "candidate": "first",
            "verdict": "accept",
            "seen": client.get("review/candidate/first.json").json()["seen"],
        }
        for client in clients
    ]
    start = threading.Barrier(2)

    def race(number: int) -> int:
        start.wait()
        return clients[number].post("review/decide", json=sent[number]).status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(race, range(2))) == [200, 409]
    assert len(reviews_of(review.project)) == 1


_TERMINAL = """
import sys
from datetime import date
from pathlib import Path
from kg.model.stances import Verdict
from kg.project import Project
from kg.review.decision import Decision
from kg.review.desk import Desk
root = Path(sys.argv[1])
desk = Desk(Project(root, root / "store"), "Tom Terminal", date.today())
for number in range(10):
    desk.decide([Decision(f"many-{number}", Verdict.REFUSE, "no")])
"""


def test_many_at_once_beside_a_terminal_lose_nothing(tmp_path: Path) -> None:
    many = [waiting(f"many-{number}") for number in range(20)]
    project = new_project(tmp_path, (*REGISTRY, *SAID, RUN, *many))
    build(project)
    with reviewed(project, tmp_path) as found:
        clients = [found.browser(name) for name in (RITA, ADA) for _ in range(5)]
        terminal = subprocess.Popen([sys.executable, "-c", _TERMINAL, str(project.root)])
        with ThreadPoolExecutor(10) as pool:
            answers = list(
                pool.map(
                    lambda number: decide(clients[number], f"many-{number + 10}", "accept"),
                    range(10),
                )
            )
        assert terminal.wait(60) == 0
        assert [answer.status_code for answer in answers] == [303] * 10
    reviews = reviews_of(project)
    assert sorted(one.subject for one in reviews) == sorted(f"candidate/{c.id}" for c in many)
    assert len({one.id.split("-")[3] for one in reviews}) == 20


def test_while_another_program_keeps_the_seeds_nothing_is_lost(
    review: Reviewed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.seeds.lock.PATIENCE", 0.0)
    browser = review.browser()
    handle = os.open(review.project.seeds, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        answer = decide(browser, "first", "accept", note="my thought")
        assert answer.status_code == 503
        assert answer.headers["retry-after"]
        assert "another program keeps writing there" in problem(answer)
        assert 'value="my thought"' in answer.text
        assert browser.get("review/queue").status_code == 200
    finally:
        os.close(handle)
    assert review.ledger() is None
    assert decide(browser, "first", "accept").status_code == 303


def test_a_full_disk_leaves_all_as_it_was(
    review: Reviewed, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = review.browser()
    decide(browser, "annas", "accept")
    before = review.ledger()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("tempfile.mkstemp", full)
        answer = decide(browser, "first", "accept", note="my thought")
        assert answer.status_code == 503
        assert "No space left" in problem(answer)
        assert 'value="my thought"' in answer.text
    assert review.ledger() == before
    assert not [path for path in review.project.seeds.iterdir() if path.name.startswith(".")]
    assert decide(browser, "first", "accept").status_code == 303


def test_seeds_that_cannot_be_read_are_told_and_then_read_again(review: Reviewed) -> None:
    browser = review.browser()
    path = review.project.seeds / "actors.ttl"
    before = path.read_bytes()
    path.write_text("no turtle at all", encoding="utf-8")
    answer = browser.get("review/queue")
    assert answer.status_code == 503
    assert "actors.ttl" in answer.text
    path.write_bytes(before)
    assert browser.get("review/queue").status_code == 200


def test_what_the_terminal_decides_is_seen_at_once(review: Reviewed) -> None:
    browser = review.browser()
    assert "Candidates: 6 wait" in browser.get("review/queue").text
    desk = Desk(review.project, RITA, date.today())
    desk.decide([Decision("first", Verdict.REFUSE, "no")])
    assert "Candidates: 5 wait" in browser.get("review/queue").text
    assert "<b>refuse</b>" in browser.get("review/candidate/first").text


def test_a_program_does_what_a_person_does(review: Reviewed) -> None:
    program = review.program()
    rows = program.get("review/queue.json").json()["candidates"]
    assert {row["candidate"] for row in rows} == {candidate.id for candidate in POOL}
    sent = {"candidate": "annas", "verdict": "accept", "polarity": "mixed", "date": "-"}
    assert program.post("review/decide", json=sent).status_code == 422
    mark = next(row["seen"] for row in rows if row["candidate"] == "annas")
    done = program.post("review/decide", json={**sent, "seen": mark}).json()
    assert done == {"written": [only(review).id], "waiting": 5}
    assert program.post("review/decide", json={**sent, "seen": mark}).json()["written"] == []
    late = program.post("review/decide", json={**sent, "seen": mark, "polarity": "opposes"})
    assert late.status_code == 409
    assert late.json()["candidate"]["own"]["verdict"] == "accept"
    undone = program.post("review/undo", json={"review": done["written"][0]}).json()
    assert undone == {"taken_back": done["written"][0], "candidate": "annas"}
    assert program.post("review/undo", json={"review": "x"}).status_code in (409, 422)


def test_what_was_accepted_passes_the_check_and_is_published(review: Reviewed) -> None:
    browser = review.browser()
    decide(browser, "first", "accept", polarity="mixed", note=UNICODE)
    decide(browser, "annas", "refuse", note=UNICODE)
    assert not [one for one in check(review.project) if one.severity == "error"]
    project = Project(review.project.root, review.project.root / "build" / "another")
    build(project)
    store = open_reader(project.store)
    found = store.query(
        "PREFIX stance: <https://w3id.org/eurostance/stance/> "
        "PREFIX st: <https://w3id.org/eurostance/ns#> "
        "SELECT ?p { stance:first st:polarity ?p }"
    )
    assert [str(row["p"].value).rpartition("/")[2] for row in found] == ["mixed"]  # type: ignore
