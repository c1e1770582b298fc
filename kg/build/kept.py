"""A store of which an inventory tells, as who revises it sees it; and the one in a folder."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from pyoxigraph import Store

from kg.build.edit import Change, FarReaching
from kg.build.holdings import Patterns
from kg.build.inventory import Inventory
from kg.build.words import catch_up_words, follow_words
from kg.errors import StoreError
from kg.store.embedded import ENGINE_ERRORS, database, input_hash, open_reader, unusable
from kg.store.graphs import PUBLISHED, as_change, fits
from kg.store.replacing import change as change_database


class Kept(Protocol):
    """A store that nobody else writes to; all raise StoreError where it fails."""

    def require(self, version: str, /) -> None:
        """Raise FarReaching where the store is not of the input with that hash."""

    def asked(self, version: str, /) -> Patterns:
        """What can be asked for single things; raises FarReaching as require does."""

    def stay(self, version: str, /) -> None:
        """Nothing has changed."""

    def become(self, change: Change, inventory: Inventory, before: str, after: str, /) -> None:
        """Make a change of the store, and have the inventory tell of that.

        ``before`` and ``after`` are the hashes of the input. Raises FarReaching, with all as it
        was, where it is too large.
        """


class InFolder:
    """The store in a folder, while its write lock is held."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._store: Store | None = None

    def require(self, version: str, /) -> None:
        """Raise FarReaching where the store is not of the input with that hash."""
        self._require(version, lambda: open_reader(self._folder))

    def _require(self, version: str, opened: Callable[[], Store]) -> None:
        with contextlib.suppress(StoreError, *ENGINE_ERRORS):
            if input_hash(opened()) == version:
                return
        raise FarReaching("the inventory is of another state")

    def asked(self, version: str, /) -> Store:
        """The open store; raises FarReaching as require does."""
        # Not opened before there is something to write: opening writes to the database's files.
        if self._store is None:
            try:
                store = Store(str(database(self._folder)))
            except (StoreError, *ENGINE_ERRORS) as error:
                self.require(version)
                raise unusable(self._folder, error) from None
            self._require(version, lambda: store)
            self._store = store
        return self._store

    def stay(self, version: str, /) -> None:
        """Nothing has changed: then the index of words has time to catch up."""
        catch_up_words(self._folder, version)

    def become(self, change: Change, inventory: Inventory, before: str, after: str, /) -> None:
        """Make a change of the store, and have inventory and index of words tell of that.

        Raises FarReaching too where the store does not hold what the change takes out of it.
        """
        store = self.asked(before)
        try:
            if not fits(store, change.added, change.removed):
                raise FarReaching("the store holds something else than the inventory tells")
            update = as_change(change.added, change.removed)
            change_database(store, database(self._folder), update)
        except ENGINE_ERRORS as error:
            raise unusable(self._folder, error) from None
        # Only now: what the store says of itself must be on disk before the inventory says it too.
        inventory.settle(after)
        told = change.added[PUBLISHED]
        follow_words(store, self._folder, told, before=before, after=after)
