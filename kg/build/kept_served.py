"""The store behind a URL, brought up to date by what has changed in its files since.

What it was built from is told by an inventory on this machine. It is believed where the server says
that its store is of the same input: what a store holds follows from that, whoever has built it.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from collections.abc import Sequence

from kg.build.cells import as_written
from kg.build.edit import Change, FarReaching
from kg.build.inventory import Inventory
from kg.build.revise import INVENTORY, Revised, Reviser, raise_of_the_disk, revised
from kg.build.sources import Tree
from kg.errors import InputError, StoreLocked, StoreUnusable
from kg.store.remote.faults import Interrupted, Oversized
from kg.store.remote.patterns import ServedPatterns
from kg.store.remote.revision import Revision, count_lines
from kg.store.writing import ServerWriter

_log = logging.getLogger("kg.store")
_SENDING = "sending"
"""Under this the inventory notes what it tells of already, and the server may not hold yet."""
_MOST = 32 * 2**20
"""A change of more characters is no small one."""


class Served:
    """The store behind a URL, for as long as nobody else writes to it: that is found out."""

    def __init__(self, writer: ServerWriter) -> None:
        self._writer = writer

    def require(self, version: str, /) -> None:
        """Raise FarReaching where the store is not of the input with that hash."""
        if self._writer.fingerprint() != version:
            raise FarReaching("the inventory is of another state")

    def asked(self, version: str, /) -> ServedPatterns:
        """What can be asked for single things; raises FarReaching as require does."""
        self.require(version)
        return self._writer.writer.patterns()

    def stay(self, _version: str, /) -> None:
        """Nothing has changed."""

    def become(self, change: Change, inventory: Inventory, before: str, after: str, /) -> None:
        """Make a change of the store, and have the inventory tell of that.

        Raises FarReaching where it is too large, and where the store held something else than was
        known: it is to be made anew then, and says so.
        """
        removed, added = (
            {name: sorted(lines) for name, lines in told.items() if lines}
            for told in (change.removed, change.added)
        )
        revision = Revision(before, after, removed, added)
        if revision.size > _MOST:
            raise FarReaching("much is to be sent")
        # Beforehand, and at once with all else: whoever goes on after a kill knows what was sent.
        inventory.note(_SENDING, revision.packed())
        inventory.commit()
        self.send(inventory)

    def send(self, inventory: Inventory) -> tuple[int, int]:
        """Send what the inventory tells of already; how many lines came and went.

        Raises as become does, and sqlite3.DatabaseError where the inventory is damaged.
        """
        noted = inventory.noted(_SENDING)
        if not noted:
            return 0, 0
        with as_written():
            revision = Revision.unpacked(noted)
        try:
            exact = self._writer.writer.revise(revision, inventory.sizes())
        except Oversized as error:
            raise FarReaching(str(error)) from None
        if not exact:
            _log.warning("%s: somebody else has changed it: all is made anew", self._writer.place)
            raise FarReaching("the store holds something else")
        inventory.note(_SENDING, "")
        inventory.commit()
        return count_lines(revision.added), count_lines(revision.removed)


def revise_served(
    writer: ServerWriter, tree: Tree, code: str, names: Sequence[str] | None
) -> Revised | None:
    """A served store brought up to date; ``names`` are the files that may have changed.

    None as revise says. Raises StoreLocked where another program writes to it.
    """
    path = writer.beside and writer.beside / INVENTORY
    if path is None or not path.is_file() or path.is_symlink():
        return None
    served = Served(writer)
    with contextlib.ExitStack() as held:
        try:
            inventory = held.enter_context(contextlib.closing(Inventory(path)))
            version = inventory.noted("version") if inventory.noted("code") == code else None
        except (sqlite3.Error, ValueError):
            return None
        sent = _sent(served, inventory) if version else None
        if not version or sent is None:
            return None
        done = revised(Reviser(served, tree, inventory, code, version), tree, names)
        added, removed = sent
        return done and Revised(done.sizes, done.added + added, done.removed + removed)


def _sent(served: Served, inventory: Inventory) -> tuple[int, int] | None:
    """What was left of a change that was cut off, sent now; None where that is of no use."""
    try:
        return served.send(inventory)
    except Interrupted:
        raise
    except (FarReaching, InputError, StoreLocked, StoreUnusable):
        # Who makes all anew looks himself whether somebody else writes.
        return None
    except sqlite3.Error as error:
        raise_of_the_disk(error)
        return None
