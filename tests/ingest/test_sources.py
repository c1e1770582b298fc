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
    *found, rest = read_articles([str(folder)])
    assert origins(iter(found), folder) == ["a.html", "b.txt", "sub/a.txt"]
    assert isinstance(rest, Unreadable)
    assert (rest.origin, rest.fault) == (str(folder), False)
    assert "of no kind that is read" in rest.why
    result = folder / "sub" / ".." / "b.txt"
    found = iter(list(read_articles([str(folder)], Manner(written=result)))[:-1])
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
        ("a.xml", b"<rss><channel><title>x", "ends too early"),
        ("a.pdf", b"%PDF-1.7\nstream", "PDF, which is not read"),
        ("a.docx", b"PK\x03\x04\x14\x00", "ZIP archive"),
        ("a.txt", b"{\\rtf1 Anna}", "RTF"),
    ],
)
def test_hostile_files(tmp_path: Path, name: str, content: bytes, why: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    last = list(read_articles([str(path)]))[-1]
    assert isinstance(last, Unreadable)
    assert why in last.why
    assert last.origin.startswith(str(path))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", b""),
        ("a.jsonl", b"\n\n"),
        ("a.warc", b""),
        ("a.xml", b'<rss version="2.0"><channel><title>x</title></channel></rss>'),
        ("a.xml", b'<feed xmlns="http://www.w3.org/2005/Atom"/>'),
    ],
)
def test_what_is_empty_is_told_and_no_fault(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert list(read_articles([str(path)])) == [
        Unreadable(str(path), "there are no documents in it", fault=False)
    ]


@pytest.mark.parametrize("name", ["a.json", "b.CSV", "c.tsv", "a.json.gz"])
def test_rows_are_not_taken_for_a_text(tmp_path: Path, name: str) -> None:
    content = b'[{"text": "Anna said no."}]'
    packed = gzip.compress(content) if name.endswith(".gz") else content
    (tmp_path / name).write_bytes(packed)
    (found,) = read_articles([str(tmp_path / name)])
    assert isinstance(found, Unreadable)
    assert "JSON lines" in found.why
    (tmp_path / f"{name}.txt").write_bytes(content)
    (found,) = read_articles([str(tmp_path / f"{name}.txt")])
    assert isinstance(found, Article)


def test_a_folder_without_a_document_is_told(tmp_path: Path) -> None:
    (found,) = read_articles([str(tmp_path)])
    assert found == Unreadable(str(tmp_path), "there are no documents in it", fault=False)
    (tmp_path / "a.bin").write_bytes(b"x")
    (tmp_path / "rows.csv").write_bytes(b"x")
    (found,) = read_articles([str(tmp_path)])
    assert isinstance(found, Unreadable)
    assert found.fault
    assert "2 of 2 files are of no kind that is read: .bin, .csv" in found.why
    (tmp_path / "b.txt").write_text("Anna said no.")
    article, found = read_articles([str(tmp_path)])
    assert isinstance(article, Article)
    assert isinstance(found, Unreadable)
    assert not found.fault


def test_the_result_and_its_ledger_are_no_files_of_the_folder(tmp_path: Path) -> None:
    for name in ("rows.jsonl", "rows.jsonl.done"):
        (tmp_path / name).write_text("{}\n")
    (found,) = read_articles([str(tmp_path)], Manner(written=tmp_path / "rows.jsonl"))
    assert found == Unreadable(str(tmp_path), "there are no documents in it", fault=False)


@pytest.mark.parametrize("source", ["ftp://example.org/a", "file:///etc/hostname"])
def test_only_the_web_is_fetched(source: str) -> None:
    (found,) = read_articles([source])
    assert found == Unreadable(source, "only http and https are fetched")


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
