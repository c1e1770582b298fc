"""Whether the inventory of a store tells what the store holds, and what the seeds are now."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from kg.build.inventory import Inventory, opened
from kg.build.revise import INVENTORY
from kg.build.sources import Tree, code_hash, fingerprint, version_of
from kg.printing import counted
from kg.project import Project
from kg.rdf.content import read_file
from kg.store.findings import ANEW, BUILD, Finding
from kg.store.orders import Seen
from kg.temporary import in_temporary_folder, temporary_folder

UNREADABLE = (sqlite3.Error, zlib.error, ValueError, TypeError, LookupError, AttributeError)
"""What is raised where an inventory is not as it was written."""
_Files = Mapping[str, tuple[int, int, str]]
"""Size, time and digest of each file, by name."""


def look_at_inventory(project: Project, seen: Seen, *, deep: bool = False) -> Iterator[Finding]:
    """What does not fit between a store, its inventory and the seeds.

    ``deep`` has every file of the seeds read, else those of another size or time. Raises InputError
    where a seed cannot be read, StoreUnusable where there is no room for a copy.
    """
    path, files = project.folder / INVENTORY, None
    with copied(project.folder) as copy, _opened(copy) as inventory:
        if not path.is_file():
            found = [("is not there: the next build reads everything", BUILD)]
        elif copy is None or inventory is None:
            found = [("cannot be read, or is of another form", BUILD)]
        else:
            found, files = _compared(copy, inventory, project, seen)
    for what, mend in found:
        yield Finding(path, what, mend)
    yield from _compare_seeds(project, seen, files, deep=deep)


@contextlib.contextmanager
def copied(store: Path) -> Iterator[Path | None]:
    """A copy of a store's inventory, or None where there is nothing to copy.

    SQLite would finish or undo work in the file itself on opening it. Raises StoreUnusable.
    """
    with temporary_folder("kg-doctor-") as folder:
        for name in (INVENTORY, f"{INVENTORY}-journal"):
            if (store / name).is_file() and not (store / name).is_symlink():
                with in_temporary_folder():
                    shutil.copyfile(store / name, folder / name)
        copy = folder / INVENTORY
        # SQLite takes an empty file for a new one.
        yield copy if copy.is_file() and copy.stat().st_size else None


@contextlib.contextmanager
def _opened(copy: Path | None) -> Iterator[Inventory | None]:
    if copy is None:
        yield None
        return
    with opened(copy) as inventory:
        yield inventory


def _compared(
    copy: Path, inventory: Inventory, project: Project, seen: Seen
) -> tuple[list[tuple[str, str]], _Files | None]:
    """What of an inventory does not hold, with what mends it; and the files, where it does."""
    try:
        _read_all(copy, inventory)
        found = list(_misfits(inventory, project, seen))
        files = {name: (size, time, digest) for name, size, time, digest in inventory.files()}
        holds = inventory.noted("version") == seen.state
    except UNREADABLE as error:
        return [(f"is damaged: {error}", ANEW)], None
    return found, files if holds and all(mend == BUILD for _, mend in found) else None


def _read_all(copy: Path, inventory: Inventory) -> None:
    """Read every row of an inventory; raises one of UNREADABLE where that cannot be done."""
    with contextlib.closing(sqlite3.connect(copy)) as base:
        found = [str(row[0]) for row in base.execute("PRAGMA integrity_check(1)")]
        if found != ["ok"]:
            raise ValueError(" ".join(found))
        for (name,) in base.execute("SELECT name FROM files"):
            inventory.file(name)
        for key in base.execute("SELECT holder, proposition FROM pairs"):
            inventory.pair(key)
        for (name,) in base.execute("SELECT holder FROM holders"):
            inventory.months_of(name)
        for (name,) in base.execute("SELECT stance FROM hidden"):
            inventory.hidden_reaction(name)
    inventory.statuses()
    inventory.counts()


def _misfits(inventory: Inventory, project: Project, seen: Seen) -> Iterator[tuple[str, str]]:
    """What an inventory tells that does not hold, with what mends it."""
    version, code = inventory.noted("version"), inventory.noted("code") or ""
    if version != seen.state:
        yield "is of another state of the store: the next build reads everything", BUILD
        return
    if code != code_hash(project):
        yield "is of another version of kg or of the ontology", BUILD
    if version != version_of(code, ((row[0], row[3]) for row in inventory.files())):
        yield "is damaged: its files do not add up", ANEW
    if inventory.sizes() != seen.numbers:
        yield "is damaged: it counts other quads than there are", ANEW
    extent = inventory.extent()
    if (
        Counter(seen.classes) != +extent.classes
        or Counter(seen.properties) != +extent.properties
        or seen.subjects != extent.subjects
    ):
        yield "is damaged: it counts other things than are published", ANEW


def _compare_seeds(
    project: Project, seen: Seen, files: _Files | None, *, deep: bool
) -> Iterator[Finding]:
    """Whether the seeds are those that the store was built from."""
    if seen.state is None:
        return
    if files is None:
        if fingerprint(project) != seen.state:
            yield Finding(project.seeds, "are not what the store was built from", BUILD)
        return
    number = len(_moved(Tree.of(project), files, deep=deep))
    if number:
        told = f"{counted(number, 'file')} changed since the store was built"
        yield Finding(project.seeds, told, BUILD)


def _moved(tree: Tree, files: _Files, *, deep: bool) -> set[str]:
    """The names of the files that are not as they were, are new or are gone."""
    sources = {source.name: source for source in tree.sources()}
    moved = set(files.keys() - sources.keys())
    for name, source in sources.items():
        size, modified, digest = files.get(name, (-1, 0, ""))
        same = (size, modified) == (source.size, source.modified) and source.modified
        if (deep or not same) and sha256(read_file(tree.path(name))).hexdigest() != digest:
            moved.add(name)
    return moved
