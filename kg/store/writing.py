"""Who writes to a store: its folder under a lock, or the server that keeps it."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pyoxigraph import Quad

from kg.errors import StoreUnusable
from kg.files import cannot_write, sync_folder, write_whole, writing
from kg.project import Address, Place
from kg.store import embedded
from kg.store.blocks import Block
from kg.store.loading import KEY, LOADED, Loading
from kg.store.locks import locked_to_write
from kg.store.remote.remote import Remote
from kg.store.remote.writer import RemoteWriter
from kg.store.replacing import replace_all
from kg.store.sweeping import sweep
from kg.temporary import temporary_folder

_log = logging.getLogger("kg.store")
_WORKSHOP = "building"
_PIECE = 2**20


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where a load has its work in progress: a folder.

    ``loaded`` hears how many of the blocks, from the first on, are in the store; ``version`` is
    the hash of the input, where it is known beforehand; ``anew`` says that what a server holds may
    go, whosesoever it is.
    """

    folder: Path
    loaded: Callable[[int], None]
    version: str = ""
    anew: bool = False


class Writer(Protocol):
    """A store that is open to be written; all raise StoreError."""

    def fingerprint(self) -> str | None:
        """The hash of what the store was built from, or None where there is no usable store."""

    def sizes(self) -> dict[str, int]:
        """How many quads each graph holds, by its short name."""

    def replace_all(self, quads: set[Quad], *, anew: bool) -> tuple[int, int]:
        """Make the store hold exactly these quads; how many were added and removed."""

    def load(self, blocks: Iterable[Block], workshop: Workshop) -> None:
        """Make the store hold exactly these blocks, however many."""

    def workshop(self, key: str, /) -> contextlib.AbstractContextManager[Path]:
        """A folder for work in progress, with what the same work left when it was cut off."""

    def keep(self, path: Path, /) -> None:
        """Keep a file beside the store from now on, in place of the one of its name."""

    def drop_work(self) -> None:
        """Forget what a build that was cut off has left to go on with."""


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
        return replace_all(self.folder, quads, anew=anew)

    def load(self, blocks: Iterable[Block], workshop: Workshop) -> None:
        """Make the store hold exactly these blocks, some of which may be there already."""
        with contextlib.closing(Loading(self.folder, workshop.folder)) as loading:
            for block in blocks:
                loading.add(block)
                if loading.is_full:
                    loading.load()
                    workshop.loaded(loading.loaded)
            loading.finish()

    def keep(self, path: Path, /) -> None:
        """Keep a file in the store's folder from now on, in place of the one of its name."""
        with writing(self.folder / path.name):
            with path.open("rb") as stream:
                os.fsync(stream.fileno())
            # A journal that is left of the file before is none of this one.
            (self.folder / f"{path.name}-journal").unlink(missing_ok=True)
            path.replace(self.folder / path.name)
            sync_folder(self.folder)

    def drop_work(self) -> None:
        """Forget what a build that was cut off has left to go on with."""
        _remove(self.folder / _WORKSHOP)

    @contextlib.contextmanager
    def workshop(self, key: str, /) -> Iterator[Path]:
        """A folder inside the store; it goes when the work is done, or has failed for good."""
        folder = self.folder / _WORKSHOP
        mark = folder / KEY
        try:
            known = mark.is_file() and mark.read_text() == key
            # Work that was recorded as done lies in the database: without that it is to be done.
            if not (known and (folder / LOADED).is_dir()):
                _remove(folder)
                folder.mkdir(parents=True)
                mark.write_text(key)
        except OSError as error:
            raise cannot_write(folder, error) from None
        try:
            yield folder
        except KeyboardInterrupt:
            raise
        except BaseException:
            _remove(folder)
            raise
        _remove(folder)


def _remove(folder: Path) -> None:
    """Remove work in progress; cut off meanwhile, what is left is no work that could go on."""
    (folder / KEY).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class ServerWriter:
    """The store behind a URL.

    ``beside`` is the folder for what is kept of it here, while its lock is held; None is none,
    where nothing can be written.
    """

    writer: RemoteWriter
    beside: Path | None = None

    @property
    def place(self) -> Address:
        """Where it is served."""
        return self.writer.address

    def fingerprint(self) -> str | None:
        """The hash of what the store was built from, or None where it does not tell."""
        return self.writer.fingerprint()

    def sizes(self) -> dict[str, int]:
        """How many quads each graph holds, by its short name."""
        return self.writer.sizes()

    def replace_all(self, quads: set[Quad], *, anew: bool) -> tuple[int, int]:
        """Make the store hold exactly these quads; how many were added and removed."""
        return self.writer.replace_all(quads, anew=anew)

    def load(self, blocks: Iterable[Block], workshop: Workshop) -> None:
        """Make the store hold exactly these blocks; what was sent before is not sent again."""
        self.writer.load(blocks, workshop.version, anew=workshop.anew)

    def keep(self, path: Path, /) -> None:
        """Keep a copy of a file on this machine from now on, in place of the one of its name."""
        if self.beside is None:
            return
        place = self.beside / path.name
        try:
            with writing(place):
                # What is left of a file without its journal must not be taken for a whole one.
                place.unlink(missing_ok=True)
                Path(f"{place}-journal").unlink(missing_ok=True)
            with path.open("rb") as stream:
                write_whole(place, iter(lambda: stream.read(_PIECE), b""), sweeping=True)
        except StoreUnusable as error:
            # The server holds all that it is to hold.
            _log.warning("the next build reads everything: %s", error)

    def drop_work(self) -> None:
        """Nothing is left of a build that was cut off."""

    @contextlib.contextmanager
    def workshop(self, _key: str, /) -> Iterator[Path]:
        """A folder that goes in any case."""
        with temporary_folder("kg-build-") as folder:
            yield folder


@contextlib.contextmanager
def open_writer(place: Place, beside: Path | None = None) -> Iterator[FolderWriter | ServerWriter]:
    """The store at a place, to be written; raises StoreLocked where a folder is being written.

    ``beside`` is the folder of this machine for what is kept of a store behind a URL.
    """
    match place:
        case Address():
            with contextlib.ExitStack() as stack:
                held = None
                if beside is not None:
                    # Whoever may not write there builds all the same.
                    with contextlib.suppress(StoreUnusable):
                        stack.enter_context(locked_to_write(beside))
                        held = beside
                remote = stack.enter_context(Remote(place))
                yield ServerWriter(RemoteWriter(remote), held)
        case folder:
            with locked_to_write(folder):
                sweep(folder)
                yield FolderWriter(folder)
