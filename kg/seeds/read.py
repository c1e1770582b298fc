"""The curated Turtle as it lies in files: what each file says, and which file owns a subject."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import NamedNode, Triple

from kg.errors import InputError, Problem
from kg.project import Project
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


def seed_paths(project: Project) -> list[Path]:
    """The codebook and every Turtle file under seeds, sorted."""
    found = [
        Path(folder) / name
        for folder, _, names in os.walk(project.seeds, onerror=_cannot_list)
        for name in names
        if name.endswith(".ttl")
    ]
    return [project.ontology / "codebook.ttl", *sorted(found)]


def _cannot_list(error: OSError) -> None:
    # A folder that cannot be listed would drop out of the graph without a word.
    raise InputError(f"{error.filename}: {error.strerror}")


def read_seeds(project: Project) -> Seeds:
    """The seeds of a project.

    Raises InputError that lists every file that is not valid Turtle.
    """
    return Seeds(read_files(path for path in seed_paths(project) if path.is_file()))


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
