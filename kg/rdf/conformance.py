"""Which things break which promise, told by compiled shapes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from kg.rdf.constraints import Count, Path, Test, distinct, words
from kg.rdf.described import Described
from kg.rdf.literals import read


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """A node that breaks a shape: the shape's name and message, and the value at fault."""

    node: str
    shape: str
    message: str
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """A SELECT of the things at fault; it sees what is said of a thing, and no other thing."""

    text: str
    prefixes: dict[str, str]

    def faults(self, graph: Described, nodes: Iterable[str]) -> set[str]:
        """Those of some things that the query finds."""
        store = Store()
        for node in nodes:
            store.extend(
                Quad(NamedNode(node), NamedNode(predicate), _as_read(term))
                for predicate, terms in graph.said[node].items()
                for term in terms
            )
        found = cast(QuerySolutions, store.query(self.text, prefixes=self.prefixes))
        return {cast(NamedNode, row["this"]).value for row in found}


@dataclass(frozen=True, slots=True)
class Promise:
    """A compiled shape; without a path it is about the thing itself.

    ``optional`` says whether it is kept where the path leads to nothing.
    """

    name: str
    message: str
    path: Path | None
    optional: bool
    counts: tuple[Count, ...]
    tests: tuple[Test, ...]
    parts: tuple[Promise, ...]
    query: Query | None

    def with_parts(self) -> Iterator[Promise]:
        """This promise, its parts and theirs: what keeps to all of them keeps to it."""
        yield self
        for part in self.parts:
            yield from part.with_parts()

    def faults(self, graph: Described, node: str) -> Sequence[Violation]:
        """How one thing breaks this promise without its parts; what a query finds comes later."""
        values: Sequence[NamedNode | Literal]
        values = distinct(self.path(graph, node)) if self.path else (NamedNode(node),)
        if not values and self.optional:
            return ()
        found: list[Violation] = []
        for count in self.counts:
            if not count(values):
                found = [Violation(node, self.name, self.message)]
        for term in values:
            for test in self.tests:
                if not test(graph, term):
                    found.append(Violation(node, self.name, self.message, words(term)))
                    break
        return found


@dataclass(frozen=True, slots=True)
class Shapes:
    """The shapes of a file, by the class or the property that makes a thing subject to them.

    ``classes`` are those that a taxonomy must tell apart; ``backwards`` the properties that are
    asked from value to thing; ``afar`` those that are read over another thing.
    """

    classes: tuple[str, ...]
    backwards: frozenset[str]
    afar: frozenset[str]
    by_class: dict[int, tuple[Promise, ...]]
    by_property: dict[str, tuple[Promise, ...]]
    _promises: dict[int, tuple[Promise, ...]] = field(default_factory=dict)

    def violations(self, graph: Described, nodes: Iterable[str]) -> set[Violation]:
        """Every violation by some of the things of a graph."""
        found: set[Violation] = set()
        asked: dict[int, tuple[Promise, Query, list[str]]] = {}
        for node in nodes:
            for promise in self._about(graph, node):
                if faults := promise.faults(graph, node):
                    found.update(faults)
                if promise.query:
                    asked.setdefault(id(promise), (promise, promise.query, []))[2].append(node)
        for promise, query, things in asked.values():
            for node in query.faults(graph, things):
                found.add(Violation(node, promise.name, promise.message, node))
        return found

    def _about(self, graph: Described, node: str) -> Iterable[Promise]:
        """The promises that a thing must keep."""
        mask = graph.classes(node)
        promises = self._promises.get(mask)
        if promises is None:
            some = (p for bit, some in self.by_class.items() if mask & bit for p in some)
            promises = self._promises[mask] = _each_part(some)
        more = [
            promise
            for predicate in self.by_property.keys() & graph.said[node].keys()
            for promise in self.by_property[predicate]
        ]
        return _each_part((*promises, *more)) if more else promises


def _each_part(promises: Iterable[Promise]) -> tuple[Promise, ...]:
    """Some promises with their parts, each once."""
    return tuple({id(part): part for one in promises for part in one.with_parts()}.values())


def _as_read(term: NamedNode | Literal) -> NamedNode | Literal:
    if isinstance(term, NamedNode) or term.language is not None:
        return term
    return Literal(read(term).text, datatype=term.datatype)
