"""The store as an assistant asks it: the state of now, and a guarded pool for its queries."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from pyoxigraph import Store

from kg.endpoint.limits import Allowance
from kg.endpoint.pool import Pool
from kg.endpoint.question import Question, Reply
from kg.errors import StoreLocked
from kg.project import Project
from kg.store.embedded import ENGINE_ERRORS, unusable
from kg.store.snapshot import Snapshot, state

_CLIENT = "assistant"


@dataclass(frozen=True, slots=True)
class _Laid:
    """A state of the store, laid out to be asked."""

    snapshot: Snapshot
    store: Store
    pool: Pool

    async def clear(self) -> None:
        """End the workers and let the snapshot go."""
        try:
            await self.pool.close()
        finally:
            self.snapshot.close()


class Desk:
    """A snapshot with workers over it; when the store was built anew, the next question sees it.

    While a build writes, the state before it answers.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self._opening = asyncio.Lock()
        self._laid: _Laid | None = None

    async def store(self) -> Store:
        """The store as it is now, to read; raises StoreError."""
        return (await self._look()).store

    async def ask(self, question: Question) -> Reply:
        """The answer to a query, as Pool.ask gives it."""
        return await (await self._look()).pool.ask(question, _CLIENT)

    async def close(self) -> None:
        """End the workers and let the snapshot go."""
        laid, self._laid = self._laid, None
        if laid:
            await laid.clear()

    async def _look(self) -> _Laid:
        async with self._opening:
            old = self._laid
            if old and state(self.project.folder) == old.snapshot.state:
                return old
            try:
                # With an answer at hand nobody is kept waiting.
                new = await self._lay(patience=0 if old else None)
            except StoreLocked:
                if old is None:
                    raise
                return old
            self._laid = new
        # Others are answered meanwhile.
        if old:
            await old.clear()
        return new

    async def _lay(self, patience: float | None) -> _Laid:
        folder = self.project.folder
        snapshot = await asyncio.to_thread(Snapshot, folder, patience=patience)
        pool = Pool(self.project, snapshot.database, Allowance(), quick=1)
        try:
            try:
                store = Store.read_only(str(snapshot.database))
            except ENGINE_ERRORS as error:
                raise unusable(folder, error) from None
            await pool.open()
        except BaseException:
            await pool.close()
            snapshot.close()
            raise
        return _Laid(snapshot, store, pool)


@asynccontextmanager
async def desk_over(project: Project) -> AsyncIterator[Desk]:
    """A desk over a project's store, closed at the end; raises StoreError where there is none."""
    desk = Desk(project)
    try:
        await desk.store()
        yield desk
    finally:
        await desk.close()
