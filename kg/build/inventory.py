"""What a store was built from, kept beside it: its files, and what has been settled of each pair.

A change of the seeds is then told from what was there, and costs no more than what it changes.
Whoever removes the file loses nothing but that: the next build reads everything.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from kg.build.cells import (
    FileRow,
    Held,
    PairRow,
    as_written,
    parse,
    read_counts,
    read_files,
    read_stance,
    unpack_file,
    unpack_rows,
)
from kg.build.counts import Key
from kg.build.describe import Extent
from kg.build.pairs import PairKey
from kg.build.skeletons import Row
from kg.model.stances import Status

FORM = "3"
"""Of the file: another one when what stands in it changes."""
_NO_EXTENT = '{"classes": {}, "properties": {}, "subjects": 0}'
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
CREATE TABLE hidden (stance TEXT PRIMARY KEY, reacts_to TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX hidden_from ON hidden (reacts_to);
CREATE TABLE steps (name TEXT PRIMARY KEY) WITHOUT ROWID;
"""


class Inventory:
    """The open file; what is written counts when it is committed.

    Where it is not as it was written, each method may raise sqlite3.DatabaseError.
    """

    def __init__(self, path: Path) -> None:
        """Open it, and make it where it is not there; raises sqlite3.Error where it is none."""
        self._base = sqlite3.connect(path)
        if not self._base.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
            # There is nothing in it yet that a power loss could mix up.
            self._base.execute("PRAGMA synchronous = OFF")
            self._base.executescript(_TABLES)
            self.note("form", FORM)
            self.commit()
        elif self.noted("form") != FORM:
            self._base.close()
            raise sqlite3.DatabaseError("of another form")
        self._base.execute("PRAGMA synchronous = FULL")

    def hold_changes(self) -> None:
        """Leave the file as it is until it is settled: then no journal of what it held is due."""
        self._base.execute("PRAGMA journal_mode = MEMORY")
        self._base.execute("PRAGMA cache_spill = OFF")

    def close(self) -> None:
        """Leave it; what was not committed is lost."""
        self._base.close()

    def commit(self) -> None:
        """Make what was written count."""
        self._base.commit()

    def settle(self, version: str) -> None:
        """Make what was written count, through a kill or a power loss at any moment.

        The file says of which version of the store it is only when all else is on disk; where it
        says none, or another one, nobody believes it. Each of the two steps ends on the disk.
        """
        for told in ("", version):
            self.note("version", told)
            self._base.commit()

    def disown(self) -> None:
        """Be believed no more until it is settled."""
        self.note("version", "")
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
        told = "SELECT name, size, modified, digest FROM files ORDER BY name"
        return read_files(self._base.execute(told))

    def file(self, name: str) -> Held | None:
        """One file."""
        row = self._base.execute("SELECT * FROM files WHERE name = ?", (name,)).fetchone()
        return None if row is None else unpack_file(row)

    def add_files(self, files: Iterable[FileRow]) -> None:
        """Keep some files, in place of what was known of them."""
        self._base.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)", files)

    def note_times(self, times: Iterable[tuple[int, int, str]]) -> None:
        """Keep of some files the size and time that they have now; each ends with its name."""
        self._base.executemany("UPDATE files SET size = ?, modified = ? WHERE name = ?", times)

    def drop_file(self, name: str) -> None:
        """Forget a file."""
        self._base.execute("DELETE FROM files WHERE name = ?", (name,))

    def pair(self, key: PairKey) -> list[Row]:
        """What is kept of a pair, as rows."""
        told = "SELECT rows FROM pairs WHERE holder = ? AND proposition = ?"
        found = self._base.execute(told, key).fetchone()
        return [] if found is None else unpack_rows(found[0])

    def pairs_of(self, holder: str) -> list[PairKey]:
        """The pairs of a holder of which something is kept."""
        told = "SELECT holder, proposition FROM pairs WHERE holder = ?"
        return list(self._base.execute(told, (holder,)))

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
        told = "SELECT months FROM holders WHERE holder = ?"
        found = self._base.execute(told, (holder,)).fetchone()
        return Counter({} if found is None else parse(found[0], dict))

    def add_holders(self, holders: Iterable[tuple[str, Mapping[str, int]]]) -> None:
        """Keep the months of some holders."""
        self._base.executemany(
            "INSERT OR REPLACE INTO holders VALUES (?, ?)",
            ((name, json.dumps(months, sort_keys=True)) for name, months in holders),
        )

    def hidden_reaction(self, stance: str) -> str | None:
        """To what a stance reacts though no graph says it: a refused one; all are paths."""
        told = "SELECT reacts_to FROM hidden WHERE stance = ?"
        found = self._base.execute(told, (stance,)).fetchone()
        return None if found is None else read_stance(found[0])

    def reacting_to(self, refused: str) -> list[str]:
        """The stances that react to a refused one though no graph says it, as paths."""
        told = "SELECT stance FROM hidden WHERE reacts_to = ? ORDER BY stance"
        return [read_stance(one) for (one,) in self._base.execute(told, (refused,))]

    def hide(self, reactions: Collection[tuple[str, str | None]]) -> None:
        """Keep to what some stances react though no graph says it; None is to nothing such."""
        self._base.executemany("DELETE FROM hidden WHERE stance = ?", [x[:1] for x in reactions])
        told = "INSERT OR REPLACE INTO hidden VALUES (?, ?)"
        self._base.executemany(told, (row for row in reactions if row[1]))

    def counts(self, places: Iterable[tuple[str, str]] | None = None) -> Counter[Key]:
        """All counts, or those of some propositions and months, countries or totals."""
        told = "SELECT proposition, place, what, number FROM counts"
        if places is None:
            return read_counts(self._base.execute(told))
        one = f"{told} WHERE proposition = ? AND place = ?"
        return read_counts(row for key in places for row in self._base.execute(one, key))

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
        held = parse(self.noted("statuses") or "{}", dict)
        with as_written():
            return Counter({Status(name): number for name, number in held.items()})

    def sizes(self) -> dict[str, int]:
        """How many quads each graph holds, by its short name; empty ones are left out."""
        held = parse(self.noted("sizes") or "{}", dict)
        return {name: number for name, number in sorted(held.items()) if number}

    def resize(self, more: Mapping[str, int]) -> None:
        """Some graphs, by their short names, hold so many more quads."""
        held = Counter(self.sizes())
        held.update(more)
        self.note("sizes", json.dumps(held))

    def extent(self) -> Extent:
        """How much the default graph holds."""
        held = parse(self.noted("extent") or _NO_EXTENT, dict)
        with as_written():
            classes, properties = Counter(held["classes"]), Counter(held["properties"])
            return Extent(classes, properties, held["subjects"])

    def extend(self, more: Extent) -> None:
        """Add to the extent of the default graph."""
        held = self.extent()
        held.update(more)
        told = {"classes": held.classes, "properties": held.properties, "subjects": held.subjects}
        self.note("extent", json.dumps(told))


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Inventory | None]:
    """The inventory in a file, or None where there is none that can be read."""
    inventory = None
    if path.is_file() and not path.is_symlink():
        with contextlib.suppress(sqlite3.Error, ValueError):
            inventory = Inventory(path)
            inventory.hold_changes()
    try:
        yield inventory
    finally:
        if inventory is not None:
            inventory.close()
