"""One client of an endpoint, in a process of its own: it asks one query after another.

``python -m benchmarks.serving_client FILE`` reads a job in JSON, says that it is ready, waits for
a line, asks for as long as the job says, and prints what it saw in JSON. The connection is kept
open, and the client is the same whatever the server.
"""

from __future__ import annotations

import json
import sys
import threading
from collections import Counter
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from random import Random
from time import perf_counter

_HEADERS = {
    "Content-Type": "application/sparql-query",
    "Accept": "application/sparql-results+json",
}


@dataclass(frozen=True, slots=True)
class Job:
    """What to ask of whom; with ``unique`` each text ends in a comment of its own."""

    port: int
    path: str
    address: str
    texts: tuple[str, ...]
    seconds: float
    unique: bool
    seed: int
    connections: int = 1


@dataclass(slots=True)
class Seen:
    """How long each answer took, in seconds, and how many answers had each status."""

    times: list[float]
    statuses: Counter[str]


def ask_on(job: Job, seen: Seen, number: int) -> None:
    """Ask until the time is up, and note what came."""
    chance = Random(f"{job.seed} {number}")
    connection = HTTPConnection("127.0.0.1", job.port, timeout=60, source_address=(job.address, 0))
    end = perf_counter() + job.seconds
    count = 0
    while (began := perf_counter()) < end:
        text = chance.choice(job.texts)
        if job.unique:
            text += f"\n# {job.seed} {number} {count}"
        count += 1
        try:
            connection.request("POST", job.path, text.encode(), _HEADERS)
            reply = connection.getresponse()
            reply.read()
            status = str(reply.status)
        except (OSError, HTTPException) as error:
            connection.close()
            status = type(error).__name__
        seen.statuses[status] += 1
        if status == "200":
            seen.times.append(perf_counter() - began)
    connection.close()


def main(file: str) -> None:
    """Run the job of a file."""
    told = json.loads(Path(file).read_text(encoding="utf-8"))
    job = Job(**{**told, "texts": tuple(told["texts"])})
    print("ready", flush=True)
    sys.stdin.readline()
    seen = [Seen([], Counter()) for _ in range(job.connections)]
    threads = [
        threading.Thread(target=ask_on, args=(job, one, number)) for number, one in enumerate(seen)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times = [time for one in seen for time in one.times]
    statuses = sum((one.statuses for one in seen), Counter())
    print(json.dumps({"times": times, "statuses": statuses}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
