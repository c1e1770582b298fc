"""A backup put back: whole, and only when every file of it is as it was written."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.build.revise import INVENTORY
from kg.care.backup import copy_file, files_below
from kg.care.sums import Backup, read_backup, sum_file, verify
from kg.errors import InputError, UsageError
from kg.files import cannot_write, sync_folder, write_all, write_whole
from kg.printing import counted
from kg.project import Project
from kg.seeds.lock import alone
from kg.store.embedded import database
from kg.store.leftovers import COLUMNS_FILE
from kg.store.locks import locked_to_write
from kg.store.orders import read_through
from kg.store.replacing import point_to
from kg.store.words import added_to, place

_LISTED = 3
_BLOCK = 2**20


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back: how many quads, how many files of the seeds and the ontology.

    ``others`` are the files of them that are not as in the backup, because they were not to be
    touched or the backup has none of their name.
    """

    quads: int
    files: int
    others: int


def restore(
    project: Project, folder: Path, *, seeds: bool = False, force: bool = False
) -> Restored:
    """Put the store of a backup in its place, and with ``seeds`` also seeds and ontology.

    Files that are there and differ are written over with ``force`` alone. Raises InputError where
    the backup is not as it was written, UsageError where files differ, StoreError where the store
    cannot be written: nothing is changed then.
    """
    backup = read_backup(folder)
    if seeds:
        project.require_own_seeds()
    missing, differing = _compared(project, backup)
    if seeds and differing and not force:
        listed = ", ".join(str(project.shown(path)) for path in sorted(differing)[:_LISTED])
        raise UsageError(
            f"{counted(len(differing), 'file')} not as in the backup: {listed}",
            hint="nothing was changed; to write over them: --force",
        )
    verify(folder, backup)
    _look_at_store(folder, backup)
    with locked_to_write(project.folder):
        _put_store(project.folder, folder, backup)
    wanted = {**missing, **differing} if seeds else {}
    if wanted:
        with alone(project.seeds):
            write_all((path, _blocks(folder / name)) for path, name in wanted.items())
    others = len(list(_further(project, backup)))
    others += 0 if seeds else len(missing) + len(differing)
    return Restored(sum(backup.graphs.values()), len(wanted), others)


def _compared(project: Project, backup: Backup) -> tuple[dict[Path, str], dict[Path, str]]:
    """The files of seeds and ontology that are not there, and those that differ, by their place."""
    missing: dict[Path, str] = {}
    differing: dict[Path, str] = {}
    for path, name in _places(project, backup):
        if not os.path.lexists(path):
            missing[path] = name
        elif not _is_same(path, backup.files[name]):
            differing[path] = name
    return missing, differing


def _places(project: Project, backup: Backup) -> Iterator[tuple[Path, str]]:
    for top, folder in (("seeds", project.seeds), ("ontology", project.ontology)):
        for name in backup.below(top):
            yield folder / name, f"{top}/{name}"


def _further(project: Project, backup: Backup) -> Iterator[Path]:
    """The files of seeds and ontology of whose name the backup has none."""
    known = {path for path, _ in _places(project, backup)}
    for folder in (project.seeds, project.ontology):
        yield from (path for path in files_below(folder) if path not in known)


def _is_same(path: Path, told: tuple[int, str]) -> bool:
    try:
        return sum_file(path.resolve()) == told
    except (OSError, RuntimeError):
        return False


def _look_at_store(folder: Path, backup: Backup) -> None:
    """Raise InputError where the engine at hand does not find in a backup what was put there."""
    seen = read_through(database(folder / "store"))
    if seen.astray or (seen.state, seen.numbers) != (backup.state, backup.graphs):
        raise InputError(f"{folder}: the store in it is not the one that was backed up")


def _put_store(store: Path, source: Path, backup: Backup) -> None:
    """Copy the store of a backup beside the one in use, and make it the one in use."""
    used = database(source / "store").name
    folder = store / f"db-{os.urandom(6).hex()}"
    words = place(folder), place(source / "store" / used)
    try:
        for name in backup.below("store"):
            if name.startswith(f"{used}/"):
                _copy(source / "store" / name, folder / name.partition("/")[2], backup, name)
        for target, path in (words, tuple(map(added_to, words))):
            if f"store/{path.name}" in backup.files:
                _copy(path, target, backup, path.name)
        sync_folder(folder)
        sync_folder(store)
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        for path in (words[0], added_to(words[0])):
            path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise cannot_write(store, error) from None
        raise
    point_to(store, folder)
    # Until it is there, the next build reads everything; the columns are read anew.
    _put_inventory(store, source, backup)
    (store / COLUMNS_FILE).unlink(missing_ok=True)


def _put_inventory(store: Path, source: Path, backup: Backup) -> None:
    for name in (f"{INVENTORY}-journal", INVENTORY):
        (store / name).unlink(missing_ok=True)
    if f"store/{INVENTORY}" in backup.files:
        write_whole(store / INVENTORY, _blocks(source / "store" / INVENTORY))


def _copy(source: Path, target: Path, backup: Backup, name: str) -> None:
    """Copy one file, which may have changed since it was looked at; raises InputError then."""
    if copy_file(source, target) != backup.files[f"store/{name}"]:
        raise InputError(f"{source}: is not what was backed up: its sum is another")


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            yield block
