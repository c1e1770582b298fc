"""What a file or reply is, told by how it begins and what it is called."""

from __future__ import annotations

import re
from enum import Enum

HEAD = 4096
"""How many bytes from the beginning tell."""


class Kind(Enum):
    """The kinds of documents, and of files of many."""

    TEXT = "text"
    HTML = "HTML"
    FEED = "feed"
    WARC = "WARC"
    LINES = "JSON lines"


_SUFFIXES = {
    ".txt": Kind.TEXT,
    ".text": Kind.TEXT,
    ".htm": Kind.HTML,
    ".html": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".rss": Kind.FEED,
    ".atom": Kind.FEED,
    ".xml": Kind.FEED,
    ".warc": Kind.WARC,
    ".jsonl": Kind.LINES,
    ".ndjson": Kind.LINES,
}
_MEDIA = {
    "text/html": Kind.HTML,
    "application/xhtml+xml": Kind.HTML,
    "application/rss+xml": Kind.FEED,
    "application/atom+xml": Kind.FEED,
    "text/plain": Kind.TEXT,
}
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]")
_HTML = re.compile(
    rb"\s*(?>(?:<!--(?>(?:(?!-->).){0,2000})-->\s*)*)<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)


_FOREIGN = {
    b"%PDF-": "PDF",
    b"PK\x03\x04": "a ZIP archive, as DOCX, ODT and EPUB are",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"{\\rtf": "RTF",
}


_CODE = {"application", "image", "audio", "video", "font", "model"}
_TEXTS = {"application/octet-stream", "application/x-empty", "application/text"}
_NO_TEXTS = {"text/css", "text/javascript", "text/csv", "text/calendar"}
"""Top-level types that are no text, the types of theirs that may be one, and texts without words.
"""
_LINKED = dict.fromkeys((".ttl", ".trig", ".nt", ".nq"), "linked data")
_TABLES = {".json": "JSON", ".csv": "a table", ".tsv": "a table", **_LINKED}


def foreign_kind(head: bytes) -> str | None:
    """What something is that is not read at all, told by how it begins; None if it may be read."""
    return next((name for begin, name in _FOREIGN.items() if head.startswith(begin)), None)


def foreign_media(media: str) -> str | None:
    """The media type of what holds no text for people, such as JSON; None if it may hold one."""
    name = media.partition(";")[0].strip().lower()
    is_code = name.partition("/")[0] in _CODE and name not in _TEXTS
    return name if is_code or name in _NO_TEXTS else None


def table_by_name(name: str) -> str | None:
    """What a file is, by its name, that holds rows and no text; a further ``.gz`` aside."""
    stem = name.lower().removesuffix(".gz")
    return next((what for suffix, what in _TABLES.items() if stem.endswith(suffix)), None)


def kind_by_name(name: str) -> Kind | None:
    """The kind that the end of a file's name tells, a further ``.gz`` aside."""
    stem = name.lower().removesuffix(".gz")
    return next((kind for suffix, kind in _SUFFIXES.items() if stem.endswith(suffix)), None)


def tell_kind(head: bytes, name: str = "", media: str = "", *, lines: bool = False) -> Kind:
    """The kind of what begins with ``head`` and came under a name or media type.

    With ``lines`` what begins with a brace is JSON lines; else only the name tells that.
    """
    head = head.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"")
    if head.startswith(b"WARC/"):
        return Kind.WARC
    named = kind_by_name(name)
    if named in (Kind.LINES, Kind.WARC):
        return named
    if lines and head.lstrip().startswith(b"{"):
        return Kind.LINES
    if head.lstrip().startswith(b"<") and _FEED.search(head):
        return Kind.FEED
    if _HTML.match(head) or (head.lstrip().startswith(b"<?xml") and b"<html" in head):
        return Kind.HTML
    return _MEDIA.get(media.partition(";")[0].strip().lower()) or named or Kind.TEXT
