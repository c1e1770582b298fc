"""The queue as a table for a spreadsheet, with columns for a reviewer to fill in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from kg.printing import guarded
from kg.review.card import name_of
from kg.review.context import Texts
from kg.review.desk import Desk
from kg.review.queue import Entry

FILLED = ("decision", "note", "holder", "proposition", "polarity", "date")
"""The columns that a reviewer fills in: what is left empty stays as proposed."""
SHOWN = (
    "band",
    "confidence",
    "novelty",
    "proposed_holder",
    "proposed_polarity",
    "proposed_proposition",
    "proposed_date",
    "quote",
    "context",
    "sentence",
    "before",
    "document",
    "url",
)
COLUMNS = ("candidate", *FILLED, *SHOWN)


def write_sheet(desk: Desk, entries: Iterable[Entry], texts: Texts) -> str:
    """The queue as CSV with a header; cells that a spreadsheet would run begin with '."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for entry in entries:
        row = dict.fromkeys(FILLED, "") | row_of(desk, entry, texts)
        writer.writerow([guarded(str(row[name])) for name in COLUMNS])
    return stream.getvalue()


def row_of(desk: Desk, entry: Entry, texts: Texts) -> dict[str, Any]:
    """What is known of a candidate that waits, by column."""
    candidate = entry.candidate
    excerpt = texts.around(candidate.span)
    document = desk.documents.get(candidate.document)
    proposition = desk.registry.propositions.get(candidate.proposition)
    said = desk.said_before(candidate)
    return {
        "candidate": candidate.id,
        "band": entry.band,
        "confidence": float(candidate.confidence),
        "novelty": entry.novelty.value,
        "proposed_holder": name_of(desk, candidate),
        "proposed_polarity": candidate.polarity.value,
        "proposed_proposition": candidate.proposition,
        "proposed_date": str(candidate.said_on or ""),
        "quote": candidate.quote.value,
        "context": f"{excerpt.before}»{excerpt.words}«{excerpt.after}" if excerpt else "",
        "sentence": proposition.sentence if proposition else "",
        "before": "; ".join(f"{d.stance.said_on or d.latest} {d.stance.polarity}" for d in said),
        "document": candidate.document,
        "url": (document.url if document else None) or "",
    }
