"""What programs that were ended in the middle have left in a store's folder."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from kg.errors import StoreError
from kg.files import UNFINISHED
from kg.held import left_over
from kg.store.embedded import database
from kg.store.findings import SWEEP, Finding, shown_size
from kg.store.replacing import is_replaced

COLUMNS_FILE = "stances.npz"
"""The file in which what analyses have read is kept."""
_LOADED = re.compile(r"\d+")
"""As the engine names tables that it has not taken in yet."""
_MOST_LOGS = 4
"""So many accounts of its work by the engine are no burden; more are."""


def find_leftovers(store: Path) -> list[Finding]:
    """What lies in a store's folder and is of no use, each with its size; nobody may be writing."""
    try:
        used = database(store)
    except StoreError:
        # Which of the databases is to be kept is not known.
        used = None
    found = [
        (path, why)
        for path in (sorted(store.iterdir()) if store.is_dir() else ())
        if (why := _why_left(path, used))
    ]
    found += _inside(used) if used else []
    return [_finding(path, why) for path, why in found]


def find_unfinished(seeds: Path) -> list[Finding]:
    """The files beside seeds that whoever wrote them did not finish; nobody may be writing."""
    return [
        _finding(Path(folder) / name, "a file that was not finished")
        for folder, _, names in os.walk(seeds)
        for name in sorted(names)
        if UNFINISHED.fullmatch(name)
    ]


def remove(path: Path) -> None:
    """Remove a file, or a folder with all that is in it; a link goes, not what it points to."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _finding(path: Path, why: str) -> Finding:
    return Finding(path, f"{why} ({shown_size(_size(path))})", SWEEP)


def _why_left(path: Path, used: Path | None) -> str | None:
    name = path.name
    if UNFINISHED.fullmatch(name):
        return "a file that was not finished"
    if name == "building":
        return "the work of a build that was cut off, which kg build goes on with"
    if name.startswith("snapshot-"):
        with left_over(path) as handle:
            return None if handle is None else "a copy that nobody reads any more"
    if used and re.fullmatch(r"db-[0-9a-f]{12}", name) and path != used:
        # The one before this one may have readers yet; the next build removes it.
        return None if is_replaced(path) else "a database that is not in use"
    return _why_words_left(path) if name.startswith("words-") else None


def _why_words_left(path: Path) -> str | None:
    stem, _, ending = path.name.removeprefix("words-").partition(".")
    if not path.with_name(stem).is_dir():
        return "an index of a database that is gone"
    return None if ending in ("sqlite", "added") else "an index that was not finished"


def _inside(folder: Path) -> Iterator[tuple[Path, str]]:
    """What lies in the folder of a database and is not read by the engine."""
    for path in sorted(folder.iterdir()):
        if _LOADED.fullmatch(path.name):
            yield path, "a table that was not taken in"
    # By their names, they are in the order in which they were written.
    logs = sorted(folder.glob("LOG.old.*"))
    for path in logs[:-1] if len(logs) > _MOST_LOGS else ():
        yield path, "an old account of the engine's work"


def _size(path: Path) -> int:
    if path.is_symlink() or not path.is_dir():
        return path.lstat().st_size
    parts = (Path(folder) / name for folder, _, names in os.walk(path) for name in names)
    return sum(part.lstat().st_size for part in parts)
