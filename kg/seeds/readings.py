"""The seeds read in portions of files, by several processes where they are many.

Every file is read once and entered in the survey of what there is. One that names nothing but its
own things and those of files that were surveyed before is examined at once, every other a second
time, when it is known what all files describe. Memory grows by what the survey keeps, not by the
files.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import InputError, Problem
from kg.rdf.content import read_file
from kg.rdf.described import Said, by_subject
from kg.rdf.turtle import parse_turtle
from kg.seeds.examined import Examined, Rules, examine
from kg.seeds.holders import Row, packed, rows_of
from kg.seeds.surveyed import Elsewhere, Known, Partly, Survey, Surveyed
from kg.workers import Lost, Worker, answers

_PORTION = 1 << 20
_FILES = 250
_FEW = 4 << 20
_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class File:
    """A file of the seeds; ``asked`` says whether its faults are wanted, or only what it tells."""

    number: int
    path: Path
    size: int
    asked: bool


@dataclass(slots=True)
class Read:
    """What one portion of files gave."""

    survey: Survey = field(default_factory=Survey)
    unreadable: list[Problem] = field(default_factory=list)
    examined: list[tuple[int, Examined]] = field(default_factory=list)
    rows: dict[int, bytes] = field(default_factory=dict)
    later: list[int] = field(default_factory=list)
    subjects: list[tuple[str, int]] = field(default_factory=list)

    def add(self, number: int, found: Examined) -> None:
        """What was found in one file, if anything was."""
        if found.problems or found.unreadable:
            self.examined.append((number, found))


class FirstReading:
    """Survey files, and examine at once what needs no others than the registry."""

    def __init__(self, rules: Rules, before: Surveyed | None = None) -> None:
        self._rules = rules
        self._others = Partly(before) if before else None

    def __call__(self, files: Sequence[File]) -> Read:
        """What a portion gave; ``later`` are the files that must be examined again."""
        read = Read()
        rows: list[Row] = []
        for file in files:
            try:
                said = said_in(file.path)
            except InputError as error:
                read.unreadable += error.problems or [Problem(file.path, 0, 0, str(error))]
                continue
            graph = self._rules.graph(said)
            shapes = self._rules.shapes
            read.survey.add(file.number, graph, shapes.backwards, shapes.afar)
            rows += rows_of(said, file.number)
            if file.asked:
                try:
                    if self._others is None:
                        raise Elsewhere
                    read.add(file.number, examine(file.path, said, self._rules, self._others))
                except Elsewhere:
                    read.later.append(file.number)
        read.rows = packed(rows)
        return read


class SecondReading:
    """Examine files now that it is known what all of them describe."""

    def __init__(self, rules: Rules, known: Known) -> None:
        self._rules = rules
        self._known = known
        self._twice = known.twice()

    def __call__(self, files: Sequence[File]) -> Read:
        """What a portion gave; ``subjects`` are those that another file may describe too."""
        read = Read()
        for file in files:
            said = said_in(file.path)
            if file.asked:
                found = examine(file.path, said, self._rules, self._known, self._twice)
                read.add(file.number, found)
            if self._twice:
                names = (node for node in said if hash(node) in self._twice)
                read.subjects += [(name, file.number) for name in names]
        return read


def said_in(path: Path) -> Said:
    """What a file says of each thing; raises InputError as kg.rdf.turtle.read_turtle does."""
    return by_subject(parse_turtle(path, read_file(path)))


def spread(
    files: Sequence[File], reading: Callable[[Sequence[File]], Read], workers: int | None = None
) -> Iterator[tuple[Sequence[File], Read]]:
    """The files in portions with what each gave, in order; a few are read in this process."""
    portions = list(_portions(files))
    number = len(os.sched_getaffinity(0)) if workers is None else workers
    if number < 1 or (workers is None and sum(file.size for file in files) < _FEW):
        yield from ((portion, reading(portion)) for portion in portions)
        return
    crew: list[Worker[Sequence[File], Read]] = [
        Worker(lambda: reading, _SECONDS) for _ in range(number)
    ]
    for portion, read in answers(crew, ((portion, portion) for portion in portions)):
        if read is None or isinstance(read, Lost):
            why = read.why if read else "no answer"
            raise InputError(f"{portion[0].path} and the {len(portion) - 1} after it: {why}")
        yield portion, read


def _portions(files: Iterable[File]) -> Iterator[list[File]]:
    portion: list[File] = []
    size = 0
    for file in files:
        portion.append(file)
        size += file.size
        if size >= _PORTION or len(portion) == _FILES:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion
