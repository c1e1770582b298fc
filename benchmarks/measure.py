"""Time and memory of build, queries, export and start-up, beside the raw engine on the same work.

``python -m benchmarks.measure`` prints a report in Markdown; ``make bench`` writes it to
docs/performance.md. Every pair is measured in turns in one run; figures are medians.
"""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from time import perf_counter, sleep

from pyoxigraph import RdfFormat

from kg.build.build import build
from kg.project import Project, find_project
from kg.queries.catalogue import read_catalogue
from kg.rdf.terms import PREFIXES
from kg.store.embedded import database, open_reader

ROUNDS = 7

RAW_LOAD = """
import sys
from pyoxigraph import RdfFormat, Store
store = Store(sys.argv[2])
store.bulk_load(path=sys.argv[1], format=RdfFormat.N_QUADS)
store.optimize()
store.flush()
"""
OUR_BUILD = """
import sys
from pathlib import Path
from kg.build.build import build
from kg.project import Project
build(Project(Path(sys.argv[1]), Path(sys.argv[2])), anew=True)
"""
RAW_QUERY = """
import sys
import typer
from pyoxigraph import Store
store = Store.read_only(sys.argv[1])
found = store.query(open(sys.argv[2]).read())
for row in found:
    print(row)
"""
RAW_DUMP = """
import sys
from pyoxigraph import DefaultGraph, RdfFormat, Store
store = Store.read_only(sys.argv[1])
form = {"turtle": RdfFormat.TURTLE, "ntriples": RdfFormat.N_TRIPLES}[sys.argv[3]]
store.dump(sys.argv[2], format=form, from_graph=DefaultGraph())
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall seconds and peak memory in MiB of one process: medians over the rounds."""

    seconds: float
    memory: float


def run(arguments: Sequence[str]) -> Cost:
    """The cost of one process."""
    begun = perf_counter()
    # posix_spawn returns when the new program stands: a fork would count with this one's memory.
    quiet = (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)
    child = os.posix_spawn(arguments[0], list(arguments), os.environ, file_actions=[quiet])
    peak, ended, status = 0.0, 0, 0
    while not ended:
        peak = max(peak, _peak(child))
        ended, status = os.waitpid(child, os.WNOHANG)
        sleep(0.001)
    if status:
        raise SystemExit(f"failed: {' '.join(arguments)[:200]}")
    return Cost(perf_counter() - begun, peak)


def _peak(process: int) -> float:
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    if "VmHWM" not in status:
        return 0.0
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def measure(ours: Sequence[str], raw: Sequence[str]) -> tuple[Cost, Cost]:
    """The costs of two processes, run in turns."""
    rounds = [(run(ours), run(raw)) for _ in range(ROUNDS)]
    return _median([one for one, _ in rounds]), _median([other for _, other in rounds])


def _median(costs: list[Cost]) -> Cost:
    return Cost(
        statistics.median(cost.seconds for cost in costs),
        statistics.median(cost.memory for cost in costs),
    )


def row(name: str, costs: tuple[Cost, Cost]) -> str:
    """One line of the report."""
    ours, raw = costs
    return (
        f"| {name} | {ours.seconds * 1000:.0f} | {raw.seconds * 1000:.0f} "
        f"| {ours.seconds / raw.seconds:.2f} | {ours.memory:.0f} | {raw.memory:.0f} |"
    )


HEAD = "| | ours, ms | raw, ms | ratio | ours, MiB | raw, MiB |\n|---|---|---|---|---|---|"


def measure_build(project: Project, folder: Path) -> tuple[Cost, Cost]:
    """Reading, encoding, deriving and loading, beside the raw load of the same quads."""
    quads = folder / "kg.nq"
    open_reader(project.store).dump(str(quads), format=RdfFormat.N_QUADS)
    rounds = []
    for _ in range(ROUNDS):
        for name in ("ours", "raw"):
            shutil.rmtree(folder / name, ignore_errors=True)
        ours = run([sys.executable, "-c", OUR_BUILD, str(project.root), str(folder / "ours")])
        raw = run([sys.executable, "-c", RAW_LOAD, str(quads), str(folder / "raw")])
        rounds.append((ours, raw))
    return _median([one for one, _ in rounds]), _median([other for _, other in rounds])


def report(project: Project) -> str:
    """The whole report."""
    build(project)
    kg = str(Path(sys.executable).parent / "kg")
    lines = [
        "# Performance",
        "",
        "Written by `make bench`. Whole processes, start-up included, on a shared machine: trust "
        "the ratios. Medians of "
        f"{ROUNDS} rounds in turns; Python {platform.python_version()}, {os.cpu_count()} cores, "
        f"pyoxigraph {version('pyoxigraph')}, typer {version('typer')}. Raw is the engine alone "
        "on the same quads and the same query text.",
        "",
        HEAD,
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines.append(row("build: read, encode, derive, load", measure_build(project, folder)))
        held = str(database(project.folder))
        for form in ("turtle", "ntriples"):
            ours = [kg, "export", form, "-o", str(folder / "ours.out")]
            raw = [sys.executable, "-c", RAW_DUMP, held, str(folder / "raw.out"), form]
            lines.append(row(f"export {form}", measure(ours, raw)))
        help_, typer_ = [kg, "--help"], [sys.executable, "-c", "import typer"]
        lines.append(row("`kg --help`, raw: `import typer`", measure(help_, typer_)))
        for query in read_catalogue(project).values():
            bare = folder / "query.rq"
            declared = "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in PREFIXES.items())
            bare.write_text(declared + query.text, encoding="utf-8")
            raw = [sys.executable, "-c", RAW_QUERY, held, str(bare)]
            lines.append(row(f"`kg query {query.name}`", measure([kg, "query", query.name], raw)))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(report(find_project()))
