"""A reviewer's desk: what is proposed, what was decided, what is published so far."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from kg.build.publish import Publication, publish
from kg.errors import UnknownName, UsageError
from kg.model.actors import Actor
from kg.model.dated import Dated
from kg.model.decisions import deciding, in_order, standing
from kg.model.documents import Document
from kg.model.positions import by_pair
from kg.model.stances import Candidate, Review, Verdict
from kg.project import Project
from kg.rdf.terms import BASE
from kg.review.decision import Decision, faults, without_needless
from kg.review.ledger import read_ledger, record
from kg.review.registry import Registry
from kg.review.retraction import Retraction
from kg.review.retraction import faults as faults_of_retraction
from kg.review.seen import (
    Changed,
    homes_of_candidates,
    mark_of,
    require_proposed,
    require_seen,
)
from kg.seeds.read import read_seeds
from kg.seeds.records import Records, read_records

_UNSEEN: Mapping[str, str] = MappingProxyType({})


class Desk:
    """The seeds as one reviewer works on them; every decision is on disk before it counts."""

    def __init__(self, project: Project, reviewer: str, day: date) -> None:
        seeds = read_seeds(project)
        self._project = project
        self._day = day
        self.reviewer = reviewer
        self.records: Records = read_records(seeds)
        self.registry = Registry(project, seeds, self.records)
        self.reviews: list[Review] = list(self.records.reviews)
        kept = {review.id for review in read_ledger(project)}
        self._homes = homes_of_candidates(seeds)
        self._elsewhere = [review for review in self.reviews if review.id not in kept]
        self.candidates: dict[str, Candidate] = {c.id: c for c in self.records.candidates}
        self._curated = {stance.id for stance in self.records.stances}
        self.documents: dict[str, Document] = {d.id: d for d in self.records.documents}
        self._look_again()

    def of(self, reviewer: str, day: date) -> Desk:
        """The same seeds as another reviewer works on them."""
        other = copy.copy(self)
        other.reviewer, other._day = reviewer, day
        other.reviews = list(self.reviews)
        return other

    def read_reviews(self) -> None:
        """Take in what others have decided since; raises InputError."""
        self.reviews = [*self._elsewhere, *read_ledger(self._project)]
        self._look_again()

    def find_candidate(self, name: str) -> Candidate:
        """The candidate of an id, also with its prefix or that of the stance which it became.

        Raises UnknownName.
        """
        space, _, rest = name.removeprefix(BASE).replace("/", ":", 1).partition(":")
        bare = rest if space in ("candidate", "stance") else name
        if bare not in self.candidates:
            raise UnknownName(
                f"there is no candidate {name!r}", hint="kg review --list shows their ids"
            )
        return self.candidates[bare]

    def find_stance(self, name: str) -> str | None:
        """The id of the curated stance that a name with its prefix means; None where it has none.

        A stance that came from a candidate is decided on by that. Raises UnknownName.
        """
        space, _, bare = name.removeprefix(BASE).replace("/", ":", 1).partition(":")
        if space != "stance" or bare in self.candidates:
            return None
        if bare not in self._curated:
            raise UnknownName(
                f"there is no stance {bare!r} in the seeds", hint="kg show finds stances by words"
            )
        return bare

    def holder_of(self, candidate: Candidate) -> Actor | None:
        """The actor whom a candidate names: by id, or a stranger's namesake in the registry."""
        if candidate.holder_name is None:
            return self.registry.actors.get(candidate.holder)
        return self.registry.namesake(candidate.holder_name)

    def decision_on(self, candidate: str) -> Review | None:
        """The decision that counts for a candidate."""
        return self._decided.get(f"candidate/{candidate}")

    def own_decision_on(self, candidate: str) -> Review | None:
        """What this reviewer decided on a candidate, if it stands."""
        decisions = self.decisions_on(candidate)
        return next((one for one in decisions if one.reviewer == self.reviewer), None)

    def decisions_on(self, candidate: str) -> list[Review]:
        """What stands on a candidate: one decision of each reviewer, the one that counts last."""
        return self._standing.get(f"candidate/{candidate}", [])

    def mark_of(self, candidate: str) -> str:
        """What tells a candidate as it is shown from what it becomes; see kg.review.seen."""
        return mark_of(self.candidates[candidate], self.reviews)

    def said_before(self, candidate: Candidate) -> list[Dated]:
        """The published stances of its holder on its proposition, in time, but its own."""
        known = self.holder_of(candidate)
        pair = self._positions.get((known.id, candidate.proposition), []) if known else []
        return [dated for dated in pair if dated.stance.id != candidate.id]

    def is_heard(self, candidate: Candidate) -> bool:
        """Whether any stance of its holder is published besides its own."""
        known = self.holder_of(candidate)
        return known is not None and bool(self._heard.get(known.id, set()) - {candidate.id})

    @property
    def publication(self) -> Publication:
        """What would be published as things stand."""
        return self._publication

    def decide(
        self, decisions: Sequence[Decision], seen: Mapping[str, str] = _UNSEEN
    ) -> list[Review]:
        """Write decisions, all or none; what this reviewer has decided so already adds nothing.

        ``seen`` gives the mark under which a candidate was shown. Raises UsageError with every
        reason why one cannot be taken, Changed where a candidate is no longer as it was shown, or
        no longer proposed.
        """
        fresh = [self._fit(decision) for decision in decisions]
        wrong = [
            f"{decision.candidate}: {fault}"
            for decision in fresh
            for fault in self.faults(decision)
        ]
        if wrong:
            raise UsageError(f"nothing was written: {'; '.join(wrong)}")
        return self._record([d for d in fresh if not self._is_known(d)], seen)

    def retract(self, retractions: Sequence[Retraction]) -> list[Review]:
        """Write what is decided on curated stances, all or none; what stands so adds nothing.

        Raises UsageError with every reason why one cannot be taken.
        """
        wrong = [
            f"stance:{one.stance}: {fault}"
            for one in retractions
            for fault in faults_of_retraction(one, self._decided.get(one.subject))
        ]
        if wrong:
            raise UsageError(f"nothing was written: {'; '.join(wrong)}")
        return self._record([one for one in retractions if not self._is_known(one)], _UNSEEN)

    def faults(self, decision: Decision) -> list[str]:
        """Why a decision cannot be taken; empty where it can."""
        candidate = self.find_candidate(decision.candidate)
        return list(
            faults(self._named(decision), candidate, self.documents.get(candidate.document))
        )

    def last_decision(self) -> Review | None:
        """This reviewer's last decision that stands, on a candidate or a stance."""
        own = [
            review
            for decisions in self._standing.values()
            for review in decisions
            if review.reviewer == self.reviewer
        ]
        return max(own, key=in_order, default=None)

    def undo(self, shown: str | None = None) -> Review:
        """Take back this reviewer's last decision that stands; nothing is deleted.

        ``shown`` is the id of the one that the reviewer means. Returns the decision taken back.
        Raises UsageError where there is none, Changed where the last is another.
        """
        last = self.last_decision()
        if last is None:
            raise UsageError(f"no decision of {self.reviewer} stands")
        if shown not in (None, last.id):
            raise Changed(f"your last decision is {last.id}, and not {shown}")
        space, _, name = last.subject.partition("/")
        if space == "stance":
            self._record([Retraction(name, Verdict.WITHDRAW)], _UNSEEN)
            return last
        marks = {name: self.mark_of(name)} if shown and name in self.candidates else _UNSEEN
        self._record([Decision(name, Verdict.WITHDRAW)], marks)
        return last

    def _fit(self, decision: Decision) -> Decision:
        return without_needless(self._named(decision), self.find_candidate(decision.candidate))

    def _named(self, decision: Decision) -> Decision:
        """An acceptance of a stranger, with the one actor of that name where there is one."""
        candidate = self.find_candidate(decision.candidate)
        stranger = candidate.holder_name is not None and decision.holder is None
        if decision.verdict is not Verdict.ACCEPT or not stranger:
            return decision
        known = self.holder_of(candidate)
        return replace(decision, holder=known.id) if known else decision

    def _is_known(self, decision: Decision | Retraction) -> bool:
        standing = self._standing.get(decision.subject, [])
        own = next((one for one in standing if one.reviewer == self.reviewer), None)
        return own is not None and own == decision.as_review(own.id, own.reviewer, own.decided_on)

    def _record(
        self, decisions: Sequence[Decision | Retraction], seen: Mapping[str, str]
    ) -> list[Review]:
        def agrees(reviews: Iterable[Review]) -> None:
            # To take a decision back needs no candidate.
            proposed = [d for d in decisions if isinstance(d, Decision)]
            judged = {d.candidate for d in proposed if d.verdict is not Verdict.WITHDRAW}
            require_proposed(judged, self._homes)
            for name in {decision.candidate for decision in proposed} & set(seen):
                require_seen(seen[name], self.find_candidate(name), reviews)

        self._project.require_own_seeds()
        written = record(self._project, decisions, self.reviewer, self._day, self.reviews, agrees)
        self.reviews.extend(written)
        self._look_again()
        return written

    def _look_again(self) -> None:
        """Draw from the decisions what follows from them."""
        self._standing = standing(self.reviews)
        self._decided = deciding(self.reviews)
        self._publication = publish(
            self.records.stances,
            self.records.evidence,
            self.records.candidates,
            self.reviews,
            self.records.documents,
        )
        published = self._publication.published
        self._positions = by_pair(published)
        self._heard: dict[str, set[str]] = {}
        for dated in published:
            self._heard.setdefault(dated.stance.holder, set()).add(dated.stance.id)
