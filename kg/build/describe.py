"""What the published graph is, in VoID and DCAT: title, licence, counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Triple

from kg import __version__
from kg.project import TITLE
from kg.rdf.ntriples import Line
from kg.rdf.terms import BASE, DCAT, DCT, RDF, VOID, XSD, mint

DATASET = NamedNode(f"{BASE}dataset")
AUTHORS = Literal("The eurostance authors")
LICENCE = NamedNode("https://creativecommons.org/licenses/by/4.0/")
_TYPE = str(RDF.type)
_ABOUT = (
    "Who in Europe favours or opposes what on Russia, since when, in whose exact words, in which "
    "source. Codings are CC BY 4.0; quoted words stay their owners'."
)


@dataclass(slots=True)
class Extent:
    """How much a graph holds: its triples by class and by property, and its subjects."""

    classes: Counter[str] = field(default_factory=Counter)
    properties: Counter[str] = field(default_factory=Counter)
    subjects: int = 0

    def update(self, other: Extent) -> None:
        """Count what another part of the graph holds too."""
        self.classes.update(other.classes)
        self.properties.update(other.properties)
        self.subjects += other.subjects

    @property
    def terms(self) -> frozenset[str]:
        """The classes and properties that it counts, if only by nought."""
        return frozenset((*self.classes, *self.properties))

    @classmethod
    def of(cls, lines: Iterable[Line], known: Collection[str] = ()) -> Extent:
        """The extent of some lines, none of them twice.

        Subjects that are ``known`` are counted elsewhere.
        """
        extent, subjects = cls(), set()
        for told in lines:
            subject, predicate, object_ = told.split(" ", 2)
            subjects.add(subject)
            extent.properties[predicate] += 1
            if predicate == _TYPE:
                extent.classes[object_[:-3]] += 1
        extent.subjects = len(subjects.difference(known))
        return extent


class Measure:
    """Counts what records tell by their shapes: what one tells, all of its shape tell."""

    def __init__(self) -> None:
        self._of_shape: dict[object, Extent] = {}
        self._numbers: Counter[object] = Counter()

    def add(self, shape: object, lines: Iterable[Line]) -> None:
        """Count the lines of one more thing of a shape; its subjects are its own."""
        if shape not in self._of_shape:
            self._of_shape[shape] = Extent.of(lines)
        self._numbers[shape] += 1

    def extent(self) -> Extent:
        """The extent of all together."""
        whole = Extent()
        for shape, number in self._numbers.items():
            one = self._of_shape[shape]
            for counted, more in (
                (whole.classes, one.classes),
                (whole.properties, one.properties),
            ):
                for term, times in more.items():
                    counted[term] += number * times
            whole.subjects += number * one.subjects
        return whole


def describe(extent: Extent, only: Container[str] | None = None) -> Iterator[Triple]:
    """The description of the published graph, with its counts by class and by property.

    Of all classes and properties, or ``only`` of some.

    Source: Describing Linked Datasets with the VoID Vocabulary (W3C, 2011), sections 4.3 and 4.5;
    Data Catalog Vocabulary, version 3.
    """
    classes = {name: count for name, count in extent.classes.items() if count}
    properties = {name: count for name, count in extent.properties.items() if count}
    for kind in (VOID.Dataset, DCAT.Dataset):
        yield Triple(DATASET, RDF.type, kind)
    yield Triple(DATASET, DCT.title, Literal(TITLE, language="en"))
    yield Triple(DATASET, DCT.description, Literal(_ABOUT, language="en"))
    yield Triple(DATASET, DCT.license, LICENCE)
    yield Triple(DATASET, DCT.creator, AUTHORS)
    yield Triple(DATASET, DCAT.version, Literal(__version__))
    yield Triple(DATASET, VOID.uriSpace, Literal(BASE))
    yield Triple(DATASET, VOID.triples, _count(sum(properties.values())))
    yield Triple(DATASET, VOID.distinctSubjects, _count(extent.subjects))
    yield Triple(DATASET, VOID.classes, _count(len(classes)))
    yield Triple(DATASET, VOID.properties, _count(len(properties)))
    for class_, count in _told(classes, only):
        part = _part("class", class_)
        yield Triple(DATASET, VOID.classPartition, part)
        yield Triple(part, getattr(VOID, "class"), NamedNode(class_))
        yield Triple(part, VOID.entities, _count(count))
    for property_, count in _told(properties, only):
        part = _part("property", property_)
        yield Triple(DATASET, VOID.propertyPartition, part)
        yield Triple(part, VOID.property, NamedNode(property_))
        yield Triple(part, VOID.triples, _count(count))


def _told(counts: Mapping[str, int], only: Container[str] | None) -> Iterator[tuple[str, int]]:
    for name, count in counts.items():
        if only is None or name in only:
            yield name[1:-1], count


def _count(number: int) -> Literal:
    return Literal(str(number), datatype=XSD.integer)


def _part(kind: str, term: str) -> NamedNode:
    words = term.split("://", 1)[-1].replace("#", "/").replace("_", "-").lower()
    return mint("graph", f"void.{kind}.{words.replace('/', '.')}")
