"""What the decisions of several persons come to: which stand, which one counts, who differs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from kg.model.stances import Candidate, Review, Verdict

_NUMBERED = re.compile(r"\d{4}-\d{2}-\d{2}-(\d{4,})-", re.ASCII)


def in_order(review: Review) -> tuple[date, int, str]:
    """The place of a decision among others: by day; of one day by number, and then by id.

    An id that begins with its day and a number, ``2026-11-22-0007-...``, has that number; any
    other has none and comes before.
    """
    return review.decided_on, number_of(review.id), review.id


def number_of(name: str) -> int:
    """The number that a review's id gives it among those of its day; 0 where it gives none."""
    numbered = _NUMBERED.match(name)
    return int(numbered[1]) if numbered else 0


def standing(reviews: Iterable[Review]) -> dict[str, list[Review]]:
    """Each subject's decisions that stand: one of each reviewer, the last one last.

    Of one reviewer the last decision counts; one that withdraws takes back the last before it, and
    what that reviewer had decided earlier stands again.
    """
    stacks: dict[str, dict[str, list[Review]]] = defaultdict(lambda: defaultdict(list))
    for review in sorted(reviews, key=in_order):
        stack = stacks[review.subject][review.reviewer]
        if review.verdict is not Verdict.WITHDRAW:
            stack.append(review)
        elif stack:
            stack.pop()
    found = {
        subject: sorted((stack[-1] for stack in by_person.values() if stack), key=in_order)
        for subject, by_person in sorted(stacks.items())
    }
    return {subject: decisions for subject, decisions in found.items() if decisions}


def deciding(reviews: Iterable[Review]) -> dict[str, Review]:
    """The decision that counts for each subject: the last that stands, whoever took it."""
    return {subject: decisions[-1] for subject, decisions in standing(reviews).items()}


def conflicts(reviews: Iterable[Review]) -> dict[str, list[Review]]:
    """The subjects on which reviewers differ, with the decision of each."""
    return {
        subject: decisions
        for subject, decisions in standing(reviews).items()
        if len({outcome(review) for review in decisions}) > 1
    }


def corrected(candidate: Candidate, review: Review) -> Candidate:
    """The candidate as the reviewer would have it; its id stays, so that the decision does too."""
    return replace(
        candidate,
        holder=review.holder or candidate.holder,
        holder_name=None if review.holder else candidate.holder_name,
        proposition=review.proposition or candidate.proposition,
        polarity=review.polarity or candidate.polarity,
        said_on=None if review.undated else review.said_on or candidate.said_on,
    )


def corrects(review: Review) -> bool:
    """Whether a decision changes what it accepts."""
    changes = (review.holder, review.proposition, review.polarity, review.said_on)
    return review.undated or any(change is not None for change in changes)


def outcome(review: Review) -> tuple[object, ...]:
    """What a decision comes to: reviewers differ where theirs are not equal."""
    return (
        review.verdict,
        review.holder,
        review.proposition,
        review.polarity,
        review.said_on,
        review.undated,
    )
