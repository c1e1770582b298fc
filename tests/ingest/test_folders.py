from __future__ import annotations

from pathlib import Path

from kg.ingest.folders import count_documents, files_below, tells_nothing


def test_files_in_order_and_nothing_hidden(folder: Path) -> None:
    names = [str(path.relative_to(folder)) for path in files_below(folder)]
    assert names == ["a.html", "b.txt", "sub/a.txt"]


def test_how_many_documents(folder: Path) -> None:
    names = [str(folder / name) for name in ("a.html", "b.txt")]
    assert count_documents(names) == 2
    assert count_documents([*names, str(folder / "a.warc")]) is None
    assert count_documents([str(folder)]) == 3
    assert count_documents([str(folder)], folder / "b.txt") == 2
    assert count_documents(["-"]) is None
    assert count_documents(["https://example.org/"]) is None


def test_what_cannot_say_who_published_it(folder: Path) -> None:
    assert tells_nothing(str(folder / "b.txt"))
    assert tells_nothing("README")
    assert not any(map(tells_nothing, ("a.html", "a.jsonl", "-", "http://a.b/", str(folder))))
