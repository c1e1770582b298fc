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

from kg.files import cannot_write
from kg.store.embedded import database, write_lock
from kg.store.words_writing import link

_PREFIX = "snapshot-"
_ELSEWHERE = "kg-snapshot-"


class Snapshot:
    """A folder with a database that nobody writes to; it goes when it is closed.

    The folder is locked as long as it is in use, so that what a program left that could not clean
    up after itself goes when the next snapshot is made.
    """

    def __init__(self, store: Path) -> None:
        """Copy the database of a store.

        Raises StoreMissing, StoreLocked while a build writes, StoreUnusable.
        """
        database(store)
        try:
            self.folder, self._lock = _folder(store)
            self.database = self.folder / "db"
            try:
                with _unless_read_only(store):
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


def _folder(store: Path) -> tuple[Path, int]:
    """A locked, empty folder on the store's own disk, or where that may not be written, another."""
    places = (store, _PREFIX), (Path(tempfile.gettempdir()), _ELSEWHERE)
    for place, prefix in places:
        _sweep(place, prefix)
    place, prefix = places[0 if os.access(store, os.W_OK) else 1]
    while True:
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=place))
        lock = os.open(folder, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)
        # Another program may have swept it up before it was locked.
        if folder.exists():
            return folder, lock
        os.close(lock)


def _sweep(place: Path, prefix: str) -> None:
    """Remove the folders that no program holds any more."""
    for folder in place.glob(f"{prefix}*"):
        with contextlib.suppress(OSError):
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if os.fstat(lock).st_uid == os.geteuid():
                    shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(lock)


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
