"""Snapshots: shared files, safe from builds, swept up after a crash."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.errors import StoreLocked, StoreMissing, StoreUnusable
from kg.project import Project
from kg.store.embedded import database, input_hash, open_reader
from kg.store.locks import locked_to_copy, locked_to_write
from kg.store.replacing import replace_all
from kg.store.snapshot import Snapshot, state
from kg.store.words import WordsIndex, place
from kg.store.words_writing import write
from tests.invented import ROOT

_HOLDER = """
import sys
from pathlib import Path
from kg.store.snapshot import Snapshot
print(Snapshot(Path(sys.argv[1])).folder, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def store(world_store: Path, tmp_path: Path) -> Path:
    """A store that may be changed."""
    folder = tmp_path / "store"
    shutil.copytree(world_store, folder, ignore=shutil.ignore_patterns("snapshot-*"))
    return folder


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for what cannot lie beside the store."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@contextmanager
def held(store: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """A snapshot of another program."""
    program = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(store)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    with program:
        assert program.stdout
        try:
            yield program, Path(program.stdout.readline().strip())
        finally:
            program.kill()


def quads(folder: Path) -> set[Quad]:
    return set(Store.read_only(str(folder)))


def snapshots(store: Path) -> list[Path]:
    return sorted(store.glob("snapshot-*"))


def test_a_snapshot_is_the_database_and_shares_its_tables(store: Path) -> None:
    snapshot = Snapshot(store)
    assert quads(snapshot.database) == quads(database(store))
    tables = list(snapshot.database.glob("*.sst"))
    assert tables
    assert all(table.samefile(database(store) / table.name) for table in tables)
    assert snapshot.folder.stat().st_mode & 0o077 == 0
    snapshot.close()
    assert snapshots(store) == []
    snapshot.close()


@pytest.mark.parametrize("anew", [False, True])
def test_later_builds_do_not_reach_it(store: Path, anew: bool) -> None:
    snapshot = Snapshot(store)
    before = quads(snapshot.database)
    reader = Store.read_only(str(snapshot.database))
    more = Quad(NamedNode("x:a"), NamedNode("x:b"), Literal("later"))
    with locked_to_write(store):
        replace_all(store, {more} if anew else {*before, more}, anew=anew)
        Store(str(database(store))).optimize()
    assert set(reader) == quads(snapshot.database) == before
    assert state(store) != snapshot.state
    snapshot.close()
    assert more in quads(database(store))


def test_a_state_tells_of_every_change_and_of_nothing_else(store: Path) -> None:
    snapshot = Snapshot(store)
    Store.read_only(str(database(store)))
    assert state(store) == snapshot.state
    held_now = quads(database(store))
    with locked_to_write(store):
        replace_all(store, {*held_now, Quad(NamedNode("x:a"), NamedNode("x:b"), Literal("more"))})
    assert state(store) != snapshot.state
    snapshot.close()


def test_what_a_killed_program_left_goes_with_the_next_snapshot(store: Path) -> None:
    with held(store) as (program, folder):
        program.send_signal(signal.SIGKILL)
        program.wait()
        assert folder in snapshots(store)
        # Killed before it had locked anything.
        (store / "snapshot-empty").mkdir()
        snapshot = Snapshot(store)
        assert snapshots(store) == [snapshot.folder]
        snapshot.close()


def test_what_is_in_use_is_never_removed(store: Path) -> None:
    own = Snapshot(store)
    with held(store) as (_, folder):
        third = Snapshot(store)
        assert snapshots(store) == sorted((own.folder, folder, third.folder))
        assert quads(folder / "db") == quads(own.database)
        third.close()
    own.close()


def test_only_folders_are_swept_up(store: Path, tmp_path: Path) -> None:
    (store / "snapshot-file").write_text("mine", encoding="ascii")
    mine = tmp_path / "mine"
    mine.mkdir()
    (store / "snapshot-link").symlink_to(mine)
    Snapshot(store).close()
    assert (store / "snapshot-file").exists()
    assert mine.exists()


def test_a_store_that_cannot_be_written_is_copied_elsewhere(
    store: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The superuser may write everywhere, whatever the folder's permissions say.
    allowed = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: path != store and allowed(path, mode))
    before = sorted(store.iterdir())
    snapshot = Snapshot(store)
    assert snapshot.folder.parent == elsewhere
    assert quads(snapshot.database) == quads(database(store))
    assert sorted(store.iterdir()) == before
    (elsewhere / "kg-snapshot-0123456789abcdef").mkdir()
    other = Snapshot(store)
    assert sorted(elsewhere.iterdir()) == sorted((snapshot.folder, other.folder))
    snapshot.close()
    other.close()
    assert list(elsewhere.iterdir()) == []


def test_a_build_that_writes_is_not_disturbed(store: Path) -> None:
    with locked_to_write(store), pytest.raises(StoreLocked):
        Snapshot(store, patience=0)
    assert snapshots(store) == []
    Snapshot(store).close()


def test_where_there_is_no_store_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        Snapshot(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_a_store_without_its_database_is_told(store: Path) -> None:
    shutil.rmtree(database(store))
    with pytest.raises(StoreUnusable):
        Snapshot(store)
    assert snapshots(store) == []


def test_a_full_disk_leaves_nothing(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(StoreUnusable):
        Snapshot(store)
    assert snapshots(store) == []


def test_a_disk_without_links_takes_copies(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unable(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", unable)
    snapshot = Snapshot(store)
    assert quads(snapshot.database) == quads(database(store))
    snapshot.close()


def test_a_folder_swept_up_before_it_was_locked_is_made_again(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, swept = fcntl.flock, []

    def late(handle: int, how: int) -> None:
        folders = snapshots(store)
        if folders and not swept:
            swept.append(folders[0])
            shutil.rmtree(folders[0])
        lock(handle, how)

    monkeypatch.setattr(fcntl, "flock", late)
    snapshot = Snapshot(store)
    assert snapshot.folder not in swept
    assert quads(snapshot.database) == quads(database(store))
    snapshot.close()


def test_the_world_is_not_touched(world: Project, world_store: Path) -> None:
    Snapshot(world_store).close()
    assert snapshots(world_store) == []


def test_a_snapshot_has_the_words_of_its_moment(store: Path) -> None:
    folder = database(store)
    reader = Store.read_only(str(folder))
    now = input_hash(reader)
    assert now is not None
    assert write(reader, folder, now)
    snapshot = Snapshot(store)
    try:
        assert write(Store(), folder, "another")
        place(folder).unlink()

        index = WordsIndex.open(snapshot.database, now)

        assert index is not None
        assert index.find("talk")
        index.close()
    finally:
        snapshot.close()


def test_without_an_index_a_snapshot_has_none(store: Path) -> None:
    for path in store.glob("words-*"):
        path.unlink()
    snapshot = Snapshot(store)
    try:
        assert WordsIndex.open(snapshot.database, input_hash(open_reader(store))) is None
    finally:
        snapshot.close()


def test_two_are_made_at_once(store: Path) -> None:
    with locked_to_copy(store):
        snapshot = Snapshot(store, patience=0)
    assert quads(snapshot.database) == quads(database(store))
    snapshot.close()


def test_a_build_is_waited_for(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ExitStack() as building:
        building.enter_context(locked_to_write(store))
        monkeypatch.setattr(time, "sleep", lambda _: building.close())
        Snapshot(store).close()


def test_only_what_the_engine_reads_is_copied(store: Path) -> None:
    folder = database(store)
    for name in ("340282366920938463463374607431768211455", "000042.dbtmp", "LOG.old.17", "mine"):
        (folder / name).write_bytes(b"x" * 1000)
    snapshot = Snapshot(store)
    names = {path.name for path in snapshot.database.iterdir()}
    assert names <= {path.name for path in folder.iterdir()}
    kinds = {name.partition("-")[0].rpartition(".")[2] for name in names}
    assert kinds == {"CURRENT", "IDENTITY", "MANIFEST", "OPTIONS", "log", "sst"}
    assert quads(snapshot.database) == quads(folder)
    snapshot.close()


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a folder for temporary files."""

    def refuse() -> str:
        raise FileNotFoundError(2, "No usable temporary directory found in ['/tmp']")

    monkeypatch.setattr(tempfile, "gettempdir", refuse)
    monkeypatch.setattr(tempfile, "tempdir", None)


def test_a_store_that_can_be_written_needs_no_other_folder(store: Path, nowhere: None) -> None:
    Snapshot(store).close()


def test_where_it_needs_one_and_there_is_none_that_is_told(
    store: Path, nowhere: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    allowed = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: path != store and allowed(path, mode))
    with pytest.raises(StoreUnusable, match="temporary files") as caught:
        Snapshot(store)
    assert "TMPDIR" in str(caught.value.hint)
