"""The engines that a worker may hold, and how each answers a query to its end.

``python -m benchmarks.scale_answering ENGINE PLACE LIMIT`` reads a query's text from each line of
standard input, as a JSON string, and answers with a line: seconds, and rows or triples. Whoever
asks ends the process where it takes too long; rdflib, which is slow to load, ends a query itself.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

from pyoxigraph import QueryBoolean, Store

from benchmarks.scale_costs import FAILED, TIME_OUT
from benchmarks.scale_results import OURS
from benchmarks.scale_worker import INSIDE, LIMIT, LONG, OPENED

Asking = Callable[[str], tuple[int, float]]
"""Answers a query to its end, and tells how many rows or triples there were, after what seconds."""
_MEMORY = 16 * 2**30


def _timed(count: Callable[[str], int]) -> Asking:
    def asked(text: str) -> tuple[int, float]:
        begun = perf_counter()
        return count(text), perf_counter() - begun

    return asked


def ours(place: Path, _: float) -> Asking:
    """The way of the command, from the text to a table of terms."""
    from kg.errors import LimitReached
    from kg.queries.catalogue import parse_query
    from kg.queries.run import run_query
    from kg.store.guard import Limits

    limits = Limits(seconds=LONG, memory=_MEMORY)

    def ask(text: str) -> int:
        query = parse_query(text, Path("query.rq"), "query")
        try:
            return _count(run_query(place, query, limits=limits))
        except LimitReached as error:
            raise OverflowError from error

    return _timed(ask)


def inside(place: Path, _: float) -> Asking:
    """Our library on a store that is open already, without a process to guard the query."""
    from kg.queries.catalogue import parse_query
    from kg.queries.run import answer
    from kg.store.embedded import open_reader

    store = open_reader(place)
    return _timed(lambda text: _count(answer(store, parse_query(text, Path("query.rq"), "query"))))


def _count(result: Any) -> int:
    """The rows of a table, or the triples of a graph."""
    return len(getattr(result, "triples", result))


def bare(place: Path, _: float) -> Asking:
    """Pyoxigraph alone on the same database, from which every solution is taken."""
    from kg.store.embedded import open_reader

    store = open_reader(place)
    return _timed(lambda text: _taken(store, text))


def opened(place: Path, _: float) -> Asking:
    """The same, with the database opened anew for each query."""
    from kg.store.embedded import open_reader

    return _timed(lambda text: _taken(open_reader(place), text))


def _taken(store: Store, text: str) -> int:
    found = store.query(text)
    return 1 if isinstance(found, QueryBoolean) else sum(1 for _ in found)


def rdflib(place: Path, limit: float) -> Asking:
    """The graphs of a file of N-Quads in memory; a query has a process that can be ended."""
    from pyoxigraph import DefaultGraph, NamedNode, parse
    from rdflib import Dataset

    from kg.rdf.bridge import to_rdflib

    dataset = Dataset()
    graphs: dict[object, Any] = {DefaultGraph(): dataset.default_graph}
    for quad in parse(path=str(place)):
        name = quad.graph_name
        if name not in graphs and isinstance(name, NamedNode):
            graphs[name] = dataset.graph(to_rdflib(name))
        terms = (quad.subject, quad.predicate, quad.object)
        graphs[name].add(tuple(to_rdflib(term) for term in terms))

    return _forked(_timed(lambda text: sum(1 for _ in dataset.query(text))), limit)


def _forked(ask: Asking, limit: float) -> Asking:
    """The same in a process that can be ended; to begin one takes none of the seconds."""
    context = multiprocessing.get_context("fork")

    def asked(text: str) -> tuple[int, float]:
        reading, writing = context.Pipe(duplex=False)
        child = context.Process(target=lambda: writing.send(ask(text)))
        child.start()
        writing.close()
        try:
            if not reading.poll(limit):
                raise TimeoutError
            rows, seconds = reading.recv()
            return int(rows), float(seconds)
        finally:
            child.kill()
            child.join()

    return asked


ENGINES: dict[str, Callable[[Path, float], Asking]] = {
    OURS: ours,
    INSIDE: inside,
    "pyoxigraph": bare,
    OPENED: opened,
    "rdflib": rdflib,
}


def main(engine: str, place: Path, limit: float) -> None:
    """Answer what is asked until standard input ends."""
    ask = ENGINES[engine](place, limit)
    answers = os.fdopen(os.dup(1), "w")
    print(json.dumps({"ready": True}), file=answers, flush=True)
    for line in sys.stdin:
        text = json.loads(line)
        begun = perf_counter()
        rows, seconds, outcome = None, None, ""
        try:
            rows, seconds = ask(text)
        except (TimeoutError, OverflowError) as error:
            outcome = TIME_OUT if isinstance(error, TimeoutError) else LIMIT
        except Exception as error:  # noqa: BLE001
            # What an engine raises on a query is its own, and is told in the report.
            outcome = f"{FAILED}: {error}"[:200]
        if seconds is None:
            seconds = perf_counter() - begun
        told = {"seconds": seconds, "rows": rows, "outcome": outcome}
        print(json.dumps(told), file=answers, flush=True)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    main(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]))
