"""What is wrong in one file of the seeds, given what is known of the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pyoxigraph import Literal, NamedNode

from kg.errors import Problem, Severity
from kg.model.stances import Shift
from kg.rdf.codec import Gathered
from kg.rdf.conformance import Shapes, Violation
from kg.rdf.described import ANY, Beyond, Described, Said, Taxonomy
from kg.rdf.layouts import LAYOUTS
from kg.rdf.terms import BASE, CODEBOOK, PREFIXES, RDF, SKOS, compact
from kg.rdf.turtle import subject_lines
from kg.seeds.plausibility import doubtful, impossible
from kg.seeds.surveyed import Facts

_ALLOWED = {
    layout.space: {predicate.value for predicate in layout.predicates}
    | {predicate.value for predicate, _ in layout.fixed}
    | {RDF.type.value, SKOS.notation.value}
    for layout in LAYOUTS.values()
    if layout.record is not Shift
}
"""What may be said by hand of the things of each space."""
_ST = PREFIXES["st"]
_CODEBOOK = CODEBOOK.value
_LONGEST = 400
Fault = tuple[str, str]
"""A thing at fault, by its IRI, and a message."""


class Others(Beyond, Protocol):
    """What is known of the things that other files describe."""

    def facts(self, node: str) -> Facts | None:
        """What is known of a thing; None where it is described nowhere."""


@dataclass(frozen=True, slots=True)
class Rules:
    """By what a file is judged: the terms of the ontology, the classes and the shapes."""

    defined: frozenset[str]
    taxonomy: Taxonomy
    shapes: Shapes

    def graph(self, said: Said, others: Beyond | None = None, *, halves: bool = False) -> Described:
        """Some things as they are described, and whom to ask about all others."""
        return Described(said, self.taxonomy, self.shapes.backwards, others, halves=halves)


class Places:
    """The lines of one file: turns a thing and a message into a Problem."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lines: dict[str, int] | None = None

    def problem(self, fault: Fault, severity: Severity = Severity.ERROR) -> Problem:
        """The fault at the line on which the thing is first described."""
        if self._lines is None:
            self._lines = subject_lines(self._path.read_text(encoding="utf-8"))
        line = self._lines.get(fault[0], 0)
        return Problem(self._path, line, 1 if line else 0, fault[1], severity)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record that a build refuses though it breaks no shape."""

    record: int
    node: str
    message: str


@dataclass(frozen=True, slots=True)
class Examined:
    """What is wrong with the things of a file; ``broken`` says whether a shape is."""

    problems: list[Problem]
    broken: bool
    unreadable: list[Unreadable]


def examine(
    path: Path,
    said: Said,
    rules: Rules,
    others: Others,
    known_twice: frozenset[int] = frozenset(),
) -> Examined:
    """Everything wrong or doubtful in one file, given what it says by subject.

    What the shapes say of things in ``known_twice``, by their hashes, is left to others.
    """
    graph = rules.graph(said, others, halves=bool(known_twice))
    own = [node for node in said if not known_twice or hash(node) not in known_twice]
    place = Places(path)
    violations = rules.shapes.violations(graph, own)
    faults = [
        *map(told, violations),
        *_of_terms(graph, rules.defined),
        *_of_references(graph, others, rules.defined),
        *impossible(said, others.facts),
    ]
    return Examined(
        [
            *(place.problem(fault) for fault in faults),
            *(place.problem(fault, Severity.WARNING) for fault in doubtful(said)),
        ],
        bool(violations),
        [] if violations or known_twice else list(unreadable(said)),
    )


def told(violation: Violation) -> Fault:
    """A violation as a fault of its thing."""
    value = f" (found {_shown(violation.value)})" if violation.value else ""
    name = compact(NamedNode(violation.node))
    return violation.node, f"{name}: {violation.message}{value} [{violation.shape}]"


def _shown(words: str) -> str:
    return repr(words) if len(words) <= _LONGEST else f"{words[:_LONGEST]!r} and more"


def unreadable(said: Said) -> Iterator[Unreadable]:
    """What no shape forbids and a build would yet refuse: one of each class of record."""
    gathered = Gathered(said=said)
    for number, record in enumerate(LAYOUTS):
        try:
            gathered.records(record)
        except ValueError as error:
            space, _, rest = str(error).partition(":")
            node = PREFIXES.get(space, "") + rest.partition(":")[0]
            yield Unreadable(number, node, str(error))


def _of_terms(graph: Described, defined: frozenset[str]) -> Iterator[Fault]:
    """Terms that are not of the ontology, and what does not belong in the seeds."""
    for node, values in graph.said.items():
        for predicate in values:
            if predicate.startswith(_ST) and predicate not in defined:
                yield node, f"{compact(NamedNode(predicate))} is not a term of the ontology"
        if node != _CODEBOOK:
            yield from _not_for_seeds(graph, node, values)


def _not_for_seeds(graph: Described, node: str, predicates: Iterable[str]) -> Iterator[Fault]:
    """A subject of no space, a subject without its class, and what only a build may say."""
    space = node.removeprefix(BASE).partition("/")[0] if node.startswith(BASE) else ""
    allowed = _ALLOWED.get(space)
    if allowed is None:
        yield node, f"<{node}> does not belong in the seeds"
        return
    strange = [predicate for predicate in predicates if predicate not in allowed]
    for predicate in strange:
        yield node, f"{space}: {compact(NamedNode(predicate))} is not entered by hand"
    if len(strange) < len(graph.said[node]) and not graph.classes(node) & ANY:
        yield node, f"{compact(NamedNode(node))} has no class"


def _of_references(graph: Described, others: Others, defined: frozenset[str]) -> Iterator[Fault]:
    """Things that are named and described nowhere, or are no terms of the ontology."""
    there: set[str] = set()
    for node, values in graph.said.items():
        for terms in values.values():
            for term in terms:
                if isinstance(term, Literal):
                    continue
                name = term.value
                if name in there or not name.startswith(BASE):
                    continue
                if name.startswith(_ST):
                    if name not in defined:
                        yield node, f"{compact(term)} is not a term of the ontology"
                        continue
                elif name not in graph.said and others.facts(name) is None:
                    yield node, f"{compact(term)} is described nowhere"
                    continue
                there.add(name)


def first_of_each(found: Mapping[int, Examined]) -> list[tuple[int, Unreadable]]:
    """Of the unreadable records of some files, by number, the first of each class by its IRI."""
    first: dict[int, tuple[int, Unreadable]] = {}
    every = ((number, one) for number, examined in found.items() for one in examined.unreadable)
    for number, one in sorted(every, key=lambda pair: (pair[1].record, pair[1].node)):
        first.setdefault(one.record, (number, one))
    return list(first.values())
