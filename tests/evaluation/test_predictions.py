from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.evaluation.findings import Registry
from kg.evaluation.gold import Report
from kg.evaluation.predictions import read_predictions
from tests.evaluation.worked import TEXTS, finding

REGISTRY = Registry((), (), {"anna": "anna-x"}, frozenset({"envoy"}))
REPORTS = tuple(Report(name, text, None, hard_negative=False) for name, text in TEXTS.items())


def write(tmp_path: Path, *rows: dict[str, object]) -> Path:
    path = tmp_path / "found.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


ROW = {"doc": "one", "holder": "Anna", "proposition": "envoy", "polarity": "Favours"}


def test_findings_of_a_file(tmp_path: Path) -> None:
    printed = {**ROW, "document": "two", "confidence": 0.4, "start": 1, "end": 3, "quote": "na"}
    del printed["doc"]
    free = {**ROW, "proposition": "other: something"}
    path = write(tmp_path, ROW, printed, free)
    assert read_predictions(path, REGISTRY, REPORTS).findings == (
        finding("one", "anna-x", "envoy", confidence=1.0, said_on=None),
        finding("two", "anna-x", "envoy", confidence=0.4, said_on=None, start=1, end=3, quote="na"),
    )


@pytest.mark.parametrize(
    "cells",
    [
        {"polarity": "likes"},
        {"confidence": 2},
        {"confidence": True},
        {"holder": ""},
        {"doc": 1},
        {"said_on": "yesterday"},
        {"proposition": "envoi"},
    ],
)
def test_bad_findings(tmp_path: Path, cells: dict[str, object]) -> None:
    path = write(tmp_path, ROW, {**ROW, **cells})
    with pytest.raises(InputError) as caught:
        read_predictions(path, REGISTRY, REPORTS)
    assert [problem.line for problem in caught.value.problems] == [2]


def test_a_document_is_known_by_its_words(tmp_path: Path) -> None:
    """As kg extract prints them: with an id that the annotations have never heard of."""
    bare = {name: cell for name, cell in ROW.items() if name != "doc"} | {"document": "undated-x"}
    start = TEXTS["two"].index("Dora")
    there = {**bare, "quote": "Dora", "start": start, "end": start + 4}
    unplaced = {**there, "document": "undated-y", "start": 1, "end": 5}
    read = read_predictions(write(tmp_path, there, bare, unplaced, unplaced), REGISTRY, REPORTS)
    assert [one.document for one in read.findings] == ["two", "two"]
    (note,) = map(str, read.notes)
    assert "found.jsonl:3:" in note
    assert "warning: undated-y is not in the list of texts: 2 rows are left out" in note


def test_words_that_stand_in_several_texts_tell_nothing(tmp_path: Path) -> None:
    twins = (*REPORTS, Report("copy", TEXTS["two"], None, hard_negative=False))
    there = {**ROW, "doc": "undated-x", "quote": "Carlo", "start": 0, "end": 5}
    assert read_predictions(write(tmp_path, there), REGISTRY, REPORTS).findings
    with pytest.raises(InputError):
        read_predictions(write(tmp_path, there), REGISTRY, twins)


def test_findings_about_other_texts_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_predictions(write(tmp_path, {**ROW, "doc": "strange"}), REGISTRY, REPORTS)
    (problem,) = map(str, caught.value.problems)
    assert "found.jsonl:1:1: error: strange is no annotated text" in problem
    assert "start and end" in (caught.value.hint or "")


def test_a_file_without_findings_is_told(tmp_path: Path) -> None:
    read = read_predictions(write(tmp_path), REGISTRY, REPORTS)
    assert read.findings == ()
    assert "holds no finding" in str(read.notes[0])
