"""How much machine so many stances take: measured up to a million, derived beyond.

``python -m benchmarks.scale_sizing --work FOLDER`` prints the table from what ``benchmarks.scale``
has kept in the folder. What is derived grows from the largest size measured as it grew between the
two largest, but never less than in proportion; what holds a part that does not grow at all, as
memory does, grows in a straight line through the two.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.scale_build import BUILD, PART, QUADS, SERVER
from benchmarks.scale_engines import VIRTUOSO
from benchmarks.scale_results import OURS, Result, Results, table

BEYOND = (10_000_000, 100_000_000)
_GIB, _GB, _HOUR = 1024.0, 10**9, 3600.0


@dataclass(frozen=True, slots=True)
class Measure:
    """A line of the table: what it is, the unit, and how it is taken from a result.

    What is not ``proportional`` has a part that is the same at every size.
    """

    name: str
    what: str
    engine: str
    value: Callable[[Result], float | None]
    proportional: bool = True


MEASURES = (
    Measure("quads, million", BUILD, OURS, lambda one: one.amount and one.amount / 10**6),
    Measure("the same as N-Quads, GB", QUADS, OURS, lambda one: one.disk and one.disk / _GB),
    Measure("`kg build`, hours", BUILD, OURS, lambda one: one.seconds / _HOUR),
    Measure("its memory, GiB", BUILD, OURS, lambda one: one.memory and one.memory / _GIB, False),
    Measure("its store, GB", BUILD, OURS, lambda one: one.disk and one.disk / _GB),
    Measure("`oxigraph load`, hours", BUILD, SERVER, lambda one: one.seconds / _HOUR),
    Measure("Virtuoso 7, loading, hours", BUILD, VIRTUOSO, lambda one: one.seconds / _HOUR),
    Measure("its database, GB", BUILD, VIRTUOSO, lambda one: one.disk and one.disk / _GB),
)


def sizing(results: Results) -> str:
    """The table: measured sizes first, then those derived."""
    sizes = results.sizes()
    rows = []
    for one in MEASURES:
        known = {size: _known(results, size, one) for size in sizes}
        told = [_shown(known[size]) for size in sizes]
        rows.append((one.name, *told, *(_shown(_grown(known, size, one)) for size in BEYOND)))
    head = [f"{size:,}" for size in sizes] + [f"{size:,} (derived)" for size in BEYOND]
    return table(("stances", *head), rows)


def _known(results: Results, size: int, one: Measure) -> float | None:
    found = results.get(size, PART, one.what, one.engine)
    return None if found is None or found.outcome else one.value(found)


def _grown(known: dict[int, float | None], size: int, one: Measure) -> float | None:
    """What it comes to at a size, by the growth between the two largest that are known."""
    found = [(at, value) for at, value in sorted(known.items()) if value]
    if len(found) < 2:
        return None
    (small, less), (large, more) = found[-2:]
    if not one.proportional:
        return more + max(0.0, more - less) / (large - small) * (size - large)
    power = max(1.0, math.log(more / less) / math.log(large / small))
    return more * (size / large) ** power


def _shown(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if value >= 100 else f"{value:.2g}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", default=Path("build") / "scale", type=Path)
    given = parser.parse_args()
    sys.stdout.write(sizing(Results(given.work / "results.jsonl")) + "\n")
