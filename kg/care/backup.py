"""A backup: store, seeds and ontology of one moment in a folder, with the sum of every file.

What is not to be had again is kept: the seeds, of which the store is made. The store is kept with
them so that it is there at once, and so that the same questions get the same answers. Tables are
copied, not linked: a byte that flips on the disk would flip in both.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from kg import __version__
from kg.build.revise import INVENTORY
from kg.care.sums import LIST, Backup, sum_file, verify
from kg.errors import LimitReached, StoreUnusable, UsageError
from kg.files import cannot_write, sync_folder
from kg.project import Project
from kg.seeds.lock import alone
from kg.store.embedded import database
from kg.store.locks import locked_to_write
from kg.store.orders import Seen, read_through
from kg.store.words import added_to, place

_BLOCK = 2**20
_NEEDED = re.compile(r"CURRENT|IDENTITY|(?:MANIFEST|OPTIONS)-\d+|\d+\.(?:sst|log)")
"""The files of a database that are not made by opening it."""


def back_up(project: Project, folder: Path) -> Backup:
    """Write a backup of a project to a new folder; it is there when all of it is read back.

    Raises UsageError where the folder is there already or lies in what is backed up, StoreError
    where the store is missing, is being written to or cannot be read, or there is no room.
    """
    _refuse(folder, project)
    database(project.folder)
    new = folder.absolute().with_name(f".{folder.absolute().name}.new-{os.urandom(4).hex()}")
    try:
        new.mkdir(parents=True)
        with _held_still(project):
            files = dict(_copies(project, new))
        backup = _described(new, files)
        _write(new / LIST, backup.packed())
        for part, _, _ in os.walk(new):
            sync_folder(Path(part))
        verify(new, backup)
        new.replace(folder.absolute())
        sync_folder(folder.absolute().parent)
    except OSError as error:
        raise cannot_write(folder, error) from None
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return backup


def copy_file(source: Path, target: Path) -> tuple[int, str]:
    """Copy a file so that it lasts; the size and the SHA-256 of what was read.

    Raises OSError.
    """
    hashed, size = sha256(), 0
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as reading, target.open("xb") as writing:
        while block := reading.read(_BLOCK):
            hashed.update(block)
            size += len(block)
            writing.write(block)
        writing.flush()
        os.fsync(writing.fileno())
    return size, hashed.hexdigest()


def _refuse(folder: Path, project: Project) -> None:
    whole = folder.resolve()
    kept = (project.folder, project.seeds, project.ontology, project.queries)
    if any(whole.is_relative_to(path.resolve()) for path in kept):
        raise UsageError(
            f"{folder} is inside the store, the seeds, the ontology or the queries",
            hint="name a folder elsewhere, best on another disk",
        )
    if os.path.lexists(folder) and not (whole.is_dir() and not any(whole.iterdir())):
        raise UsageError(f"{folder} is there already", hint="name a new folder for each backup")


@contextlib.contextmanager
def _held_still(project: Project) -> Iterator[None]:
    """Nobody writes to the store or the seeds meanwhile; where nobody may, nobody does."""
    store = project.folder
    locked = locked_to_write(store) if os.access(store, os.W_OK) else contextlib.nullcontext()
    with locked, alone(project.seeds):
        yield


def _copies(project: Project, new: Path) -> Iterator[tuple[str, tuple[int, str]]]:
    """Copy what is to be kept; the path of each file in the backup, its size and sum."""
    store = project.folder
    used = database(store)
    for path in sorted(used.iterdir()):
        if _NEEDED.fullmatch(path.name):
            name = f"store/{used.name}/{path.name}"
            yield name, copy_file(path, new / name)
    others = (store / "current", place(used), added_to(place(used)))
    for path in others:
        if path.is_file():
            yield f"store/{path.name}", copy_file(path, new / "store" / path.name)
    if (store / INVENTORY).is_file():
        yield f"store/{INVENTORY}", _copy_inventory(store / INVENTORY, new / "store" / INVENTORY)
    for top, folder in (("seeds", project.seeds), ("ontology", project.ontology)):
        for path in files_below(folder):
            name = f"{top}/{path.relative_to(folder).as_posix()}"
            yield name, copy_file(path, new / name)


def files_below(folder: Path) -> Iterator[Path]:
    """The files below a folder, but for those that are hidden or not finished."""
    for part, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if not name.startswith("."):
                yield Path(part) / name


def _copy_inventory(path: Path, target: Path) -> tuple[int, str]:
    """Copy an inventory, with work on it that was cut off undone; raises StoreUnusable."""
    try:
        with (
            contextlib.closing(sqlite3.connect(path)) as kept,
            contextlib.closing(sqlite3.connect(target)) as copy,
        ):
            kept.backup(copy)
    except sqlite3.Error as error:
        raise _damaged(path, str(error)) from None
    with target.open("rb") as stream:
        os.fsync(stream.fileno())
    return sum_file(target)


def _described(new: Path, files: dict[str, tuple[int, str]]) -> Backup:
    """What was copied; raises StoreUnusable where the database cannot be read from the copy."""
    folder = database(new / "store")
    try:
        seen: Seen = read_through(folder)
    except LimitReached as error:
        raise _damaged(folder, str(error)) from None
    if seen.state is None or seen.astray:
        raise _damaged(folder, "its parts do not fit together")
    return Backup(__version__, version("pyoxigraph"), seen.state, seen.numbers, files)


def _damaged(path: Path, why: str) -> StoreUnusable:
    return StoreUnusable(
        f"{path.name}: {why}: nothing was kept", hint="see what is wrong with: kg doctor"
    )


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
