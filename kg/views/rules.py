"""The rows of a lexicon, and what fires on a sentence, as tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import Literal

from kg.extract.extractor import Extraction
from kg.extract.firings import Firing
from kg.extract.tables import Row
from kg.queries.formats import render
from kg.queries.table import Table

_LONG = ("pattern", "unless", "nouns", "words", "role")
"""Cells that stand last in their line, so that they widen no other."""


def draw_tables(tables: Mapping[str, Sequence[Row]], width: int | None) -> str:
    """How many rows each table has."""
    return _draw(("table", "rows"), ((name, str(len(tables[name]))) for name in tables), width)


def draw_rows(rows: Sequence[Row], width: int | None) -> str:
    """The rows of one table, long cells last; ``unless`` alone is left to the file."""
    told = [column for column in rows[0].cells if column != "unless"] if rows else ["id"]
    columns = sorted(told, key=lambda column: column in _LONG)
    return _draw(columns, ([row.cells[column] for column in columns] for row in rows), width)


def draw_firings(firings: Iterable[Firing], text: str, width: int | None) -> str:
    """A line for each row that fires, with the words that it fires on."""
    lines = (
        (text[one.start : one.end], str(one.start), str(one.end), one.table, one.rule, one.meaning)
        for one in firings
    )
    return _draw(("words", "start", "end", "table", "rule", "meaning"), lines, width)


def draw_decisions(extraction: Extraction, text: str, width: int | None) -> str:
    """A line for each decision behind each candidate of a text."""
    lines = (
        (
            f"{candidate.confidence:.2f}",
            f"{candidate.holder} {candidate.polarity.value} {candidate.proposition}",
            text[decision.start : decision.end],
            decision.stage,
            decision.rule,
            decision.effect,
        )
        for candidate in extraction.candidates
        for decision in extraction.reasons[candidate.id].decisions
    )
    return _draw(("confidence", "stance", "words", "stage", "rule", "effect"), lines, width)


def _draw(columns: Sequence[str], lines: Iterable[Sequence[str]], width: int | None) -> str:
    rows = tuple(tuple(Literal(cell) for cell in line) for line in lines)
    return render(Table(tuple(columns), rows), "table", width=width)
