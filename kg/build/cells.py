"""What stands in the cells of the inventory, packed and unpacked."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import index
from typing import Any, TypeVar

from kg.build.counts import Key
from kg.build.pairs import PairKey
from kg.build.skeletons import Row
from kg.rdf.terms import mint

FileRow = tuple[str, int, int, str, bytes]
PairRow = tuple[str, str, bytes]
KindT = TypeVar("KindT", list[Any], dict[str, Any])


@dataclass(frozen=True, slots=True)
class Held:
    """A file as it was when it was read: its SHA-256 and the subjects that it owns."""

    name: str
    size: int
    modified: int
    digest: str
    subjects: tuple[str, ...]


def pack_file(held: Held) -> FileRow:
    """A file as it stands in the inventory."""
    packed = _packed("\n".join(held.subjects))
    return held.name, held.size, held.modified, held.digest, packed


def pack_pair(key: PairKey, rows: Sequence[Row]) -> PairRow:
    """A pair as it stands in the inventory; without rows it is forgotten there."""
    told = json.dumps(rows, ensure_ascii=False, separators=(",", ":")) if rows else ""
    return *key, _packed(told)


def unpack_file(row: FileRow) -> Held:
    """A file of the inventory; raises sqlite3.DatabaseError."""
    name, size, modified, digest, packed = row
    subjects = tuple(_unpacked(packed).split("\n")) if packed else ()
    return Held(name, size, modified, digest, subjects)


def read_files(
    rows: Iterable[tuple[object, int, int, str]],
) -> Iterator[tuple[str, int, int, str]]:
    """Files of the inventory as they come; raises sqlite3.DatabaseError."""
    with as_written():
        for name, size, modified, digest in rows:
            if not isinstance(name, str):
                raise TypeError("a file has no name")
            yield name, size, modified, digest


def read_counts(rows: Iterable[tuple[str, str, str, Any]]) -> Counter[Key]:
    """Counts of the inventory; raises sqlite3.DatabaseError."""
    with as_written():
        return Counter({(about, place, what): index(number) for about, place, what, number in rows})


def unpack_rows(packed: bytes) -> list[Row]:
    """The rows of a pair of the inventory; raises sqlite3.DatabaseError."""
    return parse(_unpacked(packed), list)


def parse(text: str, kind: type[KindT]) -> KindT:
    """What a cell holds as JSON, a list or a dictionary; raises sqlite3.DatabaseError."""
    with as_written():
        told = json.loads(text)
        if not isinstance(told, kind):
            raise TypeError(f"it holds no {kind.__name__}")
        return told


def read_stance(cell: object) -> str:
    """A stance as ``stance/ID``; raises sqlite3.DatabaseError."""
    with as_written():
        path = str(cell)
        space, name = path.split("/", 1)
        if space != "stance":
            raise ValueError(f"{path} is no stance")
        mint(space, name)
        return path


@contextlib.contextmanager
def as_written() -> Iterator[None]:
    """Where cells are read: one that is not as it was written raises sqlite3.DatabaseError."""
    try:
        yield
    except (zlib.error, ValueError, TypeError, LookupError, AttributeError) as error:
        raise sqlite3.DatabaseError(f"a cell cannot be read: {error}") from None


def _packed(text: str) -> bytes:
    return zlib.compress(text.encode(), 1) if text else b""


def _unpacked(packed: bytes) -> str:
    with as_written():
        return zlib.decompress(packed).decode()
