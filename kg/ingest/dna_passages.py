"""Passages of documents, cut as Discourse Network Analyzer (DNA) counts their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.model.debates import DebateStatement

LONGEST = 10_000
MOST = 1 << 28
"""The most characters of one passage, and of all together."""
_UNIT = 2
_LAST_OF_ONE = "\uffff"
"""The bytes of a UTF-16 unit, and the last character that is one unit."""


class Passages:
    """Cuts passages; ``shortened`` says how many were too long, ``room`` what is left of MOST."""

    def __init__(self) -> None:
        self.shortened = 0
        self.room = MOST

    def cut(self, statements: Iterable[DebateStatement], text: str) -> Iterator[DebateStatement]:
        """The statements of a document, each with the first LONGEST characters of its passage.

        Places count UTF-16 units. Ends early where all together come to more than MOST.
        """
        units = text.encode("utf-16-le") if max(text, default="") > _LAST_OF_ONE else None
        size = len(text) if units is None else len(units) // _UNIT
        for one in statements:
            start = min(max(one.start, 0), size)
            stop = min(max(one.stop, start), size)
            if stop - start > LONGEST:
                stop = start + LONGEST
                self.shortened += 1
            self.room -= stop - start
            if self.room < 0:
                return
            if units is None:
                passage = text[start:stop]
            else:
                passage = units[_UNIT * start : _UNIT * stop].decode("utf-16-le", "replace")
            yield replace(one, text=passage)
