"""The store as an assistant asks it: the state of now, and a guarded pool for its queries."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from pyoxigraph import Store

from kg.endpoint.limits import Allowance
from kg.endpoint.pool import Pool
from kg.endpoint.question import Question, Reply
from kg.project import Project
from kg.store.snapshot import Snapshot, state

_CLIENT = "assistant"


class Desk:
    """A snapshot with workers over it; when the store was built anew, the next question sees it."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._opening = asyncio.Lock()
        self._snapshot: Snapshot | None = None
        self._store: Store | None = None
        self._pool: Pool | None = None

    async def store(self) -> Store:
        """The store as it is now, to read; raises StoreError."""
        await self._look()
        assert self._store is not None  # noqa: S101 (it was opened)
        return self._store

    async def ask(self, question: Question) -> Reply:
        """The answer to a query, as Pool.ask gives it."""
        await self._look()
        assert self._pool is not None  # noqa: S101 (it was opened)
        return await self._pool.ask(question, _CLIENT)

    async def close(self) -> None:
        """End the workers and let the snapshot go."""
        pool, snapshot = self._pool, self._snapshot
        self._pool = self._store = self._snapshot = None
        if pool:
            await pool.close()
        if snapshot:
            snapshot.close()

    async def _look(self) -> None:
        async with self._opening:
            if self._snapshot and state(self.project.folder) == self._snapshot.state:
                return
            await self.close()
            snapshot = await asyncio.to_thread(Snapshot, self.project.folder)
            try:
                self._store = Store.read_only(str(snapshot.database))
                self._pool = Pool(self.project, snapshot.database, Allowance(), quick=1)
                await self._pool.open()
            except BaseException:
                snapshot.close()
                raise
            self._snapshot = snapshot


@asynccontextmanager
async def desk_over(project: Project) -> AsyncIterator[Desk]:
    """A desk over a project's store, closed at the end; raises StoreError where there is none."""
    desk = Desk(project)
    try:
        await desk.store()
        yield desk
    finally:
        await desk.close()
