"""Exports, pictures, analyses, validation, extraction and start-up as whole processes."""

from __future__ import annotations

import compileall
import json
import shutil
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import kg
from benchmarks.measure import RAW_DUMP
from benchmarks.scale_build import PARSED, RAW, Bench, prepare
from benchmarks.scale_costs import Cost, disk, run_tree
from benchmarks.scale_results import OURS
from benchmarks.scale_texts import write_texts
from kg.store.embedded import database
from kg.stream.ledger import ledger_of

PART = "outputs"
EXPORT, CHECK, EXTRACT, START = "export turtle", "check", "extract", "start-up"
PYSHACL, IMPORTS = "pyshacl", "imports alone"
_SMALL, _MANY, _FEW = 20_000, 3, 1
_STARTS = 7
_LIMIT = 1800.0
_PER_TEXT = 100
"""One text is read for so many stances."""
_ANALYSES = (
    "shifts",
    "contradictions",
    "network",
    "coverage",
    "centrality",
    "polarisation",
    "communities",
)
_LARGE = "1000000000"
_TURTLE = """
import json, sys, time
from pyoxigraph import DefaultGraph, Store
from rdflib import Graph
from kg.rdf.bridge import to_rdflib
store, graph = Store.read_only(sys.argv[1]), Graph()
for quad in store.quads_for_pattern(None, None, None, DefaultGraph()):
    graph.add(tuple(map(to_rdflib, (quad.subject, quad.predicate, quad.object))))
begun, used = time.perf_counter(), time.process_time()
graph.serialize(sys.argv[2], format="turtle")
print(json.dumps([time.perf_counter() - begun, time.process_time() - used]))
"""
_SHACL = """
import json, sys, time
from pathlib import Path
import pyshacl
from rdflib import Graph
from kg.project import Project
from kg.rdf.bridge import to_rdflib
from kg.rdf.turtle import read_turtle
from kg.seeds.read import read_seeds
project, graph = Project(Path(sys.argv[1]), Path()), Graph()
for triple in {*read_seeds(project).triples(), *read_turtle(project.ontology / "stance.ttl")}:
    graph.add(tuple(map(to_rdflib, triple)))
shapes = Graph().parse(project.ontology / "shapes.ttl")
begun, used = time.perf_counter(), time.process_time()
kept, _, _ = pyshacl.validate(graph, shacl_graph=shapes, do_owl_imports=False)
told = [time.perf_counter() - begun, time.process_time() - used]
if not kept:
    raise SystemExit("the seeds break a shape")
print(json.dumps(told))
"""


@dataclass(frozen=True, slots=True)
class Task:
    """A process to be measured, and the file or folder that it makes, if any.

    One that ``tells`` prints how many seconds of its time count, and how many of the processor's;
    ``amount`` is how much it does.
    """

    name: str
    engine: str
    command: list[str]
    made: Path | None = None
    tells: bool = False
    amount: int | None = None
    rounds: int | None = None


def measure_outputs(bench: Bench) -> None:
    """Each process that is not measured yet, several times where the size is small."""
    prepare(bench)
    # What is installed is compiled once and for all, and so are the peers; a checkout may not be.
    compileall.compile_dir(str(Path(kg.__file__).parent), quiet=1)
    for task in _tasks(bench):
        if bench.lacks(PART, task.name, task.engine):
            rounds = task.rounds or (_MANY if bench.size <= _SMALL else _FEW)
            cost = _median([_run(bench, task) for _ in range(rounds)])
            size = disk(task.made) if task.made and task.made.exists() else None
            bench.keep(PART, task.name, task.engine, cost, disk=size, amount=task.amount)
            if task.made:
                task.made.unlink(missing_ok=True)


def _run(bench: Bench, task: Task) -> Cost:
    told = bench.folder / "told"
    if task.made:
        task.made.unlink(missing_ok=True)
        # What was read is known by it, and is not read again.
        ledger_of(task.made).unlink(missing_ok=True)
    cost = run_tree(task.command, bench.log, limit=_LIMIT, out=told)
    if task.tells and not cost.outcome:
        seconds, used = json.loads(told.read_text(encoding="utf-8"))
        cost = Cost(seconds, used, cost.memory)
    told.unlink(missing_ok=True)
    return cost


def _median(costs: list[Cost]) -> Cost:
    return Cost(
        statistics.median(cost.seconds for cost in costs),
        statistics.median(cost.cpu for cost in costs),
        max(cost.memory for cost in costs),
        next((cost.outcome for cost in costs if cost.outcome), ""),
    )


def _tasks(bench: Bench) -> Iterator[Task]:
    python, held = sys.executable, str(database(bench.project.folder))
    made = bench.folder / "made"
    yield from _starts(bench)
    yield Task(EXPORT, OURS, bench.kg("export", "turtle", "-o", str(made)), made)
    dump = [python, "-c", RAW_DUMP, held, str(made), "turtle"]
    yield Task(EXPORT, RAW, dump, made)
    if bench.smallest:
        written = [python, "-c", _TURTLE, held, str(made)]
        yield Task(EXPORT, PARSED, written, made, tells=True, rounds=1)
    yield Task(CHECK, OURS, bench.kg("check"))
    if bench.smallest:
        shapes = [python, "-c", _SHACL, str(bench.project.root)]
        yield Task(CHECK, PYSHACL, shapes, tells=True, rounds=1)
    page = bench.folder / "made.html"
    yield Task("view", OURS, bench.kg("view", "-o", str(page), "--timeout", _LARGE), page)
    for name in _ANALYSES:
        rows = bench.folder / "made.csv"
        yield Task(name, OURS, bench.kg(name, "-f", "csv", "-o", str(rows)), rows)
    yield _extraction(bench)


def _starts(bench: Bench) -> Iterator[Task]:
    kg = str(Path(sys.executable).parent / "kg")
    places = ["--root", str(bench.project.root), "--store", str(bench.project.folder)]
    ask = [kg, *places, "query", "evidence-for"]
    yield Task(START, OURS, ask, rounds=_STARTS)
    imports = [sys.executable, "-c", "import pyoxigraph, typer"]
    yield Task(START, IMPORTS, imports, rounds=_STARTS)


def _extraction(bench: Bench) -> Task:
    texts = bench.folder / "texts"
    count = max(20, bench.size // _PER_TEXT)
    if not texts.is_dir() and bench.lacks(PART, EXTRACT, OURS):
        waiting = texts.with_suffix(".part")
        shutil.rmtree(waiting, ignore_errors=True)
        write_texts(bench.project, count, waiting)
        waiting.rename(texts)
    found = bench.folder / "found.jsonl"
    told = ["--engine", "rules", "--outlet", "Invented", "--published", "2026-01-10"]
    command = bench.kg("extract", str(texts), *told, "-o", str(found))
    return Task(EXTRACT, OURS, command, found, amount=count)
