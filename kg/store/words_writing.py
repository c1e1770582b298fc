"""Writing the index of the words of evidence, whole or what a small build adds to it."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import zlib
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from pyoxigraph import NamedNode, Store

from kg.files import cannot_write, sync_folder
from kg.store.words import (
    DAMAGED,
    FORM,
    NAMES,
    added_to,
    lowered,
    open_file,
    place,
    plain,
    read_state,
    short_name,
    words_of,
)

MOST_ADDED = 2**20
"""Above so many bytes in the second file, the index is due to be written anew."""

_MAKE = """
PRAGMA page_size = 8192;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA cache_size = -32000;
CREATE TABLE about (form TEXT, hash TEXT);
CREATE TABLE names (id INTEGER PRIMARY KEY, names BLOB);
CREATE VIRTUAL TABLE words USING fts5 (
  low, content = '', detail = none, columnsize = 0, tokenize = 'trigram case_sensitive 1'
);
BEGIN;
"""


def write(store: Store, database: Path, state: str) -> bool:
    """Write the index of an open store, of which the folder is or will be ``database``.

    ``state`` is the store's input hash. False, with none left there, where this Python's SQLite
    cannot make one. Raises StoreError where the disk is full or the folder not writable.
    """
    path, parts = place(database), place(database).with_suffix(f".{os.getpid()}")
    try:
        _fill(store, parts, state)
        with parts.open("rb") as stream:
            os.fsync(stream.fileno())
        # Cut off between the two, the old index is of an old state, and the next change tells.
        added_to(path).unlink(missing_ok=True)
        parts.replace(path)
        sync_folder(path.parent)
    except sqlite3.OperationalError as error:
        if "no such" not in str(error):
            raise cannot_write(path, OSError(str(error))) from None
        _remove(path)
        return False
    except OSError as error:
        raise cannot_write(path, error) from None
    finally:
        parts.unlink(missing_ok=True)
    return True


def change(database: Path, added: Iterable[tuple[NamedNode, str]], *, was: str, now: str) -> bool:
    """Let the index follow a change: ``added`` is evidence that is new or has other words now.

    ``was`` and ``now`` are the input hashes of the store before and after it. False where there is
    no index of that state, or too much was added to it: then write() is due, and until then queries
    go without. Raises StoreError where the file cannot be written.
    """
    path = added_to(place(database))
    if reach(database) != was:
        return False
    words: dict[str, str] = {}
    for name, low in lowered(added):
        words[name.value] = f"{words[name.value]}\n{low}" if name.value in words else low
    line = json.dumps([was, now, words], ensure_ascii=False) + "\n"
    try:
        with path.open("ab") as stream:
            if stream.tell() > MOST_ADDED:
                return False
            stream.write(line.encode())
    except OSError as error:
        raise cannot_write(path, error) from None
    return True


def reach(database: Path) -> str | None:
    """The input hash of the state up to which the index of a database follows the store.

    None where there is none that can be read, or its last line was cut off.
    """
    path = place(database)
    try:
        with contextlib.closing(open_file(path)) as index:
            state = read_state(index)
        added = added_to(path)
        lines = added.read_bytes() if added.exists() else b""
        if not lines:
            return state
        # Each line was only added to one that it follows on: so the last one tells for all.
        _, now, _ = json.loads(lines[lines.rfind(b"\n", 0, -1) + 1 :])
        return str(now) if lines.endswith(b"\n") else None
    except (OSError, *DAMAGED):
        return None


def sweep(store: Path) -> None:
    """Remove the indexes in a store's folder whose databases are gone, or that were not finished.

    The caller holds the write lock.
    """
    for path in store.glob("words-*"):
        name, _, ending = path.name.removeprefix("words-").partition(".")
        if ending not in ("sqlite", "added") or not (store / name).is_dir():
            with contextlib.suppress(OSError):
                path.unlink()


def link(database: Path, copy: Path) -> None:
    """Give the copy of a database the index that the database has now, if it has one."""
    first, other = place(database), place(copy)
    for path, target in ((first, other), (added_to(first), added_to(other))):
        try:
            os.link(path, target)
        except OSError:
            # On another disk; where the file goes, its readers do without.
            with contextlib.suppress(OSError):
                target.symlink_to(path.resolve())


def _fill(store: Store, path: Path, state: str) -> None:
    path.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as index:
        index.executescript(_MAKE)
        index.execute("INSERT INTO about VALUES (?, ?)", (FORM, state))
        rows = words_of(store)
        number = 0
        while block := list(islice(rows, NAMES)):
            names = "\n".join(short_name(name) for name, _ in block).encode()
            index.execute("INSERT INTO names VALUES (?, ?)", (number, zlib.compress(names, 1)))
            index.executemany(
                "INSERT INTO words (rowid, low) VALUES (?, ?)",
                ((number * NAMES + at, plain(low)) for at, (_, low) in enumerate(block)),
            )
            number += 1
        index.execute("INSERT INTO words (words) VALUES ('optimize')")
        index.execute("COMMIT")


def _remove(path: Path) -> None:
    added_to(path).unlink(missing_ok=True)
    path.unlink(missing_ok=True)
