"""Whether an edit of the seeds can be told without reading all of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from kg.build.edit import Change, Edit, FarReaching
from kg.build.holdings import Holdings, node_at
from kg.build.lookup import Lookup
from kg.model.documents import Evidence
from kg.model.searches import Search
from kg.model.stances import Candidate, Review, Stance
from kg.rdf.ntriples import Line
from kg.rdf.terms import PROV, ST
from kg.seeds.promises import broken_reviews, broken_searches, faults_of_evidence, faults_of_stance
from kg.seeds.shared_ids import candidate_of, published_as, told_of_shared
from kg.store.graphs import PUBLISHED, REJECTED

_REACTS_TO = str(ST.reactsTo)


class Reach:
    """Looks how far an edit reaches; a fault reaches far, for it is to be told with its place."""

    def __init__(self, holdings: Holdings, edit: Edit, after: Lookup) -> None:
        """An edit of what a store holds; ``after`` is what is known when it is done."""
        self._holdings, self._edit, self._after = holdings, edit, after

    def refuse_faults(self) -> None:
        """Raise FarReaching where the edit has a fault."""
        for path, record in self._edit.news.items():
            if path not in self._edit.gone and self._holdings.has(path):
                raise FarReaching(f"{path} is described elsewhere")
            self._refuse_shared(path)
            for message in self._faults(record):
                raise FarReaching(message)
        near = {path for path in (*self._edit.gone, *self._edit.news) if _is_decidable(path)}
        for subject in sorted(near | {review.subject for review in self._edit.of(Review)}):
            self._refuse_broken_reviews(subject)

    def _refuse_shared(self, path: str) -> None:
        """Raise FarReaching where a candidate has an id under which something is entered."""
        candidate = candidate_of(path)
        if candidate and self._is_there(candidate):
            raise FarReaching(told_of_shared(path))
        for made in published_as(path):
            if made not in self._edit.gone and self._is_entered(made):
                raise FarReaching(told_of_shared(made))

    def _is_entered(self, path: str) -> bool:
        """Whether a stance or a piece of evidence is in the store by hand."""
        by_hand = ST.Curated, ST.Rejected
        status = self._holdings.objects(path, ST.status, PUBLISHED, REJECTED)
        return any(one in by_hand for one in status) or (
            path.startswith("evidence/")
            and self._holdings.has(path)
            and not self._holdings.objects(path, PROV.wasDerivedFrom, PUBLISHED, REJECTED)
        )

    def _faults(self, record: Any) -> list[str]:
        if isinstance(record, Evidence):
            told = list(faults_of_evidence(record))
            missing = not self._is_there(f"document/{record.document}")
            return [*told, f"document:{record.document} is described nowhere"] if missing else told
        if isinstance(record, Search):
            known_ = self._after.names, self._after.titles
            return [message for _, message in broken_searches([record], *known_)]
        if isinstance(record, Stance):
            happened: Any = self._after.happened
            reacted = record.reacts_to or ""
            if reacted.startswith("stance/") and self._is_there(reacted):
                happened = frozenset([reacted])
            known = self._after.names, self._after.titles, happened
            return list(faults_of_stance(record, *known))
        return []

    def _is_there(self, path: str) -> bool:
        """Whether a thing is described after the edit."""
        news, gone = self._edit.news, self._edit.gone
        return path in news or (path not in gone and self._holdings.has(path))

    def _refuse_broken_reviews(self, subject: str) -> None:
        """Raise FarReaching where a decision has lost what it is on, or never had it."""
        reviews = self._after.decided.reviews_of(subject)
        space, _, name = subject.partition("/")
        given = self._edit.news.get(subject)
        stays = given is None and subject not in self._edit.gone
        if stays and space == "candidate":
            given = self._holdings.record(Candidate, subject)
        candidates = [given] if isinstance(given, Candidate) else []
        entered = isinstance(given, Stance) or (
            stays and space == "stance" and self._is_entered(subject)
        )
        stances = {name} if entered else set[str]()
        known = self._after.names, self._after.titles
        for _, message in broken_reviews(reviews, candidates, stances, *known):
            raise FarReaching(message)

    def refuse_dangling(self, change: Change, vanished: Collection[str]) -> None:
        """Raise FarReaching where lines that stay or come speak of what is there no more.

        ``vanished`` are things that no file owned, by path: what machines had found.
        """
        removed = change.removed.values()
        reactions = _reactions(change.added)
        for path in (self._edit.gone - self._edit.news.keys()).union(vanished):
            for quad in self._holdings.speaking(path):
                if not any(f"{quad.triple} .\n" in lines for lines in removed):
                    raise FarReaching(f"{quad.subject} speaks of {path}")
            node = str(node_at(path))
            if node in reactions:
                raise FarReaching(f"{reactions[node]} reacts to {path}")


def _reactions(added: Mapping[str, Collection[Line]]) -> dict[str, str]:
    """What stances begin to react to, and one that does, as they stand in lines."""
    parts = (told.split(" ", 2) for lines in added.values() for told in lines)
    return {end[:-3]: subject for subject, predicate, end in parts if predicate == _REACTS_TO}


def _is_decidable(path: str) -> bool:
    return path.startswith(("candidate/", "stance/"))
