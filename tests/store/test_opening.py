"""A store that is opened while somebody writes to it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from kg.errors import StoreError, StoreLocked, StoreUnusable
from kg.store import embedded
from kg.store.embedded import database, open_reader

GONE = "IO error: No such file or directory: While open a file for random read: 000012.sst"


class Moving:
    """An engine that finds a file gone so many times, and a writer who ``moves`` on meanwhile.

    After that it opens the store so many times while the writer moves on.
    """

    def __init__(self, store: Path, failures: int, torn: int = 0, *, moves: bool = True) -> None:
        self._store, self._failures, self._torn, self._moves = store, failures, torn, moves
        self.looks = 0

    def read_only(self, folder: str) -> str:
        self.looks += 1
        if self._moves and self.looks <= self._failures + self._torn:
            with (database(self._store) / "MANIFEST-000004").open("a") as stream:
                stream.write("a table less")
        if self.looks <= self._failures:
            raise OSError(GONE)
        return f"{folder} at look {self.looks}"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    (tmp_path / "db-000000000000").mkdir()
    (tmp_path / "current").write_text("db-000000000000\n")
    return tmp_path


def test_a_store_is_opened_however_often_its_writer_moves_on(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "Store", Moving(store, 7))
    assert str(open_reader(store)) == f"{store / 'db-000000000000'} at look 8"


def test_a_store_is_never_read_half_before_and_half_after_a_change(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "Store", Moving(store, 0, 3))
    assert str(open_reader(store)).endswith("at look 4")


@pytest.mark.parametrize("name", ["000007.log", "MANIFEST-000008", "CURRENT"])
def test_whatever_the_writer_replaces_is_seen(
    store: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    engine = Moving(store, 0)

    def read_only(folder: str) -> str:
        if not engine.looks:
            (Path(folder) / name).touch()
        return engine.read_only(folder)

    monkeypatch.setattr(embedded, "Store", SimpleNamespace(read_only=read_only))
    assert str(open_reader(store)).endswith("at look 2")


def test_a_store_to_which_nobody_writes_is_looked_at_twice(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Moving(store, 7, moves=False)
    monkeypatch.setattr(embedded, "Store", engine)
    with pytest.raises(StoreUnusable):
        open_reader(store)
    assert engine.looks == 2


@pytest.mark.parametrize(("failures", "error"), [(10_000, StoreUnusable), (0, StoreLocked)])
def test_a_store_that_never_comes_to_rest_is_given_up(
    store: Path, monkeypatch: pytest.MonkeyPatch, failures: int, error: type[StoreError]
) -> None:
    engine = Moving(store, failures, 10_000)
    monkeypatch.setattr(embedded, "Store", engine)
    with pytest.raises(error):
        open_reader(store)
    assert engine.looks < 1_000
