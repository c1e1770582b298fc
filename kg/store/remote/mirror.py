"""A served store in a folder of this machine for as long as it is needed, kept up to date."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kg.errors import KgError
from kg.project import Address, Project
from kg.store.embedded import fingerprint
from kg.store.locks import locked_to_write
from kg.store.remote.remote import Remote, fetch
from kg.store.replacing import replace_all
from kg.temporary import temporary_folder

_log = logging.getLogger("kg.store")
_LOOKS = 60.0
"""Seconds between two looks whether the served store was built anew."""
_LEAVE = 5.0
"""So many seconds a copy that is being made may still take when it is no longer needed."""


@contextlib.contextmanager
def mirrored(project: Project, *, looks: float = _LOOKS) -> Iterator[Project]:
    """The project with its store in a folder: its own, or a copy of the served one.

    The copy follows the served store by its input hash, and goes at the end. Raises StoreError
    where there is nothing to copy; later failures leave the copy as it is.
    """
    match project.store:
        case Address():
            with temporary_folder("kg-mirror-") as folder:
                place = folder / "store"
                copy(project.store, place)
                ended = threading.Event()
                work = threading.Thread(
                    target=_follow,
                    args=(project.store, place, ended, looks),
                    name="kg-mirror",
                    daemon=True,
                )
                work.start()
                try:
                    yield replace(project, store=place)
                finally:
                    ended.set()
                    # A server that does not answer keeps nobody: the thread ends with the process.
                    work.join(_LEAVE)
        case _:
            yield project


def copy(address: Address, folder: Path, ended: threading.Event | None = None) -> None:
    """Make the store in a folder hold what a served one holds; raises StoreError.

    Where the need for it has ``ended`` meanwhile, the folder stays as it is.
    """
    quads = set(fetch(address))
    if ended and ended.is_set():
        return
    with locked_to_write(folder):
        replace_all(folder, quads)


def _follow(address: Address, folder: Path, ended: threading.Event, looks: float) -> None:
    told = ""
    while not ended.wait(looks):
        try:
            with Remote(address) as remote:
                changed = remote.input_hash() != fingerprint(folder)
            if changed:
                copy(address, folder, ended)
            told = ""
        except (KgError, OSError):
            # A server that is down for a while does not end what stands on the copy.
            continue
        except Exception as error:  # noqa: BLE001 (it is told once, and the next look goes on)
            if repr(error) != told:
                told = repr(error)
                _log.warning("%s is not followed: %s", address, told, exc_info=error)
