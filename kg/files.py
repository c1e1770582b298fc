"""Files that are either whole or not there."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from io import FileIO
from pathlib import Path
from typing import BinaryIO

from kg.errors import KgError, StoreUnusable

Content = bytes | Iterable[bytes]
"""What a file is to hold: whole, or block by block."""


def write_whole(path: Path, content: Content, *, mode: int = 0o644) -> None:
    """Put a file in its place in one step; what was there stays until all is on disk.

    ``mode`` is its permissions, less what the umask takes. Raises StoreUnusable where the disk is
    full or the folder not writable.
    """
    write_all({path: content}, mode=mode)


def write_all(
    contents: Mapping[Path, Content] | Iterable[tuple[Path, Content]], *, mode: int = 0o644
) -> None:
    """Put files in their places; the first appears only when all are on disk.

    A content in blocks is written as they come. Raises StoreUnusable, with everything as it was,
    where one of them cannot be written.
    """
    waiting: dict[Path, Path] = {}
    try:
        for path, content in contents.items() if isinstance(contents, Mapping) else contents:
            blocks = (content,) if isinstance(content, bytes) else content
            if _is_outlet(path):
                _write_on(path, blocks)
            else:
                waiting[path.resolve()] = _write_beside(path, blocks, mode)
        folders = {path.parent for path in waiting}
        for path in list(waiting):
            with _told(path):
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


def _write_on(path: Path, blocks: Iterable[bytes]) -> None:
    with _told(path):
        stream = path.open("wb", buffering=0)
    with stream:
        _write(path, blocks, stream)


def _write_beside(named: Path, blocks: Iterable[bytes], mode: int) -> Path:
    with _told(named):
        path = named.resolve()
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "it is a folder")
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:80]}.")
    try:
        with _told(named):
            stream = os.fdopen(handle, "wb")
        with stream:
            _write(named, blocks, stream)
            with _told(named):
                stream.flush()
                os.fsync(stream.fileno())
        with _told(named):
            Path(name).chmod(mode & ~_umask())
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _write(path: Path, blocks: Iterable[bytes], stream: BinaryIO | FileIO) -> None:
    for block in blocks:
        # What fails where the blocks are made is not told of the file.
        with _told(path):
            left = memoryview(block)
            while left:
                left = left[stream.write(left) :]


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise cannot_write(path, error) from None


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
