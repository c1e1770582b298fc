"""Decisions as rows from which the weights of the extractor are fitted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from kg.model.decisions import corrected
from kg.model.stances import Candidate, Verdict
from kg.review.desk import Desk


def training_rows(desk: Desk) -> str:
    """One JSON object a line for each decided candidate, by id.

    ``verdict`` is 1 where holder, proposition and polarity are right as the row gives them. What
    was accepted with a correction of these gives two rows: as proposed, 0; as corrected, 1.
    """
    decided = (desk.candidates[name] for name in sorted(desk.candidates))
    rows = (_published(desk, one) | row for one in decided for row in _rows(desk, one))
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)


def _published(desk: Desk, candidate: Candidate) -> dict[str, Any]:
    """The day by which an extractor has to read the text; no id tells it for sure."""
    document = desk.documents.get(candidate.document)
    known = document.published if document else None
    return {"published": str(known) if known else None}


def _rows(desk: Desk, candidate: Candidate) -> Iterator[dict[str, Any]]:
    review = desk.decision_on(candidate.id)
    if review is None:
        return
    if review.verdict is Verdict.REFUSE:
        yield _row(candidate, right=False)
        return
    judged = corrected(candidate, review)
    if _tuple(judged) != _tuple(candidate):
        yield _row(candidate, right=False)
    yield _row(judged, right=True)


def _tuple(candidate: Candidate) -> tuple[str, str, str]:
    return candidate.holder, candidate.proposition, candidate.polarity


def _row(candidate: Candidate, *, right: bool) -> dict[str, Any]:
    return {
        "document": candidate.document,
        "candidate": candidate.id,
        "text_hash": candidate.span.text_hash,
        "start": candidate.span.start,
        "end": candidate.span.end,
        "quote": candidate.quote.value,
        "holder": candidate.holder,
        "proposition": candidate.proposition,
        "polarity": candidate.polarity.value,
        "confidence": float(candidate.confidence),
        "rules": list(candidate.rules),
        "verdict": int(right),
    }
