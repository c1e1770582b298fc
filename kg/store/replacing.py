"""What takes the place of a store's content: a small change in the database, or a new one.

A new database is made in a folder of its own, and is in use when the store points to it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from pyoxigraph import Quad, Store

from kg.errors import StoreError
from kg.files import sync_folder, write_whole
from kg.store.embedded import ENGINE_ERRORS, database, input_hash, open_reader, unusable
from kg.store.graphs import as_update
from kg.store.words_writing import sweep, write

_MOST_HELD = 1_000_000
"""A store of more quads is not read to be compared, but written anew."""
_LARGE = 5_000
"""From so many changed quads on, writing a new database is quicker than one update."""
_LONG = 2**17
"""From so many bytes on, what the engine's logs tell goes into tables: every reader reads them."""
_REPLACED = "replaced"
"""The file in the folder of a database that was in use before the one that is."""


def replace_all(store: Path, quads: set[Quad], *, anew: bool = False) -> tuple[int, int]:
    """Make the store hold exactly these quads; returns how many were added and removed.

    Raises StoreError, with the store as it was, where that cannot be done. The caller holds the
    write lock.
    """
    held: set[Quad] | None = None
    if not anew:
        with contextlib.suppress(StoreError, *ENGINE_ERRORS):
            found = set(islice(open_reader(store), _MOST_HELD + 1))
            held = found if len(found) <= _MOST_HELD else None
    if held is None:
        _write_database(store, quads)
        return len(quads), 0
    added, removed = quads - held, held - quads
    if len(added) + len(removed) >= _LARGE:
        _write_database(store, quads)
    elif added or removed:
        _update(store, added, removed)
    return len(added), len(removed)


def _write_database(store: Path, quads: Iterable[Quad]) -> None:
    folder = store / f"db-{os.urandom(6).hex()}"
    with in_the_making(store, folder):
        database_ = Store(str(folder))
        database_.bulk_extend(quads)
        database_.optimize()
        database_.flush()
        index_words(database_, folder)
        del database_
        sync_folder(store)
        point_to(store, folder)


@contextlib.contextmanager
def in_the_making(store: Path, folder: Path) -> Iterator[None]:
    """Where a new database comes to be in a folder, which goes if that fails; raises StoreError."""
    try:
        yield
    except (StoreError, *ENGINE_ERRORS) as error:
        if not _is_in_use(store, folder):
            shutil.rmtree(folder, ignore_errors=True)
            sweep(store)
        if isinstance(error, StoreError):
            raise
        raise unusable(store, error) from None


def _is_in_use(store: Path, folder: Path) -> bool:
    try:
        return database(store) == folder
    except StoreError:
        return False


def index_words(database_: Store, folder: Path) -> None:
    """Write the index of words of an open database, of which that is or will be the folder."""
    state = input_hash(database_)
    if state is not None:
        # What is built is whole without it.
        with contextlib.suppress(StoreError):
            write(database_, folder, state)


def point_to(store: Path, folder: Path) -> None:
    """Make a database, which is whole on disk, the one in use; raises StoreError.

    The one before stays, so that its readers can go on; those before it go.
    """
    before = None
    with contextlib.suppress(StoreError):
        before = database(store)
    write_whole(store / "current", f"{folder.name}\n".encode())
    for old in store.glob("db-*"):
        if old not in (folder, before):
            shutil.rmtree(old, ignore_errors=True)
    if before:
        with contextlib.suppress(OSError):
            (before / _REPLACED).touch()
    sweep(store)


def is_replaced(folder: Path) -> bool:
    """Whether a database was in use until the last build: it goes with the next one."""
    return (folder / _REPLACED).exists()


def change(database_: Store, folder: Path, update: str) -> None:
    """Make a small change of an open database in a folder, and have it outlast a loss of power.

    Raises what the engine raises, and OSError.
    """
    database_.update(update)
    # The engine writes a change to its log first, and reads that when it is opened. A flush writes
    # tables: that is a dozen files, and to put so little into them can wait.
    logs = sorted(folder.glob("*.log"))
    try:
        short = bool(logs) and sum(log.stat().st_size for log in logs) <= _LONG
        for log in logs if short else ():
            with log.open("rb") as stream:
                os.fsync(stream.fileno())
    except FileNotFoundError:
        # The engine has just put it into tables itself.
        short = False
    if short:
        sync_folder(folder)
    else:
        database_.flush()


def _update(store: Path, added: set[Quad], removed: set[Quad]) -> None:
    try:
        folder = database(store)
        database_ = Store(str(folder))
        change(database_, folder, as_update(added, removed))
        index_words(database_, folder)
    except ENGINE_ERRORS as error:
        raise unusable(store, error) from None
