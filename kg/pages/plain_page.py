"""The page of whatever has none of its own kind: its triples, in every graph, and who names it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from kg.model.documents import web_address
from kg.pages.linked import LICENCE, Linked
from kg.pages.moved import replacement
from kg.pages.published import Published
from kg.pages.sayings import Ref
from kg.pages.thing import Thing
from kg.rdf.terms import BASE, DCT, RDF, RDFS, XSD, compact, mint
from kg.rdf.turtle import sort_key
from kg.store.graphs import graph_name
from kg.views.decided import refusal_of

_MOST = 200
"""How many of the things that name it are shown."""
_PLACES = {
    "target": "Where it stands",
    "quote": "Its exact words",
    "position": "Its place in the text",
}
"""What the parts of evidence are, by the endings of their ids."""


@dataclass(frozen=True, slots=True)
class Value:
    """What a triple says: ``path`` leads to a page of our own, ``url`` out; else only words."""

    words: str
    path: str | None = None
    url: str | None = None
    language: str | None = None
    datatype: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """All that one property says of the thing."""

    property: Value
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What one graph says of the thing."""

    graph: str
    lines: tuple[Line, ...]


class PlainPage(Thing):
    """Any subject of any graph."""

    template = "plain.html"
    with_stances = False

    def __init__(self, published: Published, path: str) -> None:
        node = NamedNode(BASE + path)
        title = _title(published.store, node)
        self.merged = _merged(published.store, path)
        if self.merged:
            title = f"{title} – merged into {self.merged.words}"
        space, _, name = path.partition("/")
        self.refused = refusal_of(published.store, name) if space == "stance" else None
        if self.refused:
            title = f"{title} – retracted"
        super().__init__(published, path, title)
        types = published.store.quads_for_pattern(node, RDF.type, None)
        named = {quad.object for quad in types if isinstance(quad.object, NamedNode)}
        own = {node for node in named if node.value.startswith(BASE)}
        self.types = sorted(_label(published.store, one) for one in own or named)

    def told(self) -> dict[str, Any]:
        """The triples by graph and property, and the things that name it."""
        named = list(islice(self._naming(), _MOST + 1))
        return {
            "types": self.types,
            "merged": self.merged,
            "refused": self.refused,
            "parts": [
                Part(graph, tuple(self._lines(list(quads))))
                for graph, quads in groupby(self._quads(), lambda one: graph_name(one.graph_name))
            ],
            "naming": sorted(named[:_MOST], key=lambda one: (one[0].words, one[1].path)),
            "more": len(named) > _MOST,
        }

    def record(self) -> dict[str, Any]:
        """The triples by graph and property."""
        graphs: dict[str, dict[str, list[Any]]] = {}
        for quad in self._quads():
            properties = graphs.setdefault(graph_name(quad.graph_name), {})
            properties.setdefault(compact(quad.predicate), []).append(_plain(quad.object))
        return super().record() | {"graphs": graphs}

    def linked(self) -> Linked | None:
        """The dataset as a Dataset; of all else nothing."""
        if self.path != "dataset":
            return None
        words = {compact(one.predicate): one.object for one in self.triples()}
        told = {key: value.value for key, value in words.items() if isinstance(value, Literal)}
        return {
            "@id": self.iri,
            "@type": "Dataset",
            "name": told.get("dct:title", self.title),
            "description": told.get("dct:description"),
            "version": told.get("dcat:version"),
            "license": LICENCE,
            "url": BASE,
        }

    def triples(self) -> list[Triple]:
        """All that any graph says of it."""
        return list({quad.triple for quad in self._quads()})

    def _quads(self) -> list[Quad]:
        """The quads about it: the published graph first, then by the name of the graph."""
        found = self.published.store.quads_for_pattern(self.node, None, None)
        return sorted(
            found,
            key=lambda one: (
                not isinstance(one.graph_name, DefaultGraph),
                str(one.graph_name),
                sort_key(one),
            ),
        )

    def _lines(self, quads: list[Quad]) -> Iterator[Line]:
        for predicate, group in groupby(quads, lambda one: one.predicate):
            yield Line(self._value(predicate), tuple(self._value(one.object) for one in group))

    def _naming(self) -> Iterator[tuple[Value, Ref]]:
        """The properties by which other things name it, and those things."""
        for quad in self.published.store.quads_for_pattern(None, None, self.node):
            subject = quad.subject
            if isinstance(subject, NamedNode) and subject.value.startswith(BASE):
                yield (
                    self._value(quad.predicate),
                    Ref(_path(subject), _label(self.published.store, subject)),
                )

    def _value(self, term: object) -> Value:
        if isinstance(term, Literal):
            typed = not term.language and term.datatype != XSD.string
            return Value(
                term.value,
                language=term.language,
                datatype=compact(term.datatype) if typed else None,
            )
        if not isinstance(term, NamedNode):
            return Value(str(term))
        if not term.value.startswith(BASE):
            return Value(compact(term), url=web_address(term.value))
        store = self.published.store
        known = next(store.quads_for_pattern(term, None, None), None) is not None
        return Value(_label(store, term), path=_path(term) if known else None)


def _path(node: NamedNode) -> str:
    return node.value.removeprefix(BASE)


def _merged(store: Store, path: str) -> Ref | None:
    """The thing into which this one was merged, where the graph still knows it."""
    end = replacement(store, path)
    if (
        end is None
        or next(store.quads_for_pattern(NamedNode(BASE + end), None, None), None) is None
    ):
        return None
    return Ref(end, _label(store, NamedNode(BASE + end)))


def _plain(term: object) -> dict[str, str]:
    if isinstance(term, NamedNode):
        return {"iri": term.value}
    if not isinstance(term, Literal):
        return {"value": str(term)}
    if term.language:
        return {"value": term.value, "language": term.language}
    return {"value": term.value, "datatype": compact(term.datatype)}


def _title(store: Store, node: NamedNode) -> str:
    """What a thing is called; of where words stand, that of their evidence with it."""
    space, _, rest = node.value.removeprefix(BASE).partition("/")
    name, _, part = rest.rpartition(".")
    if space == "evidence" and part in _PLACES:
        return f"{_PLACES[part]} – {_label(store, mint('evidence', name))}"
    return _label(store, node)


def _label(store: Store, node: NamedNode) -> str:
    """What a thing is called, in whatever graph; what is not published has its label there."""
    for predicate in (RDFS.label, DCT.title):
        quads = store.quads_for_pattern(node, predicate, None)
        labels = sorted(quad.object.value for quad in quads if isinstance(quad.object, Literal))
        if labels:
            return labels[0]
    return compact(node)
