"""How large an answer is, in bytes while it is written and in rows when it is there."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from kg.errors import TooLarge

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

_QUOTED = re.compile(rb'"(?>(?:[^"\\]++|\\.)*)"', re.DOTALL)
_CSV_QUOTED = re.compile(rb'"[^"]*+"')


class Bounded(io.BytesIO):
    """A file in memory that takes no more than so many bytes."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._size = size
        self.is_full = False

    def write(self, part: Buffer, /) -> int:
        """Keep a part; raises OSError where it is one too many."""
        if self.tell() + memoryview(part).nbytes > self._size:
            self.is_full = True
            self.truncate(0)
            raise OSError("the answer is too large")
        return super().write(part)


def count_rows(body: bytes, form: str) -> int:
    """How many solutions an answer has that the engine wrote in a format of tables."""
    if form == "xml":
        return body.count(b"<result>") + body.count(b"<result/>")
    if form == "json":
        # Every other object is the value of a key: only rows follow one another.
        bare = _QUOTED.sub(b"", body)
        return bare.count(b"},{") + (not bare.endswith(b"[]}}"))
    bare = _CSV_QUOTED.sub(b"", body) if form == "csv" else body
    return max(bare.count(b"\n") - 1, 0)


def refuse_rows(body: bytes, kind: str, form: str, most: int) -> None:
    """Raise TooLarge where an answer has more rows than allowed."""
    # No row takes less than two bytes, so that most answers need no counting.
    if kind == "table" and len(body) > 2 * most and count_rows(body, form) > most:
        raise TooLarge(f"more than {most} rows", hint="ask for fewer with LIMIT")
