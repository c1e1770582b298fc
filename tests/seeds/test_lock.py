from __future__ import annotations

import errno
import fcntl
import os
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from kg.errors import StoreLocked, StoreUnusable
from kg.seeds.lock import alone, seeds_around


def test_whoever_comes_second_waits_and_is_told(tmp_path: Path) -> None:
    with (
        alone(tmp_path),
        pytest.raises(StoreLocked, match="keeps writing there"),
        alone(tmp_path, 0),
    ):
        pytest.fail("two are alone")
    with alone(tmp_path, 0):
        assert list(tmp_path.iterdir()) == []


def test_who_fails_lets_go(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), alone(tmp_path):
        raise KeyboardInterrupt
    with alone(tmp_path, 0):
        pass


def test_a_child_that_was_forked_meanwhile_keeps_nobody_waiting(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    with alone(tmp_path):
        child = os.fork()
        if child == 0:
            os.close(writing)
            os.read(reading, 1)
            os._exit(0)
    try:
        with alone(tmp_path, 0):
            pass
    finally:
        os.close(reading)
        os.close(writing)
        os.waitpid(child, 0)


def test_it_is_told_who_is_in_the_way(tmp_path: Path) -> None:
    with alone(tmp_path), pytest.raises(StoreLocked) as caught, alone(tmp_path, 0):
        pass
    assert str(caught.value) == f"{tmp_path}: another program keeps writing there"
    assert caught.value.hint == "nothing was changed; try again when it has ended"


def test_who_waits_looks_until_patience_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a clock that goes on only while one sleeps."""
    clock = [100.0]

    def sleep(seconds: float) -> None:
        clock[0] += 1
        if clock[0] > 105:
            pytest.fail("waits for ever")

    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(time, "sleep", sleep)
    with alone(tmp_path), pytest.raises(StoreLocked), alone(tmp_path, 3):
        pass
    assert clock == [103]
    monkeypatch.setattr("kg.seeds.lock.PATIENCE", 1)
    with alone(tmp_path), pytest.raises(StoreLocked), alone(tmp_path):
        pass
    assert clock == [104]


def test_who_waits_comes_in_when_the_other_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ExitStack() as first:
        first.enter_context(alone(tmp_path))
        monkeypatch.setattr(time, "sleep", lambda _: first.close())
        with alone(tmp_path):
            pass


def test_a_file_system_without_locks_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unable(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", unable)
    with pytest.raises(StoreUnusable, match="No locks available"), alone(tmp_path, 0):
        pytest.fail("not alone")


def test_no_handle_stays_open(tmp_path: Path) -> None:
    open_ = len(list(Path("/proc/self/fd").iterdir()))
    with alone(tmp_path):
        assert len(list(Path("/proc/self/fd").iterdir())) == open_ + 1
    with alone(tmp_path), pytest.raises(StoreLocked), alone(tmp_path, 0):
        pass
    assert len(list(Path("/proc/self/fd").iterdir())) == open_


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreUnusable, match="no-folder"), alone(tmp_path / "no-folder"):
        pass


def test_a_file_goes_by_the_lock_of_its_project(tmp_path: Path) -> None:
    root = tmp_path / "project"
    deep = root / "seeds" / "documents" / "2021"
    deep.mkdir(parents=True)
    (root / "ontology").mkdir()
    (tmp_path / "elsewhere" / "seeds").mkdir(parents=True)
    (tmp_path / "other" / "ontology").mkdir(parents=True)
    (tmp_path / "linked").symlink_to(root, target_is_directory=True)
    assert seeds_around(deep / "a.ttl") == root / "seeds"
    assert seeds_around(root / "ontology" / "codebook.ttl") == root / "seeds"
    assert seeds_around(deep / ".." / "a.ttl") == root / "seeds"
    assert seeds_around(tmp_path / "linked" / "seeds" / "a.ttl") == tmp_path / "linked" / "seeds"
    assert seeds_around(tmp_path / "elsewhere" / "a.ttl") == tmp_path / "elsewhere"
    assert seeds_around(tmp_path / "other" / "a.ttl") == tmp_path / "other"


def test_a_relative_path_has_a_project_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "ontology").mkdir()
    monkeypatch.chdir(tmp_path / "seeds")
    assert seeds_around(Path("a.ttl")) == tmp_path / "seeds"
