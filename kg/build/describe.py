"""What the published graph is, in VoID and DCAT: title, licence, counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Triple

from kg import __version__
from kg.project import TITLE
from kg.rdf.terms import BASE, DCAT, DCT, RDF, VOID, XSD, mint

DATASET = NamedNode(f"{BASE}dataset")
AUTHORS = Literal("The eurostance authors")
LICENCE = NamedNode("https://creativecommons.org/licenses/by/4.0/")
_ABOUT = (
    "Who in Europe favours or opposes what on Russia, since when, in whose exact words, in which "
    "source. Codings are CC BY 4.0; quoted words stay their owners'."
)


def describe(published: Iterable[Triple]) -> Iterator[Triple]:
    """The description of the published graph, with its counts by class and by property.

    Source: Describing Linked Datasets with the VoID Vocabulary (W3C, 2011), sections 4.3 and 4.5;
    Data Catalog Vocabulary, version 3.
    """
    triples = set(published)
    classes = Counter(t.object for t in triples if t.predicate == RDF.type)
    properties = Counter(t.predicate for t in triples)
    for kind in (VOID.Dataset, DCAT.Dataset):
        yield Triple(DATASET, RDF.type, kind)
    yield Triple(DATASET, DCT.title, Literal(TITLE, language="en"))
    yield Triple(DATASET, DCT.description, Literal(_ABOUT, language="en"))
    yield Triple(DATASET, DCT.license, LICENCE)
    yield Triple(DATASET, DCT.creator, AUTHORS)
    yield Triple(DATASET, DCAT.version, Literal(__version__))
    yield Triple(DATASET, VOID.uriSpace, Literal(BASE))
    yield Triple(DATASET, VOID.triples, _count(len(triples)))
    yield Triple(DATASET, VOID.distinctSubjects, _count(len({t.subject for t in triples})))
    yield Triple(DATASET, VOID.classes, _count(len(classes)))
    yield Triple(DATASET, VOID.properties, _count(len(properties)))
    for class_, count in classes.items():
        if isinstance(class_, NamedNode):
            part = _part("class", class_)
            yield Triple(DATASET, VOID.classPartition, part)
            yield Triple(part, getattr(VOID, "class"), class_)
            yield Triple(part, VOID.entities, _count(count))
    for property_, count in properties.items():
        part = _part("property", property_)
        yield Triple(DATASET, VOID.propertyPartition, part)
        yield Triple(part, VOID.property, property_)
        yield Triple(part, VOID.triples, _count(count))


def _count(number: int) -> Literal:
    return Literal(str(number), datatype=XSD.integer)


def _part(kind: str, term: NamedNode) -> NamedNode:
    words = term.value.split("://", 1)[-1].replace("#", "/").replace("_", "-").lower()
    return mint("graph", f"void.{kind}.{words.replace('/', '.')}")
