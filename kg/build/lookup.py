"""What is known of actors, codebook, events and decisions, looked up in a store when asked for."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store, Triple

from kg.build.register import in_words
from kg.model.actors import Actor
from kg.model.decisions import deciding
from kg.model.stances import Candidate, Review, Stance, Verdict
from kg.rdf.codec import decode
from kg.rdf.terms import RDF, RDFS, ST, graph, mint

_PUBLISHED = DefaultGraph()


class Looked(Mapping[str, str]):
    """A mapping whose values are looked up one by one, and remembered."""

    def __init__(self, look: Callable[[str], str | None]) -> None:
        self._look = look
        self._seen: dict[str, str | None] = {}

    def __getitem__(self, key: str) -> str:
        if key not in self._seen:
            self._seen[key] = self._look(key)
        found = self._seen[key]
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        return (key for key, found in self._seen.items() if found is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(slots=True)
class Decisions(Mapping[str, Review]):
    """The decision that counts for each subject, of the reviews that the store holds and others."""

    store: Store
    added: list[Review]
    removed: frozenset[str]
    seen: dict[str, Review | None] = field(default_factory=dict)

    def reviews_of(self, subject: str) -> list[Review]:
        """All reviews of a candidate or a stance, be they in force or not."""
        held = reviews_of(self.store, mint(*subject.split("/", 1)))
        kept = [one for one in held if one.id not in self.removed]
        return kept + [one for one in self.added if one.subject == subject]

    def __getitem__(self, key: str) -> Review:
        if key not in self.seen:
            self.seen[key] = deciding(self.reviews_of(key)).get(key)
        found = self.seen[key]
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        return (key for key, found in self.seen.items() if found is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(frozen=True, slots=True)
class _Refused(Container[str]):
    decided: Mapping[str, Review]

    def __contains__(self, name: object) -> bool:
        review = self.decided.get(f"stance/{name}")
        return review is not None and review.verdict is Verdict.REFUSE


@dataclass(frozen=True, slots=True)
class _Happened(Container[str]):
    store: Store
    added: frozenset[str]
    removed: frozenset[str]

    def __contains__(self, path: object) -> bool:
        if path in self.added or path in self.removed:
            return path in self.added
        return has(self.store, str(path), ST.Event)


class Lookup:
    """A register of which only what is asked for is read, with some changes laid over it."""

    def __init__(
        self,
        store: Store,
        *,
        actors: Iterable[Actor] = (),
        publishers: Mapping[str, str] | None = None,
        events: Iterable[str] = (),
        gone: Iterable[str] = (),
        added: Iterable[Review] = (),
        removed: Iterable[str] = (),
    ) -> None:
        """The register of a store; ``removed`` are the ids of reviews that count no more.

        Actors, outlets and ``events`` have come, and others are ``gone``, as ``space/ID``; what is
        among both is there.
        """
        new, others, left = {one.id: one for one in actors}, dict(publishers or {}), frozenset(gone)

        def held(space: str, name: str, predicate: NamedNode = RDFS.label) -> str | None:
            return None if f"{space}/{name}" in left else _words(store, space, name, predicate)

        self.names: Mapping[str, str] = Looked(
            lambda name: new[name].name if name in new else held("actor", name)
        )
        self.countries: Mapping[str, str] = Looked(
            lambda name: new[name].country if name in new else held("actor", name, ST.country)
        )
        self.titles: Mapping[str, str] = Looked(lambda name: held("proposition", name))
        self.publishers: Mapping[str, str] = Looked(
            lambda name: others.get(name) or held("outlet", name)
        )
        self.happened: Container[str] = _Happened(store, frozenset(events), left)
        self.decided = Decisions(store, list(added), frozenset(removed))
        self.refused: Container[str] = _Refused(self.decided)

    def words(self, stance: Stance | Candidate) -> str:
        """A stance in a line: who, how, what and when."""
        return in_words(stance, self.names, self.titles)


def has(store: Store, path: str, class_: NamedNode) -> bool:
    """Whether the published graph describes a thing, ``space/ID``, of a class."""
    subject = mint(*path.split("/", 1))
    return next(store.quads_for_pattern(subject, RDF.type, class_, _PUBLISHED), None) is not None


def reviews_of(store: Store, subject: NamedNode) -> list[Review]:
    """The reviews that a store holds of a candidate or a stance, by id."""
    place = graph("reviews")
    triples: list[Triple] = []
    for quad in store.quads_for_pattern(None, ST.reviews, subject, place):
        triples += (q.triple for q in store.quads_for_pattern(quad.subject, None, None, place))
    return decode(Review, triples)


def _words(store: Store, space: str, name: str, predicate: NamedNode) -> str | None:
    for quad in store.quads_for_pattern(mint(space, name), predicate, None, _PUBLISHED):
        if isinstance(quad.object, Literal):
            return quad.object.value
    return None
