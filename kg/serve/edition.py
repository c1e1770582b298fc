"""One state of the graph as it is served: a snapshot, workers over it, and its pages."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from pyoxigraph import Store

from kg.endpoint.limits import Allowance
from kg.endpoint.pool import Pool
from kg.pages.library import Library
from kg.project import Project
from kg.store.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Edition:
    """A snapshot of the store with what answers from it; ``version`` is told in every ETag."""

    version: str
    snapshot: Snapshot
    store: Store
    pool: Pool
    library: Library

    @classmethod
    async def open(cls, project: Project, allowance: Allowance) -> Edition:
        """The store as it is now, ready to be served; raises StoreError."""
        snapshot = await asyncio.to_thread(Snapshot, project.store)
        try:
            store = Store.read_only(str(snapshot.database))
            library = await asyncio.to_thread(Library, project, store)
            pool = Pool(project, snapshot.database, allowance)
            await pool.open()
        except BaseException:
            snapshot.close()
            raise
        return cls(library.version[:16], snapshot, store, pool, library)

    async def close(self) -> None:
        """Let what runs end, then let the snapshot go."""
        await self.pool.close()
        self.snapshot.close()
