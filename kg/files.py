"""Files that are either whole or not there."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from kg.errors import KgError, StoreUnusable


def write_whole(path: Path, content: bytes) -> None:
    """Put a file in its place in one step; what was there stays until all is on disk.

    Raises StoreUnusable where the disk is full or the folder not writable.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise cannot_write(path, error) from None
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o644 & ~_umask())
        Path(name).replace(path)
    except BaseException as error:
        Path(name).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise cannot_write(path, error) from None
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename inside the folder last through a power loss."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def cannot_write(path: Path, error: OSError) -> KgError:
    """What to tell the user where a path could not be written."""
    return StoreUnusable(
        f"{path}: cannot be written: {error.strerror or error}",
        hint="nothing was changed; free some space or choose another place",
    )


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
