"""Candidates for a terminal: a table, or each with the decisions behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal

from kg.extract.reasons import Reasons
from kg.model.stances import Candidate
from kg.printing import printable
from kg.queries.formats import render
from kg.queries.table import Table

COLUMNS = ("band", "holder", "polarity", "proposition", "said_on", "words")


def draw_candidates(candidates: Iterable[Candidate], width: int | None) -> str:
    """A line for each candidate, in order of appearance; with its document if there are several."""
    pool = list(candidates)
    several = len({candidate.document for candidate in pool}) > 1
    rows = (
        (
            candidate.band,
            _holder(candidate),
            candidate.polarity.value,
            candidate.proposition,
            _day(candidate),
            candidate.quote.value,
            *((candidate.document,) if several else ()),
        )
        for candidate in pool
    )
    columns = (*COLUMNS, "document") if several else COLUMNS
    table = Table(columns, tuple(tuple(Literal(cell) for cell in row) for row in rows))
    return render(table, "table", width=width)


def tell_candidates(candidates: Iterable[tuple[Candidate, Reasons | None]], text: str) -> str:
    """A paragraph for each candidate in a text, with every decision where reasons are given."""
    return "".join(
        "".join(f"{printable(line)}\n" for line in (*_lines(candidate, reasons, text), ""))
        for candidate, reasons in candidates
    )


def _lines(candidate: Candidate, reasons: Reasons | None, text: str) -> Iterator[str]:
    yield (
        f"{_holder(candidate)} {candidate.polarity} {candidate.proposition}, "
        f"{_day(candidate)}: {candidate.band}"
    )
    span = candidate.span
    yield f"  “{candidate.quote.value}”"
    yield f"  {candidate.attribution}, {candidate.document}, characters {span.start} to {span.end}"
    if reasons is None:
        return
    for decision in reasons.decisions:
        words = text[decision.start : decision.end]
        quoted = f"  “{words}”" if words else ""
        yield f"    {decision.stage:<9} {decision.rule:<24} {decision.effect}{quoted}"
    yield f"    evidence  {' '.join(reasons.evidence)}"


def _holder(candidate: Candidate) -> str:
    """The holder's id, or the name of one whom the registry does not know."""
    return f"{candidate.holder_name} (new)" if candidate.holder_name else candidate.holder


def _day(candidate: Candidate) -> str:
    return str(candidate.said_on or "undated")
