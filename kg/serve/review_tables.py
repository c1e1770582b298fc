"""The queue, and how far the reviewers agree, as plain values for people and programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from kg.model.decisions import conflicts, corrects, standing
from kg.model.stances import Review, Verdict
from kg.review.agreement import measure
from kg.review.card import name_of, sentence
from kg.review.context import Texts
from kg.review.desk import Desk
from kg.review.queue import Entry
from kg.review.sheet import row_of
from kg.serve.review_form import FILTERS
from kg.serve.review_views import View, decision_view


def queue_view(
    desk: Desk, entries: Iterable[Entry], passed: Collection[str], texts: Texts
) -> list[View]:
    """The candidates that wait, as rows of the table, with the mark under which each is shown."""
    return [
        row_of(desk, entry, texts)
        | {
            "claim": sentence(desk, entry.candidate),
            "seen": desk.mark_of(entry.candidate.id),
            "passed": entry.candidate.id in passed,
        }
        for entry in entries
    ]


def choices_view(entries: Iterable[Entry], desk: Desk) -> dict[str, list[View]]:
    """What a queue can be narrowed to, by field, each with how many wait; most first."""
    counts: dict[str, Counter[tuple[str, str]]] = {field: Counter() for field in FILTERS}
    for entry in entries:
        for field, value, name in _kinds(entry, desk):
            counts[field][value, name] += 1
    return {
        field: [
            {"value": value, "name": name, "count": number}
            for (value, name), number in sorted(found.items(), key=lambda one: (-one[1], one[0]))
        ]
        for field, found in counts.items()
    }


def _kinds(entry: Entry, desk: Desk) -> Iterator[tuple[str, str, str]]:
    candidate = entry.candidate
    actor = desk.holder_of(candidate)
    proposition = desk.registry.propositions.get(candidate.proposition)
    holder = actor.id if actor else candidate.holder_name or candidate.holder
    label = proposition.label if proposition else candidate.proposition
    yield "band", entry.band, entry.band
    yield "novelty", entry.novelty.value, entry.novelty.value
    yield "document", candidate.document, candidate.document
    yield "holder", holder, name_of(desk, candidate)
    yield "proposition", candidate.proposition, label


def agreement_view(desk: Desk) -> View:
    """How far the reviewers agree, how much each decided, and where they differ.

    Where this reviewer has not decided, it is told that others differ, and not how.
    """
    decided = {
        subject: reviews
        for subject, reviews in standing(desk.reviews).items()
        if subject.startswith("candidate/")
    }
    return {
        "measured": [
            {
                "question": one.question,
                "alpha": one.alpha,
                "candidates": one.units,
                "answers": one.answers,
                "reviewers": one.reviewers,
            }
            for one in measure(desk.reviews, desk.candidates)
        ],
        "reviewers": _counts(decided.values()),
        "conflicts": [
            _conflict(desk, subject.partition("/")[2], reviews)
            for subject, reviews in conflicts(desk.reviews).items()
            if subject in decided
        ],
    }


def _counts(decided: Iterable[list[Review]]) -> list[View]:
    counts: dict[str, Counter[str]] = {}
    for review in (review for reviews in decided for review in reviews):
        count = counts.setdefault(review.reviewer, Counter())
        count["decisions"] += 1
        count["accepted"] += review.verdict is Verdict.ACCEPT
        count["corrected"] += corrects(review)
        count["refused"] += review.verdict is Verdict.REFUSE
    return [{"reviewer": name, **counts[name]} for name in sorted(counts)]


def _conflict(desk: Desk, name: str, reviews: list[Review]) -> View:
    candidate = desk.candidates.get(name)
    own = desk.own_decision_on(name)
    return {
        "candidate": name,
        "known": candidate is not None,
        "claim": sentence(desk, candidate) if candidate else name,
        "reviewers": len(reviews),
        "decisions": [decision_view(review) for review in reviews] if own else None,
    }
