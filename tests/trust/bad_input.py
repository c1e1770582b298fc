"""Files that no command may use, made of sound ones: cut, turned, written in other encodings."""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from random import Random

from pyoxigraph import RdfFormat, Store, parse

from kg.rdf.terms import BASE, PREFIXES

Oracle = Callable[[bytes], bool]
"""Whether a content cannot be what it is called, as somebody else than the project tells it."""
Variant = tuple[str, bytes]
MANY = 10 * 2**20
DEEP = 100_000


class Tells(Enum):
    """How exactly a message says where the fault is; AMONG others if it names the file at all."""

    COLUMN = r":\d+:\d+: "
    LINE = r":\d+(:\d+)?: "
    FILE = r"(:\d+)*: "
    AMONG = r".*"
    NOTHING = ""


class Sort(Enum):
    """What lies at a path."""

    FILE = "a file"
    FOLDER = "a folder"
    PIPE = "a pipe"
    LOOP = "a link to itself"
    LOST = "a link to nothing"


@dataclass(frozen=True, slots=True)
class Bad:
    """A file at fault: what is wrong, how it is called, and how exactly that is told."""

    fault: str
    file: str
    content: bytes = b""
    tells: Tells = Tells.FILE
    sort: Sort = Sort.FILE
    code: int = 3

    def lay(self, folder: Path) -> Path:
        """Put it into a folder, in place of what is there; returns its path."""
        path = folder / self.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        if self.sort is Sort.FOLDER:
            path.mkdir()
        elif self.sort is Sort.PIPE:
            os.mkfifo(path)
        elif self.sort in (Sort.LOOP, Sort.LOST):
            path.symlink_to(path.name if self.sort is Sort.LOOP else "gone")
        else:
            path.write_bytes(self.content)
        return path


def made(text: str, old: str, new: str) -> bytes:
    """The text with one thing in it, which must be there, made another."""
    assert old in text, old
    return text.replace(old, new, 1).encode()


def changed(text: str, *pairs: tuple[str, str]) -> Iterator[Variant]:
    """The same once for each pair."""
    for old, new in pairs:
        yield f"{old[:30]!r} made {new[:30]!r}", made(text, old, new)


def bads(file: str, variants: Iterable[Variant], tells: Tells) -> Iterator[Bad]:
    """The variants of a file."""
    return (Bad(fault, file, content, tells) for fault, content in variants)


def cuts(content: bytes, is_bad: Oracle, parts: int = 20, least: int = 0) -> Iterator[Variant]:
    """It ends after each twentieth, or a little before where what is left would be sound.

    The first ``least`` bytes stay.
    """
    for part in range(1, parts):
        end = least + (len(content) - least) * part // parts
        while end > least and not is_bad(content[:end]):
            end -= 1
        assert end > least, f"nothing that is cut from it by {part}/{parts} is bad"
        yield f"cut at {part}/{parts}", content[:end]


def flips(content: bytes, is_bad: Oracle, number: int) -> Iterator[Variant]:
    """One bit is turned, such that it matters; always the same ones."""
    draw = Random(number)
    found: set[tuple[int, int]] = set()
    while len(found) < number:
        place = draw.randrange(len(content)), draw.randrange(8)
        changed = bytearray(content)
        changed[place[0]] ^= 1 << place[1]
        if place not in found and is_bad(bytes(changed)):
            found.add(place)
            yield f"bit {place[1]} of byte {place[0]} turned", bytes(changed)


def recoded(content: bytes, at: int) -> Iterator[Variant]:
    """It is not UTF-8, or has at some place what no text has."""
    text = content.decode()
    yield "UTF-16", text.encode("utf-16")
    yield "UTF-16 without a mark", text.encode("utf-16-be")
    for fault, inserted in (
        ("Latin-1", "é".encode("latin-1")),
        ("half a character", b"\xed\xa0\x80"),
        ("a character above the last", b"\xf5\x80\x80\x80"),
        ("NUL", b"\0"),
    ):
        yield fault, content[:at] + inserted + content[at:]


def marked(content: bytes) -> Variant:
    """It begins with a byte order mark."""
    return "a byte order mark", b"\xef\xbb\xbf" + content


def other_things(file: str, *, empty: bool = True) -> Iterator[Bad]:
    """Something else lies there: another kind of file, a folder, a pipe."""
    yield Bad("a picture", file, picture())
    yield Bad("a database", file, database())
    yield Bad("an archive", file, b"PK\x03\x04" + bytes(2000))
    yield Bad("all bytes there are", file, bytes(range(256)) * 8)
    if empty:
        yield Bad("nothing in it", file)
    yield from (replace(Bad(sort.value, file), sort=sort) for sort in Sort if sort is not Sort.FILE)


def picture() -> bytes:
    """A PNG of one pixel."""
    parts = (b"IHDR" + struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0), b"IDAT", b"IEND")
    parts = (parts[0], parts[1] + zlib.compress(b"\0\0"), parts[2])
    chunks = (struct.pack(">I", len(p) - 4) + p + struct.pack(">I", zlib.crc32(p)) for p in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def database() -> bytes:
    """A database of SQLite with a table that nobody knows."""
    with sqlite3.connect(":memory:") as connection:
        connection.execute("CREATE TABLE strange (number INTEGER)")
        connection.execute("INSERT INTO strange VALUES (1)")
        return connection.serialize()


def not_rdf(form: RdfFormat) -> Oracle:
    """The engine, by itself, does not parse it."""

    def is_bad(content: bytes) -> bool:
        try:
            content.decode()
            for _ in parse(content, format=form):
                pass
        except (SyntaxError, ValueError, OSError):
            return True
        return False

    return is_bad


def not_sparql(content: bytes) -> bool:
    """The engine, by itself, does not take it for a query."""
    try:
        Store().query(content.decode(), base_iri=BASE, prefixes=PREFIXES)
    except (SyntaxError, ValueError):
        return True
    return False


def not_json_lines(content: bytes) -> bool:
    """A line is no JSON."""
    try:
        for line in content.decode().split("\n"):
            if line.strip():
                json.loads(line)
    except ValueError:
        return True
    return not content.strip()


def rows_cut(content: bytes, delimiter: str = ",", parts: int = 20) -> Iterator[Variant]:
    """A table ends in the middle of a row, or of a quotation in it."""
    width = len(next(_rows(content, delimiter)))

    def is_bad(cut: bytes) -> bool:
        try:
            return any(len(row) != width for row in _rows(cut, delimiter) if row)
        except (ValueError, csv.Error):
            return True

    return cuts(content, is_bad, parts, content.index(b"\n") + 1)


def _rows(content: bytes, delimiter: str) -> Iterator[list[str]]:
    text = io.StringIO(content.decode(), newline="")
    return csv.reader(text, delimiter=delimiter, strict=True)


def not_utf8(content: bytes) -> bool:
    """It is no text in UTF-8."""
    try:
        content.decode()
    except ValueError:
        return True
    return False
