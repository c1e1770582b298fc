"""One run over many articles, done in parts that know nothing of each other, and put together.

Every shard goes through all articles, as the one run does, and so decides alike which of them are
read; of these it reads its own, by the hash of the text, and writes down the place of each.
"""

from __future__ import annotations

import hashlib
import heapq
import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from kg.errors import InputError, UsageError
from kg.ingest.articles import Article, Unreadable
from kg.model.documents import text_hash
from kg.stream.ledger import Ledger, Line, Seal, ledger_of, read_ledger

_SHARD = re.compile(r"([1-9][0-9]{0,5})/([1-9][0-9]{0,5})", re.ASCII)
_METHOD = re.compile(r"(.*), documents ([0-9a-f]+), shard ([0-9]+)/([0-9]+)", re.ASCII | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Shard:
    """The ``number``-th of ``count`` parts, counted from 1: the same on every machine."""

    number: int
    count: int

    @classmethod
    def parse(cls, told: str) -> Shard:
        """The shard that ``K/N`` names; raises UsageError where there is none."""
        if match := _SHARD.fullmatch(told):
            shard = cls(int(match[1]), int(match[2]))
            if shard.number <= shard.count:
                return shard
        raise UsageError(f"--shard: {told!r} is not K/N, with K from 1 to N", hint="as in 3/8")

    def holds(self, found: Article | Unreadable, place: int) -> bool:
        """Whether a text belongs here; what could not be read goes by its place among all.

        Where it was found may be called otherwise on every machine.
        """
        key = found.text if isinstance(found, Article) else str(place)
        return int(text_hash(key), 16) % self.count == self.number - 1

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"


class Passage:
    """Articles as they pass: how many there were, and the hash of all that they tell, in order."""

    def __init__(self, articles: Iterable[Article | Unreadable]) -> None:
        self._articles = articles
        self._hash = hashlib.sha256()
        self.count = 0

    def __iter__(self) -> Iterator[Article | Unreadable]:
        for found in self._articles:
            self.count += 1
            told = "none"
            if isinstance(found, Article):
                told = f"{text_hash(found.text)} {hash_told(found)}"
            self._hash.update(f"{told}\n".encode())
            yield found

    @property
    def passed(self) -> str:
        """The hash, in hexadecimal digits, of what has passed so far."""
        return self._hash.hexdigest()


def hash_told(article: Article) -> str:
    """What is known of an article besides its text, as a short hash."""
    published = None if article.published is None else str(article.published)
    known = json.dumps([published, article.url, article.outlet])
    return hashlib.sha256(known.encode()).hexdigest()[:16]


def join(parts: Sequence[Path], output: Path) -> int:
    """Put the files of all shards and their ledgers together; returns the number of texts.

    The files are those that one run writes, to the byte. Raises InputError where a shard is
    missing, twice there, not at its end, or has gone through other articles than the rest,
    UsageError where the output holds anything that was read in another way.
    """
    read = [_Part(path) for path in parts]
    method = _require_whole(read)
    if any(output.resolve() == part.path.resolve() for part in read):
        raise UsageError(f"{output} is one of the shards", hint="name another file with -o")
    texts = 0
    with Ledger(output, method, alone=True) as ledger:
        for line, part in heapq.merge(*(part.lines() for part in read), key=_place):
            texts += 1
            if line.text not in ledger:
                ledger.add(line.text, part.rows(line))
    return texts


def _place(told: tuple[Line, _Part]) -> int:
    return told[0].place or 0


class _Part:
    """The file of one shard: its ledger gone through, its rows on disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.seal: Seal | None = None
        self._sorted = True
        last, end = -1, 0
        methods = set()
        for line in read_ledger(path):
            methods.add(line.by)
            self.seal = line if isinstance(line, Seal) else None
            if isinstance(line, Line):
                if line.place is None:
                    raise InputError(f"{path}: it is of no shard", hint="it needs no --join")
                self._sorted = self._sorted and last < line.place
                last, end = line.place, max(end, line.start + line.length)
        if len(methods) > 1:
            raise InputError(
                f"{path}: two ways of reading in one file: {'; '.join(sorted(methods))}",
                hint=f"remove it and {ledger_of(path).name}, and read the shard anew",
            )
        size = path.stat().st_size if path.is_file() else -1
        if self.seal is None or size < end:
            raise InputError(
                f"{path}: the shard is not at its end", hint="the same call of kg extract goes on"
            )

    @property
    def named(self) -> tuple[str, int, int, str]:
        """By what it was read, which shard it is, of how many, and with which documents."""
        match = _METHOD.fullmatch(self.seal.by if self.seal else "")
        if not match:
            raise InputError(f"{self.path}: it is of no shard", hint="it needs no --join")
        return match[1], int(match[3]), int(match[4]), match[2]

    def lines(self) -> Iterator[tuple[Line, _Part]]:
        """Each text, by its place; those that were read late, after a failure, go to theirs."""
        lines = (line for line in read_ledger(self.path) if isinstance(line, Line))
        for line in lines if self._sorted else sorted(lines, key=attrgetter("place")):
            yield line, self

    def rows(self, line: Line) -> bytes:
        """The rows of a text, as they stand in the file."""
        with self.path.open("rb") as stream:
            return os.pread(stream.fileno(), line.length, line.start)


def _require_whole(parts: Sequence[_Part]) -> str:
    """By what all shards were read; raises InputError where they do not make one run."""
    methods = {part.named[0] for part in parts}
    counts = {part.named[2] for part in parts}
    if len(methods) > 1:
        raise InputError(f"the shards were read in more than one way: {'; '.join(sorted(methods))}")
    if len(counts) > 1:
        raise InputError(f"they are shards of {' and of '.join(map(str, sorted(counts)))}")
    if len({part.named[3] for part in parts}) > 1:
        raise InputError(
            "the shards were read beside different documents in the seeds",
            hint="let the seeds be as they are, and run the shards that differ again",
        )
    numbers = [part.named[1] for part in parts]
    if twice := sorted({number for number in numbers if numbers.count(number) > 1}):
        raise InputError(f"shard {twice[0]}/{min(counts)} is there twice")
    if missing := sorted(set(range(1, min(counts) + 1)) - set(numbers)):
        raise InputError(f"shard {missing[0]}/{min(counts)} is missing ({len(missing)} in all)")
    if len({(part.seal.articles, part.seal.passed) for part in parts if part.seal}) > 1:
        told = ", ".join(f"{part.path} {part.seal.articles}" for part in parts if part.seal)
        raise InputError(
            f"the shards have not gone through the same articles: {told}",
            hint="let the sources be as they are, and run the shards that differ again",
        )
    return methods.pop()
