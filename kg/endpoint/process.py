"""One worker process, as the server sees it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from pathlib import Path

from kg.endpoint.limits import Allowance
from kg.endpoint.question import Question, Reply
from kg.errors import KgError, LimitReached
from kg.project import Project
from kg.store.guard import decode_error

_LINE = 2**20


class Process:
    """A worker over one database; it answers one question at a time."""

    def __init__(self, child: asyncio.subprocess.Process) -> None:
        self._child = child
        self.is_reniced = False

    @classmethod
    async def start(cls, project: Project, database: Path, allowance: Allowance) -> Process:
        """A worker that is ready; raises KgError where it does not come up."""
        numbers = (allowance.memory, allowance.seconds, allowance.rows, allowance.size)
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "kg.endpoint.worker"),
            *(str(project.root), str(database), *map(str, numbers)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=_LINE,
        )
        process = cls(child)
        if await process._out.readline() != b"ready\n":
            await process.kill()
            raise KgError("a worker did not start", hint="its complaint stands on stderr")
        return process

    @property
    def _out(self) -> asyncio.StreamReader:
        assert self._child.stdout is not None  # noqa: S101 (it was asked for)
        return self._child.stdout

    async def ask(self, question: Question) -> Reply:
        """The answer; raises what the worker raised, LimitReached where its process ended."""
        assert self._child.stdin is not None  # noqa: S101
        try:
            self._child.stdin.write(json.dumps(question.to_json()).encode() + b"\n")
            await self._child.stdin.drain()
            line = await self._out.readline()
            head = json.loads(line) if line else None
            body = await self._out.readexactly(head["size"]) if head else b""
        except (ConnectionError, asyncio.IncompleteReadError):
            head = None
        if head is None:
            raise LimitReached(
                f"the query ended its process ({await self._end()})",
                hint="it may need more memory than allowed",
            )
        if "error" in head:
            raise decode_error(head["error"])
        return Reply(head["kind"], head["form"], body)

    def renice(self) -> None:
        """Let all others go before it from now on."""
        self.is_reniced = True
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self._child.pid, 19)

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked again."""
        return self._child.returncode is None

    async def kill(self) -> None:
        """End it, whatever it does."""
        with contextlib.suppress(ProcessLookupError):
            self._child.kill()
        await self._end()

    async def _end(self) -> str:
        # A pipe that nobody reads any more keeps the process from being told as ended.
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._child.communicate(), 5)
        code = self._child.returncode
        return signal.Signals(-code).name if code and code < 0 else f"exit {code}"
