"""How large an answer is, in bytes while it is written and in rows when it is there."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from kg.errors import LimitReached

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

_QUOTED = re.compile(rb'"(?:[^"\\]|\\.)*+"', re.DOTALL)
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
    """How many solutions an answer has that was written in a format of tables."""
    if form == "xml":
        return body.count(b"<result>") + body.count(b"<result/>")
    if form == "json":
        # Without its strings an answer in JSON has an object for each row, one for each term, and
        # three around them; each row but the last is followed by another.
        bare = _QUOTED.sub(b"", body)
        return _bindings(bare)
    bare = _CSV_QUOTED.sub(b"", body) if form == "csv" else body
    return max(bare.count(b"\n") - 1, 0)


def _bindings(bare: bytes) -> int:
    start = bare.rfind(b"[") + 1
    rows = bare[start : bare.rfind(b"]")]
    depth = count = 0
    for brace in re.findall(rb"[{}]", rows):
        depth += 1 if brace == b"{" else -1
        count += brace == b"}" and depth == 0
    return count


def refuse_rows(body: bytes, kind: str, form: str, most: int) -> None:
    """Raise LimitReached where an answer has more rows than allowed."""
    # No row takes less than two bytes, so that most answers need no counting.
    if kind == "table" and len(body) > 2 * most and count_rows(body, form) > most:
        raise LimitReached(f"more than {most} rows", hint="ask for fewer with LIMIT")
