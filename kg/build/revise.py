"""A store brought up to date by what has changed in its files since, and by nothing else."""

from __future__ import annotations

import contextlib
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from pyoxigraph import Quad

from kg.build.cells import Held, pack_file
from kg.build.changes import Editor
from kg.build.edit import Change, FarReaching, conclude, find_edit
from kg.build.inventory import Inventory, opened
from kg.build.kept import InFolder, Kept
from kg.build.sources import Source, Tree, changed_version, version_of, weight
from kg.errors import InputError
from kg.rdf.codec import Gathered
from kg.rdf.content import read_file
from kg.rdf.turtle import parse_turtle

INVENTORY = "inventory.sqlite"
"""The file in a store's folder that tells what the store was built from."""
_MANY = 1_000
"""Where more files than these are not as they were, reading everything is quicker."""

PRIMARY = 0xFF
"""The bits of an error's code in SQLite that tell of what kind it is."""
_OF_THE_DISK = (
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_NOMEM,
)

FoundT = TypeVar("FoundT")


@dataclass(frozen=True, slots=True)
class Revised:
    """What was changed: quads that were added and removed, and how many each graph holds now."""

    sizes: dict[str, int]
    added: int
    removed: int


@dataclass(frozen=True, slots=True)
class _Moved:
    """A file with what it holds now, and what was known of it before."""

    source: Source
    content: bytes
    digest: str
    known: Held | None

    def held(self, subjects: tuple[str, ...]) -> Held:
        """What is known of it now."""
        source = self.source
        return Held(source.name, source.size, source.modified, self.digest, subjects)


class Reviser:
    """A store that is to be revised, with its inventory; the caller holds the write lock."""

    def __init__(
        self, kept: Kept, tree: Tree, inventory: Inventory, code: str, version: str
    ) -> None:
        """``version`` is the one of which the inventory tells, by ``code``."""
        self._kept, self._tree = kept, tree
        self._inventory, self._code, self._version = inventory, code, version
        self._same: list[tuple[int, int, str]] = []

    def changed(self, sources: Iterable[Source]) -> tuple[list[Source], list[str]]:
        """The files that may have changed, and the names of those that are gone.

        Raises FarReaching where those that the inventory knows are not those of its version.
        """
        held: dict[str, tuple[int, int]] = {}
        known_files: list[tuple[str, str]] = []
        for name, size, modified, digest in self._inventory.files():
            held[name] = size, modified
            known_files.append((name, digest))
        if version_of(self._code, known_files) != self._version:
            raise FarReaching("the files of the inventory do not add up")
        found: list[Source] = []
        for source in sources:
            known = held.pop(source.name, None)
            if known != (source.size, source.modified) or not source.modified:
                found.append(source)
        return found, sorted(held)

    def revise(self, sources: Sequence[Source], gone: Sequence[str] = ()) -> Revised:
        """Have the store tell what some files tell now; raises FarReaching, with all as it was.

        So it does where many files have changed. Raises InputError where a file is not valid
        Turtle, StoreError where the store fails.
        """
        lost = list(_few(one for name in gone if (one := self._inventory.file(name))))
        moved = list(_few(self._moved(sources), beside=len(lost)))
        if not (moved or lost):
            self._kept.require(self._version)
        if not (moved or lost) or len(self._same) > _MANY:
            self._note_times()
        if not (moved or lost):
            self._kept.stay(self._version)
            return Revised(self._inventory.sizes(), 0, 0)
        quads, files = list[Quad](), list[Held]()
        for file in moved:
            told = parse_turtle(self._tree.path(file.source.name), file.content)
            files.append(file.held(Gathered(told).subjects))
            quads += told
        was = [file.known for file in moved if file.known] + lost
        owned = [name for held in was for name in held.subjects]
        new = [name for one in files for name in one.subjects]
        try:
            edit = find_edit(owned, Gathered(quads), new)
        except ValueError as error:
            raise FarReaching(str(error)) from None
        change = Editor(self._kept.asked(self._version), self._inventory, edit).change()
        weights = sum(weight(one.name, one.digest) for one in files)
        weights -= sum(weight(one.name, one.digest) for one in was)
        after = changed_version(self._version, weights)
        conclude(change, self._inventory, self._version, after)
        self._inventory.note_times(self._same)
        self._inventory.add_files(map(pack_file, files))
        for one in lost:
            self._inventory.drop_file(one.name)
        return self._apply(change, after)

    def _apply(self, change: Change, after: str) -> Revised:
        added = Counter({name: len(lines) for name, lines in change.added.items()})
        removed = Counter({name: len(lines) for name, lines in change.removed.items()})
        more = added.copy()
        more.subtract(removed)
        self._inventory.resize(more)
        self._kept.become(change, self._inventory, self._version, after)
        self._version = after
        return Revised(self._inventory.sizes(), added.total(), removed.total())

    def _note_times(self) -> None:
        """Note the new times of the files that are as they were: they are not read again then."""
        if not self._same:
            return
        # The store stays as it is, and would not show that this was cut off.
        self._inventory.disown()
        while part := self._same[-_MANY:]:
            del self._same[-_MANY:]
            self._inventory.note_times(part)
            self._inventory.commit()
        self._inventory.settle(self._version)

    def _moved(self, sources: Iterable[Source]) -> Iterator[_Moved]:
        """The files that are not as they were; keeps those in mind that only bear another time."""
        for source in sources:
            known = self._inventory.file(source.name)
            content = read_file(self._tree.path(source.name))
            digest = sha256(content).hexdigest()
            if known is None or known.digest != digest:
                yield _Moved(source, content, digest, known)
            elif source.modified not in (0, known.modified):
                self._same.append((source.size, source.modified, source.name))


def _few(found: Iterable[FoundT], beside: int = 0) -> Iterator[FoundT]:
    """The same, and FarReaching where it is quicker to read everything."""
    for number, one in enumerate(found, beside + 1):
        if number > _MANY:
            raise FarReaching("many files have changed")
        yield one


@contextlib.contextmanager
def open_reviser(folder: Path, tree: Tree, code: str) -> Iterator[Reviser | None]:
    """What can revise the store in a folder, or None where it must be made anew.

    ``code`` is the hash of what turns seeds into triples.
    """
    with opened(folder / INVENTORY) as inventory:
        version = None
        if inventory is not None:
            with contextlib.suppress(sqlite3.Error):
                version = inventory.noted("version") if inventory.noted("code") == code else None
        kept = InFolder(folder)
        yield Reviser(kept, tree, inventory, code, version) if inventory and version else None


def revise(folder: Path, tree: Tree, code: str, names: Sequence[str] | None) -> Revised | None:
    """The store of a folder brought up to date; ``names`` are the files that may have changed.

    None where it has to be made anew: it never was, the code is another, too much has changed, the
    inventory is damaged, or there is a fault that is to be told with its place.
    """
    with open_reviser(folder, tree, code) as reviser:
        return None if reviser is None else revised(reviser, tree, names)


def revised(reviser: Reviser, tree: Tree, names: Sequence[str] | None) -> Revised | None:
    """What a reviser does for some files, or for all; None as revise says."""
    try:
        if names is None:
            changed, gone = reviser.changed(tree.sources())
        else:
            changed, gone = tree.named(names)
        return reviser.revise(changed, gone)
    except (FarReaching, InputError):
        return None
    except sqlite3.Error as error:
        raise_of_the_disk(error)
        # Whatever is wrong with the inventory, a whole build writes another.
        return None


def raise_of_the_disk(error: sqlite3.Error) -> None:
    """Raise an error that a whole build would meet too; any other is of the inventory alone."""
    if getattr(error, "sqlite_errorcode", 0) & PRIMARY in _OF_THE_DISK:
        raise error
