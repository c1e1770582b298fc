from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError, Problem
from kg.evaluation.gold import read_gold
from kg.evaluation.rows import read_rows
from tests.invented import ROOT

TEXT = "Anna wants an envoy — now.\n"
ROW = {
    "doc": "one",
    "holder": "anna",
    "proposition": "eu-special-envoy",
    "polarity": "favours",
    "said_on": "2026-02-03",
    "quote": "wants an envoy — now",
    "start": 5,
    "end": 25,
    "attribution": "reported",
    "sure": True,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "one.txt").write_text(TEXT, encoding="utf-8")
    listed = {"doc": "one", "file": "docs/one.txt", "published": "2026-02", "hard_negative": False}
    (tmp_path / "docs.jsonl").write_text(json.dumps(listed) + "\n", encoding="utf-8")
    return tmp_path


def write(folder: Path, *rows: object) -> Path:
    path = folder / "gold.jsonl"
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def refused(path: Path, **where: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_gold(path, **where)
    return [str(problem) for problem in caught.value.problems] or [str(caught.value)]


def test_annotations_are_read_with_their_texts(folder: Path) -> None:
    gold = read_gold(write(folder, ROW))
    assert gold.reports[0].text == TEXT
    assert str(gold.reports[0].published) == "2026-02"
    assert gold.stances[0].key == ("one", "anna", "eu-special-envoy", "favours")
    assert gold.of("one") == gold.stances
    assert gold.of("two") == ()
    assert gold.within([]).reports == gold.within([]).stances == ()


def test_the_reports_of_the_project_are_as_annotated() -> None:
    gold = read_gold(ROOT / "tests" / "gold" / "gold.jsonl")
    assert (len(gold.reports), len(gold.stances)) == (30, 259)
    assert sum(report.hard_negative for report in gold.reports) == 4


def test_rows_of_other_documents_and_of_no_proposition_are_left_out(folder: Path) -> None:
    other = {**ROW, "doc": "two"}
    free = {**ROW, "proposition": "other: wants a train"}
    assert len(read_gold(write(folder, ROW, other, free)).stances) == 1


@pytest.mark.parametrize(
    ("row", "place", "message"),
    [
        ({**ROW, "polarity": "likes"}, ":1:", "'likes' is none of: favours, mixed, opposes"),
        ({**ROW, "sure": "yes"}, ":1:", "sure must be true or false"),
        ({**ROW, "start": -1}, ":1:", "start must be a whole number from 0 up"),
        ({**ROW, "start": True}, ":1:", "start must be a whole number from 0 up"),
        ({**ROW, "holder": None}, ":1:", "no holder"),
        ({**ROW, "holder": 7}, ":1:", "holder must be words in quotes"),
        ({**ROW, "holder": "\ud800"}, ":1:", "holder has half a character"),
        ({**ROW, "said_on": "yesterday"}, ":1:", "not a date"),
        ({**ROW, "start": 4}, ":1:", "one: 'wants an envoy — now' does not stand at its offsets"),
        ("[1]", ":1:1:", "each line must be an object in braces"),
        ('{"doc": }', ":1:9:", "not JSON: Expecting value"),
        ("[" * 100_000, ":1:1:", "not JSON of a reasonable kind"),
        ("1" * 10_000, ":1:1:", "not JSON of a reasonable kind"),
    ],
)
def test_a_bad_row_is_told_with_its_place(
    folder: Path, row: object, place: str, message: str
) -> None:
    (problem,) = refused(write(folder, row))
    assert f"gold.jsonl{place}" in problem
    assert message in problem


def test_the_column_is_that_of_the_cell(folder: Path) -> None:
    path = write(folder, '{"doc": "one", "holder": "a", "proposition": "p", "polarity": "x"}')
    assert refused(path)[0].startswith(f"{path}:1:51: ")


def test_all_bad_rows_are_told_at_once(folder: Path) -> None:
    assert len(refused(write(folder, {**ROW, "polarity": "x"}, ROW, {**ROW, "sure": 1}))) == 2


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"published": "spring"}, "not a date"),
        ({"file": "docs/absent.txt"}, "No such file"),
        ({"file": "docs"}, "Is a directory"),
        ({"file": "docs/\0.txt"}, "null"),
        ({"hard_negative": 0}, "hard_negative must be true or false"),
    ],
)
def test_a_bad_list_of_texts(folder: Path, cells: dict[str, object], message: str) -> None:
    path = write(folder, ROW)
    listed = {"doc": "one", "file": "docs/one.txt", **cells}
    (folder / "docs.jsonl").write_text(json.dumps(listed), encoding="utf-8")
    assert message in refused(path)[0]
    assert "docs.jsonl:1:" in refused(path)[0]


def test_texts_that_are_none(folder: Path) -> None:
    path = write(folder, ROW)
    (folder / "docs" / "one.txt").write_bytes(b"\xff\xfe")
    assert "one.txt:1: not UTF-8" in refused(path)[0]
    (folder / "docs" / "one.txt").write_bytes(b"one\ntwo \xe9\n")
    assert "one.txt:2: not UTF-8" in refused(path)[0]
    (folder / "docs" / "one.txt").write_bytes(b"a" * (4 * 2**20 + 1))
    assert "larger than" in refused(path)[0]


def test_a_pipe_is_refused_and_not_waited_for(folder: Path) -> None:
    path = write(folder, ROW)
    for name in ("docs/one.txt", "gold.jsonl", "docs.jsonl"):
        (folder / name).unlink()
        os.mkfifo(folder / name)
        (told,) = refused(path)
        assert "is no regular file" in told
        (folder / name).unlink()
        (folder / name).write_text(TEXT, encoding="utf-8")
        write(folder, ROW)


def test_rows_that_are_not_utf8_have_their_line(folder: Path) -> None:
    path = write(folder, ROW)
    path.write_bytes(path.read_bytes() + b'{"doc": "caf\xe9"}\n')
    assert refused(path) == [f"{path}:2: error: the file is not UTF-8"]


def test_a_document_listed_twice(folder: Path) -> None:
    path = write(folder, ROW)
    listed = (folder / "docs.jsonl").read_text(encoding="utf-8")
    (folder / "docs.jsonl").write_text(listed * 2, encoding="utf-8")
    assert "docs.jsonl:2:2: error: one stands here twice" in refused(path)[0]


def test_files_that_are_not_there(folder: Path) -> None:
    path = write(folder, ROW)
    assert "No such file" in refused(folder / "absent.jsonl")[0]
    assert "No such file" in refused(path, docs=folder / "absent.jsonl")[0]
    assert read_gold(path, texts=folder).reports[0].text == TEXT


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    path = tmp_path_factory.mktemp("rows") / "rows.jsonl"
    path.write_bytes(raw)
    problems: list[Problem] = []
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        with pytest.raises(InputError):
            list(read_rows(path, problems))
        return
    rows = list(read_rows(path, problems))
    assert len(rows) + len(problems) == sum(bool(line.strip()) for line in text.split("\n"))


def test_what_is_left_out_is_told_at_its_line(folder: Path) -> None:
    other = {**ROW, "doc": "two"}
    gold = read_gold(write(folder, ROW, other, ROW, {**other, "sure": False}))
    path = folder / "gold.jsonl"
    assert len(gold.stances) == 1
    assert [str(note) for note in gold.notes] == [
        f"{path}:3:1: warning: the same stance as in line 1: left out",
        f"{path}:2:2: warning: two is not in {folder / 'docs.jsonl'}: 2 rows are left out",
    ]
    assert read_gold(write(folder, ROW)).notes == ()


def test_annotations_of_none_of_the_texts_are_told(folder: Path) -> None:
    assert "holds no stance of a text in" in str(read_gold(write(folder)).notes[-1])


def test_propositions_are_those_of_the_codebook(folder: Path) -> None:
    path = write(folder, {**ROW, "proposition": "eu-special-envy"})
    assert len(read_gold(path).stances) == 1
    with pytest.raises(InputError) as caught:
        read_gold(path, propositions={"eu-special-envoy"})
    (problem,) = map(str, caught.value.problems)
    column = json.dumps(ROW).index('"proposition"') + 1
    assert f"{path}:1:{column}: error: 'eu-special-envy' is not in the codebook" in problem
    assert problem.endswith("did you mean eu-special-envoy")


def test_the_folder_of_missing_texts_is_told(folder: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_gold(write(folder, ROW), texts=folder / "docs")
    assert caught.value.hint == f"the files of {folder / 'docs.jsonl'} count from {folder / 'docs'}"
