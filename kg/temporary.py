"""Files that are there only while something is worked on, in the folder that TMPDIR names."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

from kg.errors import StoreUnusable


class Spool(tempfile.SpooledTemporaryFile[bytes]):
    """Bytes that wait to be read: the first in memory, more of them in a file without a name.

    Raises StoreUnusable, with the folder, where such a file cannot be made or written.
    """

    def __init__(self, held: int) -> None:
        """So many bytes are held in memory."""
        super().__init__(held)

    def write(self, s: Any) -> int:
        """Put bytes down; how many they were."""
        with in_temporary_folder():
            return super().write(s)

    def seek(self, *args: int) -> int:
        """Go to a place, when all is written that was put down."""
        with in_temporary_folder():
            return super().seek(*args)

    def close(self) -> None:
        """Forget all; what could not be written is not wanted any more."""
        with contextlib.suppress(OSError):
            super().close()

    def __exit__(
        self, exc: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None
    ) -> None:
        self.close()


@contextlib.contextmanager
def in_temporary_folder() -> Iterator[None]:
    """What the system refuses inside is told of the folder, and of TMPDIR; raises StoreUnusable."""
    try:
        yield
    except OSError as error:
        hint = "free some space there, or name another folder in TMPDIR"
        if error.errno in (errno.EMFILE, errno.ENFILE):
            hint = "allow more open files: ulimit -n 1024"
        raise StoreUnusable(
            f"{_folder()}: temporary files cannot be written: {error.strerror or error}", hint=hint
        ) from None


@contextlib.contextmanager
def temporary_folder(prefix: str) -> Iterator[Path]:
    """A folder that goes with all it holds when it is left; raises StoreUnusable."""
    with in_temporary_folder():
        folder = tempfile.TemporaryDirectory(prefix=prefix)
    with folder as name:
        yield Path(name)


def _folder() -> str:
    # Where none of those that it tries can be used, tempfile has no name for it.
    return tempfile.tempdir or os.environ.get("TMPDIR") or "TMPDIR"
