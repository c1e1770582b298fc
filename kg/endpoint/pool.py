"""Worker processes that answer questions over a snapshot, so that no query holds up the others.

Most queries take milliseconds. One that takes longer than ``QUICK`` goes on at the lowest priority,
and another worker takes its place; so a few long queries leave the quick ones alone. At its time
limit a query ends with its process.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter, OrderedDict
from collections.abc import Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.endpoint.limits import Allowance
from kg.endpoint.process import Process
from kg.endpoint.question import Question, Reply
from kg.endpoint.queue import FairQueue
from kg.errors import Busy, KgError, LimitReached
from kg.project import Project

QUICK = 0.3
"""Seconds after which a query is a long one."""
_MOST_LONG = 4
_MOST_LONG_EACH = 2
_REMEMBERED = 256
_REFUSED_FOR = 60.0


@dataclass(slots=True)
class Tally:
    """What the pool has done so far, for the metrics."""

    answered: int = 0
    failed: int = 0
    ended: int = 0
    turned_away: int = 0
    workers: int = 0
    seconds: float = 0.0
    long: Counter[str] = field(default_factory=Counter)


class Pool:
    """Workers over one database; ``quick`` of them stand ready at any time, and one to spare."""

    def __init__(
        self, project: Project, database: Path, allowance: Allowance, *, quick: int = 2
    ) -> None:
        self._project, self._database = project, database
        self._allowance = allowance
        self._quick = quick
        self._idle: list[Process] = []
        self._busy: set[Process] = set()
        self._waiting: FairQueue[asyncio.Future[Process]] = FairQueue()
        self._ended: OrderedDict[Question, float] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False
        self.tally = Tally()

    async def open(self) -> None:
        """Start the workers; raises KgError where they do not come up."""
        await asyncio.gather(*(self._add() for _ in range(self._quick + 1)))

    async def close(self) -> None:
        """Let what runs come to its end, and end the workers."""
        self._closed = True
        deadline = time.monotonic() + self._allowance.seconds
        while self._busy and time.monotonic() < deadline:
            await asyncio.sleep(0.02)
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=self._allowance.seconds)
        await asyncio.gather(*(process.kill() for process in (*self._idle, *self._busy)))
        self._idle.clear()

    async def ask(self, question: Question, client: str) -> Reply:
        """The answer to a client's question.

        Raises Busy where too many wait or the question was ended at a limit a moment ago,
        LimitReached at a limit, InputError, UsageError and NotAcceptable as the worker does.
        """
        self._refuse_again(question)
        process = await self._worker(client)
        began = time.monotonic()
        try:
            reply = await self._limited(process, question, client)
        except Busy:
            self.tally.turned_away += 1
            raise
        except LimitReached:
            self.tally.ended += 1
            self._remember(question)
            raise
        except KgError:
            self.tally.failed += 1
            raise
        finally:
            self.tally.seconds += time.monotonic() - began
            self._release(process)
        self.tally.answered += 1
        return reply

    async def _limited(self, process: Process, question: Question, client: str) -> Reply:
        answering = asyncio.ensure_future(process.ask(question))
        is_long = False
        try:
            done, _ = await asyncio.wait({answering}, timeout=QUICK)
            if not done:
                self._make_long(process, client)
                is_long = True
                left = self._allowance.seconds - QUICK
                done, _ = await asyncio.wait({answering}, timeout=left)
            if not done:
                raise LimitReached(f"not done within {self._allowance.seconds:g} s")
            return answering.result()
        finally:
            if is_long:
                self.tally.long[client] -= 1
                self.tally.long += Counter()
            if not answering.done():
                answering.cancel()
                # What runs cannot be told to stop: it ends with its process.
                await process.kill()

    def _make_long(self, process: Process, client: str) -> None:
        long = self.tally.long
        if long.total() >= _MOST_LONG or long[client] >= _MOST_LONG_EACH:
            raise Busy("too many long queries at once", after=math.ceil(self._allowance.seconds))
        long[client] += 1
        process.renice()
        self._later(self._add())

    async def _worker(self, client: str) -> Process:
        while self._idle:
            process = self._idle.pop()
            if process.is_alive:
                self._busy.add(process)
                return process
            self._later(self._add())
        if len(self._waiting) >= self._allowance.queue:
            self.tally.turned_away += 1
            raise Busy("too many queries wait", after=2)
        turn: asyncio.Future[Process] = asyncio.get_running_loop().create_future()
        self._waiting.put(client, turn)
        try:
            return await asyncio.wait_for(turn, self._allowance.seconds)
        except TimeoutError:
            self.tally.turned_away += 1
            raise Busy("too many queries wait", after=2) from None
        finally:
            self._waiting.remove(client, turn)

    def _release(self, process: Process) -> None:
        self._busy.discard(process)
        if process.is_reniced or not process.is_alive:
            if process.is_alive:
                self._later(process.kill())
            if not process.is_reniced:
                self._later(self._add())
            return
        self._give(process)

    def _give(self, process: Process) -> None:
        """To whoever waits; else it stands ready."""
        while (turn := self._waiting.take()) is not None:
            if not turn.done():
                self._busy.add(process)
                turn.set_result(process)
                return
        self._idle.append(process)

    async def _add(self) -> None:
        if self._closed:
            return
        process = await Process.start(self._project, self._database, self._allowance)
        self.tally.workers += 1
        self._give(process)

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _remember(self, question: Question) -> None:
        self._ended[question] = time.monotonic()
        if len(self._ended) > _REMEMBERED:
            self._ended.popitem(last=False)

    def _refuse_again(self, question: Question) -> None:
        ended = self._ended.get(question)
        if ended is None:
            return
        left = ended + _REFUSED_FOR - time.monotonic()
        if left <= 0:
            del self._ended[question]
            return
        self.tally.turned_away += 1
        raise Busy("this query was ended at a limit a moment ago", after=math.ceil(left))
