"""Time and memory of the analysis of networks, beside SPARQL on the same store.

``python -m benchmarks.networks`` prints a report in Markdown; ``make bench-networks`` writes it to
docs/networks.md. Every task runs in a process of its own, ours and SPARQL in turns; figures are
medians. ``python -m benchmarks.networks 1000 5000`` measures stores of these sizes only.
"""

from __future__ import annotations

import json
import math
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from benchmarks.analysed import CLOCK, DRAWS, KEPT, TIES, WINDOWS, Steps
from benchmarks.stored import ACTORS, make_store
from kg.views.evaluation import table_of

SIZES = (10_000, 100_000, 1_000_000)
AIMED = 100_000
"""The size for which goals are set."""
ROUNDS = 3
_OURS = ("cold", "warm", "networks", "intervals", "windows")
_MOST = {"grouped": 100_000, "naive": 10_000, "rounds": 100_000}
"""Up to which size SPARQL is asked, and more than one round is run."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The medians of what each task took on a store of so many stances."""

    stances: int
    tasks: dict[str, Steps]

    def get(self, task: str, step: str) -> float:
        """Seconds or MiB; nan where the task was not run."""
        return self.tasks.get(task, {}).get(step, math.nan)

    def until_network(self, task: str, clock: str = "") -> float:
        """Seconds from a store just built (cold) or from kept columns (warm) to a network."""
        return self.get(task, "read" + clock) + self.get(task, "network" + clock)

    @property
    def kinds(self) -> dict[str, float]:
        """Seconds of each kind and normalisation."""
        told = self.tasks["networks"].items()
        return {name: took for name, took in told if name != "MiB" and not name.endswith(CLOCK)}


def measure(folder: Path, stances: int) -> Measured:
    """What the tasks take on a new store of so many stances."""
    store = make_store(folder / str(stances), stances)
    rounds = ROUNDS if stances <= _MOST["rounds"] else 1
    found: dict[str, list[Steps]] = {}
    for number in range(rounds):
        for task in (*_OURS, "grouped", "naive"):
            if stances <= _MOST.get(task, stances) and not (task == "naive" and number):
                found.setdefault(task, []).append(run(task, store))
    measured = Measured(stances, {task: _medians(steps) for task, steps in found.items()})
    for task in {"grouped", "naive"} & set(found):
        for told in ("pairs", "weight"):
            if measured.get(task, told) != measured.get("warm", told):
                raise SystemExit(f"{task} finds other ties than the analysis")
    return measured


def run(task: str, store: Path) -> Steps:
    """What one process measures."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.analysed", task, str(store)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    )
    if done.returncode:
        raise SystemExit(f"{task} failed: {done.stderr[-2000:]}")
    steps: Steps = json.loads(done.stdout)
    return steps


def _medians(rounds: Sequence[Steps]) -> Steps:
    return {step: statistics.median(one[step] for one in rounds) for step in rounds[0]}


def report(sizes: Iterable[int] = SIZES) -> str:
    """The whole report."""
    with tempfile.TemporaryDirectory() as name:
        found = [measure(Path(name), stances) for stances in sizes]
    aimed = next((one for one in found if one.stances == AIMED), found[-1])
    parts = [_head(), "", _goals(aimed), "", "## Growth", "", _growth(found), ""]
    parts += [f"## Every kind, {aimed.stances:,} stances", "", _kinds(aimed)]
    return "\n".join(parts)


def _head() -> str:
    memory = Path("/proc/meminfo").read_text(encoding="ascii").partition("MemTotal:")[2].split()[0]
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scipy", "pyoxigraph"))
    return (
        "# Networks: time and memory\n\n"
        f"Written by `make bench-networks`. Invented stances of {ACTORS} actors on 30 "
        "propositions, few of whom speak often; a quarter was found by a machine alone, a tenth "
        f"stands in two documents. Each task is a process of its own, medians of {ROUNDS} rounds "
        "in turns, of a million stances one round; a machine of "
        f"{os.cpu_count()} cores and {int(memory) / 2**20:.0f} GiB, shared with others; Python "
        f"{platform.python_version()}, {packages}, one thread of BLAS.\n\n"
        "Seconds are of the processor, all threads together: by the clock a quiet machine takes "
        "no longer. The clock of this run, with its neighbours, stands beside the goals.\n\n"
        "*First* is from a store without its columns, when the engine has to hand out the name of "
        "every stance and document. *Again* is from the columns that `kg build`, or else the first "
        "reading, "
        f"leaves beside the store (`{KEPT}`). SPARQL counts the same ties of congruence on the "
        "same store, in the engine itself: *grouped* joins two sub-selects that count by actor, "
        "proposition and polarity, *naive* joins every stance with every other. Both find the "
        "same pairs with the same weights; the run stops where they do not."
    )


def _goals(one: Measured) -> str:
    slowest = max(one.kinds, key=lambda name: one.kinds[name])
    counted = one.get("warm", "read"), one.get("warm", "read" + CLOCK)
    most = one.get("networks", slowest), one.get("networks", slowest + CLOCK)
    query = one.get("grouped", "query"), one.get("grouped", "query" + CLOCK)
    again = one.until_network("warm"), one.until_network("warm", CLOCK)
    first = one.until_network("cold"), one.until_network("cold", CLOCK)
    fifty = one.get("windows", "windows"), one.get("windows", "windows" + CLOCK)
    rows = [
        _goal(f"the slowest network ({slowest}), again", _both(counted, most), 2),
        _goal("a network, first", first, 2),
        _goal(f"{WINDOWS} windows", fifty, 10),
        _goal("SPARQL, grouped", query),
        _ahead("SPARQL takes, in networks again", query, again, 10),
        _ahead("SPARQL takes, in networks first", query, first),
    ]
    head = ("", "processor", "clock", "goal", "met")
    return f"## Goals, {one.stances:,} stances\n\n" + table_of(head, rows, "md", None)


def _both(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    return one[0] + other[0], one[1] + other[1]


def _goal(name: str, seconds: tuple[float, float], goal: float | None = None) -> tuple[str, ...]:
    told = (f"{one:.2f} s" for one in seconds)
    if goal is None:
        return (name, *told, "", "")
    return (name, *told, f"{goal} s", "yes" if seconds[0] <= goal else "no")


def _ahead(
    name: str,
    seconds: tuple[float, float],
    ours: tuple[float, float],
    goal: float | None = None,
) -> tuple[str, ...]:
    times = [one / other for one, other in zip(seconds, ours, strict=True)]
    told = (f"{one:.1f} x" for one in times)
    if goal is None:
        return (name, *told, "", "")
    return (name, *told, f"{goal} x", "yes" if times[0] >= goal else "no")


def _growth(found: Sequence[Measured]) -> str:
    lines = [
        ("first: read", "cold", "read"),
        ("again: read", "warm", "read"),
        ("count and tie", "warm", "network"),
        (f"intervals of {TIES:,} ties at most, {DRAWS} draws", "intervals", "intervals"),
        (f"{WINDOWS} windows", "windows", "windows"),
        ("SPARQL, grouped", "grouped", "query"),
        ("SPARQL, naive", "naive", "query"),
    ]
    rows = []
    for name, task, step in lines:
        seconds = [one.get(task, step) for one in found]
        memory = [one.get(task, "MiB") for one in found]
        rows.append(
            (
                name,
                *(f"{value:.2f}" if value == value else "–" for value in seconds),
                growth_of(found, seconds),
                *(f"{value:,.0f}" if value == value else "–" for value in memory),
            )
        )
    sizes = [f"{one.stances:,}" for one in found]
    head = (
        "seconds and MiB",
        *(f"{n}, s" for n in sizes),
        "grows as",
        *(f"{n}, MiB" for n in sizes),
    )
    return table_of(head, rows, "md", None)


def growth_of(found: Sequence[Measured], seconds: Sequence[float]) -> str:
    """The power of the number of stances with which time grows, between the two largest sizes."""
    known = [(one.stances, took) for one, took in zip(found, seconds, strict=True) if took == took]
    if len(known) < 2:
        return "–"
    (few, less), (many, more) = known[-2:]
    return f"n^{math.log(more / less) / math.log(many / few):.2f}"


def _kinds(one: Measured) -> str:
    rows = [(*name.split(" "), f"{took * 1000:.0f}") for name, took in one.kinds.items()]
    return table_of(("kind", "normalisation", "ms"), rows, "md", None)


if __name__ == "__main__":
    wanted = [int(number) for number in sys.argv[1:]] or SIZES
    sys.stdout.write(report(wanted))
