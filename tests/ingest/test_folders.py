from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from kg.ingest.articles import Unreadable
from kg.ingest.folders import count_documents, files_below, tells_nothing
from kg.ingest.sources import read_articles


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


def test_a_link_that_leads_to_itself_is_told_when_it_is_read(folder: Path) -> None:
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    assert count_documents([str(folder)], folder / "b.txt") == 3
    found = {each.origin: each for each in read_articles([str(folder)])}
    told = found[str(folder / "loop.txt")]
    assert isinstance(told, Unreadable)
    assert "symbolic links" in told.why
    assert str(folder / "sub" / "a.txt") in found


def test_a_folder_that_cannot_be_listed_is_told_and_the_rest_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = os.scandir

    def refusing(path: str | Path) -> Any:
        if str(path) == str(folder / "sub"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return true(path)

    monkeypatch.setattr(os, "scandir", refusing)
    found = {each.origin: each for each in read_articles([str(folder)])}
    assert {str(folder / name) for name in ("a.html", "b.txt")} < set(found)
    assert found[str(folder / "sub")] == Unreadable(str(folder / "sub"), "Permission denied")
    assert count_documents([str(folder)]) == 2
    with pytest.raises(PermissionError):
        list(files_below(folder))


def test_of_a_folder_that_cannot_be_listed_it_is_not_said_that_it_is_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(path: str) -> Any:
        raise PermissionError(errno.EACCES, "Permission denied", path)

    monkeypatch.setattr(os, "scandir", refusing)
    assert list(read_articles([str(tmp_path)])) == [Unreadable(str(tmp_path), "Permission denied")]


def test_what_cannot_be_looked_at_is_told_when_it_is_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = Path.stat

    def refusing(self: Path, **named: Any) -> os.stat_result:
        if self.name == "a.txt":
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        return true(self, **named)

    monkeypatch.setattr(Path, "stat", refusing)
    assert folder / "sub" / "a.txt" in files_below(folder)


def test_a_name_that_no_file_can_have_is_told() -> None:
    found = list(read_articles(["a" * 300]))
    assert found == [Unreadable("a" * 300, "File name too long")]
    assert count_documents(["a" * 300]) == 1
    assert tells_nothing("a" * 300)


def test_links_to_folders_are_told_and_not_followed(folder: Path) -> None:
    before = list(read_articles([str(folder)]))
    (folder / "sub" / "round").symlink_to(folder)
    (folder / ".unseen").symlink_to(folder / "sub")
    *found, told = read_articles([str(folder)])
    assert found == before
    why = "links to folders are not followed: sub/round"
    assert told == Unreadable(str(folder), why, fault=False)
