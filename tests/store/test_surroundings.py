from __future__ import annotations

import resource
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest

from kg.store.embedded import database
from kg.store.surroundings import look_around


def around(store: Path) -> list[str]:
    return [one.what for one in look_around(store, database(store))]


def test_this_machine_is_enough(world_store: Path) -> None:
    assert around(world_store) == []


def test_too_few_open_files_are_told(world_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _: (64, 4096))
    (found,) = look_around(world_store, database(world_store))
    assert "only 64 files may be open" in found.what
    tables = len(list(database(world_store).glob("*.sst")))
    assert found.mend == f"ulimit -n {96 + tables}"


def test_open_files_without_limit_are_enough(
    world_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _: (resource.RLIM_INFINITY,) * 2)
    assert around(world_store) == []


def test_a_full_disk_is_told(world_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def usage(path: Any) -> Any:
        free = 10 if Path(path) == world_store else 10**12
        return shutil._ntuple_diskusage(10**12, 10**12 - free, free)

    monkeypatch.setattr(shutil, "disk_usage", usage)
    (told,) = around(world_store)
    assert told.startswith("10 bytes are free on its disk")


def test_no_folder_for_passing_files_is_told(
    world_store: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    (told,) = around(world_store)
    assert told.startswith("no folder for passing files")


def test_a_full_folder_for_passing_files_is_told(
    world_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def usage(path: Any) -> Any:
        free = 10**12 if Path(path) == world_store else 10**7
        return shutil._ntuple_diskusage(10**12, 10**12 - free, free)

    monkeypatch.setattr(shutil, "disk_usage", usage)
    assert around(world_store) == ["10 MB are free for passing files"]
