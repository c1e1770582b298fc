"""A process that holds one engine on one store, and is asked one query after another.

It is ended where a query takes too long, and started again for the next one.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from benchmarks.scale_costs import FAILED, TIME_OUT, tree_memory
from benchmarks.scale_engines import Told

INSIDE = "kg inside"
"""Our library in a process that has the store open."""
LIMIT = "limit"
"""The outcome of a query with more rows than our program gives."""
OPENED = "pyoxigraph opened"
"""Pyoxigraph alone, which opens the database for each query as our command does."""
LONG = 86_400.0
"""Seconds after which nobody waits any more."""
_GRACE = 5.0
"""So many seconds after its limit an engine is given up that has not ended its query itself."""


class Worker:
    """One engine in a process of its own, started when it is first asked."""

    def __init__(self, engine: str, place: Path, limit: float) -> None:
        self._limit = limit
        module = [sys.executable, "-m", "benchmarks.scale_answering"]
        self._command = [*module, engine, str(place), str(limit)]
        self._child: subprocess.Popen[bytes] | None = None
        self.memory = 0.0
        """The most memory, in MiB, that it was seen to use after a query."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._end()

    def ask(self, text: str) -> Told:
        """What a query came to; the engine first loads what it holds, if that is to be done."""
        if self._child is None:
            self._child = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,
            )
            self._hear(LONG)
        assert self._child.stdin
        self._child.stdin.write(json.dumps(text).encode() + b"\n")
        self._child.stdin.flush()
        heard = self._hear(self._limit + _GRACE)
        if heard is None:
            late = self._child.poll() is None
            self._end()
            return Told(self._limit, None, TIME_OUT if late else FAILED)
        self.memory = max(self.memory, tree_memory(self._child.pid))
        return Told(heard["seconds"], heard["rows"], heard["outcome"])

    def _hear(self, limit: float) -> Any:
        assert self._child
        assert self._child.stdout
        ready, _, _ = select.select([self._child.stdout], [], [], limit)
        line = self._child.stdout.readline() if ready else b""
        return json.loads(line) if line else None

    def _end(self) -> None:
        if self._child is not None:
            # With it goes the process in which it may be answering.
            os.killpg(self._child.pid, signal.SIGKILL)
            self._child.communicate()
            self._child = None
