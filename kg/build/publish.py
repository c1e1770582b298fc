"""What is published: curated stances, and the candidates that passed the bar or a person.

A candidate that matches one curated stance becomes further evidence on it; otherwise it is
published as a stance of its own, under the candidate's id. A review's corrections come first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.model.dated import Dated, place_in_time
from kg.model.dates import PartialDate
from kg.model.decisions import corrected, corrects, deciding
from kg.model.documents import Document, Evidence
from kg.model.stances import AUTO_ACCEPT, Candidate, Review, Stance, Status, Verdict


@dataclass(slots=True)
class Publication:
    """The stances with their status, their evidence, and which id gave way to which."""

    status: dict[str, Status] = field(default_factory=dict)
    stances: dict[str, Stance] = field(default_factory=dict)
    evidence: list[Evidence] = field(default_factory=list)
    replaced: dict[str, str] = field(default_factory=dict)
    dated: dict[str, Dated] = field(default_factory=dict)

    @property
    def published(self) -> list[Dated]:
        """Every stance that is not rejected and has a date, by id."""
        return [
            self.dated[name]
            for name in sorted(self.dated)
            if self.status[name] is not Status.REJECTED
        ]


def publish(
    stances: Iterable[Stance],
    evidence: Iterable[Evidence],
    candidates: Iterable[Candidate],
    reviews: Iterable[Review],
    documents: Iterable[Document],
) -> Publication:
    """Curated stances and the candidates fit to be published, the same in any order of input."""
    published_on = {document.id: document.published for document in documents}
    return settle(stances, evidence, candidates, deciding(reviews), published_on)


def settle(
    stances: Iterable[Stance],
    evidence: Iterable[Evidence],
    candidates: Iterable[Candidate],
    decided: Mapping[str, Review],
    published_on: Mapping[str, PartialDate | None],
) -> Publication:
    """The same, given the decision that counts for each thing and when documents were published.

    Stances of one holder on one proposition are settled without regard to any other's.
    """
    publication = Publication(evidence=sorted(evidence, key=lambda item: item.id))
    for stance in sorted(stances, key=lambda stance: stance.id):
        review = decided.get(f"stance/{stance.id}")
        refused = review is not None and review.verdict is Verdict.REFUSE
        publication.stances[stance.id] = stance
        publication.status[stance.id] = Status.REJECTED if refused else Status.CURATED
    shown = _Shown(publication, published_on)
    curated = _polarities(publication)
    for candidate in sorted(candidates, key=lambda candidate: candidate.id):
        review = decided.get(f"candidate/{candidate.id}")
        wanted = fit(candidate, review)
        # A change of position is nothing that one reading of a machine may tell.
        if wanted and (review or not _turns(wanted, curated)):
            scored = not (review and corrects(review))
            shown.add(wanted, Status.ACCEPTED if review else Status.EXTRACTED, scored=scored)
    for name, stance in publication.stances.items():
        if placed := place_in_time(stance, shown.published_on(name)):
            publication.dated[name] = placed
    return publication


def _polarities(publication: Publication) -> dict[tuple[str, str], set[str]]:
    """What curators have found of each holder on each proposition, but for what was refused."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for name, stance in publication.stances.items():
        if publication.status[name] is not Status.REJECTED:
            found[stance.holder, stance.proposition].add(stance.polarity)
    return found


def _turns(candidate: Candidate, curated: Mapping[tuple[str, str], set[str]]) -> bool:
    """Whether it is another polarity than all that curators know of its holder."""
    known = curated.get((candidate.holder, candidate.proposition), set())
    return bool(known) and candidate.polarity not in known


def fit(candidate: Candidate, review: Review | None) -> Candidate | None:
    """The candidate as it is to be published, or None; nobody unknown holds a stance."""
    if review is None:
        wanted = candidate if candidate.confidence >= AUTO_ACCEPT else None
    else:
        wanted = corrected(candidate, review) if review.verdict is Verdict.ACCEPT else None
    return wanted if wanted and wanted.holder_name is None else None


class _Shown:
    """Which documents show which stance, and where a further candidate belongs."""

    def __init__(
        self, publication: Publication, published_on: Mapping[str, PartialDate | None]
    ) -> None:
        self._publication = publication
        self._published_on = published_on
        self._by_stance: dict[str, set[str]] = defaultdict(set)
        for item in publication.evidence:
            self._by_stance[item.stance].add(item.document)
        self._by_key: dict[tuple[str, str, str], list[Stance]] = defaultdict(list)
        for stance in publication.stances.values():
            self._by_key[stance.holder, stance.proposition, stance.polarity].append(stance)

    def published_on(self, stance: str) -> list[PartialDate]:
        """The known publication dates of the documents that show a stance."""
        found = (self._published_on.get(name) for name in sorted(self._by_stance[stance]))
        return [day for day in found if day]

    def add(self, candidate: Candidate, status: Status, *, scored: bool) -> None:
        """Publish a candidate: as evidence on its one match, or as a stance of its own.

        What a person corrected is not ``scored``: no machine has judged it as it stands.
        """
        match = self._match(candidate, status)
        if match is None:
            match = Stance(
                id=candidate.id,
                holder=candidate.holder,
                proposition=candidate.proposition,
                polarity=candidate.polarity,
                said_on=candidate.said_on,
            )
            self._publication.stances[match.id] = match
            self._publication.status[match.id] = status
        else:
            self._publication.replaced[candidate.id] = match.id
        self._publication.evidence.append(_evidence(candidate, match, scored=scored))
        self._by_stance[match.id].add(candidate.document)

    def _match(self, candidate: Candidate, status: Status) -> Stance | None:
        """The one stance of the same key and date, of the same document where several are."""
        key = (candidate.holder, candidate.proposition, candidate.polarity)
        same = [s for s in self._by_key[key] if s.said_on and s.said_on == candidate.said_on]
        if status is Status.ACCEPTED:
            # A machine's report of what a person refused goes with it; a person's word does not.
            same = [s for s in same if self._publication.status[s.id] is not Status.REJECTED]
        if len(same) > 1:
            same = [s for s in same if candidate.document in self._by_stance[s.id]]
        return same[0] if len(same) == 1 else None


def _evidence(candidate: Candidate, stance: Stance, *, scored: bool) -> Evidence:
    return Evidence(
        id=candidate.id,
        stance=stance.id,
        document=candidate.document,
        attribution=candidate.attribution,
        quote=candidate.quote,
        span=candidate.span,
        candidate=candidate.id,
        run=candidate.run,
        confidence=candidate.confidence if scored else None,
    )
