"""The endpoint of ``kg serve`` beside the server of Oxigraph, and under attack.

``python -m benchmarks.serving`` prints a report in Markdown; ``make bench-serving`` writes it to
docs/serving.md. ``python -m benchmarks.serving 2 1`` runs blocks of two seconds, one round.
"""

from __future__ import annotations

import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from benchmarks.serving_blocks import CLIENTS, Block, block, clients_of
from benchmarks.serving_client import Job
from benchmarks.serving_queries import bombs, texts
from benchmarks.serving_servers import SECONDS, Endpoint, Trap, ours, theirs
from benchmarks.stored import make_store
from kg.project import Project, find_project
from kg.views.evaluation import table_of

INVENTED = 20_000
BLOCK = 10.0
ROUNDS = 3
_MOST_RATIO, _TAIL, _UNDER_ATTACK = 0.8, 10, 1.0


@dataclass(frozen=True, slots=True)
class Compared:
    """The blocks of both servers, one after the other in turns."""

    data: str
    mode: str
    ours: tuple[Block, ...]
    theirs: tuple[Block, ...]

    @property
    def ratio(self) -> float:
        """How many answers we give where the other gives one."""
        pairs = zip(self.ours, self.theirs, strict=True)
        return statistics.median(one.rate / other.rate for one, other in pairs)

    @property
    def ratio_of_work(self) -> float:
        """The same for each second of a processor, which neighbours on the machine leave alone."""
        pairs = zip(self.ours, self.theirs, strict=True)
        return statistics.median(one.per_work / other.per_work for one, other in pairs)


@dataclass(frozen=True, slots=True)
class Attacked:
    """What others saw while attackers sent bombs over so many connections."""

    connections: int
    seen: Block
    hits: int
    is_alive: bool


def compare(
    project: Project, data: str, seconds: float, rounds: int
) -> tuple[list[Compared], list[Attacked]]:
    """Both servers over one store, and ours under attack."""
    asked = texts(project)
    found = []
    with ours(project.root, project.folder) as one, theirs(project.folder) as other:
        for unique in (False, True):
            mode = "each text another" if unique else "texts asked again"
            blocks: dict[str, list[Block]] = {one.name: [], other.name: []}
            for number in range(rounds + 1):
                for server in (one, other):
                    jobs = clients_of(server, asked, seconds, unique=unique, seed=number)
                    blocks[server.name].append(block(server, jobs, seconds, CLIENTS))
            # The first is for warming up.
            found.append(
                Compared(data, mode, tuple(blocks[one.name][1:]), tuple(blocks[other.name][1:]))
            )
        attacks = [attack(one, asked, seconds, connections) for connections in (0, 1, 4)]
    return found, attacks


def attack(
    endpoint: Endpoint, asked: tuple[str, ...], seconds: float, connections: int
) -> Attacked:
    """What eight clients see while one address sends bombs back to back."""
    trap = Trap()
    long = max(seconds, 2 * SECONDS)
    jobs = clients_of(endpoint, asked, long, unique=True, seed=99 + connections)
    if connections:
        jobs.append(
            Job(
                endpoint.port, endpoint.path, "127.0.2.1", bombs(trap.url), long, True, 7,
                connections,
            )
        )  # fmt: skip
    seen = block(endpoint, jobs, long, CLIENTS)
    alive = endpoint.is_alive()
    trap.close()
    return Attacked(connections, seen, trap.hits, alive)


def report(seconds: float = BLOCK, rounds: int = ROUNDS) -> str:
    """The whole report."""
    real = find_project()
    with tempfile.TemporaryDirectory() as name:
        invented = Project(real.root, make_store(Path(name) / "store", INVENTED))
        graphs = [(real, "the graph"), (invented, f"{INVENTED:,} invented stances")]
        parts = [compare(project, data, seconds, rounds) for project, data in graphs]
    found = [one for compared, _ in parts for one in compared]
    lines = [_head(seconds, rounds, len(texts(real))), "", _compared(found), ""]
    for (_, data), (_, attacks) in zip(graphs, parts, strict=True):
        lines += [f"## Under attack: {data}", "", _attacked(attacks), ""]
    return "\n".join(lines)


def _head(seconds: float, rounds: int, count: int) -> str:
    memory = Path("/proc/meminfo").read_text(encoding="ascii").partition("MemTotal:")[2].split()[0]
    names = ("pyoxigraph", "uvicorn", "starlette")
    packages = ", ".join(f"{name} {version(name)}" for name in names)
    return (
        "# Serving: the endpoint beside Oxigraph's, and under attack\n\n"
        f"Written by `make bench-serving`. {CLIENTS} clients, each a process with one connection "
        "that it keeps open and an address of its own, ask one query after another by POST and "
        f"read the answer in JSON: the named queries that give tables, {count} texts on the graph. "
        "Both servers stand side by side over the same database files, as they ship, with "
        f"{SECONDS} s for a query; blocks of {seconds:g} s in turns, one to warm up and {rounds} "
        f"that count; figures are medians of the blocks. A machine of {os.cpu_count()} cores and "
        f"{int(memory) / 2**20:.0f} GiB, shared with the clients and with others; Python "
        f"{platform.python_version()}, {packages}, the server of Oxigraph "
        f"{version('oxigraph')}.\n\n"
        "Answers per processor second are of the processors' time that the server and its workers "
        "used; programs beside it on the machine change them least.\n\n"
        "*Texts asked again*: `kg serve` keeps answers, as it ships, and gives most of them from "
        "memory; Oxigraph's server keeps none. *Each text another*: every text ends in a comment "
        "of its own, so that nothing is kept and the engine answers each, behind both servers.\n\n"
        f"Goals: {_MOST_RATIO} of the other's answers, p99 within {_TAIL} times the median, no "
        "errors."
    )


def _compared(found: Sequence[Compared]) -> str:
    head = (
        *("data", "texts", "server", "answers/s", "ratio", "per processor second", "ratio"),
        *("median", "p99", "errors", "goals met"),
    )
    rows = []
    for one in found:
        for name, blocks in (("kg serve", one.ours), ("Oxigraph", one.theirs)):
            median = statistics.median(block.median for block in blocks)
            tail = statistics.median(block.tail for block in blocks)
            errors = sum(block.errors for block in blocks)
            own = name == "kg serve"
            met = one.ratio >= _MOST_RATIO and tail < _TAIL * median and not errors
            rows.append(
                (
                    one.data, one.mode, name,
                    f"{statistics.median(block.rate for block in blocks):,.0f}",
                    f"{one.ratio:.2f}" if own else "1",
                    f"{statistics.median(block.per_work for block in blocks):,.0f}",
                    f"{one.ratio_of_work:.2f}" if own else "1",
                    _ms(median), _ms(tail), str(errors),
                    ("yes" if met else "no") if own else "",
                )
            )  # fmt: skip
    return table_of(head, rows, "md", None)


def _attacked(attacks: Sequence[Attacked]) -> str:
    head = (
        *("attackers' connections", "others' answers/s", "median", "p99", "errors"),
        *("calls to another server", "server alive", f"p99 < {_UNDER_ATTACK:g} s"),
    )
    rows = [
        (
            str(one.connections), f"{one.seen.rate:,.0f}", _ms(one.seen.median), _ms(one.seen.tail),
            str(one.seen.errors), str(one.hits), "yes" if one.is_alive else "no",
            "yes" if one.seen.tail < _UNDER_ATTACK else "no",
        )
        for one in attacks
    ]  # fmt: skip
    told = (
        f"One address sends bombs back to back for {2 * SECONDS} s (cross products, paths, doubled "
        "text, 20,000 brackets, SERVICE) while the eight clients go on, each text another.\n\n"
    )
    return told + table_of(head, rows, "md", None)


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


if __name__ == "__main__":
    wanted = [float(number) for number in sys.argv[1:]]
    sys.stdout.write(report(*wanted[:1], *map(int, wanted[1:])))
