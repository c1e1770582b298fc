"""Commands run in children of one process that has loaded what they need: many in a short time.

What a child does to itself, whatever it was given, ends with it; how long it took and how much
memory it held at most, with the processes that it waited for, is told.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
LONGEST = 20.0
"""Seconds that a command may take."""
MOST = 2 * 2**30
"""Bytes of memory that it may hold."""
_LOADED = (
    "kg.analysis.comparison.releases",
    "kg.analysis.comparison.revisions",
    "kg.build.build",
    "kg.evaluation.session",
    "kg.ingest.dna",
    "kg.queries.run",
    "kg.review.filled",
    "kg.seeds.debates",
    "kg.seeds.differences",
    "kg.seeds.imports",
    "rdflib",
)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: its exit code, or None where it was killed, and what it took."""

    code: int | None
    told: str
    seconds: float
    memory: int


class Children:
    """A process that runs commands in children of its own, one after another."""

    def __init__(self) -> None:
        self._parent = subprocess.Popen(
            [sys.executable, "-m", "tests.trust.in_children"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            text=True,
        )

    def run(self, arguments: Sequence[str | Path], folder: Path) -> Ended:
        """Run ``kg`` with some arguments in a folder, with nothing on stdin."""
        assert self._parent.stdin is not None
        assert self._parent.stdout is not None
        asked = {"arguments": list(map(str, arguments)), "folder": str(folder)}
        self._parent.stdin.write(json.dumps(asked) + "\n")
        self._parent.stdin.flush()
        return Ended(**json.loads(self._parent.stdout.readline()))

    def close(self) -> None:
        """End the process."""
        assert self._parent.stdin is not None
        self._parent.stdin.close()
        self._parent.wait(60)
        assert self._parent.stdout is not None
        self._parent.stdout.close()


@contextlib.contextmanager
def children() -> Iterator[Children]:
    """A process that runs commands, ended in the end."""
    found = Children()
    try:
        yield found
    finally:
        found.close()


def _serve() -> None:
    from importlib import import_module

    from kg.cli.commands import COMMANDS

    for name in (*(f"kg.cli.{command}" for command in COMMANDS), *_LOADED):
        import_module(name)
    from kg.extract.lexicon import english

    english()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_ended(json.loads(line))) + "\n")
        sys.stdout.flush()


def _ended(asked: dict[str, Any]) -> dict[str, Any]:
    told = Path(asked["folder"]) / ".told"
    begun = time.monotonic()
    child = os.fork()
    if child == 0:
        _run(asked, told)
    watched = os.pidfd_open(child)
    is_over = bool(select.select([watched], [], [], LONGEST)[0])
    os.close(watched)
    if not is_over:
        os.kill(child, 9)
    _, status, used = os.wait4(child, 0)
    with contextlib.suppress(ProcessLookupError):
        # What the command left behind, if anything, is of no use to anyone.
        os.killpg(child, 9)
    return {
        "code": os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else None,
        "told": told.read_bytes()[: 1 << 20].decode("utf-8", "replace"),
        "seconds": time.monotonic() - begun,
        "memory": used.ru_maxrss * 1024,
    }


def _run(asked: dict[str, Any], told: Path) -> None:
    code = 99
    try:
        os.setsid()
        # Above what it may hold, that the test tells of it and not the system.
        resource.setrlimit(resource.RLIMIT_AS, (2 * MOST, resource.RLIM_INFINITY))
        for number, path, flags in (
            (0, os.devnull, os.O_RDONLY),
            (1, os.devnull, os.O_WRONLY),
            (2, str(told), os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
        ):
            os.dup2(os.open(path, flags, 0o600), number)
        os.chdir(asked["folder"])
        sys.argv = ["kg", *asked["arguments"]]
        from kg.cli.main import main

        code = main()
        sys.stderr.flush()
    finally:
        os._exit(code)


if __name__ == "__main__":
    _serve()
