"""Decisions to ``seeds/reviews.ttl``: one after another, each on disk before it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

from kg.errors import UsageError
from kg.model.decisions import in_order, number_of
from kg.model.stances import Review
from kg.project import Project
from kg.rdf.codec import decode, encode
from kg.rdf.turtle import read_turtle
from kg.review.decision import Decision
from kg.review.retraction import Retraction
from kg.seeds.ids import slug
from kg.seeds.lock import alone
from kg.seeds.write import add_triples


def ledger_of(project: Project) -> Path:
    """The file that takes the decisions."""
    return project.seeds / "reviews.ttl"


def read_ledger(project: Project) -> list[Review]:
    """The decisions on disk; raises InputError where they are no valid Turtle."""
    path = ledger_of(project)
    return decode(Review, read_turtle(path)) if path.is_file() else []


def record(
    project: Project,
    decisions: Sequence[Decision | Retraction],
    reviewer: str,
    day: date,
    known: Iterable[Review],
    agrees: Callable[[Iterable[Review]], None] = lambda _: None,
) -> list[Review]:
    """Write a person's decisions, all or none; returns the records, under new ids.

    Ids count up within a day, so that the last decision is told from those before it. ``agrees``
    is asked while nobody else can write, with every decision there is: what it raises stops all.
    Raises UsageError where one on the same thing is of a later day.
    """
    path = ledger_of(project)
    with alone(project.seeds):
        before = {review.id: review for review in (*known, *read_ledger(project))}
        agrees(before.values())
        _refuse_backdated(decisions, day, before.values())
        taken = [number_of(name) for name in before if name.startswith(f"{day}-")]
        first = max(taken, default=0) + 1
        mark = slug(reviewer)
        reviews = [
            decision.as_review(f"{day}-{number:04d}-{mark}", reviewer, day)
            for number, decision in enumerate(decisions, start=first)
        ]
        if reviews:
            add_triples({path: {triple for review in reviews for triple in encode(review)}})
    return reviews


def _refuse_backdated(
    decisions: Iterable[Decision | Retraction], day: date, known: Iterable[Review]
) -> None:
    decided = {decision.subject for decision in decisions}
    for review in sorted(known, key=in_order):
        if review.subject in decided and review.decided_on > day:
            raise UsageError(
                f"{review.subject} was decided on {review.decided_on}, after {day}",
                hint=f"decisions are taken in order: give --on {review.decided_on} or later",
            )
