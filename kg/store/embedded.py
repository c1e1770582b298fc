"""The embedded store: pyoxigraph on disk, one writer, readers beside it.

A store folder holds ``current``, which names the folder of the database in use, and ``lock``. A
first or large build goes into a new database, and ``current`` moves when it is whole on disk; a
small change is one SPARQL update, which pyoxigraph commits or rolls back as one.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from pyoxigraph import Literal, Quad, Store

from kg.errors import StoreError, StoreLocked, StoreMissing, StoreUnusable
from kg.project import Address, Place
from kg.rdf.terms import ST, graph
from kg.store.graphs import as_update, count_quads

ENGINE_ERRORS = (OSError, RuntimeError)
"""What the engine raises: on a full or refused disk the one, on corrupt files the other."""
_DAMAGE = re.compile(r"corrupt|checksum|IO error|No space left", re.IGNORECASE)
_MOST_HELD = 1_000_000
"""A store of more quads is not read to be compared, but written anew."""
_LARGE = 5_000
"""From so many changed quads on, writing a new database is quicker than one update."""


def database(store: Path) -> Path:
    """The folder of the database in use; raises StoreMissing where there is none."""
    try:
        name = (store / "current").read_text(encoding="ascii").strip()
    except FileNotFoundError:
        raise StoreMissing(f"{store}: there is no store", hint="make it with: kg build") from None
    except (OSError, UnicodeDecodeError) as error:
        raise StoreUnusable(f"{store}: cannot be read: {error}") from None
    folder = store / name
    if not re.fullmatch(r"db-[0-9a-f]{12}", name) or not folder.is_dir():
        raise StoreUnusable(
            f"{store}: the database it names is not there", hint="make it anew: kg build --anew"
        )
    return folder


def open_reader(store: Place) -> Store:
    """The store as it is now, for reading; later changes do not show in it.

    Of a served store that is a copy in memory. Raises StoreError.
    """
    match store:
        case Address():
            from kg.store.remote import fetch  # slow to import

            return fetch(store)
        case folder:
            return _open_folder(folder)


def _open_folder(store: Path) -> Store:
    try:
        return Store.read_only(str(database(store)))
    except (StoreUnusable, *ENGINE_ERRORS):
        # A writer may have moved on between the two steps; the second look finds its new files.
        try:
            return Store.read_only(str(database(store)))
        except ENGINE_ERRORS as error:
            raise unusable(store, error) from None


@contextlib.contextmanager
def write_lock(store: Path) -> Iterator[None]:
    """Keeps other writers out while it is held; raises StoreLocked where another holds it."""
    from kg.files import cannot_write  # what only writers need is slow to import

    try:
        store.mkdir(parents=True, exist_ok=True)
        stream = (store / "lock").open("w")
    except OSError as error:
        raise cannot_write(store, error) from None
    with stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StoreLocked(
                f"{store}: another program is writing to it", hint="try again when it has ended"
            ) from None
        yield


def fingerprint(store: Path) -> str | None:
    """The hash of what the store was built from, or None where there is no usable store."""
    try:
        return input_hash(open_reader(store))
    except (StoreError, *ENGINE_ERRORS):
        return None


def input_hash(reader: Store) -> str | None:
    """The hash of what an open store was built from, or None where it does not tell."""
    found = list(reader.quads_for_pattern(None, ST.inputHash, None, graph("meta")))
    told = found[0].object if len(found) == 1 else None
    return told.value if isinstance(told, Literal) else None


def sizes(store: Place) -> dict[str, int]:
    """How many quads each graph holds, by its short name."""
    return count_quads(open_reader(store))


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
    from kg.files import sync_folder

    folder = store / f"db-{os.urandom(6).hex()}"
    try:
        database_ = Store(str(folder))
        database_.bulk_extend(quads)
        database_.optimize()
        database_.flush()
        index_words(database_, folder)
        del database_
        sync_folder(store)
    except ENGINE_ERRORS as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise unusable(store, error) from None
    point_to(store, folder)


def index_words(database_: Store, folder: Path) -> None:
    """Write the index of words of an open database, of which that is or will be the folder."""
    from kg.store.words_writing import write

    state = input_hash(database_)
    if state is not None:
        # What is built is whole without it.
        with contextlib.suppress(StoreError):
            write(database_, folder, state)


def point_to(store: Path, folder: Path) -> None:
    """Make a database, which is whole on disk, the one in use; the others go."""
    from kg.files import write_whole
    from kg.store.words_writing import sweep

    write_whole(store / "current", f"{folder.name}\n".encode())
    for old in store.glob("db-*"):
        if old != folder:
            shutil.rmtree(old, ignore_errors=True)
    sweep(store)


def _update(store: Path, added: set[Quad], removed: set[Quad]) -> None:
    try:
        folder = database(store)
        database_ = Store(str(folder))
        database_.update(as_update(added, removed))
        database_.flush()
        index_words(database_, folder)
    except ENGINE_ERRORS as error:
        raise unusable(store, error) from None


def is_damage(error: Exception) -> bool:
    """Whether an error of the engine tells of damaged or unreadable files."""
    return isinstance(error, ENGINE_ERRORS) and bool(_DAMAGE.search(str(error)))


def unusable(store: Place, error: Exception) -> StoreError:
    """What to tell the user of an error of the engine."""
    text = str(error)
    if "LOCK" in text or "lock hold" in text:
        return StoreLocked(f"{store}: another program is writing to it", hint="try again later")
    if "No space left" in text:
        return StoreUnusable(
            f"{store}: the disk is full", hint="free some space; what was there stays as it was"
        )
    return StoreUnusable(f"{store}: {text}", hint="if it is corrupt, make it anew: kg build --anew")
