"""What programs that were killed have left in a store's folder, removed by the next that writes."""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path

from kg.errors import StoreError, StoreMissing
from kg.files import UNFINISHED
from kg.store.embedded import database
from kg.store.leftovers import remove
from kg.store.snapshot import sweep_snapshots
from kg.store.words_writing import sweep as sweep_words

_DATABASE = re.compile(r"db-[0-9a-f]{12}")
_NO_USE = re.compile(r"\d+|LOG\.old\.\d+")
"""What the engine never reads again: tables that were not taken in, and what it once told."""


def sweep(store: Path) -> None:
    """Remove what nobody will come back to from a store's folder; the caller holds the write lock.

    What cannot be removed stays, and so does work in progress. A program that keeps something
    beside the store without the lock may lose the file that it is writing, and has to do without.
    """
    with contextlib.suppress(StoreError, OSError):
        for path in _databases(store):
            remove(path)
    with contextlib.suppress(OSError):
        sweep_words(store)
        sweep_snapshots(store)
        for path in list(store.iterdir()):
            if UNFINISHED.fullmatch(path.name):
                remove(path)


def _databases(store: Path) -> list[Path]:
    """The databases that are not in use, and what is of no use in the one that is."""
    try:
        used = database(store)
    except StoreMissing:
        return [path for path in store.iterdir() if _DATABASE.fullmatch(path.name)]
    others = [p for p in store.iterdir() if _DATABASE.fullmatch(p.name) and p != used]
    return others + [Path(e.path) for e in os.scandir(used) if _NO_USE.fullmatch(e.name)]
