"""What a store tells of single things: their lines, their records, the pairs they belong to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from kg.build.lookup import Lookup
from kg.build.pairs import PairKey
from kg.build.publish import fit
from kg.build.telling import CANDIDATES, PUBLISHED, REJECTED, REVIEWS
from kg.model.stances import Candidate
from kg.rdf.codec import decode
from kg.rdf.ntriples import Line
from kg.rdf.terms import BASE, DCT, RDF, RDFS, ST, graph, mint

GRAPHS: dict[str, NamedNode | DefaultGraph] = {
    PUBLISHED: DefaultGraph(),
    REJECTED: graph("rejected"),
    CANDIDATES: graph("candidates"),
    REVIEWS: graph("reviews"),
}
HOMES = {
    "document": (PUBLISHED,),
    "run": (PUBLISHED,),
    "stance": (PUBLISHED, REJECTED),
    "evidence": (PUBLISHED, REJECTED),
    "candidate": (CANDIDATES,),
    "review": (REVIEWS,),
    "actor": (PUBLISHED,),
    "tenure": (PUBLISHED,),
    "event": (PUBLISHED,),
    "outlet": (PUBLISHED,),
    "search": (PUBLISHED,),
}
"""In which graphs the things of a space may be told."""
_SETTLED = {
    "stance": {
        ST.earliest,
        ST.latest,
        ST.dating,
        ST.currentOn,
        ST.firstOn,
        ST.until,
        ST.since,
        ST.ambivalentWith,
        ST.possiblySameAs,
        DCT.isReplacedBy,
    },
    "evidence": {RDFS.label},
    "actor": {ST.favours, ST.opposes, ST.isMixedOn, ST.currentStance},
}
"""What is told of a thing when its pair is settled, and not by its record alone."""
_SELECTORS = (".target", ".quote", ".position")
RecordT = TypeVar("RecordT")


def node_at(path: str) -> NamedNode:
    """The IRI of a thing, ``space/ID``."""
    return mint(*path.split("/", 1))


def path_of(node: Any) -> str:
    """The thing of an IRI, as ``space/ID``."""
    return str(node.value).removeprefix(BASE)


class Holdings:
    """A store, asked for one thing after another."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def quads(self, path: str, where: str) -> Iterator[Quad]:
        """What one of the graphs says of a thing."""
        return self.store.quads_for_pattern(node_at(path), None, None, GRAPHS[where])

    def has(self, path: str) -> bool:
        """Whether any of the graphs describes a thing."""
        found = self.store.quads_for_pattern(node_at(path), RDF.type, None, None)
        return next(found, None) is not None

    def own_lines(self, path: str, where: str) -> Iterator[Line]:
        """What a record has told by itself in a graph, its selectors included."""
        space = path.partition("/")[0]
        settled = _SETTLED.get(space, set())
        there = False
        for quad in self.quads(path, where):
            there = True
            if quad.predicate not in settled:
                yield f"{quad.triple} .\n"
        if there and space == "evidence":
            for part in _SELECTORS:
                for quad in self.quads(f"{path}{part}", where):
                    yield f"{quad.triple} .\n"

    def objects(self, path: str, predicate: NamedNode, *wheres: str) -> list[Any]:
        """The values of a property of a thing in some graphs."""
        return [
            quad.object
            for where in wheres
            for quad in self.store.quads_for_pattern(node_at(path), predicate, None, GRAPHS[where])
        ]

    def subjects(self, predicate: NamedNode, value: NamedNode, *wheres: str) -> Iterator[Any]:
        """The things of which some graphs tell a value of a property."""
        for where in wheres:
            for quad in self.store.quads_for_pattern(None, predicate, value, GRAPHS[where]):
                yield quad.subject

    def record(self, kind: type[RecordT], path: str, *wheres: str) -> RecordT | None:
        """What some graphs, or all that may, tell of a thing, if they do; as it is told there."""
        for where in wheres or HOMES[path.partition("/")[0]]:
            for found in decode(kind, (quad.triple for quad in self.quads(path, where))):
                return found
        return None

    def pairs_of(self, path: str, register: Lookup) -> Iterator[PairKey]:
        """The pairs in which a thing has a part."""
        match path.partition("/")[0]:
            case "stance":
                yield from self.pairs_of_stance(path)
            case "evidence":
                for stance in self.objects(path, ST.supports, PUBLISHED, REJECTED):
                    yield from self.pairs_of_stance(path_of(stance))
            case "candidate":
                candidate = self.record(Candidate, path)
                wanted = candidate and fit(candidate, register.decided.get(path))
                if wanted:
                    yield wanted.holder, wanted.proposition
            case "document":
                for name in self.shown_by(path):
                    yield from self.pairs_of(name, register)

    def pairs_of_stance(self, path: str) -> Iterator[PairKey]:
        """The pair of a stance, be it published or refused."""
        for where in (PUBLISHED, REJECTED):
            holders = self.objects(path, ST.holder, where)
            propositions = self.objects(path, ST.proposition, where)
            for holder, proposition in zip(holders, propositions, strict=False):
                yield path_of(holder).partition("/")[2], path_of(proposition).partition("/")[2]

    def shown_by(self, document: str) -> Iterator[str]:
        """The evidence and the candidates of a document."""
        graphs = PUBLISHED, REJECTED, CANDIDATES
        return map(path_of, self.subjects(ST.document, node_at(document), *graphs))
