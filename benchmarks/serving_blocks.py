"""What eight clients see of a server in a block of time."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.serving_client import Job
from benchmarks.serving_servers import Endpoint

CLIENTS = 8


@dataclass(frozen=True, slots=True)
class Block:
    """What clients saw together in one block; times are seconds."""

    rate: float
    """Answers in a second by the clock."""
    per_work: float
    """Answers in a second of the server's processors."""
    median: float
    tail: float
    errors: int
    statuses: dict[str, int]


def block(endpoint: Endpoint, jobs: Sequence[Job], seconds: float, watched: int) -> Block:
    """Run jobs side by side, each in a process of its own; the first ``watched`` are reported."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        clients = []
        for number, job in enumerate(jobs):
            file = Path(name) / f"{number}.json"
            file.write_text(json.dumps(asdict(job)), encoding="utf-8")
            clients.append(stack.enter_context(_client(file)))
        before = endpoint.worked()
        for client in clients:
            client.stdin.write("go\n")  # type: ignore[union-attr]
            client.stdin.flush()  # type: ignore[union-attr]
        told = [json.loads(client.stdout.readline()) for client in clients]  # type: ignore[union-attr]
    worked = endpoint.worked() - before
    times = sorted(time for one in told[:watched] for time in one["times"])
    statuses = sum((Counter(one["statuses"]) for one in told[:watched]), Counter[str]())
    if not times:
        raise SystemExit(f"no answer at all: {statuses}")
    return Block(
        len(times) / seconds,
        len(times) / worked,
        statistics.median(times),
        times[int(len(times) * 0.99)],
        statuses.total() - statuses["200"],
        dict(statuses),
    )


@contextmanager
def _client(file: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "benchmarks.serving_client", str(file)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as client:
        assert client.stdout
        assert client.stdout.readline() == "ready\n"
        yield client


def clients_of(
    endpoint: Endpoint, asked: tuple[str, ...], seconds: float, *, unique: bool, seed: int
) -> list[Job]:
    """Eight clients, each with an address of its own."""
    return [
        Job(
            endpoint.port, endpoint.path, f"127.0.1.{number + 1}", asked, seconds, unique,
            seed * CLIENTS + number,
        )
        for number in range(CLIENTS)
    ]  # fmt: skip
