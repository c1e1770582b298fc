"""Who writes to a store: its folder under a lock, or the server that keeps it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pyoxigraph import Quad

from kg.project import Address, Place
from kg.store import embedded
from kg.store.remote import Remote
from kg.store.remote_writer import RemoteWriter


class Writer(Protocol):
    """A store that is open to be written; all raise StoreError."""

    def fingerprint(self) -> str | None:
        """The hash of what the store was built from, or None where there is no usable store."""

    def sizes(self) -> dict[str, int]:
        """How many quads each graph holds, by its short name."""

    def replace_all(self, quads: set[Quad], *, anew: bool) -> tuple[int, int]:
        """Make the store hold exactly these quads; how many were added and removed."""


@dataclass(frozen=True, slots=True)
class FolderWriter:
    """The store in a folder, while its lock is held."""

    folder: Path

    def fingerprint(self) -> str | None:
        """The hash of what the store was built from, or None where there is no usable store."""
        return embedded.fingerprint(self.folder)

    def sizes(self) -> dict[str, int]:
        """How many quads each graph holds, by its short name."""
        return embedded.sizes(self.folder)

    def replace_all(self, quads: set[Quad], *, anew: bool) -> tuple[int, int]:
        """Make the store hold exactly these quads; how many were added and removed."""
        return embedded.replace_all(self.folder, quads, anew=anew)


@contextlib.contextmanager
def open_writer(place: Place) -> Iterator[Writer]:
    """The store at a place, to be written; raises StoreLocked where a folder is being written."""
    match place:
        case Address():
            with Remote(place) as remote:
                yield RemoteWriter(remote)
        case folder:
            with embedded.write_lock(folder):
                yield FolderWriter(folder)
