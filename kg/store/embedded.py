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
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, Quad, RdfFormat, Store

from kg.errors import StoreError, StoreLocked, StoreMissing, StoreUnusable
from kg.project import Address, Place
from kg.rdf.terms import ST, graph
from kg.store.graphs import as_update, count_quads

if TYPE_CHECKING:
    from kg.store.blocks import Block

KEY = "key"
"""The file in a folder of work in progress that tells which work it is: without it, none."""
ENGINE_ERRORS = (OSError, RuntimeError)
"""What the engine raises: on a full or refused disk the one, on corrupt files the other."""
LOADED = "db"
"""The database in such a folder."""
_DAMAGE = re.compile(r"corrupt|checksum|IO error|No space left", re.IGNORECASE)
_AT_ONCE = 32 * 2**20
"""So many bytes of blocks are loaded at once: more costs memory, and less time."""
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
    except ENGINE_ERRORS:
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
            held = set(open_reader(store))
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
        _index_words(database_, folder)
        del database_
        sync_folder(store)
    except ENGINE_ERRORS as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise unusable(store, error) from None
    _point_to(store, folder)


def _index_words(database_: Store, folder: Path) -> None:
    from kg.store.words_writing import write

    state = input_hash(database_)
    if state is not None:
        # What is built is whole without it.
        with contextlib.suppress(StoreError):
            write(database_, folder, state)


def _point_to(store: Path, folder: Path) -> None:
    from kg.files import write_whole
    from kg.store.words_writing import sweep

    write_whole(store / "current", f"{folder.name}\n".encode())
    for old in store.glob("db-*"):
        if old != folder:
            shutil.rmtree(old, ignore_errors=True)
    sweep(store)


class Loading:
    """A database in the making, in a folder of the store: it takes its place when it is whole.

    What was put in stays when the work is cut off, and another Loading of the same folder goes on
    with it. The caller holds the write lock.
    """

    def __init__(self, store: Path, folder: Path) -> None:
        """Open the database, which may be there in part; raises StoreError."""
        self._store, self._folder = store, folder / LOADED
        self._waiting: dict[str, list[bytes]] = {}
        self._size = 0
        try:
            self._database = Store(str(self._folder))
        except ENGINE_ERRORS as error:
            raise unusable(store, error) from None

    def add(self, block: Block) -> None:
        """Take a block in, to be loaded with those that come next."""
        self._waiting.setdefault(block.graph, []).append(block.content)
        self._size += len(block.content)

    @property
    def is_full(self) -> bool:
        """Whether enough is waiting to be loaded."""
        return self._size >= _AT_ONCE

    def load(self) -> None:
        """Load what is waiting; raises StoreError."""
        try:
            for name, contents in self._waiting.items():
                place = DefaultGraph() if name == "published" else graph(name)
                # Blocks are written by the engine's own terms: it need not look at them again.
                self._database.bulk_load(
                    b"".join(contents), format=RdfFormat.N_TRIPLES, to_graph=place, lenient=True
                )
        except ENGINE_ERRORS as error:
            raise unusable(self._store, error) from None
        self._waiting, self._size = {}, 0

    def finish(self) -> None:
        """Put the database in the place of the one in use; raises StoreError."""
        from kg.files import sync_folder

        self.load()
        folder = self._store / f"db-{os.urandom(6).hex()}"
        try:
            self._database.optimize()
            self._database.flush()
            _index_words(self._database, folder)
            del self._database
            # From here on there is nothing left with which the same work could go on.
            (self._folder.parent / KEY).unlink(missing_ok=True)
            self._folder.rename(folder)
            sync_folder(self._store)
        except ENGINE_ERRORS as error:
            raise unusable(self._store, error) from None
        _point_to(self._store, folder)


def _update(store: Path, added: set[Quad], removed: set[Quad]) -> None:
    try:
        folder = database(store)
        database_ = Store(str(folder))
        database_.update(as_update(added, removed))
        database_.flush()
        _index_words(database_, folder)
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
