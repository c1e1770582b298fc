"""What all answers of the server share: the edition in service, its limits, kept answers."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import logging
import re
from collections.abc import Coroutine
from typing import Any

from starlette.requests import Request

from kg.endpoint.question import Question, Reply
from kg.errors import KgError, StoreLocked
from kg.printing import printable
from kg.project import Project
from kg.serve.counting import Counts
from kg.serve.edition import Edition
from kg.serve.kept import Kept
from kg.serve.settings import Settings
from kg.store.snapshot import state

_LOOKS = 2.0
"""Seconds between two looks whether the store was built anew."""
_OF_THE_MOMENT = re.compile(r"\b(?:now|rand|(?:str)?uuid)\b", re.IGNORECASE)

_log = logging.getLogger("kg.serve")


class Server:
    """The edition in service; a new one takes over as soon as the store has changed."""

    def __init__(self, project: Project, settings: Settings) -> None:
        self.project = project
        self.settings = settings
        self.counts = Counts()
        self._edition: Edition | None = None
        self._state: tuple[object, ...] = ()
        self._kept: Kept[bytes] = Kept()
        self._closing = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def edition(self) -> Edition:
        """What is served now; an answer keeps to the one with which it began."""
        assert self._edition is not None, "the server is not open"  # noqa: S101
        return self._edition

    async def open(self) -> None:
        """Begin to serve; raises StoreError where there is nothing to serve."""
        self._closing.clear()
        self._take(await self._new())
        self._later(self._follow())

    async def close(self) -> None:
        """Stop to serve, when what runs has ended; nothing is left of any edition."""
        self._closing.set()
        if self._tasks:
            await asyncio.wait(self._tasks)
        if self._edition is not None:
            await self._edition.close()
            self._edition = None

    async def ask(self, question: Question, client: str) -> Reply:
        """The answer of the edition in service, kept from before or asked for now.

        Raises as Pool.ask does.
        """
        edition = self.edition
        if is_of_the_moment(question):
            return await edition.pool.ask(question, client)
        # Of a question that may be long, a hash is kept.
        key = hashlib.sha256(repr((edition.version, question)).encode()).digest()
        if (kept := self._kept.get(key)) is None:
            kept = await edition.pool.ask(question, client)
            self._kept.put(key, kept)
        return kept

    async def _follow(self) -> None:
        """Look again and again whether there is a new state of the store, and take it over."""
        told = ""
        while not await self._closes_within(_LOOKS):
            try:
                if await asyncio.to_thread(state, self.project.folder) != self._state:
                    await self._renew()
                told = ""
            except StoreLocked:
                continue
            except Exception as error:  # noqa: BLE001 (it is told, and the next look goes on)
                # Whatever is wrong with the new state, the old one is still served.
                told = _warned(error, told)
            else:
                continue
            # Only now does nothing name what was opened of the new state.
            gc.collect()

    async def _renew(self) -> None:
        # Named here alone: what the look from time to time names is kept until the next change.
        old, new = self.edition, await self._new()
        self._take(new)
        self._later(self._retire(old))

    async def _new(self) -> Edition:
        return await Edition.open(self.project, self.settings)

    def _take(self, edition: Edition) -> None:
        self._edition = edition
        self._state = edition.snapshot.state
        self._kept = Kept()

    async def _retire(self, old: Edition) -> None:
        # An answer that has begun may still ask it.
        await self._closes_within(self.settings.allowance.seconds)
        await old.close()
        del old
        # Pages hang together in rings, by their templates too, and with them hang the open files of
        # the store; left to itself, the collector of rings may come by many editions later.
        gc.collect()

    async def _closes_within(self, seconds: float) -> bool:
        try:
            await asyncio.wait_for(self._closing.wait(), seconds)
        except TimeoutError:
            return False
        return True

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _warned(error: Exception, told: str) -> str:
    """What was told of an error, now or, where it is the same as what was ``told``, before."""
    words = printable(str(error))
    if words != told:
        trace = None if isinstance(error, KgError | OSError) else error
        _log.warning("the store's new state is not served: %s", words, exc_info=trace)
    return words


def is_of_the_moment(question: Question) -> bool:
    """Whether the answer may be another one the next time, by the functions that it calls."""
    return bool(_OF_THE_MOMENT.search(question.text))


def server_of(request: Request) -> Server:
    """The server that a request came to."""
    found: Server = request.app.state.server
    return found


def client_of(request: Request) -> str:
    """By what the clients are told apart, so that they take turns."""
    return request.client.host if request.client else ""
