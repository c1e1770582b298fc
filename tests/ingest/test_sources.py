from __future__ import annotations

import gzip
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.ingest.articles import LONGEST_TEXT, Article, Unreadable
from kg.ingest.sources import Manner, read_articles
from tests.ingest.conftest import TEXT, page
from tests.ingest.test_feeds import LAUGHS, RSS
from tests.ingest.test_warc import record, reply
from tests.invented import told


def origins(found: Iterator[Article | Unreadable], folder: Path) -> list[str]:
    return [each.origin.removeprefix(f"{folder}/") for each in found]


def test_a_folder_is_read_in_order(folder: Path) -> None:
    assert origins(read_articles([str(folder)]), folder) == ["a.html", "b.txt", "sub/a.txt"]
    result = folder / "sub" / ".." / "b.txt"
    found = read_articles([str(folder)], Manner(written=result))
    assert origins(found, folder) == ["a.html", "sub/a.txt"]


@pytest.mark.parametrize("packed", [False, True])
def test_every_kind_of_file(tmp_path: Path, packed: bool) -> None:
    contents = {
        "a.txt": b"Anna said no.",
        "b.html": page().encode(),
        "c.xml": RSS.encode(),
        "d.jsonl": json.dumps({"text": "Bert said yes."}).encode(),
        "e.warc": record(reply(page().encode())) * 2,
    }
    names = []
    for name, content in contents.items():
        path = tmp_path / (f"{name}.gz" if packed else name)
        path.write_bytes(gzip.compress(content) if packed else content)
        names.append(str(path))
    found = list(read_articles(names))
    assert [each.text for each in found if isinstance(each, Article)] == [
        "Anna said no.",
        TEXT,
        "Examplova & others\n\nAnna said no.\n\nBert said yes.\n",
        "Second\n\nWords.\n",
        "Bert said yes.",
        TEXT,
        TEXT,
    ]


def test_what_a_person_says_of_documents(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    rows = [{"text": "One.", "published": "2025-03-04"}, {"text": "Two.", "outlet": "Agency"}]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    known = Manner(told("2024"), "https://example.org/a", "The Sample Times")
    one, two = read_articles([str(path)], known)
    assert isinstance(one, Article)
    assert isinstance(two, Article)
    assert (one.published, two.published) == (told("2025-03-04"), told("2024"))
    assert one.outlet == two.outlet == "The Sample Times"
    assert one.url == two.url == "https://example.org/a"


@pytest.mark.parametrize("content", [b"Anna said no.", b'{"text": "Anna said no."}\n'])
def test_stdin(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(content))))
    (found,) = read_articles(["-"])
    assert isinstance(found, Article)
    assert found.text == "Anna said no."


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.txt", b"", "no text in it"),
        ("a.txt", b"a\x00b", "NUL"),
        ("a.txt", b"x " * LONGEST_TEXT, "larger than"),
        ("a.html", b"", "no text in it"),
        ("a.html", b"<html>" + b"<div>" * 100_000, "no article"),
        ("a.xml", LAUGHS.encode(), "entities"),
        ("a.html.gz", gzip.compress(b"<html>" + bytes(100_000_000)), "larger than"),
        ("a.jsonl.gz", gzip.compress(b"{" + b" " * 100_000_000), "honest"),
        ("a.warc.gz", gzip.compress(record(reply(b"x")))[:-9], "too early"),
        ("a.txt.gz", b"\x1f\x8b\x08junk", "damaged"),
    ],
)
def test_hostile_files(tmp_path: Path, name: str, content: bytes, why: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    last = list(read_articles([str(path)]))[-1]
    assert isinstance(last, Unreadable)
    assert why in last.why
    assert last.origin.startswith(str(path))


def test_what_is_not_utf_8_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"one\ntwo \xff")
    assert list(read_articles([str(path)])) == [Unreadable(f"{path}:2", "the file is not UTF-8")]


def test_what_cannot_be_opened_costs_no_other(folder: Path) -> None:
    names = [str(folder / "none.txt"), str(folder / "b.txt")]
    missing, found = read_articles(names)
    assert isinstance(missing, Unreadable)
    assert "No such file" in missing.why
    assert isinstance(found, Article)


def test_the_archive_is_read_as_it_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "One."}\n' * 100_000)
    found = read_articles([str(path)])
    first = next(found)
    assert first.origin == f"{path}:1"
    found.close()  # type: ignore[attr-defined]


def test_without_the_libraries(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib import util

    from kg.errors import UsageError

    monkeypatch.setattr(util, "find_spec", lambda name: None)
    with pytest.raises(UsageError) as caught:
        list(read_articles([str(folder / "a.html")]))
    assert "eurostance[ingest]" in str(caught.value.hint)
    (text,) = read_articles([str(folder / "b.txt")])
    assert isinstance(text, Article)
