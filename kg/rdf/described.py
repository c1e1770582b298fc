"""What is said of each thing in some files, and whom to ask about the things of other files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.rdf.terms import RDF

Term = NamedNode | Literal
Said = dict[str, dict[str, list[Term]]]
"""The values of each property of each subject, by IRIs, in the order in which they stand."""

TYPE = RDF.type.value
_SUBCLASS = "http://www.w3.org/2000/01/rdf-schema#subClassOf"
ANY = 1
"""The bit that says that a thing has a class at all."""


def by_subject(triples: Iterable[Triple] | Iterable[Quad]) -> Said:
    """The triples of a graph without blank nodes, subject after subject."""
    said: Said = {}
    last: str | None = None
    values: dict[str, list[Term]] = {}
    # What is asked of each triple costs: a check asks it of every one.
    triple: Any
    for triple in triples:
        subject = triple.subject.value
        if subject != last:
            last = subject
            values = said.setdefault(subject, {})
        predicate = triple.predicate.value
        if predicate in values:
            values[predicate].append(triple.object)
        else:
            values[predicate] = [triple.object]
    return said


class Taxonomy:
    """Which of the classes that are asked for each class is a kind of, as a set of bits.

    Bit 0 is set for every class, see ``ANY``; the others follow the order of ``wanted``.
    """

    def __init__(self, wanted: Sequence[str], ontology: Said) -> None:
        self._bits = {name: 2 << number for number, name in enumerate(wanted)}
        self._above = {
            name: [term.value for term in values[_SUBCLASS]]
            for name, values in ontology.items()
            if _SUBCLASS in values
        }
        self._masks: dict[str, int] = {}

    def of_class(self, name: str) -> int:
        """The bits of a class: its own, and those of all classes above it."""
        if name not in self._masks:
            mask, seen, waiting = ANY, {name}, [name]
            while waiting:
                current = waiting.pop()
                mask |= self._bits.get(current, 0)
                above = [one for one in self._above.get(current, ()) if one not in seen]
                seen.update(above)
                waiting.extend(above)
            self._masks[name] = mask
        return self._masks[name]

    def of_thing(self, values: Mapping[str, list[Term]]) -> int:
        """The bits of a thing, by what is said of it; 0 where it has no class."""
        mask = 0
        for term in values.get(TYPE, ()):
            if isinstance(term, NamedNode):
                mask |= self.of_class(term.value)
        return mask


class Beyond(Protocol):
    """What is known of the things that other files describe."""

    def classes(self, node: str) -> int:
        """The bits of a thing's classes; 0 where it is described nowhere."""

    def values(self, node: str, predicate: str) -> Sequence[Term]:
        """What is said of a thing by a property that is read over another thing."""

    def sayers(self, node: str, predicate: str) -> Sequence[NamedNode]:
        """Who in other files says something of a thing."""


class Described:
    """Things with what is said of them; what is not among them is asked of ``beyond``, if any.

    ``backwards`` are the properties that are asked from their value to who says it. Where
    ``halves`` is set, what these files say of a thing may be only a part of it.
    """

    def __init__(
        self,
        said: Said,
        taxonomy: Taxonomy,
        backwards: Iterable[str] = (),
        beyond: Beyond | None = None,
        *,
        halves: bool = False,
    ) -> None:
        self.said = said
        self._taxonomy = taxonomy
        self._beyond = beyond
        self._halves = halves
        self._classes: dict[str, int] = {}
        self._sayers = {predicate: _turned(said, predicate) for predicate in backwards}

    def own_classes(self, node: str) -> int:
        """The bits of the classes that these files give a thing of theirs."""
        return self._taxonomy.of_thing(self.said[node])

    def classes(self, node: str) -> int:
        """The bits of a thing's classes."""
        mask = self._classes.get(node)
        if mask is None:
            mask = self.own_classes(node) if node in self.said else 0
            if self._beyond and (self._halves or node not in self.said):
                mask |= self._beyond.classes(node)
            self._classes[node] = mask
        return mask

    def values(self, node: str, predicate: str) -> Sequence[Term]:
        """What is said of a thing by one property."""
        values = self.said.get(node)
        own = values.get(predicate, ()) if values else ()
        if self._beyond and (self._halves or values is None):
            return [*own, *self._beyond.values(node, predicate)]
        return own

    def sayers(self, node: str, predicate: str) -> Sequence[Term]:
        """Who says something of a thing by one property."""
        own = self._sayers[predicate].get(node, ())
        return [*own, *self._beyond.sayers(node, predicate)] if self._beyond else own

    def beyond_reach(self, predicate: str) -> Iterator[tuple[str, str]]:
        """The things of other files of which these say something, each with who says it."""
        for node, sayers in self._sayers[predicate].items():
            if node not in self.said:
                for sayer in sayers:
                    yield node, sayer.value


def _turned(said: Said, predicate: str) -> dict[str, list[NamedNode]]:
    turned: dict[str, list[NamedNode]] = {}
    for subject, values in said.items():
        for term in values.get(predicate, ()):
            if isinstance(term, NamedNode):
                turned.setdefault(term.value, []).append(NamedNode(subject))
    return turned
