"""Workers that stand ready, as many as are meant to."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from kg.endpoint.process import Process
from kg.errors import KgError

_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 30.0


class Stock:
    """Workers to be lent, one for each question; one that is lost is replaced.

    ``start`` makes a worker, ``standing`` of them are ready or lent; ``ready`` is called whenever
    one more can be lent.
    """

    def __init__(
        self, start: Callable[[], Awaitable[Process]], standing: int, ready: Callable[[], None]
    ) -> None:
        self._start, self._standing, self._ready = start, standing, ready
        self._idle: list[Process] = []
        self._lent: set[Process] = set()
        self._apart: set[Process] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._restocking: asyncio.Task[None] | None = None
        self._closing = asyncio.Event()

    @property
    def processes(self) -> frozenset[Process]:
        """The workers that stand ready or are lent."""
        return frozenset((*self._idle, *self._lent, *self._apart))

    async def open(self) -> None:
        """Start the workers; raises KgError or OSError where they do not come up."""
        starts = (self._start() for _ in range(self._standing))
        started = await asyncio.gather(*starts, return_exceptions=True)
        self._idle += [one for one in started if isinstance(one, Process)]
        for one in started:
            if isinstance(one, BaseException):
                raise one

    def kill(self, reason: Callable[[], KgError]) -> None:
        """End every worker, and start none; what one was asked is refused for the reason."""
        self._closing.set()
        for process in self.processes:
            process.kill(reason())

    async def gone(self) -> None:
        """Come back when the workers that were killed, and are not lent, are gone."""
        while self._idle:
            self._bury(self._idle.pop())
        while self._tasks:
            await asyncio.wait(self._tasks)

    def lend(self) -> Process | None:
        """A worker that is fit to be asked, or None where none stands ready."""
        while self._idle:
            process = self._idle.pop()
            if process.is_fit:
                self._lent.add(process)
                return process
            self._bury(process)
        return None

    def set_apart(self, process: Process) -> None:
        """Let another take the place of a lent worker, which is not lent again."""
        self._lent.discard(process)
        self._apart.add(process)
        process.renice()
        self._restock()

    def take_back(self, process: Process) -> None:
        """What was lent: it stands ready again, or is ended and replaced."""
        self._lent.discard(process)
        self._apart.discard(process)
        if process.is_fit and not self._closing.is_set():
            self._idle.append(process)
            self._ready()
        else:
            self._bury(process)

    def _bury(self, process: Process) -> None:
        process.kill()
        self._later(process.ended())
        self._restock()

    def _restock(self) -> None:
        if self._restocking is None or self._restocking.done():
            self._restocking = self._later(self._stock())

    async def _stock(self) -> None:
        pause = _FIRST_PAUSE
        while not self._closing.is_set() and self._is_short():
            try:
                process = await self._start()
            except (KgError, OSError):
                # Too few files or too little memory may be a matter of the moment.
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._closing.wait(), pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
                continue
            pause = _FIRST_PAUSE
            self.take_back(process)

    def _is_short(self) -> bool:
        return len(self._idle) + len(self._lent) < self._standing

    def _later(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
