"""The lock of a store's folder: who shuts whom out, who waits, and what is never written."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import time
from pathlib import Path

import pytest

from kg.errors import StoreLocked, StoreUnusable
from kg.store import locks
from kg.store.locks import locked_to_copy, locked_to_write


@pytest.fixture
def store(tmp_path: Path) -> Path:
    with locked_to_write(tmp_path / "store"):
        pass
    return tmp_path / "store"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "PATIENCE", 0)


def test_any_number_may_copy_at_once(store: Path) -> None:
    with locked_to_copy(store), locked_to_copy(store), locked_to_copy(store, 0):
        pass


def test_who_writes_waits_for_those_who_copy(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with contextlib.ExitStack() as copying:
        copying.enter_context(locked_to_copy(store))
        waits = []

        def wait(seconds: float) -> None:
            waits.append(seconds)
            copying.close()

        monkeypatch.setattr(time, "sleep", wait)
        with locked_to_write(store):
            assert len(waits) == 1


def test_those_who_copy_wait_for_who_writes(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with contextlib.ExitStack() as writing:
        writing.enter_context(locked_to_write(store))
        monkeypatch.setattr(time, "sleep", lambda _: writing.close())
        with locked_to_copy(store):
            pass


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that goes on only while one sleeps, a second at a time, and not for ever."""
    now = [100.0]

    def sleep(_: float) -> None:
        now[0] += 1
        if now[0] > 110:
            pytest.fail("waits for ever")

    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    monkeypatch.setattr(time, "sleep", sleep)
    return now


def test_who_waits_does_so_as_long_as_told(store: Path, clock: list[float]) -> None:
    with locked_to_copy(store), pytest.raises(StoreLocked), locked_to_write(store):
        pass
    assert clock == [100 + locks.PATIENCE]
    with locked_to_write(store), pytest.raises(StoreLocked), locked_to_copy(store, 3):
        pass
    assert clock == [103 + locks.PATIENCE]


def test_those_who_wait_to_write_do_not_take_each_other_for_writers(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who waits shares the lock for no longer than a look: another who waits may look too."""
    with contextlib.ExitStack() as copying:
        copying.enter_context(locked_to_copy(store))
        taken = []

        def sleep(_: float) -> None:
            copying.close()
            with (store / "lock").open() as other:
                fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
                taken.append(True)

        monkeypatch.setattr(time, "sleep", sleep)
        with locked_to_write(store):
            assert taken == [True]


def test_the_folder_is_made_with_those_around_it(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b" / "store"
    mask = os.umask(0o077)
    try:
        with locked_to_write(deep):
            pass
        os.umask(0)
        (deep / "lock").unlink()
        with locked_to_write(deep):
            pass
    finally:
        os.umask(mask)
    assert (deep / "lock").stat().st_mode & 0o777 == 0o666


def test_what_is_told_of_a_lock(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with locked_to_write(store), pytest.raises(StoreLocked) as busy, locked_to_copy(store, 0):
        pass
    assert str(busy.value) == f"{store}: another program is writing to it"
    assert busy.value.hint == "try again when it has ended"

    def unable(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", unable)
    with pytest.raises(StoreUnusable) as unlocked, locked_to_write(store):
        pytest.fail("without a lock")
    assert str(unlocked.value) == f"{store}: cannot be locked: No locks available"
    assert unlocked.value.hint == "name a folder on another file system with --store"


def test_the_lock_of_another_user_is_opened_as_safely(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, flags = os.open, []

    def note(path: Path, how: int, *mode: int) -> int:
        flags.append(how)
        if how & os.O_RDWR:
            raise PermissionError(errno.EACCES, "Permission denied")
        return opened(path, how, *mode)

    monkeypatch.setattr(os, "open", note)
    with locked_to_write(store):
        pass
    safely = os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
    assert flags == [os.O_RDWR | os.O_CREAT | safely, os.O_RDONLY | safely]


def test_no_second_try_where_the_disk_fails(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = []

    def fail(*told: object) -> int:
        tries.append(told)
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "open", fail)
    with pytest.raises(StoreUnusable, match="Input/output error"), locked_to_write(store):
        pass
    assert len(tries) == 1


def test_nobody_waits_for_ever(store: Path, impatient: None) -> None:
    with locked_to_copy(store), pytest.raises(StoreLocked), locked_to_write(store):
        pass
    with locked_to_write(store), pytest.raises(StoreLocked), locked_to_copy(store):
        pass


def test_a_second_writer_is_refused_at_once(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", None)
    with locked_to_write(store), pytest.raises(StoreLocked), locked_to_write(store):
        pass
    with (
        locked_to_write(store),
        pytest.raises(StoreLocked),
        locked_to_copy(store, 0),
    ):
        pass


def test_a_lock_that_is_a_link_is_not_followed(store: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.write_text("kept")
    (store / "lock").unlink()
    (store / "lock").symlink_to(mine)
    for locked in (locked_to_write, locked_to_copy):
        with pytest.raises(StoreUnusable, match="lock: cannot be written"), locked(store):
            pass
    assert mine.read_text() == "kept"


def test_what_stands_in_a_lock_stays(store: Path) -> None:
    (store / "lock").write_text("kept")
    with locked_to_write(store):
        pass
    assert (store / "lock").read_text() == "kept"


def test_the_lock_of_another_user_can_be_taken(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = os.open

    def refuse(path: Path, how: int, *mode: int) -> int:
        if how & os.O_RDWR:
            raise PermissionError(errno.EACCES, "Permission denied")
        return opened(path, how, *mode)

    monkeypatch.setattr(os, "open", refuse)
    with locked_to_write(store), pytest.raises(StoreLocked), locked_to_copy(store, 0):
        pass


def test_where_nobody_may_write_there_is_nothing_to_lock(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (store / "lock").unlink()

    def refuse(*_: object) -> int:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(StoreUnusable, match="Read-only"), locked_to_copy(store):
        pass
    monkeypatch.setattr(os, "access", lambda *_: False)
    with locked_to_copy(store):
        pass


def test_a_file_system_without_locks_is_told(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unable(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", unable)
    with pytest.raises(StoreUnusable, match="cannot be locked: No locks"), locked_to_write(store):
        pass
