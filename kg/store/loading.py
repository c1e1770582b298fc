"""A new database of an embedded store, loaded block by block."""

from __future__ import annotations

import os
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from kg.files import sync_folder
from kg.store.blocks import Block
from kg.store.embedded import ENGINE_ERRORS, unusable
from kg.store.graphs import graph_node
from kg.store.replacing import in_the_making, index_words, point_to

KEY = "key"
"""The file in a folder of work in progress that tells which work it is: without it, none."""
LOADED = "db"
"""The database in such a folder."""
_AT_ONCE = 16 * 2**20
"""So many bytes of blocks are loaded at once: more costs memory and saves hardly any time."""


class Loading:
    """A database in the making, in a folder of the store: it takes its place when it is whole.

    What is full is loaded by a thread, while the caller makes the next. What was put in stays when
    the work is cut off, and another Loading of the same folder goes on with it. The caller holds
    the write lock.
    """

    def __init__(self, store: Path, folder: Path) -> None:
        """Open the database, which may be there in part; raises StoreError."""
        self._store, self._folder = store, folder / LOADED
        self._waiting: dict[str, list[bytes]] = {}
        self._size = 0
        self._blocks = 0
        self._engine = ThreadPoolExecutor(1, "load")
        self._under_way: Future[int] | None = None
        try:
            self._database = Store(str(self._folder))
        except ENGINE_ERRORS as error:
            raise unusable(store, error) from None
        self.loaded = 0
        """So many of the blocks that were taken in are known to be in the database."""

    def add(self, block: Block) -> None:
        """Take a block in, to be loaded with those that come next."""
        self._waiting.setdefault(block.graph, []).append(block.content)
        self._size += len(block.content)
        self._blocks += 1

    @property
    def is_full(self) -> bool:
        """Whether enough is waiting to be loaded."""
        return self._size >= _AT_ONCE

    def load(self) -> None:
        """Begin to load what is waiting, once what was begun before is done; raises StoreError."""
        self._wait()
        waiting, self._waiting, self._size = self._waiting, {}, 0
        self._under_way = self._engine.submit(self._load, waiting, self._blocks)

    def finish(self) -> None:
        """Put the database in the place of the one in use; raises StoreError."""
        self.load()
        self._wait()
        folder = self._store / f"db-{os.urandom(6).hex()}"
        with in_the_making(self._store, folder):
            ordered = self._engine.submit(self.put_in_order)
            # Its words are read as they are, while the engine writes the same anew.
            index_words(self._database, folder)
            ordered.result()
            del self._database
            # From here on there is nothing left with which the same work could go on.
            (self._folder.parent / KEY).unlink(missing_ok=True)
            self._folder.rename(folder)
            sync_folder(self._store)
            point_to(self._store, folder)

    def close(self) -> None:
        """Leave the database when what was begun is done."""
        self._engine.shutdown()

    def _wait(self) -> None:
        if self._under_way:
            self.loaded = self._under_way.result()
            self._under_way = None

    def _load(self, waiting: dict[str, list[bytes]], number: int) -> int:
        try:
            for name, contents in waiting.items():
                place = graph_node(name)
                content = b"".join(contents)
                contents.clear()
                # Blocks are written by the engine's own terms: it need not look at them again.
                self._database.bulk_load(
                    content, format=RdfFormat.N_TRIPLES, to_graph=place, lenient=True
                )
        except ENGINE_ERRORS as error:
            raise unusable(self._store, error) from None
        return number

    def put_in_order(self) -> None:
        """Have the engine write its files anew, as readers want them."""
        self._database.optimize()
        self._database.flush()
