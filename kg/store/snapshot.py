"""A copy of the database as it stands, for readers that live long: later builds do not reach it.

Opening the live database read-only can fail while a writer tidies its files up; a copy of it that
shares the files which never change costs next to nothing.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from pathlib import Path

from kg.files import cannot_write
from kg.held import held_folder, sweep_folders
from kg.store.embedded import database
from kg.store.locks import locked_to_copy
from kg.store.words_writing import link
from kg.temporary import passing_folder

_PREFIX = "snapshot-"
_COPY = re.compile(r"snapshot-.+")
_ELSEWHERE = "kg-snapshot-"
_TABLE = ".sst"
_OF_THE_ENGINE = re.compile(r"CURRENT|IDENTITY|(MANIFEST|OPTIONS)-\d+|\d+\.(log|sst)")
"""The files of a database; what else lies there is an account of it, a lock, or left behind."""


class Snapshot:
    """A folder with a database that nobody writes to; it goes when it is closed.

    The folder is locked as long as it is in use, so that what a program left that could not clean
    up after itself goes when the next snapshot is made, or the next build.
    """

    def __init__(self, store: Path, *, patience: float | None = None) -> None:
        """Copy the database of a store, beside others who do.

        Raises StoreMissing, StoreLocked where a build writes for longer than ``patience`` (seconds;
        a little where none is told), StoreUnusable.
        """
        database(store)
        try:
            self.folder, self._lock = _folder(store)
            self.database = self.folder / "db"
            try:
                with locked_to_copy(store, patience):
                    self.state = state(store)
                    _copy(database(store), self.database)
                    link(database(store), self.database)
            except BaseException:
                self.close()
                raise
        except OSError as error:
            raise cannot_write(store, error) from None

    def close(self) -> None:
        """Remove the copy."""
        shutil.rmtree(self.folder, ignore_errors=True)
        if self._lock >= 0:
            os.close(self._lock)
        self._lock = -1


def state(store: Path) -> tuple[object, ...]:
    """What changes whenever the database does; raises StoreMissing or StoreUnusable."""
    folder = database(store)
    seen = []
    with contextlib.suppress(FileNotFoundError):
        for entry in os.scandir(folder):
            if not entry.name.startswith("LOG"):
                stat = entry.stat()
                seen.append((entry.name, stat.st_size, stat.st_mtime_ns))
    return (folder.name, *sorted(seen))


def sweep_snapshots(store: Path) -> None:
    """Remove the copies in a store's folder that no program holds any more."""
    sweep_folders(store, _COPY)


def _folder(store: Path) -> tuple[Path, int]:
    """A held, empty folder on the store's own disk, or where that may not be written, another."""
    sweep_snapshots(store)
    if os.access(store, os.W_OK):
        return held_folder(store, _PREFIX)
    return passing_folder(_ELSEWHERE)


def _copy(source: Path, target: Path) -> None:
    target.mkdir()
    for path in sorted(source.iterdir()):
        if not _OF_THE_ENGINE.fullmatch(path.name):
            continue
        if path.suffix == _TABLE:
            # Tables are written once and then only removed.
            with contextlib.suppress(OSError):
                os.link(path, target / path.name)
                continue
        shutil.copyfile(path, target / path.name)
