"""Web archives (WARC 1.0 and 1.1), one record after another, none of them trusted.

A reader of our own, since every length is capped here and a broken record costs no other: it goes
on where the next one begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from kg.ingest.articles import (
    LONGEST_PAGE,
    Article,
    Page,
    Refused,
    Torn,
    Unreadable,
    in_another_language,
    is_english,
    to_article,
)
from kg.ingest.charsets import decode
from kg.ingest.unpack import unpack

_LINE = 1 << 14
_LINES = 200
_BLOCK = 1 << 16
_LONGEST_HEAD = 1 << 18
"""The most bytes of the header of an archived reply."""
_LONGEST_SIZE = 1 << 10
"""The most bytes of a line that tells the size of a chunk."""
_TYPES = ("response", "resource", "conversion")
_PAGES = ("text/html", "application/xhtml+xml")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class _Reply:
    """What was archived: its bytes, and what came with them."""

    content: bytes
    media: str
    charset: str | None


def read_records(origin: str, stream: IO[bytes]) -> Iterator[Page | Article | Unreadable]:
    """The pages and texts of an archive; records of other things are passed over.

    A record that is broken, too large or cut short is told, and the next one read. Raises Torn
    where the stream itself is at fault.
    """
    number = 0
    line = stream.readline(_LINE)
    while line:
        if not line.strip():
            line = stream.readline(_LINE)
            continue
        number += 1
        here = f"{origin}:{number}"
        try:
            if not line.startswith(b"WARC/"):
                raise Refused("no WARC record begins here")
            yield from _record(here, stream)
            line = stream.readline(_LINE)
        except Torn:
            raise
        except _Broken as broken:
            yield Unreadable(here, str(broken))
            line = stream.readline(_LINE)
        except Refused as refusal:
            yield Unreadable(here, str(refusal))
            line = _find_next(stream)


class _Broken(Exception):
    """A record that is of no use, with the stream at its end."""


def _find_next(stream: IO[bytes]) -> bytes:
    """The line with which the next record begins, or nothing at the end."""
    begins = True
    while line := stream.readline(_LINE):
        if begins and line.startswith(b"WARC/1."):
            return line
        begins = line.endswith(b"\n")
    return b""


def _record(here: str, stream: IO[bytes]) -> Iterator[Page | Article | Unreadable]:
    headers = _headers(iter(lambda: stream.readline(_LINE), b""))
    length = headers.get("content-length", "")
    if not re.fullmatch(r"[0-9]{1,15}", length):
        raise Refused("the record does not tell its length")
    size = int(length)
    kind = headers.get("warc-type", "")
    if kind not in _TYPES:
        _skip(stream, size)
        return
    if size > LONGEST_PAGE:
        _skip(stream, size)
        raise _Broken(f"larger than {LONGEST_PAGE} bytes")
    block = stream.read(size)
    if len(block) < size:
        raise _Broken("the file ends in the middle of the record")
    try:
        reply = _response(block) if kind == "response" else _plain(block, headers)
    except Refused as refusal:
        raise _Broken(str(refusal)) from None
    if reply is not None:
        yield _document(here, reply, headers)


def _document(here: str, reply: _Reply, headers: dict[str, str]) -> Page | Article | Unreadable:
    url = headers.get("warc-target-uri", "").strip("<>") or None
    languages = headers.get("warc-identified-content-language", "")
    if languages and not is_english(languages):
        return in_another_language(here, languages)
    if reply.media in _PAGES:
        return Page(here, reply.content, reply.charset, url)
    try:
        charset = reply.charset
        text = decode(reply.content, charset) if charset else reply.content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Unreadable(here, "the text is not UTF-8")
    except Refused as refusal:
        return Unreadable(here, str(refusal))
    return to_article(here, text, url=url)


def _plain(block: bytes, headers: dict[str, str]) -> _Reply | None:
    return _if_wanted(block, headers.get("content-type", ""))


def _response(block: bytes) -> _Reply | None:
    """The body of an archived HTTP reply, or None where it is no page that was found."""
    gap = block.find(b"\r\n\r\n", 0, _LONGEST_HEAD)
    if gap < 0 or not block.startswith(b"HTTP/"):
        raise Refused("the record holds no HTTP reply")
    lines = iter([line + b"\n" for line in block[:gap].split(b"\n")])
    status, body = next(lines), block[gap + 4 :]
    if status.split()[1:2] != [b"200"]:
        return None
    headers = _headers(lines)
    wanted = _if_wanted(b"", headers.get("content-type", ""))
    if wanted is None:
        return None
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body = _joined(body)
    body = unpack(body, headers.get("content-encoding", ""), LONGEST_PAGE)
    return _Reply(body, wanted.media, wanted.charset)


def _if_wanted(content: bytes, media_type: str) -> _Reply | None:
    media = media_type.partition(";")[0].strip().lower()
    charset = _CHARSET.search(media_type)
    if media in (*_PAGES, "text/plain"):
        return _Reply(content, media, charset[1] if charset else None)
    return None


def _headers(lines: Iterator[bytes]) -> dict[str, str]:
    """Named fields up to an empty line, by their names in lower case; the first of each counts."""
    headers: dict[str, str] = {}
    for number, line in enumerate(lines):
        if not line.strip():
            break
        name, colon, value = line.partition(b":")
        if number > _LINES or not line.endswith(b"\n"):
            raise Refused("its header is too long")
        if line[:1] in b" \t":
            continue
        if not colon:
            raise Refused("its header is broken")
        key = name.decode("latin-1").strip().lower()
        headers.setdefault(key, value.decode("utf-8", "replace").strip())
    return headers


def _joined(chunked: bytes) -> bytes:
    """The body of a reply that was sent in chunks; archives often hold it joined already."""
    parts, at = [], 0
    while at < len(chunked):
        end = chunked.find(b"\r\n", at, at + _LONGEST_SIZE)
        digits = chunked[at : max(at, end)].partition(b";")[0].strip()
        if not re.fullmatch(rb"[0-9A-Fa-f]{1,8}", digits):
            return chunked
        length = int(digits, 16)
        if length == 0:
            break
        begin = end + 2
        parts.append(chunked[begin : begin + length])
        at = begin + length + 2
    return b"".join(parts)


def _skip(stream: IO[bytes], size: int) -> None:
    while size > 0 and (block := stream.read(min(size, _BLOCK))):
        size -= len(block)
