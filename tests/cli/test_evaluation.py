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
    assert f"{gold}:1:{json.dumps(ROW).index('polarity')}: error: 'likes'" in done.stderr
    assert f"{gold}:2:1: error: no doc" in done.stderr
