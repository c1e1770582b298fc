"""The inventory of a store: damaged it costs a whole build, and a power loss cannot mix it up."""

from __future__ import annotations

import contextlib
import gc
import os
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from kg.build import build as building
from kg.build.build import build
from kg.build.inventory import Inventory
from kg.build.revise import INVENTORY
from kg.errors import StoreUnusable
from kg.model.stances import Polarity, Stance
from kg.project import Project
from kg.store.embedded import input_hash, open_reader
from kg.store.writing import FolderWriter
from tests.build.test_revise import anew, change, reword
from tests.invented import stored

_PAGE = 4096
_DAMAGE = (
    "UPDATE pairs SET rows = zeroblob(length(rows))",
    "UPDATE pairs SET rows = substr(rows, 1, length(rows) - 1)",
    "UPDATE files SET subjects = substr(subjects, 2)",
    "UPDATE files SET subjects = 7",
    "UPDATE holders SET months = '{'",
    "UPDATE holders SET months = '[1]'",
    "UPDATE holders SET months = CAST(x'22ff22' AS TEXT)",
    "UPDATE told SET value = '{' WHERE key = 'statuses'",
    "UPDATE told SET value = '{\"unheard-of\": 1}' WHERE key = 'statuses'",
    "UPDATE told SET value = '5' WHERE key = 'extent'",
    "UPDATE told SET value = '{}' WHERE key = 'extent'",
    "UPDATE told SET value = 'null' WHERE key = 'sizes'",
    "UPDATE counts SET number = ''",
    "UPDATE counts SET number = number + 1",
    "DELETE FROM counts",
    "UPDATE told SET value = replace(value, '1', '2') WHERE key = 'extent'",
    "DELETE FROM told WHERE key IN ('sizes', 'extent', 'statuses')",
    "INSERT INTO files VALUES ('seeds/gone.ttl', 1, 1, '', ''), (x'00', 1, 1, '', '')",
    "UPDATE files SET digest = x'ff'",
    "UPDATE files SET digest = substr(digest, 2) || '0'",
    "UPDATE files SET name = replace(name, 'documents', 'documented')",
    "UPDATE files SET name = name || '.'",
    "DELETE FROM files WHERE name LIKE 'seeds/candidates/%'",
    "DROP TABLE pairs",
)


def turn(project: Project, polarity: Polarity) -> None:
    change(project, Stance, lambda one: replace(one, polarity=polarity))


def version_of(path: Path) -> str:
    with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as base:
        return str(base.execute("SELECT value FROM told WHERE key = 'version'").fetchone()[0])


def touch_all(project: Project) -> None:
    """Gives all files another time."""
    for path in project.seeds.rglob("*.ttl"):
        os.utime(path, ns=(10**18, 10**18))


# Damage


@pytest.mark.parametrize("damage", _DAMAGE)
def test_a_damaged_inventory_costs_a_whole_build_and_no_more(
    project: Project, tmp_path: Path, damage: str
) -> None:
    with contextlib.closing(sqlite3.connect(project.folder / INVENTORY)) as inventory:
        inventory.execute(damage)
        inventory.commit()
    turn(project, Polarity.MIXED)
    assert build(project).changed
    assert stored(project) == anew(project, tmp_path / "anew")
    assert not build(project).changed


def test_a_page_of_the_inventory_that_is_overwritten_costs_no_more(
    project: Project, tmp_path: Path
) -> None:
    path = project.folder / INVENTORY
    size = path.stat().st_size
    assert size > 3 * _PAGE
    for number, start in enumerate(range(0, size, _PAGE)):
        whole = path.read_bytes()
        path.write_bytes(whole[:start] + b"\xa5" * _PAGE + whole[start + _PAGE :])
        turn(project, (Polarity.MIXED, Polarity.OPPOSES)[number % 2])
        build(project)
        assert stored(project) == anew(project, tmp_path / f"anew-{number}")


def test_a_full_disk_is_no_reason_to_read_everything(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr(building, "_build_whole", None)
    monkeypatch.setattr(Inventory, "add_files", full)
    reword(project, "Zebras graze.")
    with pytest.raises(StoreUnusable, match="disk is full"):
        build(project)


# Power loss


def test_it_names_its_version_when_all_else_is_on_disk(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, noted = project.folder / INVENTORY, Inventory.note
    before, seen = version_of(path), list[tuple[str, str, int]]()

    def note(inventory: Inventory, key: str, value: str) -> None:
        if key == "version":
            (how,) = inventory._base.execute("PRAGMA synchronous").fetchone()
            seen.append((version_of(path), value, how))
        noted(inventory, key, value)

    reword(project, "Zebras graze.")
    monkeypatch.setattr(Inventory, "note", note)
    build(project)
    after = version_of(path)
    assert before != after == input_hash(open_reader(project.store))
    # First as a part of the change; then the file is of no version; then of the new one.
    assert seen == [(before, after, 2), (before, "", 2), ("", after, 2)]


@pytest.mark.parametrize("moved", [False, True])
def test_cut_off_before_it_names_its_version_it_is_not_believed(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moved: bool
) -> None:
    noted, told = Inventory.note, list[str]()

    def note(inventory: Inventory, key: str, value: str) -> None:
        if key == "version" and "" in told and value:
            raise KeyboardInterrupt
        if key == "version":
            told.append(value)
        noted(inventory, key, value)

    if moved:
        touch_all(project)
    else:
        reword(project, "Zebras graze.")
    with monkeypatch.context() as cut:
        cut.setattr(Inventory, "note", note)
        with pytest.raises(KeyboardInterrupt):
            build(project)
    assert version_of(project.folder / INVENTORY) == ""
    gc.collect()
    with contextlib.closing(sqlite3.connect(project.folder / INVENTORY)) as inventory:
        # What a power loss leaves of the other pages is anybody's guess.
        inventory.execute("UPDATE counts SET number = number + 1")
        inventory.commit()
    reword(project, "Quinces ripen.")
    build(project)
    assert stored(project) == anew(project, tmp_path / "anew")


def test_a_build_without_changes_writes_none(project: Project) -> None:
    touch_all(project)
    assert not build(project).changed
    before = (project.folder / INVENTORY).stat().st_mtime_ns
    assert not build(project).changed
    assert (project.folder / INVENTORY).stat().st_mtime_ns == before


def test_a_new_one_takes_its_place_when_it_is_on_disk(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced, replaced = list[int](), Path.replace
    sync = os.fsync

    def fsync(handle: int) -> None:
        synced.append(os.fstat(handle).st_ino)
        sync(handle)

    def replace_(path: Path, target: Path) -> Path:
        assert path.stat().st_ino in synced
        synced.clear()
        return replaced(path, target)

    new = project.root / "new"
    new.write_bytes(b"x")
    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace_)
    FolderWriter(project.folder).keep(new)
    assert synced == [project.folder.stat().st_ino]


def test_while_new_times_are_noted_it_is_of_no_version(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted, seen = Inventory.note_times, list[str]()

    def note_times(inventory: Inventory, times: list[tuple[int, int, str]]) -> None:
        seen.append(version_of(project.folder / INVENTORY))
        noted(inventory, times)

    monkeypatch.setattr(Inventory, "note_times", note_times)
    touch_all(project)
    assert not build(project).changed
    assert seen == [""]
    assert version_of(project.folder / INVENTORY) == input_hash(open_reader(project.store))
