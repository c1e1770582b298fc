"""Candidates as a table for a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal

from kg.model.stances import Candidate
from kg.queries.formats import render
from kg.queries.table import Table

COLUMNS = ("confidence", "holder", "polarity", "proposition", "said_on", "words")


def draw_candidates(candidates: Iterable[Candidate], width: int | None) -> str:
    """A line for each candidate, in order of appearance."""
    rows = (
        (
            f"{candidate.confidence:.2f}",
            candidate.holder,
            candidate.polarity.value,
            candidate.proposition,
            str(candidate.said_on or "undated"),
            candidate.quote.value,
        )
        for candidate in candidates
    )
    table = Table(COLUMNS, tuple(tuple(Literal(cell) for cell in row) for row in rows))
    return render(table, "table", width=width)
