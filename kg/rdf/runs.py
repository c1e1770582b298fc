"""Lines in order, more of them than memory holds."""

from __future__ import annotations

import os
import tempfile
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from operator import itemgetter
from types import TracebackType

from kg.temporary import in_temporary_folder

HELD = 64 * 2**20
"""So many bytes of lines are sorted in memory; what is more waits in a temporary file."""
_READ_AHEAD = 96 * 2**20
_SMALLEST_READ = 64 * 2**10


def in_order(lists: Iterable[list[bytes]], *, held: int = HELD) -> Iterator[list[bytes]]:
    """The lines of all lists by their bytes, each once, in lists of which none is empty.

    A line ends with a line feed and has no other line end. Of more than ``held`` bytes sorted runs
    wait in a file without a name, in the folder that TMPDIR names, and are merged. Raises
    StoreUnusable where that file cannot be written.
    """
    waiting: list[bytes] = []
    size = 0
    with _Runs() as runs:
        for lines in lists:
            waiting += lines
            size += sum(map(len, lines))
            if size > held:
                runs.add(_sorted(waiting))
                waiting, size = [], 0
        if len(runs):
            runs.add(_sorted(waiting))
            del waiting
            yield from runs.merged()
        elif waiting:
            yield _sorted(waiting)


def _sorted(lines: list[bytes]) -> list[bytes]:
    lines.sort()
    return list(map(itemgetter(0), groupby(lines)))


class _Runs:
    """Sorted runs of lines, one after another in a file that goes when this is left."""

    def __init__(self) -> None:
        self._file = -1
        self._ends = [0]

    def __enter__(self) -> _Runs:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file >= 0:
            os.close(self._file)

    def __len__(self) -> int:
        return len(self._ends) - 1

    def add(self, lines: list[bytes]) -> None:
        left = memoryview(b"".join(lines))
        self._ends.append(self._ends[-1] + len(left))
        with in_temporary_folder():
            if self._file < 0:
                self._file, name = tempfile.mkstemp(prefix="kg-lines-")
                os.unlink(name)  # noqa: PTH108 (the handle keeps the file; its name is not needed)
            while left:
                left = left[os.write(self._file, left) :]

    def merged(self) -> Iterator[list[bytes]]:
        step = max(_SMALLEST_READ, _READ_AHEAD // len(self))
        runs = [_Run(self._file, start, end, step) for start, end in pairwise(self._ends)]
        while runs := [run for run in runs if run.read()]:
            # Up to the last line read of every run that has more, no other line can come between.
            last = min((run.lines[-1] for run in runs if run.has_more), default=None)
            yield _sorted([line for run in runs for line in run.take(last)])


class _Run:
    """One run, read step by step; ``lines`` are those read and not taken."""

    def __init__(self, file: int, start: int, end: int, step: int) -> None:
        self._file, self._at, self._end, self._step = file, start, end, step
        self.lines: list[bytes] = []

    @property
    def has_more(self) -> bool:
        """Whether some of it is not read."""
        return self._at < self._end

    def read(self) -> bool:
        """Read on where nothing is left to take; whether there is something then."""
        step = self._step
        while not self.lines and self.has_more:
            content = os.pread(self._file, min(step, self._end - self._at), self._at)
            whole = content.rfind(b"\n") + 1
            self._at += whole
            self.lines = content[:whole].splitlines(keepends=True)
            step *= 2
        return bool(self.lines)

    def take(self, last: bytes | None) -> list[bytes]:
        """Take the lines up to that one, or all."""
        cut = len(self.lines) if last is None else bisect_right(self.lines, last)
        taken, self.lines = self.lines[:cut], self.lines[cut:]
        return taken
