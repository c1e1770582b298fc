"""Packed bytes, unpacked only as far as an honest file would go."""

from __future__ import annotations

import contextlib
import io
import zlib
from typing import IO

from kg.ingest.articles import Refused, Torn

GZIP = b"\x1f\x8b"
_BLOCK = 1 << 16
_ALLOWED = 64 * 2**20
"""So many bytes may come out whatever goes in; beyond, a file may not be a bomb."""
_TIMES = 100
"""Text packs to a tenth; the most that the method can do is a thousandth."""
_MEMBERS = 300
"""Into so many members a body may be packed: what is left is copied behind each."""


class Unpacked(io.RawIOBase):
    """The content of a gzip stream of one or more members, read forward.

    Reading raises Torn where the stream is damaged, ends too early, or is a bomb.
    """

    def __init__(self, packed: IO[bytes]) -> None:
        self._packed = packed
        self._member = zlib.decompressobj(31)
        self._input = b""
        self._taken = self._given = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill the buffer with what comes next; returns how many bytes, 0 at the end."""
        while True:
            if self._member.eof:
                self._input = self._member.unused_data.lstrip(b"\x00") or self._next()
                if not self._input:
                    return 0
                self._member = zlib.decompressobj(31)
            elif not self._input:
                self._input = self._next()
                if not self._input and not self._taken:
                    return 0
            try:
                content = self._member.decompress(self._input, len(buffer))
            except zlib.error:
                raise Torn("the gzip stream is damaged") from None
            if not content and not self._input and not self._member.eof:
                raise Torn("the gzip stream ends too early")
            self._input = self._member.unconsumed_tail
            if content:
                self._given += len(content)
                if self._given > _ALLOWED + _TIMES * self._taken:
                    raise Torn("it unpacks to more than an honest file does")
                buffer[: len(content)] = content
                return len(content)

    def _next(self) -> bytes:
        block = self._packed.read(_BLOCK)
        self._taken += len(block)
        return block


def unpack(packed: bytes, coding: str, most: int) -> bytes:
    """The bytes of a body under an HTTP content coding: gzip, deflate, br or none.

    Raises Refused where it is damaged, unpacks to more than ``most`` bytes, or is coded otherwise.
    """
    coding = coding.strip().lower()
    if coding in ("", "identity"):
        content, whole = packed[: most + 1], True
    elif coding in ("gzip", "x-gzip", "deflate"):
        content, whole = _inflate(packed, most, coding)
    elif coding == "br":
        content, whole = _unbrotli(packed, most)
    else:
        raise Refused(f"its content coding {coding[:20]!r} is none of: gzip, deflate, br")
    if len(content) > most:
        raise Refused(f"larger than {most} bytes when unpacked")
    if not whole:
        raise Refused(f"its {coding} coding ends too early")
    return content


def _inflate(packed: bytes, most: int, coding: str) -> tuple[bytes, bool]:
    # Some servers send deflate without the zlib header that the standard asks for.
    forms = (15, -15) if coding == "deflate" else (31,)
    for bits in forms:
        with contextlib.suppress(zlib.error):
            return _members(packed, most, bits)
    raise Refused(f"its {coding} coding is damaged")


def _members(packed: bytes, most: int, bits: int) -> tuple[bytes, bool]:
    """What some bytes unpack to; of gzip there may be several members, one after another."""
    parts: list[bytes] = []
    room = most + 1
    for _ in range(_MEMBERS):
        member = zlib.decompressobj(bits)
        parts.append(member.decompress(packed, room))
        room -= len(parts[-1])
        packed = member.unused_data
        if not member.eof or not room or not packed.startswith(GZIP):
            return b"".join(parts), member.eof
    raise Refused(f"it is packed in more than {_MEMBERS} members")


def _unbrotli(packed: bytes, most: int) -> tuple[bytes, bool]:
    try:
        import brotli
    except ImportError:
        raise Refused("it is packed with br, which needs the package brotli") from None
    member = brotli.Decompressor()
    blocks, size = [], 0
    try:
        block = member.process(packed, output_buffer_limit=_BLOCK)
        while block and size <= most:
            blocks.append(block)
            size += len(block)
            block = b"" if member.is_finished() else member.process(b"", output_buffer_limit=_BLOCK)
    except brotli.error:
        raise Refused("its br coding is damaged") from None
    return b"".join(blocks), member.is_finished()
