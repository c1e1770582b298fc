"""What the extractor misses and gets wrong, one by one, and what it recognises of the seeds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from kg.evaluation.causes import Error, Miss
from kg.evaluation.curated import Recognition, by_proposition
from kg.views.evaluation import accuracy_cells, share_cell, table_of


def draw_faults(
    misses: Iterable[Miss], errors: Iterable[Error], form: str, width: int | None = None
) -> str:
    """A line for each stance missed and each found in error, with its cause and its words."""
    rows = [("miss", miss.stance, miss.cause) for miss in misses]
    faults: list[tuple[str, Any, str]] = [*rows, *(("error", e.finding, e.cause) for e in errors)]
    columns = ("fault", "doc", "holder", "proposition", "polarity", "cause", "quote")
    cells = [
        (kind, one.document, one.holder, one.proposition, one.polarity, cause, one.quote)
        for kind, one, cause in faults
    ]
    if form == "json":
        return "".join(f"{json.dumps(dict(zip(columns, c, strict=True)))}\n" for c in cells)
    return table_of(columns, cells, form, width)


def draw_curated(
    recognitions: Sequence[Recognition], form: str, width: int | None = None, *, listed: bool
) -> str:
    """Recall and polarity of the curated wordings by proposition, or each one that failed."""
    if listed:
        columns: tuple[str, ...] = ("proposition", "polarity", "found", "others", "kind", "words")
        rows = [_failed(one) for one in recognitions if not one.right]
    else:
        columns = (
            "proposition",
            "recall of quotes",
            "quotes found",
            "quotes",
            "recall of tellings",
            "tellings found",
            "tellings",
            "polarity",
        )
        rows = [
            (name, *accuracy_cells(quotes), *accuracy_cells(told), share_cell(polarity.share))
            for name, (quotes, told, polarity) in by_proposition(recognitions).items()
        ]
    if form == "json":
        return "".join(f"{json.dumps(dict(zip(columns, r, strict=True)))}\n" for r in rows)
    return table_of(columns, rows, form, width)


def _failed(one: Recognition) -> tuple[str, ...]:
    found, others = ("|".join(sorted(names)) for names in (one.polarities, one.others))
    stance = one.stance
    return (
        stance.proposition,
        stance.polarity.value,
        found or "-",
        others or "-",
        one.kind,
        one.words,
    )
