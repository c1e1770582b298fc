"""The characters of pages, whatever they say of their encoding."""

from __future__ import annotations

import codecs
import contextlib
import re

from kg.ingest.articles import Refused

_BYTE_ORDER = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    # Without a mark, a page or feed begins with a bracket all the same.
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_WIDE = "utf-16"
_LOST = "\ufffd"
_DECLARED = re.compile(
    rb"""(?:charset\s*=|encoding\s*=)\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE
)
# Others, such as UTF-7, can hide what the bytes seem to say.
_ORDINARY = re.compile(
    r"utf-8|utf_8|ascii|utf-16(?:-[lb]e)?|iso8859-\d+|cp125\d|cp866|koi8-[ru]|mac-roman"
    r"|gb2312|gbk|gb18030|big5|shift_jis|euc[-_](?:jp|kr)",
    re.IGNORECASE,
)


def decode(content: bytes, charset: str | None = None) -> str:
    """The text of a page or feed: by its byte order mark, ``charset``, or what it declares.

    Without any of these, or where they are wrong, it is UTF-8, perhaps with some letters lost, or
    else Windows-1252. Raises Refused for what is no text.
    """
    for mark, encoding in _BYTE_ORDER:
        if content.startswith(mark):
            return _decoded(content, encoding) or _guessed(content)
    declared = _DECLARED.search(content[:2048])
    for found in (charset, declared[1].decode("ascii") if declared else None):
        name = _ordinary(found) if found else None
        # Any two bytes are a letter of it; what has a letter of Latin in it has a zero.
        if name and name.startswith(_WIDE) and b"\x00" not in content:
            continue
        if name and (text := _decoded(content, name)) is not None:
            return text
    return _guessed(content)


def _ordinary(charset: str) -> str | None:
    try:
        name = codecs.lookup(charset).name
    except (LookupError, ValueError):
        return None
    # Browsers read Latin-1 as Windows-1252, and so do the writers of pages.
    name = "cp1252" if name in ("iso8859-1", "ascii") else name
    return name if _ORDINARY.fullmatch(name) else None


def _decoded(content: bytes, name: str) -> str | None:
    try:
        return content.decode(name)
    except UnicodeError:
        return None


def _guessed(content: bytes) -> str:
    if b"\x00" in content:
        raise Refused("it is no text: it has NUL characters")
    with contextlib.suppress(UnicodeDecodeError):
        return content.decode()
    text = content.decode("utf-8", "replace")
    # Hardly two letters of Windows-1252 in a row are one of UTF-8: what has more of these than of
    # broken ones is UTF-8 that was cut or patched somewhere.
    beyond_ascii = sum(not character.isascii() for character in text)
    return text if beyond_ascii > 2 * text.count(_LOST) else content.decode("cp1252", "replace")
