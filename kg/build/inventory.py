"""What a store was built from, kept beside it: its files, and what has been settled of each pair.

A change of the seeds is then told from what was there, and costs no more than what it changes.
Whoever removes the file loses nothing but that: the next build reads everything.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.build.counts import Key
from kg.build.describe import Extent
from kg.build.pairs import PairKey
from kg.build.skeletons import Row
from kg.model.stances import Status

FORM = "2"
"""Of the file: another one when what stands in it changes."""
_TABLES = """
CREATE TABLE told (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE files (
  name TEXT PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL, digest TEXT NOT NULL,
  subjects BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE pairs (
  holder TEXT NOT NULL, proposition TEXT NOT NULL, rows BLOB NOT NULL,
  PRIMARY KEY (holder, proposition)
);
CREATE TABLE holders (holder TEXT PRIMARY KEY, months TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE counts (
  proposition TEXT, place TEXT, what TEXT, number INTEGER NOT NULL,
  PRIMARY KEY (proposition, place, what)
) WITHOUT ROWID;
CREATE TABLE steps (name TEXT PRIMARY KEY) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Held:
    """A file as it was when it was read: its SHA-256 and the subjects that it owns."""

    name: str
    size: int
    modified: int
    digest: str
    subjects: tuple[str, ...]


FileRow = tuple[str, int, int, str, bytes]
PairRow = tuple[str, str, bytes]


def pack_file(held: Held) -> FileRow:
    """A file as it stands in the inventory."""
    packed = _packed("\n".join(held.subjects))
    return held.name, held.size, held.modified, held.digest, packed


def pack_pair(key: PairKey, rows: Sequence[Row]) -> PairRow:
    """A pair as it stands in the inventory; without rows it is forgotten there."""
    told = json.dumps(rows, ensure_ascii=False, separators=(",", ":")) if rows else ""
    return *key, _packed(told)


class Inventory:
    """The open file; what is written counts when it is committed."""

    def __init__(self, path: Path) -> None:
        """Open it, and make it where it is not there; raises sqlite3.Error where it is none."""
        self._base = sqlite3.connect(path)
        # The store itself is what must not be lost; this can be made anew.
        self._base.execute("PRAGMA synchronous = OFF")
        if not self._base.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
            self._base.executescript(_TABLES)
            self.note("form", FORM)
            self.commit()
        elif self.noted("form") != FORM:
            self._base.close()
            raise sqlite3.DatabaseError("of another form")

    def close(self) -> None:
        """Leave it; what was not committed is lost."""
        self._base.close()

    def commit(self) -> None:
        """Make what was written count."""
        self._base.commit()

    def noted(self, key: str) -> str | None:
        """A single thing that was noted."""
        found = self._base.execute("SELECT value FROM told WHERE key = ?", (key,)).fetchone()
        return None if found is None else str(found[0])

    def note(self, key: str, value: str) -> None:
        """Note a single thing."""
        self._base.execute("INSERT OR REPLACE INTO told VALUES (?, ?)", (key, value))

    def is_done(self, step: str) -> bool:
        """Whether a step of a build has been done."""
        found = self._base.execute("SELECT 1 FROM steps WHERE name = ?", (step,)).fetchone()
        return found is not None

    def done(self, step: str) -> None:
        """A step of a build has been done."""
        self._base.execute("INSERT OR REPLACE INTO steps VALUES (?)", (step,))

    def files(self) -> Iterator[tuple[str, int, int, str]]:
        """Name, size, time and digest of each file, by name."""
        return self._base.execute("SELECT name, size, modified, digest FROM files ORDER BY name")

    def file(self, name: str) -> Held | None:
        """One file."""
        row = self._base.execute("SELECT * FROM files WHERE name = ?", (name,)).fetchone()
        if row is None:
            return None
        told, size, modified, digest, packed = row
        subjects = tuple(zlib.decompress(packed).decode().split("\n")) if packed else ()
        return Held(told, size, modified, digest, subjects)

    def add_files(self, files: Iterable[FileRow]) -> None:
        """Keep some files, in place of what was known of them."""
        self._base.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)", files)

    def drop_file(self, name: str) -> None:
        """Forget a file."""
        self._base.execute("DELETE FROM files WHERE name = ?", (name,))

    def pair(self, key: PairKey) -> list[Row]:
        """What is kept of a pair, as rows."""
        found = self._base.execute(
            "SELECT rows FROM pairs WHERE holder = ? AND proposition = ?", key
        ).fetchone()
        return [] if found is None else json.loads(zlib.decompress(found[0]))

    def add_pairs(self, pairs: Sequence[PairRow]) -> None:
        """Keep some pairs, in place of what was known of them."""
        self._base.executemany(
            "INSERT OR REPLACE INTO pairs VALUES (?, ?, ?)", (pair for pair in pairs if pair[2])
        )
        self._base.executemany(
            "DELETE FROM pairs WHERE holder = ? AND proposition = ?",
            (pair[:2] for pair in pairs if not pair[2]),
        )

    def months_of(self, holder: str) -> Counter[str]:
        """On how many propositions a holder spoke, by month."""
        found = self._base.execute(
            "SELECT months FROM holders WHERE holder = ?", (holder,)
        ).fetchone()
        return Counter({} if found is None else json.loads(found[0]))

    def add_holders(self, holders: Iterable[tuple[str, Mapping[str, int]]]) -> None:
        """Keep the months of some holders."""
        self._base.executemany(
            "INSERT OR REPLACE INTO holders VALUES (?, ?)",
            ((name, json.dumps(months, sort_keys=True)) for name, months in holders),
        )

    def counts(self, places: Iterable[tuple[str, str]] | None = None) -> Counter[Key]:
        """All counts, or those of some propositions and months, countries or totals."""
        told = "SELECT proposition, place, what, number FROM counts"
        if places is None:
            rows = list(self._base.execute(told))
        else:
            one = f"{told} WHERE proposition = ? AND place = ?"
            rows = [row for key in places for row in self._base.execute(one, key)]
        return Counter({(about, place, what): number for about, place, what, number in rows})

    def count(self, counts: Mapping[Key, int], statuses: Mapping[Status, int]) -> None:
        """Add to the counts."""
        self._base.executemany(
            "INSERT INTO counts VALUES (?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET number = number + excluded.number",
            ((*key, number) for key, number in counts.items() if number),
        )
        held = self.statuses()
        held.update(statuses)
        self.note("statuses", json.dumps({str(one): held[one] for one in held}))

    def statuses(self) -> Counter[Status]:
        """How many published stances there are of each status."""
        held = json.loads(self.noted("statuses") or "{}")
        return Counter({Status(name): number for name, number in held.items()})

    def sizes(self) -> dict[str, int]:
        """How many quads each graph holds, by its short name; empty ones are left out."""
        held: dict[str, int] = json.loads(self.noted("sizes") or "{}")
        return {name: number for name, number in sorted(held.items()) if number}

    def resize(self, name: str, more: int) -> None:
        """A graph holds so many more quads."""
        held = Counter(self.sizes())
        held[name] += more
        self.note("sizes", json.dumps(held))

    def extent(self) -> Extent:
        """How much the default graph holds."""
        held = json.loads(
            self.noted("extent") or '{"classes": {}, "properties": {}, "subjects": 0}'
        )
        return Extent(Counter(held["classes"]), Counter(held["properties"]), held["subjects"])

    def extend(self, more: Extent) -> None:
        """Add to the extent of the default graph."""
        held = self.extent()
        held.update(more)
        told = {
            "classes": dict(held.classes),
            "properties": dict(held.properties),
            "subjects": held.subjects,
        }
        self.note("extent", json.dumps(told))


def _packed(text: str) -> bytes:
    return zlib.compress(text.encode(), 1) if text else b""


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Inventory | None]:
    """The inventory in a file, or None where there is none that can be read."""
    inventory = None
    if path.is_file() and not path.is_symlink():
        with contextlib.suppress(sqlite3.Error, ValueError):
            inventory = Inventory(path)
    try:
        yield inventory
    finally:
        if inventory is not None:
            inventory.close()
