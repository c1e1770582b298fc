"""Where each thing of the seeds is described, and what other files need to know of it.

Kept of a thing are 8 bytes that stand for its IRI, its file, its classes as bits and its date:
some 40 bytes, so that a million documents fit into the memory of one process.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pyoxigraph import NamedNode

from kg.rdf.described import Described, Said, Term
from kg.rdf.terms import BASE, SCHEMA, ST
from kg.seeds.partial_dates import Days, days_of
from kg.seeds.shared_ids import published_as

_DATES = (ST.saidOn.value, SCHEMA.datePublished.value)


class Facts(NamedTuple):
    """What other files need to know of a thing: its classes as bits, and the days of its date."""

    classes: int
    days: Days | None = None


class Elsewhere(Exception):
    """A thing was asked for that no file read so far describes."""


@dataclass(slots=True)
class Survey:
    """What some files describe, thing after thing, and what they say of things of other files.

    ``made`` stands for the things as which findings of machines are published. ``said_of`` are
    statements that are asked from their value to who says it; ``afar`` is what is read of a thing
    over another one.
    """

    keys: array[int] = field(default_factory=lambda: array("q"))
    files: array[int] = field(default_factory=lambda: array("i"))
    made: array[int] = field(default_factory=lambda: array("q"))
    classes: array[int] = field(default_factory=lambda: array("q"))
    first: array[int] = field(default_factory=lambda: array("i"))
    last: array[int] = field(default_factory=lambda: array("i"))
    said_of: list[tuple[str, str, str]] = field(default_factory=list)
    afar: Said = field(default_factory=dict)

    def add(
        self, number: int, graph: Described, backwards: Iterable[str], afar: frozenset[str]
    ) -> None:
        """Enter the things of a file."""
        for node, values in graph.said.items():
            days = days_of_thing(values)
            self.keys.append(hash(node))
            self.files.append(number)
            as_ours = node.removeprefix(BASE)
            self.made.extend(hash(f"{BASE}{one}") for one in published_as(as_ours))
            self.classes.append(graph.own_classes(node))
            self.first.append(days[0] if days else 0)
            self.last.append(days[1] if days else 0)
            if not afar.isdisjoint(values):
                self._keep(node, {name: told for name, told in values.items() if name in afar})
        for predicate in backwards:
            for node, sayer in graph.beyond_reach(predicate):
                self.said_of.append((node, predicate, sayer))

    def extend(self, other: Survey) -> None:
        """Add what another survey holds."""
        for name in ("keys", "files", "made", "classes", "first", "last", "said_of"):
            getattr(self, name).extend(getattr(other, name))
        for node, values in other.afar.items():
            self._keep(node, values)

    def _keep(self, node: str, values: dict[str, list[Term]]) -> None:
        """Several files may say something of one thing."""
        known = self.afar.setdefault(node, {})
        for predicate, terms in values.items():
            known[predicate] = [*known.get(predicate, ()), *terms]


def days_of_thing(values: dict[str, list[Term]]) -> Days | None:
    """The first and last day of the one date that a stance or document has; None without one."""
    for predicate in _DATES:
        if predicate in values:
            terms = values[predicate]
            return days_of(terms[0].value) if len(terms) == 1 else None
    return None


class Surveyed:
    """Where the things of some files are described, and what other files need to know of them."""

    def __init__(self, ontology: dict[str, int], survey: Survey) -> None:
        import numpy as np

        self._ontology = ontology
        files = np.frombuffer(survey.files, dtype=np.int32)
        keys = np.frombuffer(survey.keys, dtype=np.int64)
        # In whatever order they were read: the files of a thing are told in their own order.
        order = np.lexsort((files, keys))
        self._sorted = keys[order]
        # To look at single numbers, views are several times as fast as the arrays.
        self._keys, self._files = self._sorted.data, files[order].data
        self._classes, self._first, self._last = (
            np.frombuffer(column, dtype=column.typecode)[order].data
            for column in (survey.classes, survey.first, survey.last)
        )

    def facts(self, node: str) -> Facts | None:
        """What is known of a thing; None where it is described nowhere."""
        start, end = self._places(node)
        if start == end:
            mask = self._ontology.get(node)
            return None if mask is None else Facts(mask)
        mask = self._ontology.get(node, 0)
        for place in range(start, end):
            mask |= self._classes[place]
        first = self._first[start]
        return Facts(mask, (first, self._last[start]) if first else None)

    def _places(self, node: str) -> tuple[int, int]:
        return self._at(hash(node))

    def _at(self, key: int) -> tuple[int, int]:
        start = end = bisect_left(self._keys, key)
        while end < len(self._keys) and self._keys[end] == key:
            end += 1
        return start, end


class Known(Surveyed):
    """What is known of the things of all files, once all are read; see kg.rdf.described.Beyond."""

    def __init__(self, ontology: dict[str, int], survey: Survey) -> None:
        super().__init__(ontology, survey)
        self._shared = frozenset(survey.made).intersection(self._keys)
        self._afar = survey.afar
        self._sayers: dict[tuple[str, str], list[NamedNode]] = {}
        for node, predicate, sayer in survey.said_of:
            self._sayers.setdefault((node, predicate), []).append(NamedNode(sayer))

    def files(self, node: str) -> list[int]:
        """The numbers of the files that describe a thing."""
        start, end = self._places(node)
        return list(self._files[start:end])

    def twice(self) -> frozenset[int]:
        """The 8 bytes of things that more than one file describes, or seems to."""
        again = self._sorted[1:][self._sorted[1:] == self._sorted[:-1]]
        return frozenset(again.tolist())

    def shared(self) -> frozenset[int]:
        """The 8 bytes of things that files describe and findings of machines are published as."""
        return self._shared

    def homes(self, keys: Iterable[int]) -> set[int]:
        """The numbers of the files that describe the things of some 8 bytes."""
        places = (self._at(key) for key in keys)
        return {self._files[at] for start, end in places for at in range(start, end)}

    def spoken_of(self) -> Sequence[str]:
        """The things of which other files than their own say something that is asked backwards."""
        return [node for node, _ in self._sayers]

    def classes(self, node: str) -> int:
        """The bits of a thing's classes; 0 where it is described nowhere."""
        facts = self.facts(node)
        return facts.classes if facts else 0

    def values(self, node: str, predicate: str) -> Sequence[Term]:
        """What is said of a thing by a property that is read over another thing."""
        return self._afar.get(node, {}).get(predicate, ())

    def sayers(self, node: str, predicate: str) -> Sequence[NamedNode]:
        """Who in other files says something of a thing."""
        return self._sayers.get((node, predicate), ())


class Partly:
    """What is known before all files are read: the ontology, and the files read so far."""

    def __init__(self, things: Surveyed) -> None:
        self._things = things

    def facts(self, node: str) -> Facts:
        """What is known of a thing; raises Elsewhere where that is nothing yet."""
        facts = self._things.facts(node)
        if facts is None:
            raise Elsewhere(node)
        return facts

    def classes(self, node: str) -> int:
        """The bits of a thing's classes; raises Elsewhere where it is not known yet."""
        return self.facts(node).classes

    def values(self, node: str, predicate: str) -> Sequence[Term]:  # noqa: ARG002
        """Nothing is told before all is read: raises Elsewhere."""
        raise Elsewhere(node)

    def sayers(self, node: str, predicate: str) -> Sequence[NamedNode]:  # noqa: ARG002
        """Nobody yet; whom other files speak of is looked at again."""
        return ()
