"""The seeds read in portions of files, by several processes where they are many.

Every file is read once and entered in the survey of what there is. One that names nothing but its
own things and those of the registry is examined at once, every other a second time, when it is
known what all files describe. Memory grows by what the survey keeps, not by the files.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import InputError, Problem
from kg.rdf.described import by_subject
from kg.rdf.turtle import read_turtle
from kg.seeds.examined import Examined, Rules, examine
from kg.seeds.held import Row, packed, rows_of
from kg.seeds.surveyed import Elsewhere, Facts, Known, Partly, Survey, days_of_thing
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

    def __init__(self, rules: Rules, registry: dict[str, Facts] | None = None) -> None:
        self._rules = rules
        self._registry = registry

    def __call__(self, files: Sequence[File]) -> Read:
        """What a portion gave; ``later`` are the files that must be examined again."""
        read = Read()
        rows: list[Row] = []
        for file in files:
            try:
                triples = read_turtle(file.path)
            except InputError as error:
                read.unreadable += error.problems or [Problem(file.path, 0, 0, str(error))]
                continue
            said = by_subject(triples)
            graph = self._rules.graph(said)
            shapes = self._rules.shapes
            read.survey.add(file.number, graph, shapes.backwards, shapes.afar)
            rows += rows_of(said, file.number)
            if file.asked:
                try:
                    if self._registry is None:
                        raise Elsewhere
                    others = Partly(self._registry)
                    read.add(file.number, examine(file.path, triples, said, self._rules, others))
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
            triples = read_turtle(file.path)
            said = by_subject(triples)
            if file.asked:
                rules, known = self._rules, self._known
                found = examine(file.path, triples, said, rules, known, self._twice)
                read.add(file.number, found)
            if self._twice:
                names = (node for node in said if hash(node) in self._twice)
                read.subjects += [(name, file.number) for name in names]
        return read


def registry_of(files: Iterable[File], rules: Rules, ontology: dict[str, int]) -> dict[str, Facts]:
    """What is known of the things of some files, by their IRIs, and of the ontology's."""
    things = {node: Facts(mask) for node, mask in ontology.items()}
    for file in files:
        try:
            said = by_subject(read_turtle(file.path))
        except InputError:
            # Told of when all files are read.
            continue
        graph = rules.graph(said)
        for node, values in said.items():
            mask = graph.own_classes(node)
            before = things.get(node)
            known = before.classes if before else 0
            things[node] = Facts(mask | known, days_of_thing(values))
    return things


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
