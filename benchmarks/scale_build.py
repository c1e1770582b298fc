"""Building a store from seeds, beside loading the same quads into other engines."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from pyoxigraph import Store

from benchmarks.measure import RAW_LOAD
from benchmarks.scale_costs import FAILED, TIME_OUT, Cost, disk, run_tree, tree_memory
from benchmarks.scale_engines import VIRTUOSO, cut, load_virtuoso, teach_languages, virtuoso
from benchmarks.scale_results import OURS, Result, Results
from benchmarks.seeded import write_project
from kg.project import Project, find_project
from kg.store.embedded import database

PART = "build"
BUILD, QUADS, WORDS = "build", "quads", "index of words"
RAW, PARSED, SERVER = "pyoxigraph", "rdflib", "Oxigraph server"
_LIMIT = 4 * 3600.0
_RDFLIB_LIMIT = 1800.0
_ROUNDS = 3
_OFTEN = 100_000
"""The most stances of which a build is measured more than once."""
_PARSE = """
import sys
from rdflib import Dataset
Dataset().parse(sys.argv[1], format="nquads")
"""


@dataclass(frozen=True, slots=True)
class Bench:
    """The folder of one size: its project, its store and what the peers make."""

    size: int
    work: Path
    results: Results
    smallest: bool

    @property
    def folder(self) -> Path:
        """Where all of this size lies."""
        return self.work / str(self.size)

    @property
    def project(self) -> Project:
        """The invented seeds, with our store."""
        return Project(self.folder / "project", self.folder / "store")

    @property
    def quads(self) -> Path:
        """What our store holds, as N-Quads in the order of the seeds."""
        return self.folder / "quads.nq"

    @property
    def virtuoso(self) -> Path:
        """The database of Virtuoso."""
        return self.folder / "virtuoso"

    @property
    def log(self) -> Path:
        """What the programs say."""
        return self.folder / "log"

    def kg(self, *arguments: str) -> list[str]:
        """A command of ours on this project."""
        places = ["--root", str(self.project.root), "--store", str(self.project.folder)]
        return [sys.executable, "-m", "kg", *places, *arguments]

    def lacks(self, part: str, name: str, engine: str) -> bool:
        """Whether this is still to be measured; what failed is tried again."""
        known = self.results.get(self.size, part, name, engine)
        return known is None or known.outcome.startswith(FAILED)

    def keep(self, part: str, name: str, engine: str, cost: Cost, **told: int | None) -> None:
        """Keep what a process cost."""
        self.results.add(
            Result(
                size=self.size,
                part=part,
                name=name,
                engine=engine,
                seconds=cost.seconds,
                cpu=cost.cpu,
                memory=cost.memory,
                outcome=cost.outcome,
                **told,
            )
        )


@dataclass(frozen=True, slots=True)
class Load:
    """What a load cost, and the bytes on disk after it.

    ``index`` are the seconds for which a build of ours waited for its index of words alone.
    """

    cost: Cost
    disk: int | None
    index: float = 0.0


def prepare(bench: Bench) -> None:
    """Seeds, their quads and our store, where they are not there yet.

    Raises SystemExit where one cannot be made: there is nothing to compare then.
    """
    _write_seeds(bench)
    if not (bench.project.folder / "current").is_file():
        _build(bench)


def _write_seeds(bench: Bench) -> None:
    bench.folder.mkdir(parents=True, exist_ok=True)
    if not bench.project.root.is_dir():
        write_project(find_project(), bench.size, bench.project.root)
        # They are of other seeds.
        bench.quads.unlink(missing_ok=True)
    if bench.quads.is_file():
        return
    waiting = bench.quads.with_suffix(".part")
    made = _written("quads", str(bench.project.root), str(waiting))
    cost = run_tree(made, bench.log, limit=_LIMIT)
    if cost.outcome:
        raise SystemExit(f"the quads of the store: {cost.outcome}, see {bench.log}")
    waiting.rename(bench.quads)
    bench.keep(PART, QUADS, OURS, cost, disk=disk(bench.quads))


def _build(bench: Bench) -> Load:
    shutil.rmtree(bench.project.folder, ignore_errors=True)
    told = bench.folder / "told"
    places = [str(bench.project.root), str(bench.project.folder)]
    cost = run_tree(_written("build", *places), bench.log, limit=_LIMIT, out=told)
    if cost.outcome:
        raise SystemExit(f"kg build: {cost.outcome}, see {bench.log}")
    index = json.loads(told.read_text(encoding="utf-8"))
    return Load(cost, disk(bench.project.folder), index)


def _written(*told: str) -> list[str]:
    return [sys.executable, "-m", "benchmarks.scale_written", *told]


def measure_build(bench: Bench) -> None:
    """The middle one of some builds of ours, and of the loads of the same quads by each peer.

    They take turns, so that a machine which slows down slows all of them. At a large size each
    takes its turn once.
    """
    _write_seeds(bench)
    ways = {name: way for name, way in _ways(bench) if bench.lacks(PART, BUILD, name)}
    told: dict[str, list[Load]] = {name: [] for name in ways}
    for _ in range(_ROUNDS if bench.size <= _OFTEN else 1):
        for name, way in ways.items():
            if not any(load.cost.outcome for load in told[name]):
                told[name].append(way())
    for name, loads in told.items():
        _keep(bench, name, loads)


def _keep(bench: Bench, engine: str, loads: list[Load]) -> None:
    failed = [load for load in loads if load.cost.outcome]
    ordered = sorted(loads, key=lambda load: load.cost.seconds)
    middle = failed[0] if failed else ordered[(len(ordered) - 1) // 2]
    count = None
    if engine == OURS:
        count = len(Store.read_only(str(database(bench.project.folder))))
        bench.keep(PART, WORDS, OURS, Cost(middle.index, 0.0, 0.0))
    bench.keep(PART, BUILD, engine, middle.cost, disk=middle.disk, amount=count)


def _ways(bench: Bench) -> Iterator[tuple[str, Callable[[], Load]]]:
    python, quads = sys.executable, str(bench.quads)
    made = bench.folder / "peer"
    oxigraph = str(Path(python).parent / "oxigraph")
    load = [oxigraph, "load", "--location", str(made), "--file", quads]
    yield OURS, lambda: _build(bench)
    yield RAW, lambda: _load(bench, [python, "-c", RAW_LOAD, quads, str(made)], made, _LIMIT)
    yield SERVER, lambda: _load(bench, load, made, _LIMIT)
    if bench.smallest:
        parse = [python, "-c", _PARSE, quads]
        yield PARSED, lambda: _load(bench, parse, made, _RDFLIB_LIMIT)
    if shutil.which("virtuoso-t"):
        yield VIRTUOSO, lambda: load_into_virtuoso(bench)


def _load(bench: Bench, command: list[str], made: Path, limit: float) -> Load:
    shutil.rmtree(made, ignore_errors=True)
    cost = run_tree(command, bench.log, limit=limit)
    taken = disk(made) if made.exists() else None
    shutil.rmtree(made, ignore_errors=True)
    return Load(cost, taken)


def load_into_virtuoso(bench: Bench) -> Load:
    """Load the quads into Virtuoso, whose database stays for the queries.

    Its memory is what it holds in the end: it never gives any back.
    """
    shutil.rmtree(bench.virtuoso, ignore_errors=True)
    with (
        virtuoso(bench.virtuoso, bench.size, int(_LIMIT)) as (server, sql),
        cut(bench.quads, bench.virtuoso) as pieces,
    ):
        teach_languages(sql, bench.quads)
        worked, begun = server.worked(), perf_counter()
        load_virtuoso(sql, pieces)
        cost = Cost(perf_counter() - begun, server.worked() - worked, tree_memory(server.pid))
    late = Cost(cost.seconds, cost.cpu, cost.memory, TIME_OUT if cost.seconds > _LIMIT else "")
    return Load(late, disk(bench.virtuoso))
