"""Worker processes that answer questions over a snapshot, so that no query holds up the others.

Most queries take milliseconds. One that takes longer than ``QUICK`` goes on at the lowest priority,
and another worker takes its place; so a few long queries leave the quick ones alone. A client that
has all the long queries it may have gets one worker at a time beside them. At its time limit a
query ends with its process.

A question that was ended at a limit by its own doing is refused for a while. It is not where others
kept the processor from it, or where somebody else ended its worker: then it is Busy.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.endpoint.ended import Ended
from kg.endpoint.limits import Allowance
from kg.endpoint.process import Lost, Process
from kg.endpoint.question import Question, Reply
from kg.endpoint.queue import FairQueue
from kg.endpoint.stock import Stock
from kg.errors import Busy, InputError, KgError, LimitReached
from kg.project import Project

QUICK = 0.5
"""Seconds of a processor after which a query is a long one."""
_PATIENT = 5
"""Looks after which a query is a long one, whatever it waits for."""
_MOMENT = 0.05
_MOST_LONG = 4
_MOST_LONG_EACH = 2
_TRIES = 4


@dataclass(slots=True)
class Tally:
    """What the pool has done so far, for the metrics; seconds are of all questions together."""

    answered: int = 0
    failed: int = 0
    ended: int = 0
    turned_away: int = 0
    workers: int = 0
    seconds: float = 0.0


class Pool:
    """Workers over one database; ``quick`` of them stand ready at any time, and one to spare."""

    def __init__(
        self, project: Project, database: Path, allowance: Allowance, *, quick: int = 2
    ) -> None:
        self._project, self._database = project, database
        self._allowance = allowance
        self._stock = Stock(self._start, quick + 1, self._serve)
        self._clients: dict[Process, str] = {}
        self._waiting: FairQueue[asyncio.Future[Process]] = FairQueue()
        self._ended = Ended()
        self._is_closed = False
        self._asked = 0
        self._all_answered = asyncio.Event()
        self.tally = Tally()

    @property
    def pids(self) -> frozenset[int]:
        """The processes of the workers that stand ready or answer."""
        return frozenset(process.pid for process in self._stock.processes)

    @property
    def long(self) -> int:
        """How many long queries run."""
        return sum(process.is_reniced for process in self._clients)

    @property
    def waiting(self) -> int:
        """How many questions wait for a worker."""
        return len(self._waiting)

    async def open(self) -> None:
        """Start the workers; raises KgError or OSError, and leaves none, where one is missing."""
        try:
            await self._stock.open()
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Let what was asked come to its end, and end the workers; what is asked now is Busy."""
        self._is_closed = True
        if self._asked:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._all_answered.wait(), self._allowance.seconds)
        while len(self._waiting):
            self._waiting.drop().set_exception(_closed())
        self._stock.kill(_closed)
        if self._asked:
            await self._all_answered.wait()
        await self._stock.gone()

    async def ask(self, question: Question, client: str) -> Reply:
        """The answer to a client's question.

        Raises Busy where too many wait, LimitReached at a limit or where the question was ended at
        one a moment ago, InputError, UsageError and NotAcceptable as the worker does.
        """
        with self._counted():
            self._refuse(question)
            try:
                return await self._asked_of_workers(question, client)
            except Busy:
                raise
            except LimitReached as error:
                self._ended.remember(question, error)
                raise

    @contextmanager
    def _counted(self) -> Iterator[None]:
        self._asked += 1
        self._all_answered.clear()
        began = time.monotonic()
        try:
            yield
            self.tally.answered += 1
        except Busy:
            self.tally.turned_away += 1
            raise
        except LimitReached:
            self.tally.ended += 1
            raise
        except KgError:
            self.tally.failed += 1
            raise
        finally:
            self.tally.seconds += time.monotonic() - began
            self._asked -= 1
            if not self._asked:
                self._all_answered.set()

    def _refuse(self, question: Question) -> None:
        if self._is_closed:
            raise _closed()
        if question.length > self._allowance.text:
            raise InputError(f"the query is longer than {self._allowance.text} bytes")
        self._ended.refuse(question)

    async def _asked_of_workers(self, question: Question, client: str) -> Reply:
        for _ in range(_TRIES - 1):
            # Whoever ends a worker may end all that stand ready; the question has no part in it.
            with contextlib.suppress(Lost):
                return await self._asked_of_a_worker(question, client)
        return await self._asked_of_a_worker(question, client)

    async def _asked_of_a_worker(self, question: Question, client: str) -> Reply:
        process = await self._worker(client)
        loop, spent = asyncio.get_running_loop(), process.processor_seconds
        alarms = [loop.call_later(self._allowance.seconds, self._at_limit, process, spent)]
        alarms.append(loop.call_later(QUICK, self._look, process, spent + QUICK, alarms))
        try:
            return await process.ask(question)
        finally:
            for alarm in alarms:
                alarm.cancel()
            self._release(process)

    async def _worker(self, client: str) -> Process:
        turn: asyncio.Future[Process] = asyncio.get_running_loop().create_future()
        self._waiting.put(client, turn)
        self._serve()
        if len(self._waiting) > self._allowance.queue:
            self._waiting.drop().set_exception(Busy("too many queries wait", after=2))
        try:
            if not turn.done():
                # Not wait_for: it may lose the worker that comes in the moment of a cancellation.
                await asyncio.wait({turn}, timeout=self._allowance.seconds)
        except asyncio.CancelledError:
            if turn.done() and not turn.exception():
                self._release(turn.result())
            raise
        finally:
            self._waiting.remove(client, turn)
        if not turn.done():
            raise Busy("too many queries wait", after=2)
        return turn.result()

    async def _start(self) -> Process:
        process = await Process.start(self._project, self._database, self._allowance)
        self.tally.workers += 1
        return process

    def _serve(self) -> None:
        """Give the workers that stand ready to those whose turn it is."""
        while (taken := self._waiting.next(self._may)) and (process := self._stock.lend()):
            client, turn = taken
            self._waiting.take(client)
            self._clients[process] = client
            turn.set_result(process)

    def _may(self, client: str) -> bool:
        return self._long_of(client) < _MOST_LONG_EACH or self._held_by(client) <= _MOST_LONG_EACH

    def _held_by(self, client: str) -> int:
        return sum(one == client for one in self._clients.values())

    def _long_of(self, client: str) -> int:
        return sum(one == client and p.is_reniced for p, one in self._clients.items())

    def _release(self, process: Process) -> None:
        del self._clients[process]
        self._stock.take_back(process)
        # Its client may have waited for this alone.
        self._serve()

    def _look(self, process: Process, due: float, alarms: list[asyncio.TimerHandle]) -> None:
        """Let a query that has had its time as a quick one go on as a long one, or end it.

        By the clock alone a crowded machine makes every query a long one; one that waits for a disk
        or a processor becomes one later, where there is room, and is not ended for it.
        """
        if process.is_reniced:
            return
        loop = asyncio.get_running_loop()
        alarms.append(loop.call_later(QUICK, self._look, process, due, alarms))
        client = self._clients[process]
        has_room = self.long < _MOST_LONG and self._long_of(client) < _MOST_LONG_EACH
        # The clock of a processor is read a moment after the alarm was set.
        had_its_time = process.processor_seconds >= due - _MOMENT
        if has_room and (had_its_time or len(alarms) > _PATIENT):
            self._stock.set_apart(process)
        elif had_its_time:
            after = math.ceil(self._allowance.seconds)
            process.kill(Busy("too many long queries at once", after=after))

    def _at_limit(self, process: Process, spent: float) -> None:
        seconds = self._allowance.seconds
        told = f"not done within {seconds:g} s"
        starved = process.processor_seconds - spent < seconds / 2
        process.kill(Busy(f"{told}, for others ran too") if starved else LimitReached(told))


def _closed() -> Busy:
    return Busy("a newer state of the graph takes over", after=1)
