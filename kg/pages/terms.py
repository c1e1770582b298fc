"""The terms of the ontology, each with its definition, where it is used, and an example."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, RdfFormat, Store, Triple, parse

from kg.pages.wording import shortened
from kg.rdf.terms import PREFIXES, RDF, RDFS, compact

_OWL, _SKOS, _SH = PREFIXES["owl"], PREFIXES["skos"], PREFIXES["sh"]
_ST = PREFIXES["st"]
_LONG = 120
_ONTOLOGY = NamedNode(f"{_OWL}Ontology")
_DEFINITION = NamedNode(f"{_SKOS}definition")
_ALIGNED = {
    f"{PREFIXES['rdfs']}subClassOf": "is a kind of",
    f"{PREFIXES['rdfs']}subPropertyOf": "is a part of",
    f"{_SKOS}closeMatch": "is close to",
    f"{_SKOS}exactMatch": "is the same as",
}
_KINDS = (
    ("Classes", f"{_OWL}Class"),
    ("Properties between things", f"{_OWL}ObjectProperty"),
    ("Properties with plain values", f"{_OWL}DatatypeProperty"),
    ("Individuals", f"{_OWL}NamedIndividual"),
)
_PROMISES = """
SELECT DISTINCT ?class ?path ?message ?range WHERE {
  ?shape sh:targetClass ?class ; sh:property ?property .
  ?property sh:path ?path ; sh:message ?message .
  OPTIONAL { ?property sh:class|sh:datatype|(sh:or/rdf:rest*/rdf:first/sh:datatype) ?range }
}
"""
_WHOLE_PROMISES = """
SELECT DISTINCT ?class ?message WHERE { ?shape sh:targetClass ?class ; sh:message ?message }
"""


@dataclass(frozen=True, slots=True)
class Link:
    """A term named on the page; ``file`` is its place here, ``address`` is elsewhere."""

    name: str
    file: str | None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A term; ``used_on`` are the classes of a property, ``properties`` those of a class.

    ``relations`` are what it is to others, by what is said of it.
    """

    iri: str
    name: str
    anchor: str
    label: str
    definition: str
    used_on: tuple[Link, ...]
    properties: tuple[Link, ...]
    values: tuple[Link, ...]
    relations: tuple[tuple[str, Link], ...]
    promises: tuple[str, ...]
    example: str


@dataclass(frozen=True, slots=True)
class Terms:
    """The ontology: what is said of itself, and its terms by kind."""

    about: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, tuple[Term, ...]], ...]


def anchor_of(iri: str) -> str:
    """The id of a term on its page: of ``st:favours`` it is ``favours``."""
    if iri.startswith(_ST):
        return iri.removeprefix(_ST)
    return compact(NamedNode(iri)).strip("<>").replace(":", "-")


class Ontology:
    """Reads the ontology of a folder; examples come from a published graph."""

    def __init__(self, folder: Path, published: Store) -> None:
        self.folder = folder
        self._published = published
        self._store = Store()
        for name in ("stance.ttl", "alignments.ttl", "shapes.ttl"):
            self._store.bulk_extend(parse(path=folder / name, format=RdfFormat.TURTLE))
        self._terms = {node.value for _, kind in _KINDS for node in self._of(NamedNode(kind))}
        self._promises = self._read_promises()
        self._properties: dict[str, set[str]] = defaultdict(set)
        for path, told in self._promises.items():
            for class_, _, _ in told:
                if class_ and path:
                    self._properties[class_].add(path)

    def triples(self) -> list[Triple]:
        """The ontology itself, without alignments and shapes."""
        quads = parse(path=self.folder / "stance.ttl", format=RdfFormat.TURTLE)
        return [quad.triple for quad in quads]

    def read(self) -> Terms:
        """All that its page tells."""
        kinds = (
            (title, tuple(self._term(node) for node in self._of(NamedNode(kind))))
            for title, kind in _KINDS
        )
        return Terms(tuple(self._about()), tuple(kinds))

    def _about(self) -> Iterator[tuple[str, str]]:
        for node in self._of(_ONTOLOGY):
            # The shapes are an ontology too.
            if node.value == _ST.rstrip("#"):
                for quad in sorted(self._store.quads_for_pattern(node, None, None), key=str):
                    if quad.predicate != RDF.type:
                        name = compact(quad.predicate).partition(":")[2]
                        yield name, getattr(quad.object, "value", "")

    def _of(self, kind: NamedNode) -> list[NamedNode]:
        quads = self._store.quads_for_pattern(None, RDF.type, kind)
        nodes = {quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}
        return sorted(nodes, key=lambda node: (not node.value.startswith(_ST), node.value.lower()))

    def _term(self, node: NamedNode) -> Term:
        example = self._example(node)
        promises = self._promises.get(node.value, [])
        used_on = {one for one, _, _ in promises if one} or self._classes_of(example)
        ranges = {range_ for _, _, range_ in promises if range_}
        return Term(
            iri=node.value,
            name=compact(node),
            anchor=anchor_of(node.value),
            label=self._words(node, RDFS.label),
            definition=self._words(node, _DEFINITION),
            used_on=self._links(used_on),
            properties=self._links(self._properties[node.value]),
            values=self._links(ranges),
            relations=tuple(self._relations(node)),
            promises=tuple(sorted({message for _, message, _ in promises})),
            example=_shown(example) if example else "",
        )

    def _words(self, node: NamedNode, predicate: NamedNode) -> str:
        quads = self._store.quads_for_pattern(node, predicate, None)
        return next((q.object.value for q in quads if isinstance(q.object, Literal)), "")

    def _links(self, iris: Iterable[str]) -> tuple[Link, ...]:
        return tuple(self._link(NamedNode(iri)) for iri in sorted(iris))

    def _link(self, node: NamedNode) -> Link:
        if node.value in self._terms:
            return Link(compact(node), f"ns.html#{anchor_of(node.value)}")
        return Link(compact(node), None, node.value)

    def _relations(self, node: NamedNode) -> Iterator[tuple[str, Link]]:
        for quad in sorted(self._store.quads_for_pattern(node, None, None), key=str):
            if isinstance(quad.object, NamedNode):
                if said := _ALIGNED.get(quad.predicate.value):
                    yield said, self._link(quad.object)
                elif quad.predicate == RDF.type and quad.object.value in self._terms:
                    yield "is one", self._link(quad.object)

    def _read_promises(self) -> dict[str, list[tuple[str, str, str]]]:
        """What the shapes say of each term: the class, the words, the class of the value."""
        found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for row in self._rows(_PROMISES):
            class_, path, message, value = row
            found[path].append((class_, message, value))
        for class_, message in self._rows(_WHOLE_PROMISES):
            found[class_].append(("", message, ""))
        return found

    def _rows(self, query: str) -> Iterator[tuple[str, ...]]:
        solutions = self._store.query(query, prefixes=PREFIXES)
        for row in solutions:  # type: ignore[union-attr]
            # A path of several steps has no name; what it promises is said of the class.
            yield tuple(term.value if isinstance(term, NamedNode | Literal) else "" for term in row)

    def _example(self, node: NamedNode) -> Triple | None:
        """The first use of a term in the published graph."""
        patterns = ((node, None), (RDF.type, node), (None, node))
        for predicate, value in patterns:
            quads = self._published.quads_for_pattern(None, predicate, value, DefaultGraph())
            if quad := next((one for one in quads if not self._is_own(one.triple)), None):
                return quad.triple
        return None

    def _is_own(self, triple: Triple) -> bool:
        return str(triple.subject).strip("<>") in self._terms

    def _classes_of(self, example: Triple | None) -> set[str]:
        if example is None or example.predicate == RDF.type:
            return set()
        if example.predicate.value not in self._terms:
            return set()
        types = self._published.quads_for_pattern(example.subject, RDF.type, None, DefaultGraph())
        named = {quad.object.value for quad in types if isinstance(quad.object, NamedNode)}
        return named & self._terms


def _shown(triple: Triple) -> str:
    subject, value = triple.subject, triple.object
    words = f'"{shortened(value.value, _LONG)}"' if isinstance(value, Literal) else _name(value)
    verb = "a" if triple.predicate == RDF.type else compact(triple.predicate)
    return f"{_name(subject)} {verb} {words} ."


def _name(node: object) -> str:
    return compact(node) if isinstance(node, NamedNode) else str(node)
