"""Stores with a fault each, as disks and people make them."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from kg.analysis.corpus.reading import stances_of
from kg.build.build import build
from kg.project import Project
from kg.store.embedded import database
from kg.store.words import added_to, place
from tests.invented import copy_world

Damage = Callable[[Path, random.Random], str]
"""Damages the store in a folder; says what it did."""
POINTERS = (
    b"",
    b"\n",
    b"db-000000000000\n",
    b"../store\n",
    b"db-\xff\xfe\n",
    b"current\n",
    b"\0" * 16,
    b"db-000000000000/../..\n",
)


def lived_in(folder: Path) -> Project:
    """The invented world in a store that was built, changed and analysed."""
    project = copy_world(folder)
    build(project)
    (document,) = project.seeds.rglob("2025-05-30-*.ttl")
    text = document.read_text(encoding="utf-8")
    document.write_text(text.replace('st:quote "', 'st:quote "Truly, ', 1), encoding="utf-8")
    build(project)
    assert added_to(place(database(project.folder))).is_file()
    stances_of(project.folder)
    return project


def files(store: Path) -> list[Path]:
    """The files of a store, but for those that hold nothing."""
    return sorted(path for path in store.rglob("*") if path.is_file() and path.stat().st_size)


def flip(store: Path, random_: random.Random) -> str:
    """One byte of one file becomes another."""
    path = random_.choice(files(store))
    content = bytearray(path.read_bytes())
    at, change = random_.randrange(len(content)), random_.randrange(1, 256)
    content[at] ^= change
    path.write_bytes(content)
    return f"{path.name}: byte {at} of {len(content)} ^ {change}"


def truncate(store: Path, random_: random.Random) -> str:
    """A file ends too early."""
    path = random_.choice(files(store))
    kept = random_.randrange(path.stat().st_size)
    path.write_bytes(path.read_bytes()[:kept])
    return f"{path.name}: cut to {kept} bytes"


def blank(store: Path, random_: random.Random) -> str:
    """A block of a file holds nothing, as after a power loss."""
    path = random_.choice(files(store))
    content = bytearray(path.read_bytes())
    first = random_.randrange(len(content))
    last = min(len(content), first + 512)
    content[first:last] = bytes(last - first)
    path.write_bytes(content)
    return f"{path.name}: bytes {first} to {last} are zero"


def lose(store: Path, random_: random.Random) -> str:
    """A file is gone."""
    path = random_.choice(files(store))
    path.unlink()
    return f"{path.name}: gone"


def exchange(store: Path, random_: random.Random) -> str:
    """A file has the content of another."""
    path, other = random_.sample(files(store), 2)
    shutil.copyfile(other, path)
    return f"{path.name}: is {other.name}"


def misdirect(store: Path, random_: random.Random) -> str:
    """The pointer to the database points nowhere."""
    pointer = random_.choice(POINTERS)
    (store / "current").write_bytes(pointer)
    return f"current: {pointer!r}"


def copies(project: Project, folder: Path) -> Iterator[Project]:
    """The same project again and again, each time with a store of its own that may be damaged."""
    number = 0
    while True:
        number += 1
        store = folder / str(number)
        shutil.copytree(project.folder, store)
        yield Project(project.root, store)
        shutil.rmtree(store)
