from __future__ import annotations

import os
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


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreUnusable, match="no-folder"), alone(tmp_path / "no-folder"):
        pass


def test_a_file_goes_by_the_lock_of_its_project(tmp_path: Path) -> None:
    root = tmp_path / "project"
    deep = root / "seeds" / "documents" / "2021"
    deep.mkdir(parents=True)
    (root / "ontology").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "linked").symlink_to(root, target_is_directory=True)
    assert seeds_around(deep / "a.ttl") == root / "seeds"
    assert seeds_around(root / "ontology" / "codebook.ttl") == root / "seeds"
    assert seeds_around(deep / ".." / "a.ttl") == root / "seeds"
    assert seeds_around(tmp_path / "linked" / "seeds" / "a.ttl") == tmp_path / "linked" / "seeds"
    assert seeds_around(tmp_path / "elsewhere" / "a.ttl") == tmp_path / "elsewhere"


def test_a_relative_path_has_a_project_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "ontology").mkdir()
    monkeypatch.chdir(tmp_path / "seeds")
    assert seeds_around(Path("a.ttl")) == tmp_path / "seeds"
