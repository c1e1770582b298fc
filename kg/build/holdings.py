"""What a store tells of single things: their lines, their records, the pairs they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Protocol, TypeVar

from pyoxigraph import Literal, NamedNode, Quad

from kg.build.pairs import PairKey
from kg.build.publish import fit
from kg.build.register import Known
from kg.model.stances import Candidate, Review
from kg.rdf.codec import decode
from kg.rdf.ntriples import Line
from kg.rdf.terms import BASE, DCT, RDF, RDFS, ST, mint
from kg.store.graphs import CANDIDATES, PUBLISHED, REJECTED, REVIEWS, graph_node

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
        ST.position,
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
_REMEMBERED = 20_000
"""So many answers are remembered at once."""
RecordT = TypeVar("RecordT")


def node_at(path: str) -> NamedNode:
    """The IRI of a thing, ``space/ID``."""
    return mint(*path.split("/", 1))


def path_of(node: Any) -> str:
    """The thing of an IRI, as ``space/ID``."""
    return str(node.value).removeprefix(BASE)


class Patterns(Protocol):
    """A store that can be asked for the quads that fit a pattern."""

    def quads_for_pattern(
        self, subject: Any, predicate: Any, object: Any, graph_name: Any, /
    ) -> Iterator[Quad]:
        """The quads with some terms; None is any."""


class Holdings:
    """A store, asked for one thing after another while nobody writes to it.

    What it has told of a thing is remembered: it is asked for that often.
    """

    def __init__(self, store: Patterns) -> None:
        self._store = store
        self._told: dict[tuple[object, ...], tuple[Quad, ...]] = {}

    def quads(self, path: str, where: str) -> tuple[Quad, ...]:
        """What one of the graphs says of a thing."""
        return self._ask(node_at(path), None, None, where)

    def says_more(self, path: str, where: str, number: int) -> bool:
        """Whether one of the graphs says more of a thing than so many triples."""
        node = node_at(path)
        found: Iterable[Quad] | None = self._told.get((node, None, None, where))
        if found is None:
            found = self._store.quads_for_pattern(node, None, None, graph_node(where))
        return sum(1 for _ in islice(found, number + 1)) > number

    def has(self, path: str) -> bool:
        """Whether any of the graphs in which a thing may be told describes it."""
        return any(self.objects(path, RDF.type, where) for where in HOMES[_space(path)])

    def own_lines(self, path: str, where: str) -> Iterator[Line]:
        """What a record has told by itself in a graph, its selectors included."""
        space = _space(path)
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
        node = node_at(path)
        return [quad.object for where in wheres for quad in self._ask(node, predicate, None, where)]

    def words(self, path: str, predicate: NamedNode) -> str | None:
        """The words that the published graph has for a property of a thing, if it has any."""
        values = self.objects(path, predicate, PUBLISHED)
        return next((term.value for term in values if isinstance(term, Literal)), None)

    def subjects(self, predicate: NamedNode, value: NamedNode, *wheres: str) -> Iterator[Any]:
        """The things of which some graphs tell a value of a property, however many."""
        for where in wheres:
            for quad in self._store.quads_for_pattern(None, predicate, value, graph_node(where)):
                yield quad.subject

    def speaking(self, path: str) -> Iterator[Quad]:
        """What any graph says of other things that has to do with a thing, however much."""
        return self._store.quads_for_pattern(None, None, node_at(path), None)

    def reviews_of(self, path: str) -> list[Review]:
        """The reviews of a candidate or a stance, by id."""
        found = self._ask(None, ST.reviews, node_at(path), REVIEWS)
        told = (quad for one in found for quad in self._ask(one.subject, None, None, REVIEWS))
        return decode(Review, told) if found else []

    def record(self, kind: type[RecordT], path: str, *wheres: str) -> RecordT | None:
        """What some graphs, or all that may, tell of a thing, if they do; as it is told there."""
        for where in wheres or HOMES[_space(path)]:
            for found in decode(kind, self.quads(path, where)):
                return found
        return None

    def pairs_of(self, path: str, register: Known) -> Iterator[PairKey]:
        """The pairs in which a thing has a part."""
        match _space(path):
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

    def _ask(self, subject: Any, predicate: Any, value: Any, where: str) -> tuple[Quad, ...]:
        question = subject, predicate, value, where
        found = self._told.get(question)
        if found is None:
            whole = self._told.get((subject, None, None, where)) if predicate and subject else None
            if whole is not None:
                return tuple(quad for quad in whole if quad.predicate == predicate)
            found = tuple(
                self._store.quads_for_pattern(subject, predicate, value, graph_node(where))
            )
            if len(self._told) >= _REMEMBERED:
                self._told.clear()
            self._told[question] = found
        return found


def _space(path: str) -> str:
    return path.partition("/")[0]
