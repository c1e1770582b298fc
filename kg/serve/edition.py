"""One state of the graph as it is served: a snapshot, workers over it, and its pages."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Store

from kg.endpoint.pool import Pool
from kg.pages.beside import Beside
from kg.pages.library import Library
from kg.pages.moved import moved
from kg.project import Project
from kg.rdf.folded import Names
from kg.serve.kept import Kept
from kg.serve.settings import Settings
from kg.store.embedded import ENGINE_ERRORS, unusable
from kg.store.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Edition:
    """A snapshot of the store with what answers from it; ``version`` is told in every ETag.

    ``names`` are read from the store once, whoever asks for one. ``gone`` tells where things lead
    that gave way, and ``drawn`` keeps pages by their path: both go with the edition.
    """

    version: str
    snapshot: Snapshot
    store: Store
    names: Names
    pool: Pool
    library: Library
    beside: Beside
    gone: Mapping[str, str]
    drawn: Kept[str]

    @classmethod
    async def open(cls, project: Project, settings: Settings) -> Edition:
        """The store as it is now, ready to be served; raises StoreError and KgError."""
        snapshot = await asyncio.to_thread(Snapshot, project.folder)
        pool = Pool(project, snapshot.database, settings.allowance, quick=settings.workers)
        try:
            store = _read(project.folder, snapshot)
            library = await asyncio.to_thread(_library, project, store)
            gone = await asyncio.to_thread(moved, store)
            await pool.open()
        except BaseException:
            await pool.close()
            snapshot.close()
            raise
        beside = Beside(library, settings.base, live=True)
        version, names = library.version[:16], Names(store)
        return cls(version, snapshot, store, names, pool, library, beside, gone, Kept())

    async def close(self) -> None:
        """Let what runs end, then let the snapshot go."""
        try:
            await self.pool.close()
        finally:
            self.snapshot.close()


def _read(folder: Path, snapshot: Snapshot) -> Store:
    try:
        return Store.read_only(str(snapshot.database))
    except ENGINE_ERRORS as error:
        raise unusable(folder, error) from None


def _library(project: Project, store: Store) -> Library:
    """The pages, with the registry read that nearly all of them name; raises StoreUnusable."""
    library = Library(project, store)
    found = library.published
    try:
        found.actors, found.tenures, found.propositions, found.themes, found.outlets  # noqa: B018
    except ValueError as error:
        raise unusable(project.folder, error) from None
    return library
