"""``kg review`` as a person, a script and a second person call it."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode

from kg.build.build import build
from kg.model.stances import Review
from kg.project import Project
from kg.rdf.codec import decode
from kg.rdf.terms import ST, mint
from kg.rdf.turtle import read_turtle
from kg.store.embedded import open_reader
from tests.invented import copy_world

PREFIX = "interview-of-august-"
CARLA = f"{PREFIX}carla-voorbeeld-dialogue"
ANNA = f"{PREFIX}anna-examplova-aid"
BERT = f"{PREFIX}bert-modelsson-aid"
ANSWER = "anna-examplova-2025-06-05-answer"
STANCE = f"stance:{ANSWER}"
Kg = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def own(tmp_path: Path) -> Project:
    """The invented world, to be changed."""
    return copy_world(tmp_path)


def command(project: Project, *arguments: str | Path) -> list[str]:
    place = ["--root", str(project.root), "--store", str(project.store)]
    return [sys.executable, "-m", "kg", *place, "review", *map(str, arguments)]


@pytest.fixture
def kg(own: Project) -> Kg:
    def run(
        *arguments: str | Path, stdin: str = "", by: str | None = "Rita Reviewer", **env: str
    ) -> subprocess.CompletedProcess[str]:
        named = ("--by", by, "--on", "2026-01-02") if by else ()
        return subprocess.run(
            command(own, *arguments, *named),
            capture_output=True,
            text=True,
            input=stdin,
            cwd=own.root,
            env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, **env},
            timeout=60,
        )

    return run


def new_decisions(project: Project) -> list[Review]:
    """The decisions beside those of the world, in order."""
    reviews = decode(Review, read_turtle(project.seeds / "reviews.ttl"))
    return [review for review in reviews if review.id.startswith("20")]


def published(project: Project, stance: str) -> dict[str, str]:
    """What the published graph says of a stance, after a build."""
    build(project)
    quads = open_reader(project.store).quads_for_pattern(
        mint("stance", stance), None, None, DefaultGraph()
    )
    return {
        quad.predicate.value.rpartition("#")[2]: quad.object.value.rpartition("/")[2]
        for quad in quads
        if isinstance(quad.object, NamedNode) or quad.predicate == ST.saidOn
    }


def test_a_session_through_a_pipe_is_published_by_the_next_build(kg: Kg, own: Project) -> None:
    assert published(own, CARLA) == {}
    first = kg("--list", "--format", "jsonl")
    assert json.loads(first.stdout.splitlines()[0])["candidate"] == CARLA
    ended = kg(stdin="l\nmixed\nd\n2025-07\na\n")
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout == ""
    assert "»Somebody has to call«" in ended.stderr
    assert "1 accepted, 0 refused" in ended.stderr
    told = published(own, CARLA)
    assert (told["polarity"], told["saidOn"]) == ("mixed", "2025-07")
    assert told["status"] == ST.Accepted.value.rpartition("/")[2]


def test_refusing_and_undoing_change_what_is_published(kg: Kg, own: Project) -> None:
    (found,) = (own.seeds / "candidates").iterdir()
    sure = found.read_text(encoding="utf-8").replace("confidence 0.92", "confidence 0.99")
    found.write_text(sure, encoding="utf-8")
    assert published(own, ANNA)["holder"] == "anna-examplova"
    refused = kg("--actor", "Examplova", "--proposition", "military aid", stdin="r\nnot she\nq\n")
    assert "1 refused" in refused.stderr
    assert published(own, ANNA) == {}
    undone = kg("--undo")
    assert f"taken back: refuse of candidate/{ANNA}" in undone.stderr
    assert published(own, ANNA)["holder"] == "anna-examplova"
    assert [review.verdict for review in new_decisions(own)] == ["refuse", "withdraw"]


def test_a_script_decides_in_one_call(kg: Kg, own: Project) -> None:
    ended = kg("--accept", CARLA, "--holder", "Modelsson", "--date", "-", "--note", "his words")
    assert ended.returncode == 0, ended.stderr
    told = published(own, CARLA)
    assert told["holder"] == "bert-modelsson"
    assert "saidOn" not in told
    (review,) = new_decisions(own)
    assert (review.id, review.reviewer) == ("2026-01-02-0001-rita-reviewer", "Rita Reviewer")
    assert review.note is not None
    assert review.note.value == "his words"
    again = kg("--reject", CARLA, "--reject", ANNA, "--note", "no")
    assert "2 decisions of Rita Reviewer written" in again.stderr
    assert published(own, CARLA) == published(own, ANNA) == {}


def test_a_candidate_that_is_named_twice_is_decided_on_once(kg: Kg, own: Project) -> None:
    ended = kg("--accept", ANNA, "--accept", f"candidate:{ANNA}", "--polarity", "mixed")
    assert ended.returncode == 0, ended.stderr
    assert "1 decision of Rita Reviewer written" in ended.stderr
    assert kg("--reject", BERT, "--reject", BERT, "--note", "no").returncode == 0
    assert [review.verdict for review in new_decisions(own)] == ["accept", "refuse"]


def test_a_curated_stance_is_retracted_for_a_reason_and_taken_in_again(
    kg: Kg, own: Project
) -> None:
    assert published(own, ANSWER)["holder"] == "anna-examplova"
    home = next(p for p in own.seeds.rglob("*.ttl") if f"{STANCE} a st:Stance" in p.read_text())
    before = home.read_bytes()
    told = kg("--reject", STANCE, "--note", "it was another Anna")
    assert "1 decision of Rita Reviewer written" in told.stderr
    assert home.read_bytes() == before
    assert published(own, ANSWER) == {}
    (review,) = new_decisions(own)
    assert (review.subject, review.verdict) == (f"stance/{ANSWER}", "refuse")
    assert review.note is not None
    assert review.note.value == "it was another Anna"
    again = kg("--reject", STANCE, "--reject", f"stance/{ANSWER}", "--note", "it was another Anna")
    assert "0 decisions of Rita Reviewer written; 1 stood so already" in again.stderr
    restored = kg("--accept", mint("stance", ANSWER).value, "--note", "it was she")
    assert restored.returncode == 0, restored.stderr
    assert published(own, ANSWER)["holder"] == "anna-examplova"
    assert f"taken back: accept of stance/{ANSWER}" in kg("--undo").stderr
    assert published(own, ANSWER) == {}
    assert kg("--undo").returncode == 0
    assert published(own, ANSWER)["holder"] == "anna-examplova"
    verdicts = [review.verdict for review in new_decisions(own)]
    assert verdicts == ["refuse", "accept", "withdraw", "withdraw"]


def test_what_was_published_of_a_candidate_is_refused_as_that(kg: Kg, own: Project) -> None:
    assert kg("--reject", f"stance:{BERT}", "--note", "not he").returncode == 0
    (review,) = new_decisions(own)
    assert review.subject == f"candidate/{BERT}"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--reject", STANCE), f"{STANCE}: no reason is given"),
        (("--reject", STANCE, "--note", " "), f"{STANCE}: no reason is given"),
        (("--reject", STANCE, "--note", "\x1b[2J"), f"{STANCE}: the note has control"),
        (("--accept", STANCE), f"{STANCE}: it is published already"),
        (("--reject", STANCE, "--accept", STANCE, "--note", "x"), "is accepted and refused"),
        (("--reject", "stance:none", "--note", "x"), "there is no stance 'none' in the seeds"),
        (("--reject", STANCE, "--reject", ANNA, "--note", "x"), "one kind at a time"),
        (("--accept", STANCE, "--polarity", "mixed"), "is mended in its file"),
        (("--accept", CARLA, "--holder", ""), "--holder is empty"),
        (("--accept", CARLA, "--date", " "), "--date is empty"),
        (("--list", "--actor", ""), "--actor is empty"),
        (("--accept", "nothing"), "there is no candidate 'nothing'"),
        (("--accept", CARLA, "--reject", CARLA), "is accepted and refused"),
        (("--accept", CARLA, "--undo"), "--accept, --reject and --undo: one thing at a time"),
        (("--list", "--agreement"), "one thing at a time"),
        (("--holder", "Modelsson"), "correct what --accept names"),
        (("--accept", CARLA, "--accept", ANNA, "--polarity", "mixed"), "one candidate at a time"),
        (("--accept", CARLA, "--polarity", "loves"), "'loves' is none of: favours, opposes, mixed"),
        (("--accept", CARLA, "--date", "2026"), "after its source was published"),
        (("--list", "--format", "xml"), "'xml' is none of: table, jsonl"),
        (("--list", "--actor", "nobody at all"), "no actor goes by the name"),
        (("--undo",), "no decision of Rita Reviewer stands"),
    ],
)
def test_what_makes_no_sense_is_told_and_changes_nothing(
    kg: Kg, own: Project, arguments: tuple[str, ...], message: str
) -> None:
    before = (own.seeds / "reviews.ttl").read_bytes()
    ended = kg(*arguments)
    assert ended.returncode == 2
    assert message in ended.stderr
    assert "Traceback" not in ended.stderr
    assert (own.seeds / "reviews.ttl").read_bytes() == before


def test_an_impossible_day_is_told(kg: Kg) -> None:
    ended = kg("--undo", "--on", "2026-02-30", by=None)
    assert (ended.returncode, "is no day of the form" in ended.stderr) == (2, True)


def test_a_day_that_has_not_come_is_refused(kg: Kg, own: Project) -> None:
    tomorrow = (date.today() + timedelta(days=1)).isoformat()
    ended = kg("--reject", CARLA, "--note", "no", "--by", "Rita", "--on", tomorrow, by=None)
    assert ended.returncode == 2
    assert f"{tomorrow} has not come yet" in ended.stderr
    assert new_decisions(own) == []


def test_an_empty_name_is_nobodys(kg: Kg) -> None:
    ended = kg("--reject", CARLA, "--by", "", by=None, KG_REVIEWER="Ada Adjudicator")
    assert (ended.returncode, "--by: the name is empty" in ended.stderr) == (2, True)


def test_nobody_is_guessed(kg: Kg, own: Project) -> None:
    ended = kg("--reject", CARLA, by=None, GIT_CONFIG_COUNT="0", KG_REVIEWER="")
    assert ended.returncode == 2
    assert "nobody decides" in ended.stderr
    named = kg("--reject", CARLA, by=None, KG_REVIEWER="Ada Adjudicator")
    assert "you decide as Ada Adjudicator (KG_REVIEWER)" in named.stderr
    assert [review.reviewer for review in new_decisions(own)] == ["Ada Adjudicator"]


def test_a_table_goes_out_and_comes_back(kg: Kg, own: Project) -> None:
    assert kg("--export", "queue.csv").returncode == 0
    path = own.root / "queue.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    for row in rows:
        if row["candidate"] == CARLA:
            row.update(decision="accept", polarity="opposes")
        if row["candidate"] == ANNA:
            row.update(decision="refuse", note="no")
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    ended = kg("--import", "queue.csv")
    assert "2 decisions of Rita Reviewer written" in ended.stderr
    assert published(own, CARLA)["polarity"] == "opposes"
    assert published(own, ANNA) == {}
    again = kg("--import", "queue.csv").stderr
    assert "0 decisions of Rita Reviewer written; 2 stood so already" in again


def test_a_hostile_table_is_told_cell_by_cell_and_nothing_is_written(kg: Kg, own: Project) -> None:
    before = (own.seeds / "reviews.ttl").read_bytes()
    table = own.root / "hostile.csv"
    table.write_text(
        f"candidate,decision,note\n{CARLA},accept,fine\n{ANNA},=cmd()|' /C calc'!A0,x\n"
        f"../../etc/passwd,accept,\n{BERT},refuse,\x1b]0;owned\x07\n",
        encoding="utf-8",
    )
    ended = kg("--import", table)
    assert ended.returncode == 3
    lines = [line for line in ended.stderr.splitlines() if "error:" in line]
    assert [line.split(" ")[0] for line in lines] == [
        "hostile.csv:3:2:",
        "hostile.csv:4:1:",
        "hostile.csv:5:2:",
    ]
    assert "\x1b" not in ended.stderr
    assert (own.seeds / "reviews.ttl").read_bytes() == before


def test_two_reviewers_agree_or_differ(kg: Kg, own: Project) -> None:
    for who, verdict in (("Ada", "accept"), ("Bob", "refuse")):
        kg("--accept", ANNA, by=None, KG_REVIEWER=who)
        stdin = "a\nq\n" if verdict == "accept" else "r\nno\nq\n"
        kg("--actor", "Voorbeeld", *(["--second"] if who == "Bob" else []), stdin=stdin, by=who)
    rows = [
        json.loads(line)
        for line in kg("--agreement", "--format", "jsonl", by=None).stdout.splitlines()
    ]
    assert rows[0] == {
        "question": "verdict",
        "alpha": 0.0,
        "units": 2,
        "answers": 4,
        "reviewers": 2,
    }
    assert rows[1]["alpha"] is None
    assert "verdict" in kg("--agreement", by=None).stdout
    differ = kg("--conflicts", "--format", "jsonl", by=None).stdout
    told = [json.loads(line) for line in differ.splitlines()]
    assert [(row["subject"], row["reviewer"], row["verdict"]) for row in told] == [
        (f"candidate/{CARLA}", "Ada", "accept"),
        (f"candidate/{CARLA}", "Bob", "refuse"),
    ]
    # The last decision counts.
    assert published(own, CARLA) == {}


def test_decisions_become_training_rows(kg: Kg, own: Project) -> None:
    rows = [json.loads(line) for line in kg("--training", "-", by=None).stdout.splitlines()]
    assert [(row["candidate"], row["verdict"]) for row in rows] == [(BERT, 1)]
    kg("--training", "rows.jsonl", by=None)
    assert len((own.root / "rows.jsonl").read_text(encoding="utf-8").splitlines()) == 1


def test_the_queue_is_listed_and_cut(kg: Kg) -> None:
    whole = kg("--list", by=None)
    assert "3 candidates wait" in whole.stderr
    assert whole.stdout.splitlines()[0].split()[:3] == ["band", "novelty", "proposed_holder"]
    assert len(kg("--list", "--limit", "1", "-f", "jsonl", by=None).stdout.splitlines()) == 1
    none = kg("--list", "--document", "2025-08-02-sample-times-cfd6991e", "--actor", "Modelsson")
    assert (none.returncode, none.stdout) == (0, "")


def test_bytes_that_are_no_text_are_no_key(own: Project) -> None:
    ended = subprocess.run(
        command(own, "--by", "Rita"), input=b"\xff\xfe\n\x00\na", capture_output=True, cwd=own.root
    )
    assert ended.returncode == 0
    assert b"Traceback" not in ended.stderr
    assert len(new_decisions(own)) == 1


class Terminal:
    """A session on a terminal of its own."""

    def __init__(self, project: Project) -> None:
        ours, theirs = pty.openpty()
        self._ours = ours
        self._seen = b""
        self.process = subprocess.Popen(
            command(project, "--by", "Rita", "--on", "2026-01-02"),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=project.root,
            start_new_session=True,
        )
        os.close(theirs)

    def expect(self, words: str, seconds: float = 30) -> None:
        """Wait for words, and forget what came before them."""
        end = time.monotonic() + seconds
        while words.encode() not in self._seen:
            ready, _, _ = select.select([self._ours], [], [], max(0, end - time.monotonic()))
            assert ready, f"{words!r} did not come after {self._seen.decode(errors='replace')}"
            self._seen += os.read(self._ours, 4096)
        self._seen = self._seen.partition(words.encode())[2]

    def press(self, keys: bytes) -> None:
        os.write(self._ours, keys)

    def ended(self) -> int:
        return self.process.wait(30)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self._ours)


@pytest.fixture
def terminal(own: Project) -> Iterator[Terminal]:
    sitting = Terminal(own)
    yield sitting
    sitting.close()


def test_on_a_terminal_a_key_is_enough_and_an_arrow_is_none(
    own: Project, terminal: Terminal
) -> None:
    terminal.expect("u q ?] ")
    terminal.press(b"\x1b[A")
    terminal.expect("is no key here")
    terminal.expect("u q ?] ")
    assert new_decisions(own) == []
    terminal.press(b"a")
    terminal.expect("Accepted.")
    terminal.expect("u q ?] ")
    terminal.press(b"r")
    terminal.expect("Why? ")
    terminal.press(b"not so\n")
    terminal.expect("Refused.")
    terminal.expect("u q ?] ")
    terminal.press(b"\x04")
    assert terminal.ended() == 0
    assert [review.verdict for review in new_decisions(own)] == ["accept", "refuse"]


def test_an_interrupt_leaves_all_whole(own: Project, terminal: Terminal) -> None:
    terminal.expect("u q ?] ")
    terminal.press(b"a")
    terminal.expect("Accepted.")
    terminal.expect("u q ?] ")
    terminal.process.send_signal(signal.SIGINT)
    assert terminal.ended() == 128 + signal.SIGINT
    assert len(new_decisions(own)) == 1
    assert [path.name for path in own.seeds.iterdir() if path.name.startswith(".")] == []
    build(own)


def test_keys_that_come_before_they_are_asked_for_count(terminal: Terminal, own: Project) -> None:
    terminal.expect("[a r h p l d n w s u q ?] ")
    terminal.press("é\x1b[Axrnot she\ns".encode())
    terminal.expect("'é' is no key here")
    terminal.expect("'' is no key here")
    terminal.expect("'x' is no key here")
    terminal.expect("Refused.")
    terminal.press(b"q")
    terminal.expect("0 accepted, 1 refused, 1 skipped")
    assert terminal.ended() == 0
    (review,) = new_decisions(own)
    assert review.note is not None
    assert review.note.value == "not she"
