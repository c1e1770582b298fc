"""Figures of an evaluation as tables: for a terminal, for a page, for a program."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal

from kg.evaluation.calibration import Calibration
from kg.evaluation.figures import Figures
from kg.evaluation.scores import Accuracy, Tally
from kg.queries.formats import render
from kg.queries.table import Table

_TALLY = ("P", "R", "F1", "hits", "errors", "misses")


@dataclass(frozen=True, slots=True)
class _Section:
    """A table with what stands above it."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def draw_figures(figures: Figures, form: str, width: int | None = None) -> str:
    """The figures as ``table``, ``md`` or ``json``."""
    if form == "json":
        return json.dumps(_plain(figures), indent=1) + "\n"
    mark = "## " if form == "md" else ""
    parts = [
        f"{mark}{section.title}\n\n{table_of(section.columns, section.rows, form, width)}"
        for section in _sections(figures)
        if section.rows
    ]
    return "\n".join(parts)


def compare_figures(figures: Sequence[Figures]) -> str:
    """The main figures of several evaluations beside each other, in Markdown."""
    columns = ("measure", *(one.source for one in figures))
    rows = [
        (cells[0][0], *(value for _, value in cells))
        for cells in zip(*(_main(one) for one in figures), strict=True)
    ]
    return table_of(columns, rows, "md", None)


def _main(figures: Figures) -> list[tuple[str, str]]:
    strict = figures.strict
    shares = (("strict P", strict.precision), ("strict R", strict.recall), ("strict F1", strict.f1))
    named = [(name, share_cell(value)) for name, value in shares]
    named.append(("relaxed F1", share_cell(figures.relaxed.f1)))
    return named + [(name, value) for name, value, *_ in _parts(figures)]


def _sections(figures: Figures) -> list[_Section]:
    return [
        _Section(
            f"{figures.source}: {figures.documents} documents, {figures.sure} sure and "
            f"{figures.unsure} unsure stances, {figures.findings} findings of at least "
            f"{figures.threshold:g}",
            ("scoring", *_TALLY),
            tuple(
                (name, *_of_tally(one))
                for name, one in (
                    ("strict", figures.strict),
                    ("all rows", figures.every),
                    ("relaxed", figures.relaxed),
                )
            ),
        ),
        _Section("Parts", ("measure", "value", "right", "of"), tuple(_parts(figures))),
        _Section(
            "Bands",
            ("band", "precision", "right", "of"),
            tuple((name, *accuracy_cells(one)) for name, one in figures.bands.items()),
        ),
        _reliability("Reliability of the whole pool", figures.calibration),
        _reliability("Reliability of what is shown", figures.calibration_shown),
        _Section("Misses by cause", ("cause", "sure stances"), _counts(figures.misses)),
        _Section("Errors by cause", ("cause", "findings"), _counts(figures.errors)),
        _Section(
            "Recall by attribution",
            ("attribution", "recall", "found", "of"),
            tuple((name, *accuracy_cells(one)) for name, one in figures.by_attribution.items()),
        ),
        _tallies("By proposition", "proposition", figures.by_proposition),
        _tallies("By the holder's country", "country", figures.by_country),
    ]


def _parts(figures: Figures) -> Iterable[tuple[str, ...]]:
    if figures.strict_interval:
        low, high = figures.strict_interval
        yield ("strict F1, 95% interval over documents", f"{low:.3f} to {high:.3f}", "", "")
    named = (
        ("polarity, given the pair", figures.polarity),
        ("date, at gold's precision", figures.dates),
        ("undated, where gold has no date", figures.undated),
        ("quote stands exactly at its offsets", figures.verbatim),
        ("words overlap gold's by half or more", figures.overlap),
        ("speaker of quoted words", figures.speakers),
        ("holder and proposition in the pool", figures.pairs),
        ("and polarity", figures.tuples),
    )
    for name, one in named:
        if one is not None:
            yield (name, *accuracy_cells(one))
    false = figures.hard_negatives
    yield ("false tuples for each hard negative", *accuracy_cells(false))
    for name, calibration in (
        ("whole pool", figures.calibration),
        ("what is shown", figures.calibration_shown),
    ):
        yield (f"expected calibration error, {name}", share_cell(calibration.error), "", "")
        yield ("the same if every confidence were true", share_cell(calibration.floor), "", "")


def _reliability(title: str, calibration: Calibration) -> _Section:
    rows = tuple((f"{b.said:.3f}", f"{b.right:.3f}", str(b.size)) for b in calibration.bins)
    return _Section(title, ("says", "is right", "findings"), rows)


def _counts(counts: Mapping[str, int]) -> tuple[tuple[str, ...], ...]:
    return tuple((name, str(number)) for name, number in counts.items())


def _tallies(title: str, column: str, tallies: Mapping[str, Tally]) -> _Section:
    rows = tuple((name, *_of_tally(one)) for name, one in tallies.items())
    return _Section(title, (column, *_TALLY), rows)


def _of_tally(one: Tally) -> tuple[str, ...]:
    shares = (one.precision, one.recall, one.f1)
    return (*map(share_cell, shares), str(one.hits), str(one.errors), str(one.misses))


def accuracy_cells(one: Accuracy) -> tuple[str, str, str]:
    """The share, what is right, and of how many."""
    return (share_cell(one.share), str(one.right), str(one.cases))


def share_cell(value: float | None) -> str:
    """A share with three places, a dash where there is none."""
    return "-" if value is None else f"{value:.3f}"


def table_of(
    columns: Sequence[str], rows: Iterable[Sequence[str]], form: str, width: int | None
) -> str:
    """Rows of words in a format of tables."""
    table = Table(tuple(columns), tuple(tuple(Literal(cell) for cell in row) for row in rows))
    return render(table, form, width=width)


def _plain(value: Any) -> Any:
    """Records as objects, with the shares that follow from them."""
    match value:
        case Tally():
            shares = {"precision": value.precision, "recall": value.recall, "f1": value.f1}
            counts = {"hits": value.hits, "errors": value.errors, "misses": value.misses}
            return shares | counts
        case Accuracy():
            return {"share": value.share, "right": value.right, "of": value.cases}
        case Calibration():
            bins = [{"says": b.said, "right": b.right, "size": b.size} for b in value.bins]
            return {"error": value.error, "floor": value.floor, "bins": bins}
        case Figures():
            return {name: _plain(getattr(value, name)) for name in Figures.__dataclass_fields__}
        case Mapping():
            return {name: _plain(inner) for name, inner in value.items()}
    return value
