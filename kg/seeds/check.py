"""What is wrong with curated Turtle: every fault with its file and line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import NamedNode, Triple

from kg.errors import Problem
from kg.model.stances import Shift
from kg.project import Project
from kg.rdf.codec import decode
from kg.rdf.layouts import LAYOUTS
from kg.rdf.shapes import find_violations
from kg.rdf.terms import BASE, CODEBOOK, PREFIXES, RDF, SKOS, compact
from kg.rdf.turtle import read_turtle
from kg.seeds.plausibility import doubtful, impossible
from kg.seeds.read import SeedFile, Seeds, read_files, seed_paths

_ALLOWED = {
    layout.space: set(layout.predicates)
    | {predicate for predicate, _ in layout.fixed}
    | {RDF.type, SKOS.notation}
    for layout in LAYOUTS.values()
    if layout.record is not Shift
}
"""What may be said by hand of the things of each space."""


def check(project: Project, extra: Iterable[Path] = ()) -> list[Problem]:
    """Everything wrong or doubtful in the seeds, or in extra files read as part of them.

    Raises InputError that lists every file which is not valid Turtle.
    """
    given = {path.resolve(): path for path in extra}
    context = [path for path in seed_paths(project) if path.resolve() not in given]
    seeds = Seeds(read_files([*context, *given.values()]))
    ontology = read_turtle(project.ontology / "stance.ttl")
    place = _Places(seeds)
    problems = [
        *_described_twice(seeds, place),
        *_unknown_terms(seeds, ontology, place),
        *_not_for_seeds(seeds, place),
        *_dangling(seeds, ontology, place),
        *(list(_broken_shapes(seeds, ontology, project, place)) or _unreadable(seeds, place)),
        *impossible(seeds, place.problem),
        *doubtful(seeds, place.problem),
    ]
    if given:
        problems = [problem for problem in problems if problem.path.resolve() in given]
    return sorted(set(problems), key=lambda problem: problem.place)


class _Places:
    """Where subjects stand: turns a node and a message into a Problem."""

    def __init__(self, seeds: Seeds) -> None:
        self._owners = seeds.owners()
        self._lines: dict[Path, dict[str, int]] = {}

    def problem(self, node: str, message: str, file: SeedFile | None = None) -> Problem:
        # Of several owners the last: files given to be checked come after the seeds.
        owner = file or next(reversed(self._owners.get(NamedNode(node), [])), None)
        if owner is None:
            return Problem(Path(), 0, 0, message)
        if owner.path not in self._lines:
            self._lines[owner.path] = owner.lines()
        line = self._lines[owner.path].get(node, 0)
        return Problem(owner.path, line, 1 if line else 0, message)


def _described_twice(seeds: Seeds, place: _Places) -> Iterator[Problem]:
    for subject, files in seeds.owners().items():
        for file in files[1:]:
            message = f"{compact(subject)} is described in {files[0].path} too: one file owns it"
            yield place.problem(subject.value, message, file)


def _unknown_terms(seeds: Seeds, ontology: list[Triple], place: _Places) -> Iterator[Problem]:
    defined = {triple.subject for triple in ontology}
    for triple in seeds.triples():
        for term in (triple.predicate, triple.object):
            if (
                isinstance(term, NamedNode)
                and term.value.startswith(PREFIXES["st"])
                and term not in defined
            ):
                yield place.problem(_name(triple), f"{compact(term)} is not a term of the ontology")


def _not_for_seeds(seeds: Seeds, place: _Places) -> Iterator[Problem]:
    """Subjects of no space, subjects without their class, and what only a build may say."""
    typed = {t.subject for t in seeds.triples() if t.predicate == RDF.type}
    for triple in seeds.triples():
        node = _name(triple)
        space = node.removeprefix(BASE).partition("/")[0]
        if triple.subject == CODEBOOK:
            continue
        if space not in _ALLOWED or not node.startswith(BASE):
            yield place.problem(node, f"<{node}> does not belong in the seeds")
        elif triple.predicate not in _ALLOWED[space]:
            term = compact(triple.predicate)
            yield place.problem(node, f"{space}: {term} is not entered by hand")
        elif triple.subject not in typed:
            yield place.problem(node, f"{compact(NamedNode(node))} has no class")


def _dangling(seeds: Seeds, ontology: list[Triple], place: _Places) -> Iterator[Problem]:
    described = {triple.subject for triple in (*seeds.triples(), *ontology)}
    missing: dict[str, set[NamedNode]] = defaultdict(set)
    for triple in seeds.triples():
        thing = triple.object
        if (
            isinstance(thing, NamedNode)
            and thing.value.startswith(BASE)
            and not thing.value.startswith(PREFIXES["st"])
            and thing not in described
        ):
            missing[_name(triple)].add(thing)
    for node, things in missing.items():
        for thing in things:
            yield place.problem(node, f"{compact(thing)} is described nowhere")


def _broken_shapes(
    seeds: Seeds, ontology: list[Triple], project: Project, place: _Places
) -> Iterator[Problem]:
    graph = {*seeds.triples(), *ontology}
    for violation in find_violations(graph, project.ontology / "shapes.ttl"):
        value = f" (found {violation.value!r})" if violation.value else ""
        name = compact(NamedNode(violation.node))
        message = f"{name}: {violation.message}{value} [{violation.shape}]"
        yield place.problem(violation.node, message)


def _unreadable(seeds: Seeds, place: _Places) -> Iterator[Problem]:
    """What no shape forbids and a build would yet refuse: one of each class of record."""
    triples = list(seeds.triples())
    for record in LAYOUTS:
        try:
            decode(record, triples)
        except ValueError as error:
            space, _, rest = str(error).partition(":")
            node = PREFIXES.get(space, "") + rest.partition(":")[0]
            yield place.problem(node, str(error))


def _name(triple: Triple) -> str:
    return triple.subject.value if isinstance(triple.subject, NamedNode) else ""
