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


def prepare(bench: Bench) -> None:
    """Seeds, our store and its quads, where they are not there yet; our build is measured.

    Raises SystemExit where either cannot be made: there is nothing to compare then.
    """
    bench.folder.mkdir(parents=True, exist_ok=True)
    if not bench.project.root.is_dir():
        write_project(find_project(), bench.size, bench.project.root)
    if bench.lacks(PART, BUILD, OURS) or not (bench.project.folder / "current").is_file():
        shutil.rmtree(bench.project.folder, ignore_errors=True)
        bench.quads.unlink(missing_ok=True)
        told = bench.folder / "told"
        places = [str(bench.project.root), str(bench.project.folder)]
        cost = run_tree(_written("build", *places), bench.log, limit=_LIMIT, out=told)
        if cost.outcome:
            raise SystemExit(f"kg build: {cost.outcome}, see {bench.log}")
        count = len(Store.read_only(str(database(bench.project.folder))))
        size = disk(bench.project.folder)
        bench.keep(PART, BUILD, OURS, cost, disk=size, amount=count)
        index = Cost(json.loads(told.read_text(encoding="utf-8")), 0.0, 0.0)
        bench.keep(PART, WORDS, OURS, index)
    if not bench.quads.is_file():
        waiting = bench.quads.with_suffix(".part")
        made = _written("quads", str(bench.project.root), str(waiting))
        cost = run_tree(made, bench.log, limit=_LIMIT)
        if cost.outcome:
            raise SystemExit(f"the quads of the store: {cost.outcome}, see {bench.log}")
        waiting.rename(bench.quads)
        bench.keep(PART, QUADS, OURS, cost, disk=disk(bench.quads))


def _written(*told: str) -> list[str]:
    return [sys.executable, "-m", "benchmarks.scale_written", *told]


def measure_build(bench: Bench) -> None:
    """Each peer's load of the same quads, one after the other."""
    prepare(bench)
    for engine, measured in _peers(bench):
        if bench.lacks(PART, BUILD, engine):
            measured()


def _peers(bench: Bench) -> Iterator[tuple[str, Callable[[], None]]]:
    python, quads = sys.executable, str(bench.quads)
    made = bench.folder / "peer"
    oxigraph = str(Path(python).parent / "oxigraph")
    load = [oxigraph, "load", "--location", str(made), "--file", quads]
    yield RAW, lambda: _load(bench, RAW, [python, "-c", RAW_LOAD, quads, str(made)], made, _LIMIT)
    yield SERVER, lambda: _load(bench, SERVER, load, made, _LIMIT)
    if bench.smallest:
        parse = [python, "-c", _PARSE, quads]
        yield PARSED, lambda: _load(bench, PARSED, parse, made, _RDFLIB_LIMIT)
    if shutil.which("virtuoso-t"):
        yield VIRTUOSO, lambda: load_into_virtuoso(bench)


def _load(bench: Bench, engine: str, command: list[str], made: Path, limit: float) -> None:
    shutil.rmtree(made, ignore_errors=True)
    cost = run_tree(command, bench.log, limit=limit)
    bench.keep(PART, BUILD, engine, cost, disk=disk(made) if made.exists() else None)
    shutil.rmtree(made, ignore_errors=True)


def load_into_virtuoso(bench: Bench) -> None:
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
    bench.keep(PART, BUILD, VIRTUOSO, late, disk=disk(bench.virtuoso))
