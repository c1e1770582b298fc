"""The lock of a store's folder: for one program that writes, or for any number that copy."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

from kg.errors import StoreLocked, StoreUnusable

PATIENCE = 2.0
"""Seconds that who writes waits for those who copy, and they for who writes."""
_LOOKS = 0.02
# A lock that is a link leads to somebody else's file, and one that is a pipe would be waited for.
_SAFELY = os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
_REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS)


@contextlib.contextmanager
def locked_to_write(store: Path) -> Iterator[None]:
    """Keeps all others out; raises StoreLocked, at once where another program writes."""
    with _opened(store) as handle:
        until = time.monotonic() + PATIENCE
        while not _taken(handle, fcntl.LOCK_EX, store):
            # Who copies is soon done; who writes may not be, and shares with nobody.
            if not _taken(handle, fcntl.LOCK_SH, store) or time.monotonic() >= until:
                raise _in_use(store)
            fcntl.flock(handle, fcntl.LOCK_UN)
            time.sleep(_LOOKS)
        yield


@contextlib.contextmanager
def locked_to_copy(store: Path, patience: float | None = None) -> Iterator[None]:
    """Keeps who would write out; others may copy at the same time.

    Raises StoreLocked where one writes for longer than ``patience``, in seconds; PATIENCE if None.
    """
    with contextlib.ExitStack() as held:
        try:
            handle = held.enter_context(_opened(store))
        except StoreUnusable:
            if os.access(store, os.W_OK):
                raise
            # Where nobody may write, nobody does.
        else:
            until = time.monotonic() + (PATIENCE if patience is None else patience)
            while not _taken(handle, fcntl.LOCK_SH, store):
                if time.monotonic() >= until:
                    raise _in_use(store)
                time.sleep(_LOOKS)
        yield


@contextlib.contextmanager
def _opened(store: Path) -> Iterator[int]:
    from kg.files import cannot_write  # what only writers need is slow to import

    path = store / "lock"
    try:
        store.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | _SAFELY, 0o666)
        except OSError as error:
            if error.errno not in _REFUSED:
                raise
            # Another user's file can be locked by whoever may read it.
            handle = os.open(path, os.O_RDONLY | _SAFELY)
    except OSError as error:
        raise cannot_write(path, error) from None
    try:
        yield handle
    finally:
        os.close(handle)


def _taken(handle: int, how: int, store: Path) -> bool:
    try:
        fcntl.flock(handle, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        raise StoreUnusable(
            f"{store}: cannot be locked: {error.strerror}",
            hint="name a folder on another file system with --store",
        ) from None
    return True


def _in_use(store: Path) -> StoreLocked:
    return StoreLocked(
        f"{store}: another program is writing to it", hint="try again when it has ended"
    )
