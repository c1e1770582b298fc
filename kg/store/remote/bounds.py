"""How much is read of a served store: it is kept in memory, and a server may never end."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

from pyoxigraph import Quad

from kg.errors import LimitReached
from kg.project import Address

_MOST = 5_000_000
"""So many triples take up some 5 GB of memory while they are read."""
_PATIENCE = 12
"""To read page by page may take so many times as long as a single answer."""


class Bounds:
    """What may still be read over one open line: so many triples, for so long."""

    def __init__(self, address: Address, seconds: float) -> None:
        """Each answer may take so many seconds."""
        self._address = address
        self._left = _MOST
        self._seconds = _PATIENCE * seconds
        self._end = time.monotonic() + self._seconds

    def expect(self, triples: int) -> None:
        """Raise LimitReached where so many more are too many, or the time is over."""
        if triples > self._left:
            raise LimitReached(
                f"{self._address}: it holds more than the {_MOST:,} triples that are read",
                hint="kg query asks it without a copy",
            )
        if time.monotonic() > self._end:
            raise LimitReached(
                f"{self._address}: not read within {self._seconds:g} s",
                hint="the server is slow, or has no end",
            )

    def counted(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """The quads, each taken off what may be read; raises LimitReached on too many."""
        for quad in quads:
            if not self._left:
                self.expect(1)
            self._left -= 1
            yield quad
