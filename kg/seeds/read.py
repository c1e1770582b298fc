"""The curated Turtle as it lies in files: what each file says, and which file owns a subject."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import NamedNode, Triple

from kg.errors import InputError, Problem
from kg.project import Project
from kg.rdf.codec import Record, Unfit, decode
from kg.rdf.terms import BASE
from kg.rdf.turtle import read_turtle, subject_lines


@dataclass(frozen=True, slots=True)
class SeedFile:
    """One Turtle file and the triples that it holds."""

    path: Path
    triples: list[Triple]

    def lines(self) -> dict[str, int]:
        """The line on which each subject is first described."""
        return subject_lines(self.path.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Seeds:
    """All the Turtle of a project's seeds, and the codebook."""

    files: list[SeedFile] = field(default_factory=list)

    def triples(self) -> Iterator[Triple]:
        """Every triple, file after file."""
        for file in self.files:
            yield from file.triples

    def owners(self) -> dict[NamedNode, list[SeedFile]]:
        """The files that describe each subject: one, unless the seeds are at fault."""
        owners: dict[NamedNode, list[SeedFile]] = {}
        for file in self.files:
            for subject in {t.subject for t in file.triples if isinstance(t.subject, NamedNode)}:
                owners.setdefault(subject, []).append(file)
        return owners

    def records(self, kind: type[Record]) -> list[Record]:
        """The records of one class, by id; raises InputError as within ``whole``."""
        with self.whole():
            return decode(kind, self.triples())

    @contextlib.contextmanager
    def whole(self) -> Iterator[None]:
        """Raise InputError, with file and line, where records are read inside and one is not whole.

        Then a field is missing, doubled or of the wrong form.
        """
        try:
            yield
        except Unfit as error:
            space, _, rest = str(error).partition(":")
            problem = find_problem(self, f"{space}/{rest.partition(':')[0]}", str(error))
            raise InputError("the seeds cannot be read", problems=[problem]) from None


def find_problem(seeds: Seeds, node: str, message: str) -> Problem:
    """What is wrong with a thing, given as ``space/ID``, at the line that describes it."""
    name = node.replace("/", ":", 1)
    told = message if message.startswith(name) else f"{name}: {message}"
    # What a machine found stands in no file as stance or evidence: its candidate does.
    space, _, rest = node.partition("/")
    spaces = (space, "candidate") if space in ("evidence", "stance") else (space,)
    wanted = [f"{BASE}{one}/{rest}" for one in spaces]
    for file in seeds.files:
        lines = file.lines()
        line = next((lines[iri] for iri in wanted if iri in lines), 0)
        if line:
            return Problem(file.path, line, 1, told)
    return Problem(Path("seeds"), 0, 0, told)


def turtle_below(folder: str, name: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Each entry called .ttl below a folder, readable or not, with its name below ``name``.

    Raises InputError where a folder cannot be listed, or a name is not UTF-8.
    """
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                inside = f"{name}/{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    yield from turtle_below(entry.path, inside)
                elif entry.name.endswith(".ttl") and not _passed_over(entry):
                    yield _named(inside, entry.path), entry
    except OSError as error:
        # A folder that cannot be listed would drop out of the graph without a word.
        raise InputError(f"{folder}: {error.strerror}") from None


def _passed_over(entry: os.DirEntry[str]) -> bool:
    """Whether it is a link to a folder, or the mark of an editor that a file is being edited."""
    with contextlib.suppress(OSError):
        if entry.is_dir():
            return True
        return entry.name.startswith(".") and entry.is_symlink() and not entry.is_file()
    return False


def _named(name: str, path: str) -> str:
    try:
        name.encode()
    except UnicodeEncodeError:
        problem = Problem(Path(path), 0, 0, "its name is not UTF-8")
        raise InputError(f"{path}: its name is not UTF-8", problems=[problem]) from None
    return name


def seed_paths(project: Project) -> list[Path]:
    """The codebook and every Turtle file under seeds, sorted, whether they can be read or not."""
    return [project.ontology / "codebook.ttl", *turtle_files(project.seeds)]


def turtle_files(folder: Path) -> list[Path]:
    """Every Turtle file below a folder, sorted; as turtle_below."""
    return sorted(Path(entry.path) for _, entry in turtle_below(str(folder), ""))


def known_paths(project: Project) -> list[Path]:
    """The same; a codebook that is not there, of which a check tells, is left out."""
    codebook, *others = seed_paths(project)
    return [codebook, *others] if codebook.exists() else others


def read_seeds(project: Project) -> Seeds:
    """The seeds of a project.

    Raises InputError that lists every file that is not valid Turtle.
    """
    return Seeds(read_files(known_paths(project)))


def read_files(paths: Iterable[Path]) -> list[SeedFile]:
    """Turtle files, all of them tried; raises InputError that lists every one at fault."""
    return list(each_file(paths))


def each_file(paths: Iterable[Path]) -> Iterator[SeedFile]:
    """The same files one at a time; those at fault are told when the others are through."""
    problems = []
    for path in paths:
        try:
            yield SeedFile(path, read_turtle(path))
        except InputError as error:
            problems.extend(error.problems or [Problem(path, 0, 0, str(error))])
    if problems:
        raise InputError(f"{len(problems)} file(s) cannot be read", problems=problems)
