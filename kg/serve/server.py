"""What all answers of the server share: the edition in service, its limits, kept answers."""

from __future__ import annotations

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from starlette.requests import Request

from kg.endpoint.limits import Allowance
from kg.endpoint.question import Question, Reply
from kg.errors import KgError
from kg.project import Project
from kg.serve.edition import Edition
from kg.store.snapshot import state

_LOOKS = 2.0
"""Seconds between two looks whether the store was built anew."""
_KEPT = 32 * 2**20

Key = TypeVar("Key", bound=Hashable)


class Kept(Generic[Key]):
    """Answers kept up to so many bytes; the one that was not asked for longest goes first."""

    def __init__(self, size: int = _KEPT) -> None:
        self._size = size
        self._used = 0
        self._bodies: OrderedDict[Key, tuple[Reply, int]] = OrderedDict()

    def get(self, key: Key) -> Reply | None:
        """The answer kept under a key."""
        found = self._bodies.get(key)
        if found is None:
            return None
        self._bodies.move_to_end(key)
        return found[0]

    def put(self, key: Key, reply: Reply) -> None:
        """Keep an answer, unless it takes a large part of all the room."""
        size = len(reply.body) + 512
        if size > self._size // 8 or key in self._bodies:
            return
        self._bodies[key] = reply, size
        self._used += size
        while self._used > self._size:
            self._used -= self._bodies.popitem(last=False)[1][1]


@dataclass(frozen=True, slots=True)
class Settings:
    """How the server is run; ``base`` is its public URL with a slash at the end."""

    host: str = "127.0.0.1"
    port: int = 8000
    base: str = "http://127.0.0.1:8000/"
    allowance: Allowance = field(default_factory=Allowance)


class Server:
    """The edition in service; a new one takes over as soon as the store has changed."""

    def __init__(self, project: Project, settings: Settings) -> None:
        self.project = project
        self.settings = settings
        self._edition: Edition | None = None
        self._state: tuple[object, ...] = ()
        self._kept: Kept[tuple[str, Question]] = Kept()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def edition(self) -> Edition:
        """What is served now; an answer keeps to the one with which it began."""
        assert self._edition is not None, "the server is not open"  # noqa: S101
        return self._edition

    async def open(self) -> None:
        """Begin to serve; raises StoreError where there is nothing to serve."""
        self._edition = await Edition.open(self.project, self.settings.allowance)
        self._state = self._edition.snapshot.state
        self._later(self._follow())

    async def close(self) -> None:
        """Stop to serve, when what runs has ended."""
        for task in self._tasks:
            task.cancel()
        await self.edition.close()

    async def ask(self, question: Question, client: str) -> Reply:
        """The answer of the edition in service, kept from before or asked for now.

        Raises as Pool.ask does.
        """
        edition = self.edition
        key = edition.version, question
        if (kept := self._kept.get(key)) is None:
            kept = await edition.pool.ask(question, client)
            self._kept.put(key, kept)
        return kept

    async def _follow(self) -> None:
        while True:
            await asyncio.sleep(_LOOKS)
            with contextlib.suppress(KgError, OSError):
                seen = await asyncio.to_thread(state, self.project.store)
                if seen != self._state:
                    old, self._edition = (
                        self.edition,
                        await Edition.open(self.project, self.settings.allowance),
                    )
                    self._state = self.edition.snapshot.state
                    self._later(self._retire(old))

    async def _retire(self, old: Edition) -> None:
        # An answer that has begun may still ask it.
        await asyncio.sleep(self.settings.allowance.seconds)
        await old.close()

    def _later(self, work: object) -> None:
        task = asyncio.ensure_future(work)  # type: ignore[call-overload]
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def server_of(request: Request) -> Server:
    """The server that a request came to."""
    found: Server = request.app.state.server
    return found


def client_of(request: Request) -> str:
    """By what the clients are told apart, so that they take turns."""
    return request.client.host if request.client else ""
