"""What one process measures of the analysis: a task on a store, told as seconds by step.

``python -m benchmarks.analysed TASK STORE`` prints them in JSON, with the memory that it took.
Seconds are of the processor, all threads together: others on the machine hardly change them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from time import perf_counter, process_time
from typing import cast

from pyoxigraph import QueryResultsFormat, QuerySolutions

from kg.analysis.corpus.corpus import Corpus, read_corpus
from kg.analysis.counting.resampling import Draws
from kg.analysis.counting.statements import count_statements
from kg.analysis.counting.windows import moving, parse_span
from kg.analysis.network.method import Kind, Method, Mixed, Normalisation
from kg.analysis.network.networks import make_network
from kg.analysis.network.series import slices
from kg.analysis.network.ties import list_ties
from kg.errors import UsageError
from kg.rdf.terms import PREFIXES
from kg.store.embedded import open_reader

DRAWS, TIES, WINDOWS = 200, 100_000, 50
KEPT = "stances.npz"
"""The file of columns that the first reading leaves beside a store."""

GROUPED = """
SELECT ?one ?other (SUM(?often * ?asOften) AS ?weight) WHERE {
  { SELECT ?one ?about ?side (COUNT(*) AS ?often) WHERE {
      ?stance st:holder ?one ; st:proposition ?about ; st:polarity ?side
    } GROUP BY ?one ?about ?side }
  { SELECT ?other ?about ?side (COUNT(*) AS ?asOften) WHERE {
      ?stance st:holder ?other ; st:proposition ?about ; st:polarity ?side
    } GROUP BY ?other ?about ?side }
} GROUP BY ?one ?other
"""
# Comparing the names in a filter takes longer than counting each pair twice.
NAIVE = """
SELECT ?one ?other (COUNT(*) AS ?weight) WHERE {
  ?stance st:holder ?one ; st:proposition ?about ; st:polarity ?side .
  ?further st:holder ?other ; st:proposition ?about ; st:polarity ?side .
  FILTER (?one != ?other)
} GROUP BY ?one ?other
"""

CLOCK = " by the clock"
Steps = dict[str, float]


@contextmanager
def timed(steps: Steps, name: str) -> Iterator[None]:
    """Enters the seconds that a block takes, of the processor and by the clock."""
    begun, since = process_time(), perf_counter()
    yield
    steps[name], steps[name + CLOCK] = process_time() - begun, perf_counter() - since


def cold(store: Path) -> Steps:
    """From a store just built to a network: nothing is kept yet."""
    (store / KEPT).unlink(missing_ok=True)
    return warm(store)


def warm(store: Path) -> Steps:
    """From the kept columns to a network of congruence, in which mixed agrees with itself only."""
    steps: Steps = {}
    with timed(steps, "read"):
        corpus = read_corpus(store)
    with timed(steps, "network"):
        network = make_network(count_statements(corpus), Method(mixed=Mixed.APART))
    pairs = int(network.weights.nnz) // 2
    return steps | {"pairs": pairs, "weight": float(network.weights.sum()) / 2}


def networks(store: Path) -> Steps:
    """Every kind and normalisation, from statements already counted."""
    statements = count_statements(read_corpus(store))
    steps: Steps = {}
    for kind, normalisation in product(Kind, Normalisation):
        try:
            method = Method(kind, normalisation=normalisation)
        except UsageError:
            continue
        with timed(steps, f"{kind} {normalisation}"):
            make_network(statements, method)
    return steps


def intervals(store: Path) -> Steps:
    """The weightiest ties of a network, each with its interval."""
    statements = count_statements(read_corpus(store))
    network = make_network(statements, Method())
    steps: Steps = {}
    with timed(steps, "intervals"):
        found = list_ties(network, statements, Draws(DRAWS), limit=TIES)
    return steps | {"ties": len(found)}


def windows(store: Path) -> Steps:
    """Windows of half a year that move by a month, statements counted anew."""
    corpus: Corpus = read_corpus(store)
    first, last = corpus.stances.latest.min().item(), corpus.stances.latest.max().item()
    told = moving(first, last, parse_span("6m"), parse_span("1m"))[:WINDOWS]
    steps: Steps = {}
    with timed(steps, "windows"):
        found = sum(1 for _ in slices(corpus, Method(), told))
    return steps | {"count": found}


def grouped(store: Path) -> Steps:
    """The ties of congruence by SPARQL: counts by actor, proposition and side, joined."""
    return _asked(store, GROUPED)


def naive(store: Path) -> Steps:
    """The same as one first writes it: every stance joined with every other."""
    return _asked(store, NAIVE)


def _asked(store: Path, query: str) -> Steps:
    steps: Steps = {}
    with timed(steps, "query"):
        found = cast(QuerySolutions, open_reader(store).query(query, prefixes=PREFIXES))
        lines = (found.serialize(format=QueryResultsFormat.TSV) or b"").decode().splitlines()[1:]
    rows = [line.split("\t") for line in lines]
    weights = [int(weight) for one, other, weight in rows if one != other]
    return steps | {"pairs": len(weights) // 2, "weight": sum(weights) / 2}


TASKS: dict[str, Callable[[Path], Steps]] = {
    task.__name__: task for task in (cold, warm, networks, intervals, windows, grouped, naive)
}


def peak() -> float:
    """The most memory, in MiB, that this process has held."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    done = TASKS[sys.argv[1]](Path(sys.argv[2]))
    sys.stdout.write(json.dumps(done | {"MiB": peak()}))
