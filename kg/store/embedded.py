"""The embedded store: pyoxigraph on disk, one writer, readers beside it.

A store folder holds ``current``, which names the folder of the database in use, and ``lock``. A
first or large build goes into a new database, and ``current`` moves when it is whole on disk; a
small change is one SPARQL update, which pyoxigraph commits or rolls back as one. The database that
was in use before stays until the next build: who reads it may not have opened all of its files.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
from operator import attrgetter
from pathlib import Path
from typing import cast

from pyoxigraph import Literal, QuerySolutions, Store

from kg.errors import StoreError, StoreLocked, StoreMissing, StoreUnusable
from kg.project import Address, Place
from kg.rdf.terms import ST
from kg.remedies import MORE_FILES, number_in, remedy_of_writing
from kg.store.graphs import META, PUBLISHED, graph_name, graph_node

ENGINE_ERRORS = (OSError, RuntimeError)
"""What the engine raises: on a full or refused disk the one, on corrupt files the other."""
_DAMAGE = re.compile(
    "corrupt|checksum|IO error|No space left|Disk quota exceeded|file descriptors", re.IGNORECASE
)
_BY_GRAPH = "SELECT ?graph (COUNT(*) AS ?count) { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)
_MOST_LOOKS = 100
"""How often a database is opened that a writer moves on with."""
_MOVES = re.compile(r"CURRENT|MANIFEST.*|.*\.log")
"""The files of a database that are others when what was written is moved into tables."""


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
            from kg.store.remote.remote import fetch  # slow to import

            return fetch(store)
        case folder:
            return _open_folder(folder)


def _open_folder(store: Path) -> Store:
    failed: StoreError | None = None
    for look in range(_MOST_LOOKS):
        before = marks_of(store)
        try:
            reader = Store.read_only(str(database(store)))
        except (StoreUnusable, *ENGINE_ERRORS) as error:
            failed = error if isinstance(error, StoreUnusable) else unusable(store, error)
            if look and marks_of(store) == before:
                raise failed from None
        else:
            # The engine reads its account of the tables first and the newest changes last. Who
            # writes in between may take the changes away that lie between the two: the reader then
            # sees what never was, half of one state and half of a later one.
            if marks_of(store) == before:
                return reader
            del reader
    raise failed or StoreLocked(
        f"{store}: another program keeps writing to it", hint="try again when it has ended"
    )


def marks_of(store: Path) -> tuple[object, ...]:
    """What changes when a writer moves what it wrote to the database in use into its tables."""
    seen: list[object] = []
    with contextlib.suppress(StoreError, OSError):
        folder = database(store)
        seen.append(folder.name)
        # A large database has hundreds of tables, and every question comes by here.
        with os.scandir(folder) as files:
            for file in sorted(filter(_moves, files), key=attrgetter("name")):
                seen.append(file.name)
                if not file.name.endswith(".log"):
                    told = file.stat()
                    seen.append((told.st_size, told.st_mtime_ns, told.st_ino))
    return tuple(seen)


def _moves(file: os.DirEntry[str]) -> bool:
    return bool(_MOVES.fullmatch(file.name))


def fingerprint(store: Path) -> str | None:
    """The hash of what the store was built from, or None where there is no usable store."""
    try:
        return input_hash(open_reader(store))
    except (StoreError, *ENGINE_ERRORS):
        return None


def input_hash(reader: Store) -> str | None:
    """The hash of what an open store was built from, or None where it does not tell."""
    found = list(reader.quads_for_pattern(None, ST.inputHash, None, graph_node(META)))
    told = found[0].object if len(found) == 1 else None
    return told.value if isinstance(told, Literal) else None


def sizes(store: Place) -> dict[str, int]:
    """How many quads each graph holds, by its short name."""
    reader = open_reader(store)
    counted = cast("QuerySolutions", reader.query(_BY_GRAPH))
    found = {graph_name(row["graph"]): int(cast("Literal", row["count"]).value) for row in counted}
    if published := len(reader) - sum(found.values()):
        found[PUBLISHED] = published
    return dict(sorted(found.items()))


def is_damage(error: Exception) -> bool:
    """Whether an error of the engine tells of damaged or unreadable files."""
    return isinstance(error, ENGINE_ERRORS) and bool(_DAMAGE.search(str(error)))


def unusable(store: Place, error: Exception) -> StoreError:
    """What to tell the user of an error of the engine."""
    text = str(error)
    if "file descriptors" in text:
        return StoreUnusable(f"{store}: {text}", hint=MORE_FILES)
    number = number_in(text)
    if number not in (None, errno.EAGAIN):
        kept = "; what was there stays as it was" if number in _NO_ROOM else ""
        told = "the disk is full" if number == errno.ENOSPC else text
        return StoreUnusable(f"{store}: {told}", hint=f"{remedy_of_writing(number)}{kept}")
    if "LOCK" in text or "lock hold" in text:
        return StoreLocked(f"{store}: another program is writing to it", hint="try again later")
    if "No such file" in text and ".sst" in text:
        return StoreUnusable(
            f"{store}: it was built while it was read, or a part of it is lost",
            hint="ask again; if it says so once more: kg build --anew",
        )
    return StoreUnusable(f"{store}: {text}", hint="if it is corrupt, make it anew: kg build --anew")
