"""A reviewer's desk: what is proposed, what was decided, what is published so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from kg.build.publish import Publication, publish
from kg.build.records import Records, read_records
from kg.errors import UnknownName, UsageError
from kg.model.actors import Actor
from kg.model.decisions import deciding, in_order, standing
from kg.model.documents import Document
from kg.model.positions import Dated, by_pair
from kg.model.stances import Candidate, Review, Verdict
from kg.project import Project
from kg.rdf.terms import BASE
from kg.review.decision import Decision, faults, without_needless
from kg.review.ledger import record
from kg.review.registry import Registry
from kg.seeds.read import read_seeds


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
        self.candidates: dict[str, Candidate] = {c.id: c for c in self.records.candidates}
        self.documents: dict[str, Document] = {d.id: d for d in self.records.documents}
        self._look_again()

    def find_candidate(self, name: str) -> Candidate:
        """The candidate of an id, which may stand with its prefix; raises UnknownName."""
        bare = name.removeprefix(BASE).removeprefix("candidate/").removeprefix("candidate:")
        if bare not in self.candidates:
            raise UnknownName(
                f"there is no candidate {name!r}", hint="kg review --list shows their ids"
            )
        return self.candidates[bare]

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
        decisions = self._standing.get(f"candidate/{candidate}", [])
        return next((one for one in decisions if one.reviewer == self.reviewer), None)

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

    def decide(self, decisions: Sequence[Decision]) -> list[Review]:
        """Write decisions, all or none; what this reviewer has decided so already adds nothing.

        Raises UsageError with every reason why one cannot be taken.
        """
        fresh = [self._fit(decision) for decision in decisions]
        wrong = [
            f"{decision.candidate}: {fault}"
            for decision in fresh
            for fault in self.faults(decision)
        ]
        if wrong:
            raise UsageError(f"nothing was written: {'; '.join(wrong)}")
        return self._record([d for d in fresh if not self._is_known(d)])

    def faults(self, decision: Decision) -> list[str]:
        """Why a decision cannot be taken; empty where it can."""
        candidate = self.find_candidate(decision.candidate)
        return list(
            faults(self._named(decision), candidate, self.documents.get(candidate.document))
        )

    def undo(self) -> Review:
        """Take back this reviewer's last decision that stands; nothing is deleted.

        Returns the decision taken back. Raises UsageError where there is none.
        """
        own = [
            review
            for decisions in self._standing.values()
            for review in decisions
            if review.reviewer == self.reviewer and review.subject.startswith("candidate/")
        ]
        if not own:
            raise UsageError(f"no decision of {self.reviewer} stands")
        last = max(own, key=in_order)
        self._record([Decision(last.subject.partition("/")[2], Verdict.WITHDRAW)])
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

    def _is_known(self, decision: Decision) -> bool:
        own = self.own_decision_on(decision.candidate)
        return own is not None and own == decision.as_review(own.id, own.reviewer, own.decided_on)

    def _record(self, decisions: Sequence[Decision]) -> list[Review]:
        self._project.require_own_seeds()
        written = record(self._project, decisions, self.reviewer, self._day, self.reviews)
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
