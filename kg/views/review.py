"""The queue, the agreement of reviewers and what they differ on, as tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pyoxigraph import Literal

from kg.model.stances import Review
from kg.queries.formats import render
from kg.queries.table import Table
from kg.review.agreement import Agreement

_QUEUE = (
    "band",
    "novelty",
    "proposed_holder",
    "proposed_polarity",
    "proposed_proposition",
    "proposed_date",
    "quote",
    "candidate",
)


def draw_queue(rows: Sequence[Mapping[str, Any]], form: str, width: int | None) -> str:
    """The candidates that wait, as ``table`` or ``jsonl``; ``width`` cuts a table's lines."""
    if form == "jsonl":
        return _jsonl(rows)
    return _table([{name: row[name] for name in _QUEUE} for row in rows], width)


def draw_agreement(found: Iterable[Agreement], form: str) -> str:
    """A line for each question: alpha, and what it rests on."""
    rows = [
        {
            "question": one.question,
            "alpha": None if one.alpha is None else round(one.alpha, 3),
            "units": one.units,
            "answers": one.answers,
            "reviewers": one.reviewers,
        }
        for one in found
    ]
    return _jsonl(rows) if form == "jsonl" else _table(rows, None)


def draw_conflicts(found: Mapping[str, Sequence[Review]], form: str, width: int | None) -> str:
    """A line for each decision of reviewers who differ; the last one of a subject counts."""
    rows = [_decision(review) for reviews in found.values() for review in reviews]
    return _jsonl(rows) if form == "jsonl" else _table(rows, width)


def _decision(review: Review) -> dict[str, Any]:
    date = "not told" if review.undated else str(review.said_on or "")
    corrections = (review.holder, review.proposition, review.polarity, date)
    return {
        "subject": review.subject,
        "decided_on": str(review.decided_on),
        "reviewer": review.reviewer,
        "verdict": review.verdict.value,
        "corrected": ", ".join(str(change) for change in corrections if change),
        "note": review.note.value if review.note else "",
    }


def _jsonl(rows: Iterable[Mapping[str, Any]]) -> str:
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)


def _table(rows: Sequence[Mapping[str, Any]], width: int | None) -> str:
    if not rows:
        return ""
    cells = tuple(
        tuple(Literal("–" if value is None else str(value)) for value in row.values())
        for row in rows
    )
    return render(Table(tuple(rows[0]), cells), "table", width=width)
