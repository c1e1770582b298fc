"""How far the goals are met: each with its bar and with what was measured."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator

from benchmarks import scale_build, scale_change, scale_outputs, scale_queries
from benchmarks.scale_engines import VIRTUOSO
from benchmarks.scale_results import OURS, Results, growth, ratio, share, table, times
from benchmarks.scale_worker import INSIDE, OPENED

Goal = tuple[str, float, float | None]
"""What is wanted, the bar that it stays below, and what was measured."""


def goals(results: Results, kinds: dict[str, str]) -> str:
    """A line for each goal; what was not measured yet has a dash."""
    wanted = [*_building(results), *_asking(results), *_growing(results, kinds), *_rest(results)]
    rows = ((goal, times(bar), times(found), _met(bar, found)) for goal, bar, found in wanted)
    return table(("goal", "at most", "measured", ""), rows)


def _met(bar: float, found: float | None) -> str:
    return "" if found is None else "met" if found <= bar else "missed"


def _building(results: Results) -> Iterator[Goal]:
    sizes = results.sizes()
    part, name = scale_build.PART, scale_build.BUILD
    ours = {size: results.get(size, part, name, OURS) for size in sizes}
    for size in sizes:
        one, bare = ours[size], results.get(size, part, name, scale_build.RAW)
        yield f"build / bulk load of the same quads, {size:,}", 1.5, share(one, bare)
        index = results.get(size, part, scale_build.WORDS, OURS)
        rest = one.seconds - index.seconds if one and index else None
        without = ratio(rest, bare.seconds) if rest and bare else None
        yield f"the same without the index of words, {size:,}", 1.5, without
    yield "exponent of the build", 1.1, growth(one for one in ours.values() if one)
    if len(sizes) > 1:
        last, before = ours[sizes[-1]], ours[sizes[-2]]
        more = ratio(last.memory, before.memory) if last and before else None
        yield f"peak memory of the build, {sizes[-1]:,} / {sizes[-2]:,}", 2.5, more


def _asking(results: Results) -> Iterator[Goal]:
    sizes = results.sizes()
    for size in sizes:
        for engine, other in ((OURS, scale_build.RAW), (OURS, OPENED), (INSIDE, scale_build.RAW)):
            shares = _shares(results, size, engine, other)
            middle = statistics.median(shares) if shares else None
            yield f"median of queries, {engine} / {other}, {size:,}", 1.3, middle
            most = max(shares, default=None)
            yield f"largest of queries, {engine} / {other}, {size:,}", 1.3, most
    for engine in (OURS, INSIDE):
        for size in sizes[:1]:
            shares = _shares(results, size, engine, scale_build.PARSED)
            most = max(shares, default=None)
            yield f"largest of queries, {engine} / rdflib, {size:,}", 0.1, most
        for size in sizes[-1:]:
            shares = _shares(results, size, engine, VIRTUOSO)
            middle = statistics.median(shares) if shares else None
            yield f"median of queries, {engine} / Virtuoso, {size:,}", 1.0, middle
            most = max(shares, default=None)
            yield f"largest of queries, {engine} / Virtuoso, {size:,}", 3.0, most


def _shares(results: Results, size: int, engine: str, other: str) -> list[float]:
    """Of each query that both engines were asked, how many times the other's time ours is."""
    part = scale_queries.PART
    found = (
        share(one, results.get(size, part, one.name, other))
        for one in results.of(part)
        if (one.size, one.engine) == (size, engine)
    )
    return [number for number in found if number is not None]


def _growing(results: Results, kinds: dict[str, str]) -> Iterator[Goal]:
    whole = [name for name, kind in kinds.items() if kind == scale_queries.WHOLE]
    others = [name for name in kinds if name not in whole]
    for engine in (OURS, INSIDE):
        of_one, of_all = (_powers(results, engine, names) for names in (others, whole))
        yield f"largest exponent, one thing, {engine}", 1.0, max(of_one, default=None)
        yield f"largest exponent, whole graph, {engine}", 1.2, max(of_all, default=None)


def _powers(results: Results, engine: str, names: Iterable[str]) -> list[float]:
    asked = [one for one in results.of(scale_queries.PART) if one.engine == engine]
    grown = (growth(one for one in asked if one.name == name) for name in names)
    return [power for power in grown if power is not None]


def _rest(results: Results) -> Iterator[Goal]:
    part = scale_change.PART
    for size in results.sizes():
        ours = results.get(size, part, scale_change.ONE, OURS)
        bare = results.get(size, part, scale_change.ONE, scale_build.RAW)
        yield f"one changed document / one bare update, {size:,}", 1.5, share(ours, bare)
    for size in results.sizes()[:1]:
        for name, other, bar in (
            (scale_outputs.EXPORT, scale_build.PARSED, 0.05),
            (scale_outputs.CHECK, scale_outputs.PYSHACL, 0.05),
            (scale_outputs.START, scale_outputs.IMPORTS, 1.5),
        ):
            one = results.get(size, scale_outputs.PART, name, OURS)
            theirs = results.get(size, scale_outputs.PART, name, other)
            yield f"{name}, kg / {other}, {size:,}", bar, share(one, theirs)
