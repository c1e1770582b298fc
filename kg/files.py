"""Files that are either whole or not there."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from kg.errors import KgError, StoreUnusable


def write_whole(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Put a file in its place in one step; what was there stays until all is on disk.

    ``mode`` is its permissions, less what the umask takes. Raises StoreUnusable where the disk is
    full or the folder not writable.
    """
    write_all({path: content}, mode=mode)


def write_all(contents: Mapping[Path, bytes], *, mode: int = 0o644) -> None:
    """Put files in their places; the first appears only when all are on disk.

    Raises StoreUnusable, with everything as it was, where one of them cannot be written.
    """
    waiting: dict[Path, Path] = {}
    try:
        for path, content in contents.items():
            try:
                if _is_outlet(path):
                    path.write_bytes(content)
                else:
                    waiting[path.resolve()] = _write_beside(path.resolve(), content, mode)
            except OSError as error:
                raise cannot_write(path, error) from None
        folders = {path.parent for path in waiting}
        for path in list(waiting):
            waiting[path].replace(path)
            del waiting[path]
    finally:
        for temporary in waiting.values():
            temporary.unlink(missing_ok=True)
    for folder in folders:
        sync_folder(folder)


def _is_outlet(path: Path) -> bool:
    """Whether what is written there goes on at once: to a device or a pipe, not into a file."""
    return path.exists() and not path.is_file() and not path.is_dir()


def _write_beside(path: Path, content: bytes, mode: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "it is a folder")
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:80]}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(mode & ~_umask())
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


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
