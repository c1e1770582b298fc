"""Whether the index of words finds all evidence by its words.

Nothing in the file tells of a flipped byte by itself: evidence then drops out of answers without a
word. So every three letters in a row that stand in the store are looked up, as a query looks them
up, and what is found for each piece of evidence is compared with what its words ask for.
"""

from __future__ import annotations

import contextlib
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Store

from kg.store.words import (
    DAMAGED,
    NAMES,
    as_sought,
    grams_of,
    open_file,
    place,
    read_added,
    read_state,
    whole_name,
    words_of,
)

_MODULUS = 2**64
_OLDEST = (3, 34)
"""The first SQLite that can make an index of three letters."""


def fault_of_words(store: Store, database: Path, state: str | None) -> str | None:
    """What is wrong with the index of an open store in the state of that hash; None if nothing."""
    path = place(database)
    if not path.is_file():
        return "is not there: words are found more slowly" if _can_make() else None
    try:
        with contextlib.closing(open_file(path)) as index:
            found, added = read_added(path, read_state(index), state)
            if found != state:
                return "is of another state of the store: words are found more slowly"
            if fault := _fault_of_file(index):
                return f"is damaged: {fault}"
            lost, number = _lost(index, store, added)
    except DAMAGED as error:
        return f"is damaged: {error}"
    return f"does not find {lost} of {number} texts by their words" if lost else None


def _can_make() -> bool:
    return sqlite3.sqlite_version_info >= _OLDEST


def _fault_of_file(index: sqlite3.Connection) -> str | None:
    """What SQLite finds at fault in the file, in a copy: the file itself is not to be written."""
    with contextlib.closing(sqlite3.connect(":memory:")) as copy:
        index.backup(copy)
        found = [str(row[0]) for row in copy.execute("PRAGMA integrity_check(1)")]
        if found != ["ok"]:
            return " ".join(found[0].split()) if found else "nothing is told of it"
        copy.execute("INSERT INTO words (words) VALUES ('integrity-check')")
    return None


def _lost(index: sqlite3.Connection, store: Store, added: dict[str, str]) -> tuple[int, int]:
    """How many texts are not found by all of their letters, and how many texts there are."""
    sought = {gram for _, low in words_of(store) for gram in grams_of(low)}
    held = _sums_by_name(index, _sums_by_row(index, sought))
    lost = number = 0
    for name, low in words_of(store):
        number += 1
        wanted = sum(map(hash, grams_of(low))) % _MODULUS
        if wanted and wanted not in held.get(name, ()) and low not in added.get(name, ""):
            lost += 1
    return lost, number


def _sums_by_row(index: sqlite3.Connection, grams: Iterable[str]) -> dict[int, int]:
    """The sum of the hashes of those letters by which each row is found."""
    held: dict[int, int] = defaultdict(int)
    for gram in grams:
        letters, wanted = hash(gram), as_sought(gram)
        for (row,) in index.execute("SELECT rowid FROM words WHERE words MATCH ?", (wanted,)):
            held[row] = (held[row] + letters) % _MODULUS
    return held


def _sums_by_name(index: sqlite3.Connection, rows: dict[int, int]) -> dict[str, set[int]]:
    """The same by the names of evidence, of which each may have several rows."""
    held: dict[str, set[int]] = defaultdict(set)
    for number, packed in index.execute("SELECT id, names FROM names"):
        for at, name in enumerate(zlib.decompress(packed).decode().split("\n")):
            held[whole_name(name)].add(rows.get(number * NAMES + at, 0))
    return held
