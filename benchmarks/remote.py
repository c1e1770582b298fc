"""The same named queries of a store in a folder, on Oxigraph's server and on Virtuoso 7.

``python -m benchmarks.remote`` prints a report in Markdown: what each takes as a whole command, and
whether it gives the same rows in the same order everywhere. The servers begin empty, and live on
the loopback while they are measured. What builds take is told by ``benchmarks.remote_change``.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from time import perf_counter

from benchmarks.scale_engines import virtuoso
from benchmarks.seeded import write_project
from benchmarks.serving_servers import Endpoint, awaited, free_port, running
from kg.project import find_project
from kg.queries.catalogue import read_catalogue
from kg.views.evaluation import table_of

_ROUNDS = 3
_SECONDS = 600
_MOST_ROWS = 1_000_000


@dataclass(frozen=True, slots=True)
class Kept:
    """A place where the graph is kept: what ``--store`` says, and what the environment has to."""

    name: str
    store: str
    environ: Mapping[str, str] = field(default_factory=dict)

    def run(self, root: Path, *arguments: str) -> tuple[float, bytes]:
        """Seconds that a command takes as a whole, and what it prints; it has to succeed."""
        command = [sys.executable, "-m", "kg", "--root", str(root), "--store", self.store]
        begun = perf_counter()
        done = subprocess.run(
            [*command, *arguments],
            env={**os.environ, **self.environ},
            check=True,
            capture_output=True,
        )
        return perf_counter() - begun, done.stdout


@contextmanager
def _oxigraph(folder: Path) -> Iterator[Endpoint]:
    port = free_port()
    command = [str(Path(sys.executable).parent / "oxigraph"), "serve"]
    place = ["--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    with running([*command, *place], quiet=True) as server:
        yield awaited(Endpoint("Oxigraph server", port, "/query", server.pid))


@contextmanager
def places(folder: Path, stances: int) -> Iterator[list[Kept]]:
    """A folder, and two servers that live until they are left, all of them empty."""
    with ExitStack() as stack:
        oxigraph = stack.enter_context(_oxigraph(folder / "oxigraph"))
        theirs, _ = stack.enter_context(virtuoso(folder / "virtuoso", stances, _SECONDS))
        login = {"KG_STORE_USER": "dba", "KG_STORE_PASSWORD": "dba"}
        yield [
            Kept("folder", str(folder / "store")),
            Kept(oxigraph.name, f"http://127.0.0.1:{oxigraph.port}"),
            Kept(theirs.name, f"http://127.0.0.1:{theirs.port}{theirs.path}", login),
        ]


def _queries(root: Path, places: list[Kept]) -> Iterator[tuple[str, ...]]:
    """What each named query takes with its defaults, and whether the rows are the same."""
    for name, query in read_catalogue(find_project()).items():
        form = "tsv" if query.columns else "ntriples"
        limits = ["--limit", str(_MOST_ROWS), "--timeout", str(_SECONDS)]
        asked = ["query", name, "--format", form, *limits]
        took, told = list[float](), set[str]()
        lines = 0
        for place in places:
            runs = [place.run(root, *asked) for _ in range(_ROUNDS)]
            took.append(statistics.median(seconds for seconds, _ in runs))
            lines = runs[0][1].count(b"\n") - bool(query.columns)
            told |= {_digest(printed, ordered=bool(query.columns)) for _, printed in runs}
        sys.stderr.write(f"{name}: {lines:,} rows, {took}\n")
        times = (f"{seconds * 1000:,.0f}" for seconds in took)
        yield (name, f"{lines:,}", *times, "yes" if len(told) == 1 else "NO")


def _digest(printed: bytes, *, ordered: bool) -> str:
    # Of triples no order is promised.
    lines = printed.splitlines() if ordered else sorted(printed.splitlines())
    return sha256(b"\n".join(lines)).hexdigest()


def report(stances: int) -> str:
    """A table of what queries take in each place, in milliseconds."""
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as name:
        folder = Path(name)
        write_project(find_project(), stances, folder / "project")
        with places(folder, stances) as kept:
            root = folder / "project"
            for place in kept:
                place.run(root, "build")
            rows = list(_queries(root, kept))
            head = ("", "rows", *(f"{place.name}, ms" for place in kept), "the same rows")
    return table_of(head, rows, "md", None)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stances", type=int, default=10_000)
    wanted = parser.parse_args().stances
    print(f"{wanted:,} invented stances, whole commands, medians of {_ROUNDS}.\n")
    print(report(wanted))
