"""Candidates as rows for other programs: JSON lines and Turtle."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from kg.extract.reasons import Reasons
from kg.model.stances import Candidate, Run
from kg.rdf.codec import encode
from kg.rdf.turtle import write_turtle


def jsonl(candidates: Iterable[tuple[Candidate, Reasons | None]]) -> str:
    """One JSON object a line for each candidate, with its reasons where they are given."""
    rows = (_row(candidate, reasons) for candidate, reasons in candidates)
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)


def _row(candidate: Candidate, reasons: Reasons | None) -> dict[str, Any]:
    row: dict[str, Any] = {
        "holder": candidate.holder,
        "proposition": candidate.proposition,
        "polarity": candidate.polarity.value,
        "said_on": str(candidate.said_on) if candidate.said_on else None,
        "quote": candidate.quote.value,
        "start": candidate.span.start,
        "end": candidate.span.end,
        "attribution": candidate.attribution.value,
        "confidence": float(candidate.confidence),
        "band": candidate.band,
        "rules": list(candidate.rules),
        "document": candidate.document,
    }
    if candidate.holder_name:
        row["holder_name"] = candidate.holder_name
    if reasons is not None:
        row["decisions"] = [asdict(decision) for decision in reasons.decisions]
        row["evidence"] = list(reasons.evidence)
    return row


def turtle(runs: Iterable[Run], candidates: Iterable[Candidate]) -> bytes:
    """Runs and candidates in canonical Turtle."""
    return write_turtle(t for record in (*runs, *candidates) for t in encode(record))
