"""A copy of the database as it stands, for readers that live long: later builds do not reach it.

Opening the live database read-only can fail while a writer tidies its files up; a copy of it that
shares the files which never change costs next to nothing.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from pathlib import Path

from kg.errors import KgError
from kg.files import cannot_write
from kg.store.embedded import database, write_lock

_PREFIX = "snapshot-"


class Snapshot:
    """A folder with a database that nobody writes to; it goes when it is closed."""

    def __init__(self, store: Path) -> None:
        """Copy the database of a store.

        Raises StoreMissing, StoreLocked while a build writes, StoreUnusable.
        """
        self.state = state(store)
        self.folder = _folder(store)
        try:
            self._mark = (self.folder / "in-use").open("w")
            fcntl.flock(self._mark, fcntl.LOCK_EX)
            self.database = self.folder / "db"
            with _unless_read_only(store):
                _copy(database(store), self.database)
        except (OSError, KgError) as error:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise error if isinstance(error, KgError) else cannot_write(store, error) from None

    def close(self) -> None:
        """Remove the copy."""
        self._mark.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def state(store: Path) -> tuple[object, ...]:
    """What changes whenever the database does; raises StoreMissing or StoreUnusable."""
    folder = database(store)
    files = (entry for entry in os.scandir(folder) if not entry.name.startswith("LOG"))
    seen = []
    for entry in files:
        with contextlib.suppress(FileNotFoundError):
            stat = entry.stat()
            seen.append((entry.name, stat.st_size, stat.st_mtime_ns))
    return (folder.name, *sorted(seen))


def _folder(store: Path) -> Path:
    """An empty folder on the store's own disk, or where that may not be written, on another."""
    for old in store.glob(f"{_PREFIX}*"):
        _remove_left(old)
    try:
        return Path(tempfile.mkdtemp(prefix=_PREFIX, dir=store))
    except OSError:
        return Path(tempfile.mkdtemp(prefix="kg-"))


def _remove_left(folder: Path) -> None:
    """Remove what a program left that could not clean up after itself."""
    with contextlib.suppress(OSError), (folder / "in-use").open("r+") as mark:
        fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)


def _unless_read_only(store: Path) -> contextlib.AbstractContextManager[None]:
    # Where nobody may write, nobody does.
    return write_lock(store) if os.access(store, os.W_OK) else contextlib.nullcontext()


def _copy(source: Path, target: Path) -> None:
    target.mkdir()
    for path in sorted(source.iterdir()):
        if path.name.startswith("LOG"):
            continue
        if path.suffix == ".sst":
            # Tables are written once and then only removed.
            with contextlib.suppress(OSError):
                os.link(path, target / path.name)
                continue
        shutil.copyfile(path, target / path.name)
