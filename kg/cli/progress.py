"""How far a long work has come, on a terminal and nowhere else."""

from __future__ import annotations

import sys
import time

_PAUSE = 0.2


class Progress:
    """A line on stderr: how many documents, how fast, and how long yet if ``total`` is known."""

    def __init__(self, total: int | None = None, things: str = "documents") -> None:
        self._total = total
        self._things = things
        self._shown = sys.stderr.isatty()
        self._begun = self._last = time.monotonic()
        self._count = 0

    def show(self, things: str, count: int, total: int) -> None:
        """So many are done of a stage; of another stage than before, the clock begins anew."""
        if things != self._things:
            self._things, self._begun = things, time.monotonic()
            # The first step of a stage may be its longest: the line names it from the beginning.
            self._last = self._begun - _PAUSE
        self._count, self._total = count, total
        self._tell()

    def step(self) -> None:
        """One more."""
        self._count += 1
        self._tell()

    def _tell(self) -> None:
        now = time.monotonic()
        if self._shown and now - self._last >= _PAUSE:
            self._last = now
            line = progress_line(self._count, self._total, now - self._begun, self._things)
            sys.stderr.write(f"\r{line}\x1b[K")
            sys.stderr.flush()

    def clear(self) -> None:
        """Make room for another line."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def progress_line(count: int, total: int | None, seconds: float, things: str = "documents") -> str:
    """Documents so far, and after the first one, documents a second and the time that is left."""
    rate = count / seconds if seconds > 0 else 0.0
    line = f"{count:,} {things}" if total is None else f"{count:,} of {total:,} {things}"
    if count:
        line += f", {rate:,.1f} a second"
    if total is not None and rate > 0:
        left = max(0, round((total - count) / rate))
        line += f", {left // 60}:{left % 60:02} left"
    return line
