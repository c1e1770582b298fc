"""One writer of the seeds at a time: the lock of all who add to them, review them or format them.

Whoever writes reads first, and holds the lock from that reading until all is in its place: what
another has written meanwhile is then never overwritten.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import StoreLocked
from kg.files import cannot_write

PATIENCE = 10.0
"""Seconds that a writer waits for another one who is writing."""
_LOOKS = 0.002
"""Seconds between two looks: less than a writer needs between two things that it writes."""


@contextmanager
def alone(folder: Path, patience: float | None = None) -> Iterator[None]:
    """Keep all other writers of a folder waiting; a lock on the folder leaves no file.

    Who holds it and asks for it again waits in vain. Raises StoreLocked where another one holds it
    for longer than so many seconds, PATIENCE where none are given.
    """
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise cannot_write(folder, error) from None
    try:
        _lock(handle, folder, PATIENCE if patience is None else patience)
        try:
            yield
        finally:
            # A child forked meanwhile has the handle too: to close it here would free nothing.
            fcntl.flock(handle, fcntl.LOCK_UN)
    finally:
        os.close(handle)


def seeds_around(path: Path) -> Path:
    """The folder whose lock a file is written under: its project's seeds, or else its own folder.

    The codebook is entered from the seeds' tables, and so goes by the lock of the seeds.
    """
    whole = Path(os.path.abspath(path))  # noqa: PTH100 (links stay: they name the project)
    for folder in whole.parents:
        if (folder / "seeds").is_dir() and (folder / "ontology").is_dir():
            return folder / "seeds"
    return whole.parent


def _lock(handle: int, folder: Path, patience: float) -> None:
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise StoreLocked(
                    f"{folder}: another program keeps writing there",
                    hint="nothing was changed; try again when it has ended",
                ) from None
            time.sleep(_LOOKS)
        except OSError as error:
            raise cannot_write(folder, error) from None
        else:
            return
