"""Extraction by a pool, over Apache Spark and in shards: time, memory, and whether all are alike.

``python -m benchmarks.extraction`` prints a report in Markdown. Each way is run twice: as it is,
and with a process killed when a third of the rows is there.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.evaluation.gold import Gold, read_gold
from kg.project import find_project
from kg.views.evaluation import table_of

PAUSE = 0.5
"""Seconds between two looks at memory."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way to read: the options of each of its calls, and what is killed in the middle.

    The victim is so many generations below the call: 0 is the call itself, which is then run
    again; 1 is a reader of the pool; below the driver of Spark lie Java, its daemon, the workers.
    """

    name: str
    calls: tuple[tuple[str, ...], ...]
    victim: int

    @property
    def joined(self) -> bool:
        return len(self.calls) > 1


WAYS = (
    Way("pool, 1 worker", (("--workers", "1"),), 1),
    Way("pool, 2 workers", (("--workers", "2"),), 1),
    Way("Spark, local[2]", (("--spark", "local[2]"),), 4),
    Way("2 shards, a process each, joined", (("--shard", "1/2"), ("--shard", "2/2")), 0),
)


@dataclass(frozen=True, slots=True)
class Taken:
    """What one run took: seconds, MiB of all its processes together, and the hash of its rows."""

    seconds: float
    memory: int
    digest: str
    size: int


def measure(way: Way, source: Path, folder: Path, engine: str, kill_at: int | None = None) -> Taken:
    """One run; with ``kill_at`` its victim is killed when so many bytes of rows are there."""
    calls = [Call(way, number, source, folder, engine) for number in range(len(way.calls))]
    output = folder / "all.jsonl"
    begun, peak = time.monotonic(), 0
    while sum(call.runs() for call in calls):
        peak = max(peak, sum(resident(process) for call in calls for process in call.tree()))
        if kill_at is not None and sum(call.written() for call in calls) >= kill_at:
            calls[0].kill(way.victim)
            kill_at = None
        time.sleep(PAUSE if kill_at is None else 0.05)
    if way.joined:
        subprocess.run(kg("--join", *(call.output for call in calls), "-o", output), check=True)
    else:
        output = calls[0].output
    content = output.read_bytes() + output.with_name(f"{output.name}.done").read_bytes()
    taken = Taken(
        time.monotonic() - begun, peak, hashlib.sha256(content).hexdigest(), output.stat().st_size
    )
    if kill_at is not None:
        raise RuntimeError(f"{way.name}: nobody was killed")
    return taken


class Call:
    """One process that reads, started once more if it was killed."""

    def __init__(self, way: Way, number: int, source: Path, folder: Path, engine: str) -> None:
        self.output = folder / f"{number}.jsonl"
        self._command = kg("--engine", engine, *way.calls[number], source, "-o", self.output)
        self._start()

    def _start(self) -> None:
        self._run = subprocess.Popen(self._command, stderr=subprocess.DEVNULL)

    def runs(self) -> bool:
        ended = self._run.poll()
        if ended == -signal.SIGKILL:
            self._start()
        elif ended:
            raise RuntimeError(f"{self._command} ended with {ended}")
        return ended != 0

    def written(self) -> int:
        return self.output.stat().st_size if self.output.exists() else 0

    def tree(self) -> list[int]:
        found = [self._run.pid]
        for process in found:
            found += children(process)
        return found

    def kill(self, generations: int) -> None:
        found = [self._run.pid]
        for _ in range(generations):
            found = [child for each in found for child in children(each)]
        os.kill(found[0], signal.SIGKILL)


def kg(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "kg", "extract", *map(str, arguments)]


def children(process: int) -> list[int]:
    found: list[int] = []
    for path in Path("/proc").glob(f"{process}/task/*/children"):
        try:
            found += map(int, path.read_text(encoding="ascii").split())
        except OSError:
            continue
    return found


def resident(process: int) -> int:
    """Memory in MiB; what several processes share is counted in shares."""
    try:
        told = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    return int(next(line for line in told.splitlines() if line.startswith("Pss:")).split()[1]) >> 10


def articles(gold: Gold, documents: int) -> Iterator[dict[str, str]]:
    """The reports over and over, each time another text and day."""
    for number in range(documents):
        text = gold.reports[number % len(gold.reports)].text.rstrip()
        day = f"2025-{1 + number % 12:02}-{1 + number // 12 % 2:02}"
        yield {"text": f"{text}\n\nNumber {number}.\n", "published": day, "outlet": "Benchmark"}


def report(documents: int, engine: str) -> str:
    """A table of all ways, and one of the same with a process killed."""
    gold = read_gold(find_project(None, None).root / "tests" / "gold" / "gold.jsonl")
    with tempfile.TemporaryDirectory(prefix="kg-extraction-") as name:
        folder = Path(name)
        source = folder / "source.jsonl"
        with source.open("w", encoding="utf-8") as stream:
            stream.writelines(f"{json.dumps(row)}\n" for row in articles(gold, documents))
        rows, first = [], None
        for number, way in enumerate(WAYS):
            (folder / f"{number}").mkdir()
            (folder / f"{number}k").mkdir()
            plain = measure(way, source, folder / f"{number}", engine)
            first = first or plain
            killed = measure(way, source, folder / f"{number}k", engine, plain.size // 3)
            rows.append(
                (
                    way.name,
                    f"{plain.seconds:.1f}",
                    f"{documents / plain.seconds:,.0f}",
                    f"{plain.memory:,}",
                    plain.digest[:16],
                    "yes" if plain.digest == first.digest else "NO",
                    f"{killed.seconds:.1f}",
                    "yes" if killed.digest == first.digest else "NO",
                )
            )
            sys.stderr.write(f"{rows[-1]}\n")
    head = ("", "seconds", "documents a second", "MiB", "SHA-256", "the same bytes")
    return table_of((*head, "seconds, one killed", "the same bytes, one killed"), rows, "md", None)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--engine", default="rules")
    asked = parser.parse_args()
    print(f"{asked.documents:,} documents, engine {asked.engine}, {os.cpu_count()} cores.\n")
    print(report(asked.documents, asked.engine))
