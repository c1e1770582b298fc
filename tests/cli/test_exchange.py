"""Exchange with Discourse Network Analyzer, as a user calls it."""

from __future__ import annotations

import csv
import io
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kg.exports.dna_file import dna_file
from tests.cli.conftest import Run
from tests.invented_debate import ANNA, TALKS, debate


def test_a_dna_file_is_exported_and_analysed_without_the_store(kg: Run, tmp_path: Path) -> None:
    ended = kg("export", "dna", "-o", "kg.dna")
    assert ended.returncode == 0, ended.stderr
    assert "2 mixed ones" in ended.stderr
    with closing(sqlite3.connect(tmp_path / "kg.dna")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    options = ["--level", "government", "--duplicates", "document", "--format", "csv"]
    own = kg("network", *options)
    there = kg("network", *options, "--from", "kg.dna", store=tmp_path / "none")
    assert there.returncode == 0, there.stderr
    assert there.stdout == own.stdout
    assert own.stdout.count("\n") > 1


def test_an_event_list_is_exported_and_analysed(kg: Run, tmp_path: Path) -> None:
    ended = kg("export", "dna-events", "-o", "events.csv")
    assert "left out: 2 mixed" in ended.stderr
    assert kg("export", "dna-events").stdout == (tmp_path / "events.csv").read_text("utf-8")
    there = kg("network", "--from", "events.csv", "--format", "csv", "--kind", "conflict")
    assert there.returncode == 0, there.stderr
    assert list(csv.DictReader(io.StringIO(there.stdout)))


def test_the_same_export_twice(kg: Run, tmp_path: Path) -> None:
    kg("export", "dna", "-o", "one.dna")
    kg("export", "dna", "-o", "two.dna")
    assert (tmp_path / "one.dna").read_bytes() == (tmp_path / "two.dna").read_bytes()


def test_an_export_may_be_of_a_part(kg: Run) -> None:
    whole = kg("export", "dna-events").stdout.count("\n")
    part = kg("export", "dna-events", "--as-of", "2025-03").stdout.count("\n")
    assert 1 < part < whole


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["export", "dna"], 2, "dna is a database"),
        (["export", "dna", "-o", "-"], 2, "dna is a database"),
        (["export", "dna-events", "--graph", "meta"], 2, "shows published stances"),
        (["network", "--from", "absent.dna"], 3, "absent.dna: there is no such file"),
        (["network", "--from", "."], 3, "is no file"),
        (["network", "--from", "text.csv"], 3, "no event list of DNA"),
        (["network", "--from", "bad.csv"], 3, "bad.csv:2: error: agreement is no whole number"),
        (["network", "--from", "debate.dna", "--actor", "macron"], 2, "no actor goes by the name"),
        (["network", "--from", "debate.dna", "--country", "FR"], 2, "no country goes by the name"),
        (["network", "--from", "debate.dna", "--since", "soon"], 2, "is not a date"),
        (["convert", "text.csv", "-o", "tables"], 3, "no event list of DNA"),
        (["convert", "debate.dna", "-o", "text.csv"], 2, "text.csv is no folder"),
    ],
)
def test_what_cannot_be_is_told(
    kg: Run, tmp_path: Path, arguments: list[str], code: int, message: str
) -> None:
    (tmp_path / "text.csv").write_text("Nothing was said.\n", encoding="utf-8")
    (tmp_path / "bad.csv").write_text(
        "time;document_id;person;concept;agreement\n2021-03-04;1;Anna;Talks;x\n", encoding="utf-8"
    )
    (tmp_path / "debate.dna").write_bytes(dna_file(debate()))
    ended = kg(*arguments)
    assert ended.returncode == code, ended.stderr
    assert message in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "tables").exists()


def test_a_part_of_a_debate_is_analysed(kg: Run, tmp_path: Path) -> None:
    (tmp_path / "debate.dna").write_bytes(dna_file(debate()))
    ended = kg(
        "network", "--from", "debate.dna", "--proposition", TALKS, "--until", "2021",
        "--duplicates", "none", "--format", "csv", "--draws", "0",
    )  # fmt: skip
    (row,) = csv.DictReader(io.StringIO(ended.stdout))
    # Anna said it twice in 2021, Bert once.
    assert (row["sourceLabel"], row["targetLabel"], row["weight"]) == (
        ANNA, "Bert Samplović", "2",
    )  # fmt: skip


def test_a_conversion_that_was_killed_is_done_again(kg: Run, tmp_path: Path) -> None:
    (tmp_path / "debate.dna").write_bytes(dna_file(debate()))
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / ".stances.csv.held-abcdefgh").write_text("half")
    ended = kg("convert", "debate.dna", "-o", "tables")
    assert ended.returncode == 0, ended.stderr
    assert [path for path in (tmp_path / "tables").iterdir() if path.name[0] == "."] == []


def test_a_debate_becomes_tables(kg: Run, tmp_path: Path) -> None:
    kg("export", "dna", "-o", "kg.dna")
    ended = kg("convert", "kg.dna", "-o", "own")
    assert ended.returncode == 0, ended.stderr
    assert "0 stances to import, 0 that lack something" in ended.stderr
    (tmp_path / "debate.dna").write_bytes(dna_file(debate(notes={1: "https://example.org/one"})))
    ended = kg("convert", "debate.dna", "-o", "theirs")
    assert "no proposition goes by the name 'Talks should begin.': 5" in ended.stderr
    with (tmp_path / "theirs" / "unplaced.csv").open(encoding="utf-8", newline="") as stream:
        assert len(list(csv.DictReader(stream))) == 13
