"""What a file of text holds, read whole; where it cannot be, the file and the line are told."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from kg.errors import InputError, Problem


def read_file(path: Path) -> bytes:
    """The content of a file; raises InputError where it is none or cannot be read."""
    require_file(path)
    try:
        return path.read_bytes()
    except OSError as error:
        raise _refused(path, error.strerror or str(error)) from None


def require_file(path: Path) -> None:
    """Raise InputError where there is no file, but nothing, a folder, a device or a pipe.

    A pipe gives what it holds only once, and may wait for ever for somebody to write to it.
    """
    try:
        kind = path.stat().st_mode
    except OSError as error:
        raise _refused(path, error.strerror or str(error)) from None
    if stat.S_ISDIR(kind):
        raise _refused(path, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(kind):
        raise _refused(path, "is no regular file", "save it in a file first")


def as_text(path: Path, content: bytes) -> str:
    """The words of a file in UTF-8, without a byte order mark.

    Raises InputError with the line of the first byte that is none of UTF-8.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        problem = Problem(path, line, 0, "the file is not UTF-8")
        raise InputError(f"{path}: not UTF-8", problems=[problem]) from None


def _refused(path: Path, why: str, hint: str | None = None) -> InputError:
    return InputError(f"{path}: {why}", hint=hint, problems=[Problem(path, 0, 0, why)])
