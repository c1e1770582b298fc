"""What killed programs leave in a store's folder goes when the next one begins to write."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

import pytest

from kg.store.embedded import database
from kg.store.sweeping import sweep
from kg.store.words import place
from kg.store.writing import open_writer

OTHER = "db-0123456789ab"
LEFT = (
    ".current.k3_x9a0b", ".stances.npz.abcdefgh", f"words-{OTHER}.sqlite", f"words-{OTHER}.added",
)  # fmt: skip


@pytest.fixture
def store(world_store: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    shutil.copytree(world_store, folder, ignore=shutil.ignore_patterns("snapshot-*", "LOG.old*"))
    return folder


def lying(store: Path) -> set[str]:
    return {path.relative_to(store).as_posix() for path in store.rglob("*")}


def litter(store: Path) -> None:
    """Leaves all that killed programs leave."""
    used = database(store)
    for name in LEFT:
        (store / name).write_bytes(b"x")
    place(used).with_suffix(".4711").write_bytes(b"x")
    for name in ("LOG.old.1700000000000000", "340282366920938463463374607431768211455"):
        (used / name).write_bytes(b"x")
    shutil.copytree(used, store / OTHER)
    shutil.copytree(used, store / "snapshot-dead" / "db")


def test_what_was_left_goes_and_nothing_else(store: Path) -> None:
    before = lying(store)
    litter(store)
    assert len(lying(store)) > len(before) + 2 * len(LEFT)
    with open_writer(store):
        pass
    assert lying(store) == before


def test_a_snapshot_that_is_in_use_stays(store: Path) -> None:
    (store / "snapshot-used").mkdir()
    handle = os.open(store / "snapshot-used", os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    sweep(store)
    assert (store / "snapshot-used").is_dir()
    os.close(handle)
    sweep(store)
    assert not (store / "snapshot-used").exists()


def test_work_in_progress_stays(store: Path) -> None:
    (store / "building" / "db").mkdir(parents=True)
    (store / "building" / ".key.abcdefgh").write_text("x")
    before = lying(store)
    sweep(store)
    assert lying(store) == before


def test_without_a_pointer_no_database_is_of_use(store: Path) -> None:
    (store / "current").unlink()
    sweep(store)
    assert not list(store.glob("db-*"))
    assert not list(store.glob("words-*"))


@pytest.mark.parametrize("pointer", [b"", b"garbage\n", b"\xff\xfe"])
def test_under_a_damaged_pointer_the_databases_stay(store: Path, pointer: bytes) -> None:
    used = database(store)
    (store / "current").write_bytes(pointer)
    sweep(store)
    assert list(store.glob("db-*")) == [used]


def test_a_folder_with_nothing_in_it(tmp_path: Path) -> None:
    sweep(tmp_path)
    assert not lying(tmp_path)


def test_a_link_goes_and_not_what_it_points_to(store: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "kept").write_text("x")
    (store / OTHER).symlink_to(mine)
    sweep(store)
    assert not (store / OTHER).is_symlink()
    assert (mine / "kept").exists()


def test_what_cannot_be_removed_stays_without_a_word(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    litter(store)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "unlink", refuse)
    monkeypatch.setattr(shutil, "rmtree", lambda *_, **__: None)
    sweep(store)
