"""What is wrong with curated Turtle: every fault with its file and line."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from pyoxigraph import NamedNode, Triple

from kg.errors import InputError, Problem, Severity
from kg.files import whole_path
from kg.project import Project
from kg.rdf.described import Said, Taxonomy, by_subject
from kg.rdf.shapes import NO_SHAPES, Engine, find_violations, read_shapes
from kg.rdf.terms import BASE, compact
from kg.rdf.turtle import read_turtle
from kg.seeds.examined import Examined, Fault, Places, Rules, first_of_each, told
from kg.seeds.holders import Holders
from kg.seeds.read import seed_paths
from kg.seeds.readings import File, FirstReading, SecondReading, said_in, spread
from kg.seeds.shared_ids import candidate_of, told_of_shared
from kg.seeds.surveyed import Known, Survey, Surveyed

_BY_DOCUMENT = ("documents", "candidates")
_REGISTRY = 16 << 20
_SUBJECTS = 2000


def check(
    project: Project,
    extra: Iterable[Path] = (),
    *,
    engine: Engine = Engine.FAST,
    watch: Callable[[], object] = lambda: None,
    workers: int | None = None,
) -> list[Problem]:
    """Everything wrong or doubtful in the seeds, or in extra files read as part of them.

    ``watch`` is called for each file that is done with. With ``workers`` so many processes read,
    with 0 this one; else as many as there are processors, where the seeds are large. Raises
    InputError that lists every file which is not valid Turtle.
    """
    return _Check(project, extra, engine, watch, workers).problems()


class _Check:
    def __init__(
        self,
        project: Project,
        extra: Iterable[Path],
        engine: Engine,
        watch: Callable[[], object],
        workers: int | None,
    ) -> None:
        given = {whole_path(path): path for path in extra}
        known = seed_paths(project)
        context = [path for path in known if whole_path(path) not in given] if given else known
        paths = [*context, *given.values()]
        self._files = [
            File(number, path, _size(path), not given or number >= len(context))
            for number, path in enumerate(paths)
        ]
        self._project, self._engine = project, engine
        self._watch, self._workers = watch, workers
        self._ontology = read_turtle(project.ontology / "stance.ttl")
        said = by_subject(self._ontology)
        fast = engine is Engine.FAST
        shapes = read_shapes(project.ontology / "shapes.ttl") if fast else NO_SHAPES
        taxonomy = Taxonomy(shapes.classes, said)
        self._masks = {node: taxonomy.of_thing(values) for node, values in said.items()}
        self._rules = Rules(frozenset(said), taxonomy, shapes)
        self._found: dict[int, Examined] = {}
        self._broken = False
        self._late: dict[int, list[tuple[Fault, Severity]]] = defaultdict(list)

    def problems(self) -> list[Problem]:
        survey, holders = Survey(), Holders()
        later = self._read_first(survey, holders)
        known = Known(self._masks, survey)
        del survey
        self._read_again(later, known)
        if self._engine is Engine.PYSHACL:
            self._ask_pyshacl(known)
        if not (self._broken or any(found.broken for found in self._found.values())):
            for number, one in first_of_each(self._found):
                self._tell(number, one.node, one.message)
        for number, node, message in holders.doubts():
            if self._files[number].asked:
                self._late[number].append(((node, message), Severity.WARNING))
        found = {problem for found in self._found.values() for problem in found.problems}
        return sorted({*found, *self._placed()}, key=lambda problem: problem.place)

    def _read_first(self, survey: Survey, holders: Holders) -> set[int]:
        """Survey all files; the numbers of those that must be read again."""
        later: set[int] = set()
        broken: list[Problem] = []
        for files in self._by_what_they_name():
            before = Surveyed(self._masks, survey) if survey.keys else None
            reading = FirstReading(self._rules, before)
            for portion, read in spread(files, reading, self._workers):
                survey.extend(read.survey)
                holders.add(read.rows)
                later.update(read.later)
                broken += read.unreadable
                self._found.update(read.examined)
                self._done(len(portion) - len(read.later))
        if broken:
            raise InputError(f"{len(broken)} file(s) cannot be read", problems=broken)
        return later

    def _by_what_they_name(self) -> Iterator[list[File]]:
        """All files: the registry, what is likely to name nothing else, and what names that."""
        documents, candidates = (f"{self._project.seeds / name}{os.sep}" for name in _BY_DOCUMENT)
        stages: tuple[list[File], list[File], list[File]] = [], [], []
        for file in self._files:
            place = str(file.path)
            if place.startswith(candidates):
                stages[2].append(file)
            elif place.startswith(documents) or file.size >= _REGISTRY:
                stages[1].append(file)
            else:
                stages[0].append(file)
        yield from stages

    def _read_again(self, later: set[int], known: Known) -> None:
        """Examine what names things of other files, and what other files speak of."""
        twice = known.twice()
        numbers = later.union(*(known.files(node) for node in known.spoken_of()))
        # What was found so far of a thing that two files describe was found of halves.
        files = [file for file in self._files if twice or (file.number in numbers and file.asked)]
        owners: dict[str, list[int]] = defaultdict(list)
        for file in files:
            self._found.pop(file.number, None)
        for portion, read in spread(files, SecondReading(self._rules, known), self._workers):
            self._found.update(read.examined)
            for name, number in read.subjects:
                owners[name].append(number)
            self._done(sum(file.number in later for file in portion))
        self._look_at_doubles(owners, known)
        self._look_at_shared_ids(known)

    def _look_at_doubles(self, owners: dict[str, list[int]], known: Known) -> None:
        """Tell of things with two homes, and examine them as a whole."""
        for name, numbers in owners.items():
            first, *others = sorted(numbers)
            for number in others:
                home = self._files[first].path
                message = f"{compact(NamedNode(name))} is described in {home} too: one file owns it"
                self._tell(number, name, message)
        names = sorted(owners)
        for start in range(0, len(names), _SUBJECTS):
            some = names[start : start + _SUBJECTS]
            numbers = sorted({number for name in some for number in owners[name]})
            said = _merged([self._files[number] for number in numbers])
            graph = self._rules.graph(said, known, halves=True)
            for violation in self._rules.shapes.violations(graph, some):
                self._tell(max(owners[violation.node]), *told(violation))
                self._broken = True

    def _look_at_shared_ids(self, known: Known) -> None:
        """Tell of what is entered under the id of a candidate, at the one that comes last."""
        for number in sorted(known.homes(known.shared())):
            for node in said_in(self._files[number].path):
                subject = node.removeprefix(BASE)
                candidate = candidate_of(subject)
                if candidate and hash(node) in known.shared():
                    message = told_of_shared(subject)
                    later = max(known.files(f"{BASE}{candidate}"), default=-1)
                    if later > number and not self._files[number].asked:
                        self._tell(later, f"{BASE}{candidate}", message)
                    else:
                        self._tell(number, node, message)

    def _ask_pyshacl(self, known: Known) -> None:
        """The violations that the reference finds in all files together."""
        triples: set[Triple] = set(self._ontology)
        for file in self._files:
            triples.update(read_turtle(file.path))
        shapes = self._project.ontology / "shapes.ttl"
        for violation in find_violations(triples, shapes, Engine.PYSHACL):
            homes = known.files(violation.node)
            if homes:
                self._tell(max(homes), *told(violation))
            self._broken = True

    def _tell(self, number: int, node: str, message: str) -> None:
        if self._files[number].asked:
            self._late[number].append(((node, message), Severity.ERROR))

    def _placed(self) -> Iterator[Problem]:
        for number, faults in self._late.items():
            place = Places(self._files[number].path)
            for fault, severity in faults:
                yield place.problem(fault, severity)

    def _done(self, files: int) -> None:
        for _ in range(files):
            self._watch()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        # It is told of when the file is read.
        return 0


def _merged(files: Iterable[File]) -> Said:
    """All that some files say of their things."""
    merged: Said = {}
    for file in files:
        for node, values in said_in(file.path).items():
            known = merged.setdefault(node, {})
            for predicate, terms in values.items():
                known.setdefault(predicate, []).extend(terms)
    return merged
