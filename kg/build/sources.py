"""The files of the seeds as they lie: which there are, in which portions they are read."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from kg import __version__, rdf
from kg.errors import InputError, Problem, UsageError
from kg.project import Project
from kg.rdf.content import read_file
from kg.seeds.read import turtle_below

ONTOLOGY = ("stance.ttl", "alignments.ttl")
BY_DOCUMENT = ("documents", "candidates")
"""The folders of the seeds whose files speak of documents, and not of what is registered."""
_CODEBOOK = "ontology/codebook.ttl"
_CODE = ("build", "model", "rdf", "seeds")
_PORTION = 2**20
_FRESH = 2_000_000_000
_BITS = 256


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the seeds as it lay when it was looked at; ``name`` is its place in the project.

    ``modified`` is in nanoseconds; 0 for a file written so lately that a later change of it may
    bear the same time.
    """

    name: str
    size: int
    modified: int

    @property
    def by_document(self) -> bool:
        """Whether it lies where documents are described one by one."""
        parts = self.name.split("/", 2)
        return parts[0] == "seeds" and parts[1] in BY_DOCUMENT


@dataclass(frozen=True, slots=True)
class Tree:
    """Where seeds lie: their folder, and the codebook beside it."""

    seeds: Path
    codebook: Path

    @classmethod
    def of(cls, project: Project) -> Tree:
        """The seeds of a project."""
        return cls(project.seeds, project.ontology / "codebook.ttl")

    def sources(self) -> list[Source]:
        """The codebook and every Turtle file under seeds, by name; raises InputError."""
        now = time.time_ns()
        entries = turtle_below(str(self.seeds), "seeds")
        found = [_looked(name, _told(entry), now) for name, entry in entries]
        if self.codebook.is_file():
            found.append(_looked(_CODEBOOK, self.codebook.stat(), now))
        return sorted(found, key=lambda source: source.name)

    def named(self, names: Iterable[str]) -> tuple[list[Source], list[str]]:
        """Those files of some names that are there, and the names of the others."""
        now = time.time_ns()
        there, gone = [], []
        for name in sorted(set(names)):
            path = self.path(name)
            if os.path.lexists(path):
                there.append(_looked(name, _told(path), now))
            else:
                gone.append(name)
        return there, gone

    def name(self, path: Path) -> str:
        """The name of a file of the seeds; raises UsageError where it is none of them."""
        whole = path.absolute()
        if whole == self.codebook.absolute():
            return _CODEBOOK
        if whole.suffix == ".ttl" and whole.is_relative_to(self.seeds.absolute()):
            return f"seeds/{whole.relative_to(self.seeds.absolute()).as_posix()}"
        raise UsageError(
            f"{path} is no Turtle file of the seeds",
            hint="without a file, all of them are looked at: kg build",
        )

    def path(self, name: str) -> Path:
        """Where the file of a name lies."""
        return self.codebook if name == _CODEBOOK else self.seeds / name.partition("/")[2]


def _told(file: Path | os.DirEntry[str]) -> os.stat_result:
    """What the system tells of a file; one that cannot be read would drop out without a word."""
    why = "is no regular file"
    try:
        told = file.stat()
        if stat.S_ISREG(told.st_mode):
            return told
    except OSError as error:
        why = error.strerror or str(error)
    path = Path(file)
    raise InputError(f"{path}: {why}", problems=[Problem(path, 0, 0, why)])


def _looked(name: str, told: os.stat_result, now: int) -> Source:
    fresh = told.st_mtime_ns + _FRESH >= now
    return Source(name, told.st_size, 0 if fresh else told.st_mtime_ns)


def portions(sources: Iterable[Source]) -> Iterator[list[Source]]:
    """Files in portions of about a mebibyte."""
    part: list[Source] = []
    size = 0
    for source in sources:
        part.append(source)
        size += source.size
        if size >= _PORTION:
            yield part
            part, size = [], 0
    if part:
        yield part


def code_hash(project: Project) -> str:
    """SHA-256 of the ontology and of the code that turns seeds into triples."""
    code = Path(rdf.__file__).parents[1]
    paths = sorted(path for part in _CODE for path in (code / part).glob("*.py"))
    hashed = sha256(__version__.encode())
    others = (code / "project.py", *(project.ontology / name for name in ONTOLOGY))
    for path in (*paths, *others):
        content = read_file(path)
        hashed.update(f"{path.name} {len(content)}\n".encode())
        hashed.update(content)
    return hashed.hexdigest()


def version_of(code: str, files: Iterable[tuple[str, str]]) -> str:
    """The hash of an input: of the code, and each file's name and SHA-256, in whatever order.

    It is a sum, so that one changed file changes it without the others being looked at.
    """
    total = int(code, 16) + sum(weight(name, digest) for name, digest in files)
    return f"{total % 2**_BITS:064x}"


def weight(name: str, digest: str) -> int:
    """What one file adds to the hash of the input."""
    return int(sha256(f"{name}\n{digest}".encode()).hexdigest(), 16)


def changed_version(version: str, added: int) -> str:
    """The hash of an input after files that add so much have come, and others gone."""
    return f"{(int(version, 16) + added) % 2**_BITS:064x}"


def fingerprint(project: Project) -> str:
    """The hash of a project's input, by reading every file of it."""
    tree = Tree.of(project)
    names = [source.name for source in tree.sources()]
    found = ((name, sha256(read_file(tree.path(name))).hexdigest()) for name in names)
    return version_of(code_hash(project), found)
