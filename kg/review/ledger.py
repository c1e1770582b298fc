"""Decisions to ``seeds/reviews.ttl``: one after another, each on disk before it counts."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from kg.errors import UsageError
from kg.files import cannot_write
from kg.model.decisions import in_order, number_of
from kg.model.stances import Review
from kg.project import Project
from kg.rdf.codec import decode, encode
from kg.rdf.turtle import read_turtle
from kg.review.decision import Decision
from kg.seeds.ids import slug
from kg.seeds.write import add_triples


def record(
    project: Project,
    decisions: Sequence[Decision],
    reviewer: str,
    day: date,
    known: Iterable[Review],
) -> list[Review]:
    """Write a person's decisions, all or none; returns the records, under new ids.

    Ids count up within a day, so that the last decision is told from those before it. Raises
    UsageError where one on the same candidate is of a later day.
    """
    path = project.seeds / "reviews.ttl"
    with alone(project.seeds):
        written = decode(Review, read_turtle(path)) if path.is_file() else []
        before = {review.id: review for review in (*known, *written)}
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


def _refuse_backdated(decisions: Iterable[Decision], day: date, known: Iterable[Review]) -> None:
    decided = {f"candidate/{decision.candidate}" for decision in decisions}
    for review in sorted(known, key=in_order):
        if review.subject in decided and review.decided_on > day:
            raise UsageError(
                f"{review.subject} was decided on {review.decided_on}, after {day}",
                hint=f"decisions are taken in order: give --on {review.decided_on} or later",
            )


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep other reviewers of the same checkout waiting; a lock on the folder leaves no file."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise cannot_write(folder, error) from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
