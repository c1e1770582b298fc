"""One worker process, as the server sees it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import math
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

import kg
from kg.endpoint.limits import Allowance
from kg.endpoint.question import Question, Reply
from kg.errors import Busy, KgError, LimitReached
from kg.project import Project
from kg.store.guard import decode_error

_LINE = 2**20
_START = 30.0
_END = 10.0
_PASSED_ON = ("PATH", "PYTHONHOME", "PYTHONPATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR")
"""What Python needs to start; passwords and keys of the environment stay in this process."""
_PROCESS_CLOCK = 2
_FROM_OUTSIDE = {-signal.SIGKILL, -signal.SIGTERM, -signal.SIGHUP, -signal.SIGINT}


class Lost(Busy):
    """The worker was ended by somebody else, whatever it was asked."""


class Process:
    """A worker over one database; it answers one question at a time.

    One that was killed, or whose answer nobody waited for, is never asked again.
    """

    def __init__(self, child: asyncio.subprocess.Process) -> None:
        self._child = child
        self._reason: KgError | None = None
        self._is_killed = False
        self.is_reniced = False

    @classmethod
    async def start(cls, project: Project, database: Path, allowance: Allowance) -> Process:
        """A worker that is ready; raises KgError or OSError where it does not come up."""
        numbers = (allowance.memory, allowance.seconds, allowance.rows, allowance.size)
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "kg.endpoint.worker"),
            *(str(project.root.resolve()), str(database.resolve()), *map(str, numbers)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=_LINE,
            env=_environment(),
            cwd="/",
        )
        process = cls(child)
        try:
            line = await asyncio.wait_for(process._out.readline(), _START)
        except BaseException as error:
            process.kill()
            if isinstance(error, TimeoutError):
                raise KgError(f"a worker did not start within {_START:g} s") from None
            raise
        if line.startswith(b'{"ready"'):
            return process
        process.kill()
        await process.ended()
        if line:
            raise decode_error(json.loads(line)["error"])
        raise KgError("a worker did not start", hint="its complaint stands on stderr")

    @property
    def _out(self) -> asyncio.StreamReader:
        assert self._child.stdout is not None  # noqa: S101 (it was asked for)
        return self._child.stdout

    async def ask(self, question: Question) -> Reply:
        """The answer; raises what the worker raised, or the reason for which it was killed.

        Where the process ended by itself it is LimitReached, and Lost where somebody else ended it.
        """
        try:
            head, body = await self._exchange(question)
        except BaseException:
            # What is left of an answer in the pipe is no answer to the next question.
            self.kill()
            raise
        if "error" in head:
            raise decode_error(head["error"])
        return Reply(head["kind"], head["form"], body)

    async def _exchange(self, question: Question) -> tuple[dict[str, Any], bytes]:
        assert self._child.stdin is not None  # noqa: S101
        try:
            self._child.stdin.write(json.dumps(question.to_json()).encode() + b"\n")
            await self._child.stdin.drain()
            head = json.loads(await self._out.readuntil(b"\n"))
            return head, await self._out.readexactly(head["size"])
        except (ConnectionError, asyncio.IncompleteReadError):
            await self.ended()
            raise self._cause() from None

    def _cause(self) -> KgError:
        if self._reason is not None:
            return self._reason
        code = self._child.returncode
        if code is None or code in _FROM_OUTSIDE:
            return Lost("the worker was ended from outside", after=1)
        end = signal.Signals(-code).name if code < 0 else f"exit {code}"
        return LimitReached(
            f"the query ended its process ({end})", hint="it may need more memory than allowed"
        )

    def renice(self) -> None:
        """Let all others go before it from now on."""
        self.is_reniced = True
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self._child.pid, 19)

    @property
    def pid(self) -> int:
        """The number by which the system knows it."""
        return self._child.pid

    @property
    def is_fit(self) -> bool:
        """Whether it can be asked again."""
        return self._child.returncode is None and not self._is_killed and not self.is_reniced

    @property
    def processor_seconds(self) -> float:
        """How long it has had a processor; inf where the system does not tell."""
        # The number of a process's clock, as clock_getcpuclockid(3) makes it.
        with contextlib.suppress(OSError, AttributeError):
            return time.clock_gettime(~self._child.pid << 3 | _PROCESS_CLOCK)
        return math.inf

    def kill(self, reason: KgError | None = None) -> None:
        """End it, whatever it does; what runs cannot be told to stop.

        A question that waits for its answer gets the reason.
        """
        self._is_killed = True
        self._reason = self._reason or reason
        with contextlib.suppress(ProcessLookupError):
            self._child.kill()

    async def ended(self) -> None:
        """Come back when it is gone; nobody may read its answer any more."""
        # A pipe that nobody reads keeps the process from being told as ended.
        with contextlib.suppress(TimeoutError, ConnectionError):
            await asyncio.wait_for(self._child.communicate(), _END)


def _environment() -> dict[str, str]:
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    package = str(Path(kg.__file__).resolve().parents[1])
    path = os.pathsep.join(filter(None, (package, passed.get("PYTHONPATH"))))
    # Each arena of the allocator reserves much of the address space that a worker may have.
    return {**passed, "PYTHONPATH": path, "MALLOC_ARENA_MAX": "2"}
