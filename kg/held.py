"""Folders and files that a program holds as long as it works on them, or else are left over.

Where a program was killed, the system lets go of what it held, and whoever comes next can tell.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

# A name in a folder that others may write to can lead anywhere by now.
_SAFELY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_A_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
# Where a file system has no locks, nobody can take for left over what is not held, either.
_NO_LOCKS = (errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS, errno.EINVAL)
_HELD = "held-"
NUMBER = r"[0-9a-f]{16}"
"""What the name of every such folder ends with, as a pattern."""


def held_folder(place: Path, prefix: str, mode: int = 0o700) -> tuple[Path, int]:
    """A new folder in a place, and the handle that holds it until it is closed; raises OSError."""
    while True:
        folder = place / f"{prefix}{os.urandom(8).hex()}"
        folder.mkdir(mode)
        try:
            handle = _hold(folder, fcntl.LOCK_EX)
        except FileNotFoundError:
            handle = None
        except OSError as error:
            if error.errno in _NO_LOCKS:
                return folder, os.open(folder, _SAFELY)
            with contextlib.suppress(OSError):
                folder.rmdir()
            raise
        if handle is not None:
            return folder, handle
        # Another program has looked at it before it was held, and may have removed it.
        with contextlib.suppress(OSError):
            folder.rmdir()


@contextlib.contextmanager
def left_over(folder: Path) -> Iterator[int | None]:
    """The handle of a folder of ours that nobody holds, held meanwhile; None of any other."""
    try:
        handle = _hold(folder, fcntl.LOCK_EX)
    except OSError:
        handle = None
    try:
        yield handle
    finally:
        if handle is not None:
            os.close(handle)


def sweep_folders(place: Path, names: re.Pattern[str]) -> None:
    """Remove the folders of ours with such names that nobody holds, as far as that can be done."""
    import shutil  # what reads alone need not load it

    for folder in _named(place, names):
        with left_over(folder) as handle, contextlib.suppress(OSError):
            if handle is not None:
                # By the handle: the name may lead to another folder by now.
                shutil.rmtree(".", ignore_errors=True, dir_fd=handle)
                folder.rmdir()


def find_left_over(place: Path, names: re.Pattern[str]) -> list[Path]:
    """The folders of ours with such names that nobody holds."""
    found = []
    for folder in _named(place, names):
        with contextlib.suppress(OSError):
            # Another program may look at the same time.
            handle = _hold(folder, fcntl.LOCK_SH)
            if handle is not None:
                os.close(handle)
                found.append(folder)
    return found


def held_file(place: Path, prefix: str) -> tuple[int, Path]:
    """A new file in a folder, and the handle that holds it until all its copies are closed.

    Raises OSError.
    """
    import tempfile  # as above

    while True:
        handle, name = tempfile.mkstemp(dir=place, prefix=f"{prefix}{_HELD}")
        try:
            taken = _is_taken(handle, Path(name))
        except OSError:
            taken = True
        if taken:
            return handle, Path(name)
        # Another program took it for left over before it was held.
        os.close(handle)
        with contextlib.suppress(OSError):
            os.unlink(name)  # noqa: PTH108 (as tempfile names it)


def sweep_files(place: Path, prefix: str) -> None:
    """Remove the files that held_file made with a prefix and that nobody holds any more."""
    for path in _named(place, re.compile(f"{re.escape(prefix + _HELD)}[a-z0-9_]{{8}}")):
        with contextlib.suppress(OSError):
            handle = os.open(path, _A_FILE)
            try:
                if _is_taken(handle, path):
                    path.unlink()
            finally:
                os.close(handle)


def _is_taken(handle: int, path: Path) -> bool:
    """Whether a file of ours is held by this handle now, and goes by that name."""
    opened = os.fstat(handle)
    if not stat.S_ISREG(opened.st_mode) or opened.st_uid != os.geteuid():
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(opened, path.lstat())
    except (BlockingIOError, FileNotFoundError):
        return False


def _named(place: Path, names: re.Pattern[str]) -> list[Path]:
    try:
        with os.scandir(place) as entries:
            return sorted(Path(one.path) for one in entries if names.fullmatch(one.name))
    except OSError:
        return []


def _hold(folder: Path, how: int) -> int | None:
    """The handle that holds a folder; None where another holds it, or it is not ours.

    Raises OSError where it cannot be opened or held.
    """
    handle = os.open(folder, _SAFELY)
    try:
        opened = os.fstat(handle)
        if opened.st_uid == os.geteuid():
            fcntl.flock(handle, how | fcntl.LOCK_NB)
            # It may have been removed between the two, and its name be another's.
            if os.path.samestat(opened, folder.lstat()):
                return handle
    except BlockingIOError:
        pass
    except BaseException:
        os.close(handle)
        raise
    os.close(handle)
    return None
