"""The report of a run of ``benchmarks.scale`` in Markdown, from what is kept of it."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks import scale_build, scale_change, scale_outputs
from benchmarks.scale_asked import asking, growing
from benchmarks.scale_goals import goals
from benchmarks.scale_results import (
    OURS,
    Results,
    exponent,
    growth,
    megabytes,
    milliseconds,
    ratio,
    seconds,
    share,
    shown,
    table,
    times,
)

_PACKAGES = ("pyoxigraph", "oxigraph", "rdflib", "pyshacl", "typer")
_GIB = 2**30


def report(results: Results, kinds: dict[str, str]) -> str:
    """The whole report; ``kinds`` tells what each named query looks at."""
    parts = [
        "# Scale",
        _machine(),
        "## The goals",
        goals(results, kinds),
        "## Building",
        _building(results),
        "## One changed document",
        _changing(results),
        "## Named queries",
        *asking(results, kinds),
        "## How the queries grow",
        growing(results, kinds),
        "## Exports, analyses, validation, extraction, start-up",
        _putting_out(results),
    ]
    return "\n\n".join(parts) + "\n"


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / _GIB
    packages = ", ".join(f"{name} {_version(name)}" for name in _PACKAGES)
    return (
        "Written by `python -m benchmarks.scale`. Invented seeds (`benchmarks/seeded.py`), every "
        "engine on the same quads and, where it is asked, the same text of the query; ratios are "
        "of one run. Servers listen on the loopback alone and live while they are measured.\n\n"
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB of memory, "
        f"{platform.system()} {platform.release()}; Python {platform.python_version()}, "
        f"{packages}. A dash stands for what was not measured."
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "(not installed)"


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _building(results: Results) -> str:
    found = [one for one in results.of(scale_build.PART) if one.name == scale_build.BUILD]
    engines = list(dict.fromkeys(one.engine for one in found))
    rows = []
    for size in results.sizes():
        ours = results.get(size, scale_build.PART, scale_build.BUILD, OURS)
        quads = results.get(size, scale_build.PART, scale_build.QUADS, OURS)
        for engine in engines:
            one = results.get(size, scale_build.PART, scale_build.BUILD, engine)
            if one:
                rows.append(
                    (
                        f"{size:,}",
                        engine,
                        f"{ours.amount:,}" if ours and ours.amount else "–",
                        megabytes(quads),
                        seconds(one),
                        shown(one.cpu, 1),
                        shown(one.memory, 0),
                        megabytes(one),
                        times(share(ours, one)),
                        times(ratio(ours.cpu, one.cpu) if ours else None),
                    )
                )
    head = ("stances", "engine", "quads", "N-Quads, MB", "wall, s", "cpu, s", "peak, MiB")
    costs = table((*head, "disk, MB", "kg / it, wall", "kg / it, cpu"), rows)
    powers = table(
        ("engine", "exponent, wall", "exponent, cpu"),
        (
            (
                engine,
                shown(growth(o for o in found if o.engine == engine)),
                shown(exponent((o.size, o.cpu) for o in found if o.engine == engine)),
            )
            for engine in engines
        ),
    )
    told = (
        "kg reads, checks, encodes, derives, loads and makes its index of words; the others load "
        "what it made, in the order in which it made it. Memory is that of the whole tree of "
        "processes; of Virtuoso, what it holds in the end. Up to 100,000 stances each is the "
        "middle one of 3, in turns. The index of words is a part of kg, "
        f"made while the engine puts its files in order; what it takes longer: {_words(results)}."
    )
    return "\n\n".join((told, costs, powers))


def _words(results: Results) -> str:
    part, name = scale_build.PART, scale_build.WORDS
    found = ((size, results.get(size, part, name, OURS)) for size in results.sizes())
    return ", ".join(f"{seconds(one)} s at {size:,}" for size, one in found if one)


def _changing(results: Results) -> str:
    part = scale_change.PART
    rows = []
    for size in results.sizes():
        ours = results.get(size, part, scale_change.ONE, OURS)
        bare = results.get(size, part, scale_change.ONE, scale_build.RAW)
        opened = results.get(size, part, scale_change.OPENED, scale_build.RAW)
        built = results.get(size, part, scale_change.OPENED, OURS)
        same = results.get(size, part, scale_change.SAME, OURS)
        if ours:
            rows.append(
                (
                    f"{size:,}",
                    f"{ours.amount or 0:,}",
                    milliseconds(ours),
                    milliseconds(bare),
                    times(share(ours, bare)),
                    milliseconds(built),
                    milliseconds(opened),
                    times(share(built, opened)),
                    milliseconds(same),
                )
            )
    head = ("stances", "quads changed", "kg, ms", "bare update and flush, ms", "kg / bare")
    more = ("build of the file, ms", "open, update, flush, ms", "ratio", "nothing changed, ms")
    told = (
        "The bare update ends with a flush, by which the engine writes tables. kg syncs the "
        "engine's log, which outlasts a loss of power as well; the tables are written when the "
        "database is next opened to be written, which the build of the file does each time.\n\n"
    )
    return told + table((*head, *more), rows)


def _putting_out(results: Results) -> str:
    found = results.of(scale_outputs.PART)
    rows = []
    for one in sorted(found, key=lambda one: (one.name, one.engine, one.size)):
        ours = results.get(one.size, one.part, one.name, OURS)
        same = [other for other in found if (other.name, other.engine) == (one.name, one.engine)]
        largest = one.size == max(other.size for other in same)
        rows.append(
            (
                one.name,
                one.engine,
                f"{one.size:,}",
                seconds(one),
                shown(one.memory, 0),
                megabytes(one),
                times(share(ours, one)),
                times(ratio(ours.cpu, one.cpu) if ours else None),
                shown(growth(same)) if largest else "",
                shown(one.amount / one.seconds, 1) if one.amount else "",
            )
        )
    head = ("what", "engine", "stances", "wall, s", "peak, MiB", "made, MB", "kg / it, wall")
    told = (
        "Ours are whole processes, start-up included, as is the dump of pyoxigraph; of rdflib and "
        "pyshacl the seconds are those of writing and validating alone, with the graph in memory. "
        "The texts to extract from are the annotated ones with other speakers in every copy."
    )
    return f"{told}\n\n{table((*head, 'kg / it, cpu', 'exponent', 'documents a second'), rows)}"
