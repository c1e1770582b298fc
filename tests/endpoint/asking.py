"""Pools over the invented world, and questions to them."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from kg.endpoint.limits import Allowance
from kg.endpoint.pool import Pool
from kg.endpoint.question import Question
from kg.project import Project
from kg.store.embedded import database

SHORT = Allowance(seconds=1.5, rows=1000, size=2**20, memory=1 * 2**30)
ASK = "ASK { ?s ?p ?o }"
BOMB = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def asked(text: str, **more: object) -> Question:
    return Question("json", "ntriples", text, **more)  # type: ignore[arg-type]


def named(name: str, **values: str) -> Question:
    return Question("json", "ntriples", name=name, values=tuple(values.items()))


@asynccontextmanager
async def opened(
    project: Project, allowance: Allowance = SHORT, quick: int = 2
) -> AsyncIterator[Pool]:
    """A pool that leaves no process behind."""
    pool = Pool(project, database(project.folder), allowance, quick=quick)
    await pool.open()
    try:
        yield pool
    finally:
        await pool.close()
        assert pool.pids == frozenset()
        assert children() == set()


def children(parent: int | str = "self") -> set[int]:
    """The worker processes that this process has now, or another."""
    found = set()
    for task in Path(f"/proc/{parent}/task").iterdir():
        # A thread may end meanwhile.
        with suppress(OSError):
            pids = map(int, (task / "children").read_text(encoding="ascii").split())
            found |= {pid for pid in pids if b"kg.endpoint.worker" in command(pid)}
    return found


def command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def until(done: object, seconds: float = 20.0) -> None:
    """Waits until a condition holds; fails where it never does."""
    deadline = time.monotonic() + seconds
    while not done():  # type: ignore[operator]
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.02)


def environment(pid: int) -> dict[str, str]:
    told = Path(f"/proc/{pid}/environ").read_text(encoding="utf-8").split("\0")
    return dict(pair.split("=", 1) for pair in told if pair)


def namespace(pid: int | str) -> str:
    return str(Path(f"/proc/{pid}/ns/net").readlink())
