"""What is known of actors, codebook, events and decisions, looked up in a store when asked for."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from kg.build.holdings import Holdings
from kg.build.register import in_words
from kg.model.actors import Actor
from kg.model.decisions import deciding
from kg.model.stances import Candidate, Review, Stance, Verdict
from kg.rdf.terms import RDF, RDFS, ST
from kg.store.graphs import PUBLISHED


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

    holdings: Holdings
    added: list[Review]
    removed: frozenset[str]
    seen: dict[str, Review | None] = field(default_factory=dict)

    def reviews_of(self, subject: str) -> list[Review]:
        """All reviews of a candidate or a stance, be they in force or not."""
        held = self.holdings.reviews_of(subject)
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
    holdings: Holdings
    added: frozenset[str]
    removed: frozenset[str]

    def __contains__(self, path: object) -> bool:
        if path in self.added or path in self.removed:
            return path in self.added
        return ST.Event in self.holdings.objects(str(path), RDF.type, PUBLISHED)


class Lookup:
    """A register of which only what is asked for is read, with some changes laid over it."""

    def __init__(
        self,
        holdings: Holdings,
        *,
        actors: Iterable[Actor] = (),
        publishers: Mapping[str, str] | None = None,
        events: Iterable[str] = (),
        gone: Iterable[str] = (),
        added: Iterable[Review] = (),
        removed: Iterable[str] = (),
    ) -> None:
        """The register of a store, by what it holds.

        ``removed`` are the ids of reviews that count no more. Actors, outlets and ``events`` have
        come, and others are ``gone``, as ``space/ID``; what is among both is there.
        """
        new, others, left = {one.id: one for one in actors}, dict(publishers or {}), frozenset(gone)

        def held(path: str, predicate: NamedNode = RDFS.label) -> str | None:
            return None if path in left else holdings.words(path, predicate)

        self.names: Mapping[str, str] = Looked(
            lambda name: new[name].name if name in new else held(f"actor/{name}")
        )
        self.countries: Mapping[str, str] = Looked(
            lambda name: new[name].country if name in new else held(f"actor/{name}", ST.country)
        )
        self.titles: Mapping[str, str] = Looked(lambda name: held(f"proposition/{name}"))
        self.publishers: Mapping[str, str] = Looked(
            lambda name: others.get(name) or held(f"outlet/{name}")
        )
        self.happened: Container[str] = _Happened(holdings, frozenset(events), left)
        self.decided = Decisions(holdings, list(added), frozenset(removed))
        self.refused: Container[str] = _Refused(self.decided)

    def words(self, stance: Stance | Candidate) -> str:
        """A stance in a line: who, how, what and when."""
        return in_words(stance, self.names, self.titles)
