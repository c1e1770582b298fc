"""Findings that stand in a file: those that ``kg extract`` prints, or another extractor's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import InputError, Problem
from kg.evaluation.findings import Finding, Registry
from kg.evaluation.gold import POLARITIES, Report, read_proposition
from kg.evaluation.omissions import note, unlisted
from kg.evaluation.rows import Row, read_each


@dataclass(frozen=True, slots=True)
class Predictions:
    """The findings of a file about annotated texts, and warnings about rows left out."""

    findings: tuple[Finding, ...]
    notes: tuple[Problem, ...]


def read_predictions(path: Path, registry: Registry, reports: Sequence[Report]) -> Predictions:
    """The findings of a file about some texts.

    The document is in ``doc`` or ``document``; without a confidence a finding counts as sure.
    Raises InputError with every bad row, and where no row is about any of the texts.
    """
    rows = read_each(path, "findings", lambda row: (row, _finding(row, registry)))
    found = [(row, one) for row, one in rows if one is not None]
    places = match_documents((one for _, one in found), reports)
    if found and not places:
        row, first = found[0]
        wrong = f"{first.document} is no annotated text, and nor is that of any other row"
        raise InputError(
            f"{path}: no row is about an annotated text",
            problems=[Problem(path, row.line, 1, wrong)],
            hint="doc or document must be a doc of the list of texts, or quote, start and end "
            "must stand in one of them",
        )
    notes = list(
        unlisted(
            ((row, one.document) for row, one in found if one.document not in places),
            "the list of texts",
        )
    )
    if not found:
        notes.append(note(path, "holds no finding"))
    return Predictions(
        tuple(
            replace(one, document=places[one.document])
            for _, one in found
            if one.document in places
        ),
        tuple(notes),
    )


def match_documents(findings: Iterable[Finding], reports: Sequence[Report]) -> Mapping[str, str]:
    """The annotated text of each document of findings, where it can be told.

    It is the text of that id; else the only one in which the words of all findings of the document
    stand at their offsets: an extractor that reads a bare text makes an id of its own for it.
    """
    listed = {report.id for report in reports}
    words: dict[str, set[tuple[int, int, str]]] = {}
    for one in findings:
        spans = words.setdefault(one.document, set())
        if one.quote and one.start is not None and one.end is not None:
            spans.add((one.start, one.end, one.quote))
    places = {name: name for name in words if name in listed}
    for name, spans in words.items():
        if name not in listed and spans:
            fitting = [r.id for r in reports if all(r.text[s:e] == q for s, e, q in spans)]
            if len(fitting) == 1:
                places[name] = fitting[0]
    return places


def _finding(row: Row, registry: Registry) -> Finding | None:
    polarity = row.text("polarity").strip().lower()
    row.require("polarity", polarity, POLARITIES)
    proposition = read_proposition(row, registry.propositions)
    said_on = row.day("said_on")
    finding = Finding(
        row.text("doc" if "doc" in row.cells else "document"),
        registry.holder(row.text("holder")),
        proposition or "",
        polarity,
        str(said_on) if said_on else None,
        row.text("quote", default=""),
        row.number("start"),
        row.number("end"),
        row.share("confidence", 1.0),
    )
    return None if proposition is None else finding
