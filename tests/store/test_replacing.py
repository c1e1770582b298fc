"""A small change of a database: when it is told as done, it outlasts a loss of power."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.store import replacing
from kg.store.embedded import open_reader
from kg.store.replacing import change

_ONE = "INSERT DATA { <urn:a> <urn:b> 1 }"
_OTHER = "DELETE WHERE { ?a ?b 1 } ; INSERT DATA { <urn:a> <urn:b> 2 }"


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The inodes of the files and folders that Python has synced."""
    found: list[int] = []
    sync = os.fsync

    def fsync(handle: int) -> None:
        found.append(os.fstat(handle).st_ino)
        sync(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    return found


def tables(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("*.sst")}


def test_the_logs_that_hold_it_are_synced_and_their_folder(
    tmp_path: Path, synced: list[int]
) -> None:
    database = Store(str(tmp_path))
    before = tables(tmp_path)
    change(database, tmp_path, _ONE)
    logs = list(tmp_path.glob("*.log"))
    assert any(log.stat().st_size for log in logs)
    assert set(synced) == {path.stat().st_ino for path in (*logs, tmp_path)}
    assert synced[-1] == tmp_path.stat().st_ino
    assert tables(tmp_path) == before


def test_who_opens_it_then_sees_it(tmp_path: Path) -> None:
    """As every reader opens it: the engine's own look may fall into its moving of files."""
    folder = tmp_path / f"db-{0:012x}"
    database = Store(str(folder))
    (tmp_path / "current").write_text(folder.name, encoding="ascii")
    for told, value in ((_ONE, "1"), (_OTHER, "2")):
        change(database, folder, told)
        assert [quad.object.value for quad in open_reader(tmp_path)] == [value]
    del database
    assert [quad.object.value for quad in Store(str(folder))] == ["2"]


def test_where_the_logs_are_long_it_goes_into_tables(
    tmp_path: Path, synced: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replacing, "_LONG", 0)
    database = Store(str(tmp_path))
    before = tables(tmp_path)
    change(database, tmp_path, _ONE)
    assert tables(tmp_path) > before
    assert not synced


def test_where_a_log_goes_meanwhile_it_goes_into_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Store(str(tmp_path))
    before = tables(tmp_path)
    listed = Path.glob

    def glob(folder: Path, pattern: str) -> list[Path]:
        return [*listed(folder, pattern), folder / "999999.log"]

    with monkeypatch.context() as gone:
        gone.setattr(Path, "glob", glob)
        change(database, tmp_path, _ONE)
    assert tables(tmp_path) > before
