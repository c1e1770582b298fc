"""Files that are either whole or not there, and what is told where the system refuses one."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from io import FileIO
from pathlib import Path
from typing import BinaryIO

from kg.errors import KgError, StoreUnusable
from kg.held import held_file, sweep_files
from kg.remedies import is_of_the_machine, remedy, remedy_of_writing

Content = bytes | Iterable[bytes]
"""What a file is to hold: whole, or block by block."""
UNFINISHED = re.compile(r"\..+\.[a-z0-9_]{8}")
"""The name of a file beside the one that it is to become."""

_SOME_PLACED = "some of the files are new already: run it again when this one can be written"
_MAY_NOT_LAST = "the files are in their places, but may not outlast a loss of power"
_HELD = 64
"""So many unfinished files are held at once: each takes an open file."""
_NOT_SYNCED = (errno.EINVAL, errno.ENOTSUP, errno.EACCES, errno.EPERM)


def is_file(path: Path | str) -> bool:
    """Whether a file stands there that can be looked at; a name that no file can have is none."""
    return os.path.isfile(path)  # noqa: PTH113 (pathlib raises where the name is too long)


def is_folder(path: Path | str) -> bool:
    """Whether a folder stands there that can be looked at; as is_file."""
    return os.path.isdir(path)  # noqa: PTH112 (pathlib raises where the name is too long)


def no_folder(path: Path | str) -> str:
    """What is wrong with what was named as a folder and is none."""
    return "it is no folder" if os.path.lexists(path) else "there is no such folder"


def is_there(path: Path | str) -> bool:
    """Whether anything stands there that can be looked at; as is_file."""
    return os.path.exists(path)  # noqa: PTH110 (pathlib raises where the name is too long)


def whole_path(path: Path | str) -> Path:
    """The path from the top, links followed as far as they lead: one in a circle stays."""
    # Path.resolve raises RuntimeError on such a link before Python 3.13.
    return Path(os.path.realpath(path))


def from_here(path: Path) -> Path:
    """A path as a user writes it: from the current folder where it lies below it."""
    try:
        here, whole = Path.cwd(), whole_path(path)
    except OSError:
        return path
    return whole.relative_to(here) if whole.is_relative_to(here) else path


def write_whole(path: Path, content: Content, *, mode: int = 0o644, sweeping: bool = False) -> None:
    """Put a file in its place in one step; what was there stays until all is on disk.

    ``mode`` is its permissions, less what the umask takes; ``sweeping`` as in write_all. Raises
    StoreUnusable where the disk is full or the folder not writable.
    """
    write_all({path: content}, mode=mode, sweeping=sweeping)


def write_all(
    contents: Mapping[Path, Content] | Iterable[tuple[Path, Content]],
    *,
    mode: int = 0o644,
    sweeping: bool = False,
) -> None:
    """Put files in their places; the first appears only when all are on disk.

    A content in blocks is written as they come. ``sweeping`` is for a place of which nobody else
    takes care: what killed writers of the same files have left there is removed. Raises
    StoreUnusable, with everything as it was, where one of them cannot be written.
    """
    waiting: dict[Path, Path] = {}
    held: list[int] = []
    try:
        for path, content in contents.items() if isinstance(contents, Mapping) else contents:
            blocks = (content,) if isinstance(content, bytes) else content
            if _is_outlet(path):
                _write_on(path, blocks)
            else:
                with writing(path):
                    place, handle, temporary = _begin(path, held if sweeping else None)
                _write_beside(path, blocks, mode, handle, temporary, held=handle in held)
                waiting[place] = temporary
        places = list(waiting)
        for path in places:
            with writing(path, hint=_SOME_PLACED if len(waiting) < len(places) else None):
                waiting[path].replace(path)
            del waiting[path]
    finally:
        for temporary in waiting.values():
            _remove(temporary)
        for handle in held:
            # It is on disk, or was not wanted.
            with contextlib.suppress(OSError):
                os.close(handle)
    for folder in {path.parent for path in places}:
        with writing(folder, hint=_MAY_NOT_LAST):
            sync_folder(folder)


def _is_outlet(path: Path) -> bool:
    """Whether what is written there goes on at once: to a device or a pipe, not into a file."""
    with writing(path):
        try:
            kind = path.stat().st_mode
        except (FileNotFoundError, NotADirectoryError):
            return False
    return not (stat.S_ISREG(kind) or stat.S_ISDIR(kind))


def _write_on(path: Path, blocks: Iterable[bytes]) -> None:
    with writing(path):
        stream = path.open("wb", buffering=0)
    with stream:
        _write(path, blocks, stream)


def _begin(named: Path, held: list[int] | None) -> tuple[Path, int, Path]:
    """The place where a file belongs, and a new one beside it; where asked, it is ``held``."""
    import tempfile  # what reads alone need not load it

    place = whole_path(named)
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.is_dir():
        raise IsADirectoryError(errno.EISDIR, "it is a folder")
    # A name has 255 bytes at most, and a character four.
    prefix = f".{place.name[:60]}."
    if held is not None:
        sweep_files(place.parent, prefix)
        if len(held) < _HELD:
            handle, temporary = held_file(place.parent, prefix)
            held.append(handle)
            return place, handle, temporary
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=prefix)
    return place, handle, Path(name)


def _write_beside(
    named: Path, blocks: Iterable[bytes], mode: int, handle: int, temporary: Path, *, held: bool
) -> None:
    """Write a file that has been begun, whole and on the disk, or remove it.

    The handle is closed, but where the file is ``held`` by it.
    """
    try:
        with writing(named):
            stream = os.fdopen(handle, "wb", closefd=not held)
        try:
            _write(named, blocks, stream)
            with writing(named):
                stream.flush()
                os.fsync(stream.fileno())
        finally:
            # What found no room would be tried once more here, and told without the path.
            with contextlib.suppress(OSError):
                stream.close()
        with writing(named):
            temporary.chmod(mode & ~_umask())
    except BaseException:
        _remove(temporary)
        raise


def _write(path: Path, blocks: Iterable[bytes], stream: BinaryIO | FileIO) -> None:
    for block in blocks:
        # What fails where the blocks are made is not told of the file.
        with writing(path):
            left = memoryview(block)
            while left:
                left = left[stream.write(left) :]


def _remove(temporary: Path) -> None:
    # What went wrong before is told, and not that this went wrong too.
    with contextlib.suppress(OSError):
        temporary.unlink()


@contextlib.contextmanager
def writing(path: Path, *, hint: str | None = None) -> Iterator[None]:
    """What the system refuses inside is told of the path; raises StoreUnusable."""
    try:
        yield
    except OSError as error:
        raise cannot_write(path, error, hint=hint) from None


def sync_folder(folder: Path) -> None:
    """Make a rename inside the folder last through a power loss, where its file system can.

    Raises OSError, with the folder's name, where the disk fails.
    """
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        # A folder that may be written and not listed, or a file system that cannot do it for one.
        if error.errno in _NOT_SYNCED:
            return
        error.filename = str(folder)
        raise


def cannot_write(path: Path, error: OSError, *, hint: str | None = None) -> KgError:
    """What to tell the user where a path could not be written."""
    return StoreUnusable(
        f"{path}: cannot be written: {error.strerror or error}",
        hint=hint or f"nothing was changed; {remedy_of_writing(error.errno)}",
    )


def refused(error: OSError | RuntimeError) -> KgError | None:
    """What to tell of an error of the system that no step has told of, or None for a bug.

    One that names a file is about that file. One that names none is told where the machine alone
    brings it about: it lacks room, open files, memory or processes, or a disk fails.
    """
    if isinstance(error, RuntimeError):
        # What pathlib says before Python 3.13 of a link that leads to itself.
        loop = str(error).startswith("Symlink loop from ")
        return StoreUnusable(str(error)) if loop else None
    if error.errno is None or not (error.filename or is_of_the_machine(error.errno)):
        return None
    place = f"{error.filename}: " if error.filename else ""
    return StoreUnusable(f"{place}{error.strerror}", hint=remedy(error.errno))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
