"""``kg evaluate`` as a user calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

ROW = {
    "doc": "one",
    "holder": "anna-examplova",
    "proposition": "sanctions-on-russia",
    "polarity": "favours",
    "said_on": "2026-02-03",
    "quote": "backs sanctions on Russia",
    "attribution": "reported",
    "sure": True,
}
TEXT = "Emmanuel Macron backs sanctions on Russia."


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "docs.jsonl").write_text(json.dumps({"doc": "one", "published": "2026-02-03"}))
    (tmp_path / "gold.jsonl").write_text(json.dumps(ROW))
    (tmp_path / "found.jsonl").write_text(json.dumps({**ROW, "confidence": 0.3}))
    return tmp_path / "gold.jsonl"


def test_findings_of_a_file_are_measured(kg: Run, gold: Path) -> None:
    asked = ("evaluate", gold, "--pred", gold.with_name("found.jsonl"), "--format", "json")
    done = kg(*asked)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["strict"]["f1"] == 1.0
    strict = json.loads(kg(*asked, "--min-confidence", "0.5").stdout)["strict"]
    assert (strict["f1"], strict["misses"]) == (0.0, 1)


def test_the_extractor_is_measured_and_its_faults_are_listed(kg: Run, gold: Path) -> None:
    figures = json.loads(kg("evaluate", gold, "--engine", "rules", "--format", "json").stdout)
    assert figures["documents"] == figures["sure"] == 1
    listed = kg("evaluate", gold, "--misses", "--format", "json").stdout.splitlines()
    assert {"fault", "cause", "quote"} <= set(json.loads(listed[0]))
    assert "strict" in kg("evaluate", gold).stdout
    assert "| strict |" in kg("evaluate", gold, "--format", "md").stdout


def test_a_folder_of_annotations_stands_for_its_file(kg: Run, gold: Path) -> None:
    asked = ("--pred", gold.with_name("found.jsonl"), "--format", "json")
    assert kg("evaluate", gold.parent, *asked).stdout == kg("evaluate", gold, *asked).stdout != ""


def test_annotations_that_are_not_there_are_told_by_their_own_name(kg: Run, gold: Path) -> None:
    (gold.parent / "empty").mkdir()
    for name, told in (("absent", "absent"), ("empty", "empty/gold.jsonl")):
        ended = kg("evaluate", gold.with_name(name))
        assert ended.returncode == 3
        assert ended.stderr.startswith(f"kg: {gold.parent / told}: there is no such file")


def test_the_curated_stances_are_read(kg: Run) -> None:
    done = kg("evaluate", "--curated")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].startswith("all ")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("gold.jsonl", "--curated"),
        ("gold.jsonl", "--format", "xml"),
        ("gold.jsonl", "--engine", "oracle"),
        ("gold.jsonl", "--min-confidence", "2"),
    ],
)
def test_what_makes_no_sense_is_refused(kg: Run, gold: Path, arguments: tuple[str, ...]) -> None:
    done = kg("evaluate", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_a_bad_row_is_told_with_file_line_and_column(kg: Run, gold: Path) -> None:
    gold.write_text(json.dumps({**ROW, "polarity": "likes"}) + "\n{}\n")
    done = kg("evaluate", gold)
    assert done.returncode == 3
    assert f"{gold.name}:1:{json.dumps(ROW).index('polarity')}: error: 'likes'" in done.stderr
    assert f"{gold.name}:2:1: error: no doc" in done.stderr


def test_what_the_extractor_prints_is_measured(kg: Run, gold: Path) -> None:
    """Its document goes by an id of its own; the words tell which text it is."""
    printed = kg("extract", gold.with_name("one.txt"), "--engine", "rules").stdout
    assert '"doc"' not in printed
    gold.with_name("printed.jsonl").write_text(printed)
    asked = ("evaluate", gold, "--pred", gold.with_name("printed.jsonl"), "--format", "json")
    done = kg(*asked)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["findings"] == len(printed.splitlines()) > 0


def test_findings_about_other_texts_are_refused(kg: Run, gold: Path) -> None:
    other = gold.with_name("found.jsonl")
    other.write_text(json.dumps({**ROW, "doc": "strange"}))
    done = kg("evaluate", gold, "--pred", other)
    assert (done.returncode, done.stdout) == (3, "")
    assert f"{other.name}:1:1: error: strange is no annotated text" in done.stderr
    assert "hint: doc or document" in done.stderr


def test_typing_errors_are_told(kg: Run, gold: Path) -> None:
    found = ("--pred", gold.with_name("found.jsonl"))
    gold.write_text(json.dumps({**ROW, "holder": "anna-examplowa"}))
    done = kg("evaluate", gold, *found)
    assert done.returncode == 0
    assert f"{gold.name}: warning: 1 holder is not in the registry: anna-examplowa" in done.stderr
    gold.write_text(json.dumps({**ROW, "proposition": "sanction-on-russia"}))
    done = kg("evaluate", gold, *found)
    assert done.returncode == 3
    assert "did you mean sanctions-on-russia" in done.stderr
    folder = kg("evaluate", gold, "--docs", gold.parent)
    assert folder.returncode == 2
    assert "is a folder" in folder.stderr
