"""Every named query with its defaults, asked of each engine in turns on the same quads."""

from __future__ import annotations

import random
import shutil
import statistics
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from benchmarks.scale_build import PARSED, RAW, SERVER, Bench, load_into_virtuoso, prepare
from benchmarks.scale_costs import tree_memory
from benchmarks.scale_engines import VIRTUOSO, Told, ask, virtuoso
from benchmarks.scale_results import OURS, Result
from benchmarks.scale_worker import INSIDE, OPENED, Worker
from benchmarks.serving_servers import Endpoint, theirs
from kg.project import find_project
from kg.queries.catalogue import Query, read_catalogue

PART = "queries"
WHOLE = "whole graph"
_ANY = ("UNDEF", "st:AnyProposition")
"""Defaults that stand for all there are."""
_LIMIT = 600.0
_SLOW_LIMIT = 20.0
"""How long rdflib may take."""
_SMALL, _MANY, _FEW = 20_000, 5, 3
"""Up to so many stances a query is asked five times, else three times."""
_OFTEN, _QUICK = 15, 0.5
"""So many times where all answers of an engine together take no longer than so many seconds."""
_SLOW, _VERY_SLOW = 3.0, 20.0
"""Where an engine takes so many seconds, once is enough; and so many, once without warming up."""


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine that can be asked, and how much memory it holds now, in MiB."""

    name: str
    ask: Callable[[Query], Told]
    memory: Callable[[], float]


def kind_of(query: Query) -> str:
    """What a query looks at: the kind of its first parameter with a default, or all of the graph.

    A text and a date alone narrow nothing down.
    """
    for parameter in query.parameters:
        if parameter.kind not in ("text", "date", "number") and parameter.default not in _ANY:
            return "one actor" if parameter.kind == "thing" else f"one {parameter.kind}"
    return WHOLE


def measure_queries(bench: Bench) -> None:
    """The median of each query and engine, warm, in turns; what is measured already stays."""
    prepare(bench)
    # Not those beside the seeds: they are as old as the seeds.
    queries = read_catalogue(find_project())
    wanted = [name for name in _engines(bench) if _lacking(bench, name, queries)]
    if not wanted:
        return
    with ExitStack() as stack:
        engines = [stack.enter_context(_started(bench, name)) for name in wanted]
        for name, query in queries.items():
            _in_turns(bench, name, query, engines)


def _lacking(bench: Bench, engine: str, queries: dict[str, Query]) -> bool:
    return any(bench.lacks(PART, name, engine) for name in queries)


def _engines(bench: Bench) -> Iterator[str]:
    yield from (OURS, INSIDE, RAW, OPENED, SERVER)
    if shutil.which("virtuoso-t"):
        yield VIRTUOSO
    if bench.smallest:
        yield PARSED


def _in_turns(bench: Bench, name: str, query: Query, engines: list[Engine]) -> None:
    asked = [engine for engine in engines if bench.lacks(PART, name, engine.name)]
    told: dict[str, list[Told]] = {engine.name: [] for engine in asked}
    rounds = _MANY if bench.size <= _SMALL else _FEW
    # The first round warms up and does not count.
    for number in range(_OFTEN + 1):
        if number > 1 and any(one.seconds > _SLOW for kept in told.values() for one in kept):
            break
        # Nobody comes always after the same one, whose processes may take their time to end.
        for engine in random.Random(number).sample(asked, len(asked)):
            before = told[engine.name]
            enough = number > rounds and sum(one.seconds for one in before) > _QUICK
            if not enough and not any(one.outcome for one in before):
                answer = engine.ask(query)
                counts = number or answer.outcome or answer.seconds > _VERY_SLOW
                before += [answer] if counts else []
    for engine in asked:
        bench.results.add(_result(bench, name, engine, told[engine.name]))
    shown = ", ".join(f"{e.name} {told[e.name][-1].seconds:.3f} s" for e in asked)
    sys.stderr.write(f"{bench.size:,} {name}: {shown}\n")


def _result(bench: Bench, name: str, engine: Engine, told: list[Told]) -> Result:
    return Result(
        size=bench.size,
        part=PART,
        name=name,
        engine=engine.name,
        seconds=statistics.median(one.seconds for one in told),
        memory=engine.memory(),
        amount=told[-1].rows,
        outcome=told[-1].outcome,
    )


@contextmanager
def _started(bench: Bench, name: str) -> Iterator[Engine]:
    match name:
        case "Oxigraph server":
            with theirs(bench.project.folder, int(_LIMIT)) as server:
                yield _served(name, server)
        case "Virtuoso 7":
            if not (bench.virtuoso / "virtuoso.db").is_file():
                load_into_virtuoso(bench)
            with virtuoso(bench.virtuoso, bench.size, int(_LIMIT)) as (server, _):
                yield _served(name, server)
        case _:
            place = bench.quads if name == PARSED else bench.project.folder
            limit = _SLOW_LIMIT if name == PARSED else _LIMIT
            with Worker(name, place, limit) as worker:
                yield Engine(name, lambda query: worker.ask(query.text), lambda: worker.memory)


def _served(name: str, server: Endpoint) -> Engine:
    return Engine(
        name,
        lambda query: ask(server, query.text, triples=not query.columns, limit=_LIMIT),
        lambda: tree_memory(server.pid),
    )
