"""The part of the report on the named queries: times, ratios, rows that differ, growth."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator
from operator import attrgetter

from benchmarks import scale_build, scale_queries
from benchmarks.scale_engines import VIRTUOSO
from benchmarks.scale_results import (
    OURS,
    Result,
    Results,
    growth,
    milliseconds,
    share,
    shown,
    table,
    times,
)
from benchmarks.scale_worker import INSIDE, OPENED

_ROWS = attrgetter("amount")
_ORDER = (
    OURS,
    INSIDE,
    scale_build.RAW,
    OPENED,
    scale_build.SERVER,
    VIRTUOSO,
    scale_build.PARSED,
)


def asking(results: Results, kinds: dict[str, str]) -> Iterator[str]:
    """A heading and two tables for each size: what each query took, and the ratios of all."""
    known = {one.engine for one in results.of(scale_queries.PART)}
    engines = [engine for engine in _ORDER if engine in known]
    for size in results.sizes():
        rows = []
        for name, kind in kinds.items():
            told = {e: results.get(size, scale_queries.PART, name, e) for e in engines}
            ours = told.get(OURS)
            if ours:
                rows.append(
                    (
                        name,
                        kind,
                        _amounts(one for one in told.values() if one),
                        *(milliseconds(told[engine]) for engine in engines),
                        *(
                            _share(told, OURS, engine)
                            for engine in (scale_build.RAW, OPENED, VIRTUOSO)
                        ),
                        _share(told, INSIDE, scale_build.RAW),
                        _share(told, OURS, scale_build.PARSED),
                    )
                )
        if rows:
            head = ("query", "of", "rows", *(f"{engine}, ms" for engine in engines))
            more = ("kg / bare", "kg / opened", "kg / Virtuoso", "inside / bare", "kg / rdflib")
            yield f"### {size:,} stances"
            yield table((*head, *more), rows)
            yield _medians(rows, len(head), more)


def _medians(rows: list[tuple[str, ...]], start: int, columns: tuple[str, ...]) -> str:
    lines = []
    for at, column in enumerate(columns, start):
        values = [float(row[at].replace(",", "")) for row in rows if row[at] != "–"]
        if values:
            lines.append((column, times(statistics.median(values)), times(max(values))))
    return table(("ratio", "median", "largest"), lines)


def _share(told: dict[str, Result | None], one: str, other: str) -> str:
    return times(share(told.get(one), told.get(other)))


def _amounts(found: Iterable[Result]) -> str:
    """How many rows there were, and where engines differ, each number."""
    amounts = sorted({one.amount for one in found if one.amount is not None})
    return " or ".join(f"{amount:,}" for amount in amounts) or "–"


def growing(results: Results, kinds: dict[str, str]) -> str:
    """A table of how the time of each query, and its rows, grow with the stances."""
    engines = (OURS, INSIDE, scale_build.RAW, VIRTUOSO)
    asked = results.of(scale_queries.PART)
    rows = [
        (
            name,
            kind,
            *(
                shown(growth(o for o in asked if (o.name, o.engine) == (name, engine)))
                for engine in engines
            ),
            shown(growth((o for o in asked if (o.name, o.engine) == (name, INSIDE)), _ROWS)),
        )
        for name, kind in sorted(kinds.items(), key=lambda item: (item[1], item[0]))
    ]
    told = (
        "The power of the number of stances with which the time grows, and with which the rows of "
        "the answer do: the largest from one size to the next."
    )
    return f"{told}\n\n{table(('query', 'of', *engines, 'its rows'), rows)}"
