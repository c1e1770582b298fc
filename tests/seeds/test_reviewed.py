from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.model.stances import Candidate, Review, Run
from kg.rdf.codec import decode, encode
from kg.rdf.turtle import read_turtle, write_turtle
from kg.seeds.read import read_seeds
from kg.seeds.reviewed import Reviewed, reviewed, with_reviewed
from tests.invented import REGISTRY, RUN, candidate, new_project, review

OLD = (candidate("accepted"), candidate("refused"), candidate("undecided"), candidate("again"))
NEW_RUN = replace(RUN, id="run-two", version="0.2.0")


def kept(folder: Path, run: Run, *found: Candidate) -> tuple[list[Run], list[Candidate]]:
    path = folder / "old.ttl"
    path.write_bytes(write_turtle(t for record in (RUN, *OLD) for t in encode(record)))
    ids = frozenset({"accepted", "refused", "again"})
    return with_reviewed(path, run, found, ids)


def test_every_candidate_that_a_review_names_is_reviewed(tmp_path: Path) -> None:
    decisions = (
        review("candidate/accepted", "accept", name="r1"),
        review("candidate/refused", "refuse", name="r2"),
        review("candidate/refused", "withdraw", name="r3"),
        review("stance/one", "refuse", name="r4"),
    )
    project = new_project(tmp_path, (*REGISTRY, RUN, *OLD, *decisions))
    reviews = decode(Review, read_seeds(project).triples())
    assert reviewed(reviews) == {"accepted", "refused"}


def test_what_was_reviewed_stays_whatever_a_better_extractor_finds(tmp_path: Path) -> None:
    again = replace(candidate("again", "0.99"), run=NEW_RUN.id)
    fresh = replace(candidate("fresh"), run=NEW_RUN.id)
    runs, candidates = kept(tmp_path, NEW_RUN, fresh, again)
    assert runs == [RUN, NEW_RUN]
    assert [c.id for c in candidates] == ["accepted", "again", "fresh", "refused"]
    assert candidates[0] == OLD[0]
    assert candidates[1] == OLD[3]


def test_a_run_that_nothing_comes_from_goes(tmp_path: Path) -> None:
    path = tmp_path / "old.ttl"
    path.write_bytes(write_turtle(t for record in (RUN, *OLD) for t in encode(record)))
    found = [replace(c, run=NEW_RUN.id) for c in OLD]
    runs, candidates = with_reviewed(path, NEW_RUN, found, frozenset())
    assert runs == [NEW_RUN]
    assert {c.run for c in candidates} == {NEW_RUN.id}


def test_of_one_run_id_the_new_run_counts(tmp_path: Path) -> None:
    other = replace(RUN, text_hash="ab" * 32)
    runs, _ = kept(tmp_path, other)
    assert runs == [other]


def test_a_file_that_is_not_there_keeps_nothing(tmp_path: Path) -> None:
    runs, candidates = with_reviewed(tmp_path / "none.ttl", RUN, OLD[:1], frozenset({"x"}))
    assert (runs, candidates) == ([RUN], [OLD[0]])


def test_what_is_kept_can_be_written_and_read(tmp_path: Path) -> None:
    runs, candidates = kept(tmp_path, NEW_RUN)
    path = tmp_path / "new.ttl"
    path.write_bytes(write_turtle(t for r in (*runs, *candidates) for t in encode(r)))
    assert decode(Run, read_turtle(path)) == runs
    assert [c.id for c in decode(Candidate, read_turtle(path))] == ["accepted", "again", "refused"]


def ledger(path: Path, *reviews: Review) -> None:
    path.write_bytes(write_turtle(t for one in reviews for t in encode(one)))


def test_what_is_decided_meanwhile_is_reviewed_too(tmp_path: Path) -> None:
    path = tmp_path / "reviews.ttl"
    known = Reviewed(path, [review("candidate/elsewhere", "accept", name="r0")])
    assert known.now() == {"elsewhere"}
    first = review("candidate/one", "accept", name="r1")
    ledger(path, first)
    assert known.now() == {"elsewhere", "one"}
    ledger(path, first, review("candidate/two", "refuse", name="r2"))
    assert known.now() == {"elsewhere", "one", "two"}


def test_a_ledger_that_did_not_change_is_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "reviews.ttl"
    ledger(path, review("candidate/one", "accept", name="r1"))
    known = Reviewed(path, ())
    assert known.now() == {"one"}
    monkeypatch.setattr("kg.seeds.reviewed.read_turtle", lambda _: pytest.fail("read again"))
    assert known.now() == {"one"}


def test_a_ledger_that_is_broken_is_told(tmp_path: Path) -> None:
    path = tmp_path / "reviews.ttl"
    path.write_text("oops")
    with pytest.raises(InputError):
        Reviewed(path, ()).now()
