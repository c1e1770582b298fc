"""The body of an answer: of bounded size, unpacked, in memory or where it is large on disk."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from kg.errors import LimitReached, StoreUnusable
from kg.temporary import Spool

if TYPE_CHECKING:
    import httpx

_IN_MEMORY = 8 * 2**20
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: its status, its headers in lower case, its body to be read from the start."""

    status: int
    headers: Mapping[str, str]
    body: IO[bytes]

    @property
    def media_type(self) -> str:
        """Of what kind the body says to be."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


async def receive(response: httpx.Response, host: str, most: int) -> IO[bytes]:
    """The body of an answer, unpacked, of so many bytes at most.

    Raises LimitReached on more, StoreUnusable where it is packed otherwise or cut off.
    """
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in {"identity", "gzip"}:
        raise StoreUnusable(f"{host}: it sends {encoding[:40]}, which was not asked for")
    body: IO[bytes] = Spool(_IN_MEMORY)
    unpacked = _Gunzip() if encoding == "gzip" else None
    size = 0
    async for piece in response.aiter_raw():
        for part in unpacked.blocks(piece) if unpacked else (piece,):
            size += len(part)
            if size > most:
                raise LimitReached(
                    f"{host}: the answer is larger than {most // 2**20} MiB",
                    hint="ask for less",
                )
            body.write(part)
    if unpacked and not unpacked.ended:
        raise StoreUnusable(f"{host}: the answer ends in the middle")
    body.seek(0)
    return body


def read_rows(body: IO[bytes]) -> list[tuple[object, ...]] | None:
    """The rows of a table in JSON, or None where it cannot be read."""
    try:
        found = parse_query_results(body, format=QueryResultsFormat.JSON)
        return [tuple(row) for row in found] if isinstance(found, QuerySolutions) else []
    except (SyntaxError, ValueError, OSError):
        return None


class _Gunzip:
    """Packed bytes unpacked in small blocks, so that who reads them can stop in time.

    They may be several packed parts, one after another, that are one content.
    """

    def __init__(self) -> None:
        self._engine = zlib.decompressobj(wbits=31)

    @property
    def ended(self) -> bool:
        return self._engine.eof

    def blocks(self, piece: bytes) -> Iterator[bytes]:
        while piece:
            if self._engine.eof:
                self._engine = zlib.decompressobj(wbits=31)
            yield self._engine.decompress(piece, _BLOCK)
            piece = self._engine.unconsumed_tail or self._engine.unused_data
