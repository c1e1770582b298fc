"""The records of the seeds, and the graphs that they make."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Triple

from kg.build.derive import (
    derive_codebook,
    derive_evidence,
    derive_registry,
    derive_replacements,
    derive_searches,
    derive_stance,
)
from kg.build.publish import Publication, publish
from kg.build.records import find_problem, read_records
from kg.errors import InputError
from kg.model.documents import Evidence
from kg.model.stances import Candidate, Polarity, Stance, Status
from kg.rdf.codec import encode, iri
from kg.rdf.positions import derive_positions, label
from kg.rdf.terms import CODEBOOK
from kg.seeds.promises import broken_promises, broken_reviews, broken_searches
from kg.seeds.read import Seeds

_VERBS = {
    Polarity.FAVOURS: "favours",
    Polarity.OPPOSES: "opposes",
    Polarity.MIXED: "is mixed on",
}


class World:
    """The records of the seeds, and the graphs that they make."""

    def __init__(self, seeds: Seeds) -> None:
        self._triples = list(seeds.triples())
        self._records = read_records(seeds)
        records = self._records
        self._publication = publish(
            records.stances,
            records.evidence,
            records.candidates,
            records.reviews,
            records.documents,
        )
        self._names = {actor.id: actor.name for actor in records.actors}
        self._titles = {item.id: item.label for item in records.propositions}
        self._refuse_broken_promises(seeds)

    def published(self) -> Iterator[Triple]:
        """The default graph without the ontology; it says nothing of what was refused."""
        refused = {iri(stance) for stance in self._stances(rejected=True)}
        return (triple for triple in self._published() if triple.object not in refused)

    def _published(self) -> Iterator[Triple]:
        # Records are written anew: what is derived cannot be entered by hand.
        records = self._records
        for record in (
            *records.actors,
            *records.tenures,
            *records.events,
            *records.outlets,
            *records.documents,
            *records.themes,
            *records.propositions,
            *records.runs,
            *records.searches,
        ):
            yield from encode(record)
        yield from (t for t in self._triples if t.subject == CODEBOOK)
        yield from derive_registry(
            self._records.actors,
            self._records.tenures,
            self._records.events,
            self._records.documents,
            self._records.outlets,
        )
        yield from derive_codebook(self._records.themes, self._records.propositions)
        yield from derive_searches(self._records.searches, self._names, self._titles)
        yield from self._tell(rejected=False)
        yield from derive_positions(self._publication.published)
        yield from derive_replacements(self._replaced(rejected=False))
        for run in self._records.runs:
            yield label(iri(run), f"{run.extractor} {run.version} on {run.document}")

    def candidates(self) -> Iterator[Triple]:
        """What machines propose, published or not."""
        for candidate in self._records.candidates:
            yield from encode(candidate)
            yield label(iri(candidate), self._words(candidate))

    def rejected(self) -> Iterator[Triple]:
        """The stances that a person refused, with their evidence."""
        yield from self._tell(rejected=True)
        yield from derive_replacements(self._replaced(rejected=True))

    def reviews(self) -> Iterator[Triple]:
        """What persons decided."""
        for review in self._records.reviews:
            yield from encode(review)
            yield label(iri(review), f"{review.reviewer} on {review.subject}: {review.verdict}")

    def _tell(self, *, rejected: bool) -> Iterator[Triple]:
        publication = self._publication
        for stance in self._stances(rejected=rejected):
            yield from encode(stance)
            yield from derive_stance(
                stance,
                publication.status[stance.id],
                publication.dated.get(stance.id),
                self._words(stance),
            )
        for item in self._evidence(rejected=rejected):
            yield from encode(item)
            words = self._words(publication.stances[item.stance])
            yield from derive_evidence(item, words)

    def _stances(self, *, rejected: bool) -> list[Stance]:
        publication: Publication = self._publication
        return [
            stance
            for name, stance in sorted(publication.stances.items())
            if (publication.status[name] is Status.REJECTED) == rejected
        ]

    def _evidence(self, *, rejected: bool) -> list[Evidence]:
        status = self._publication.status
        return [
            item
            for item in self._publication.evidence
            if (status.get(item.stance) is Status.REJECTED) == rejected
        ]

    def _replaced(self, *, rejected: bool) -> dict[str, str]:
        status = self._publication.status
        return {
            old: new
            for old, new in self._publication.replaced.items()
            if (status[new] is Status.REJECTED) == rejected
        }

    def _refuse_broken_promises(self, seeds: Seeds) -> None:
        broken = broken_promises(
            list(self._publication.stances.values()),
            self._publication.evidence,
            self._records.documents,
            self._records.events,
            set(self._names),
            set(self._titles),
        )
        broken_decisions = broken_reviews(
            self._records.reviews,
            self._records.candidates,
            {stance.id for stance in self._records.stances},
            set(self._names),
            set(self._titles),
        )
        lost = broken_searches(self._records.searches, set(self._names), set(self._titles))
        problems = [
            find_problem(seeds, node, message)
            for node, message in (*broken, *broken_decisions, *lost)
        ]
        if problems:
            raise InputError("the seeds cannot be built", problems=problems)

    def _words(self, stance: Stance | Candidate) -> str:
        told = stance.holder_name if isinstance(stance, Candidate) else None
        holder = told or self._names.get(stance.holder, stance.holder)
        title = self._titles.get(stance.proposition, stance.proposition)
        return f"{holder} {_VERBS[stance.polarity]}: {title} ({stance.said_on or 'undated'})"
