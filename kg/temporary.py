"""Files that are there only while something is worked on, in the folder that TMPDIR names."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

from kg.errors import StoreUnusable
from kg.held import NUMBER, find_left_over, held_folder, sweep_folders
from kg.remedies import remedy_of_writing

_OURS = re.compile(rf"kg-[a-z]+-{NUMBER}")


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
        raise StoreUnusable(
            f"{_folder()}: temporary files cannot be written: {error.strerror or error}",
            hint=remedy_of_writing(error.errno, elsewhere="name another folder in TMPDIR"),
        ) from None


@contextlib.contextmanager
def temporary_folder(prefix: str) -> Iterator[Path]:
    """A folder that goes with all it holds when it is left; raises StoreUnusable."""
    folder, handle = passing_folder(prefix)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)


def passing_folder(prefix: str) -> tuple[Path, int]:
    """A new folder, and the handle that holds it: who closes that has removed the folder before.

    What killed programs have left goes first. ``prefix`` is "kg-", a word and a hyphen. Raises
    StoreUnusable.
    """
    with in_temporary_folder():
        sweep_passing()
        return held_folder(Path(tempfile.gettempdir()), prefix)


def find_passing() -> list[Path]:
    """The folders that killed programs of ours have left."""
    with contextlib.suppress(OSError):
        return find_left_over(Path(tempfile.gettempdir()), _OURS)
    return []


def sweep_passing() -> None:
    """Remove the folders that killed programs of ours have left."""
    with contextlib.suppress(OSError):
        sweep_folders(Path(tempfile.gettempdir()), _OURS)


def _folder() -> str:
    # Where none of those that it tries can be used, tempfile has no name for it.
    return tempfile.tempdir or os.environ.get("TMPDIR") or "TMPDIR"
