"""Atom feeds: the same entries give the same bytes, on any host and at any hour.

Source: RFC 4287, The Atom Syndication Format (2005). Ids are the IRIs of things; links are
relative to the feed itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from kg.build.describe import AUTHORS

_ATOM = "http://www.w3.org/2005/Atom"
_XHTML = "http://www.w3.org/1999/xhtml"
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_RIGHTS = "Codings are CC BY 4.0; quoted words stay their owners’."
_LANGUAGE = re.compile(r"[a-z]{2,8}(?:-[a-z0-9]{1,8})*", re.IGNORECASE | re.ASCII)
_NEVER = "1970-01-01"
"""The day of a feed in which nothing stands yet: Atom wants one."""
# What XML 1.0 cannot hold (section 2.2, Char), the controls that it discourages, and what turns
# the text around it.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """Words from a document; ``source`` names it, ``link`` leads there, ``ours``: a paraphrase."""

    words: str
    language: str
    source: str
    link: str
    before: str = ""
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of news; ``id`` is an IRI, ``day`` is YYYY-MM-DD, ``link`` leads to its page."""

    id: str
    title: str
    day: str
    link: str
    summary: str
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed; ``id`` is an IRI, ``own`` and ``page`` are links to itself and to its page."""

    id: str
    title: str
    subtitle: str
    own: str
    page: str
    entries: tuple[Entry, ...]


def write_feed(feed: Feed) -> bytes:
    """The feed as Atom, UTF-8; a day stands for its first second in UTC.

    Characters that XML cannot hold are left out.
    """
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "en"})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "subtitle", feed.subtitle)
    _add(root, "updated", _moment(max((one.day for one in feed.entries), default=_NEVER)))
    _add(_add(root, "author"), "name", AUTHORS.value)
    _add(root, "rights", _RIGHTS)
    _link(root, feed.own, "self", "application/atom+xml")
    _link(root, feed.page, "alternate", "text/html")
    _link(root, _LICENCE, "license")
    for entry in feed.entries:
        _entry(root, entry)
    ET.indent(root, " ")
    text: bytes = ET.tostring(root, "utf-8", xml_declaration=True)
    return text + b"\n"


def newest(entries: Iterable[Entry], most: int) -> tuple[Entry, ...]:
    """The entries of the last days, the newest first; of one day by id."""
    by_id = sorted(entries, key=lambda entry: entry.id)
    return tuple(sorted(by_id, key=lambda entry: entry.day, reverse=True)[:most])


def _entry(root: ET.Element, entry: Entry) -> None:
    element = _add(root, "entry")
    _add(element, "id", entry.id)
    _add(element, "title", entry.title)
    _add(element, "updated", _moment(entry.day))
    _link(element, entry.link, "alternate", "text/html")
    body = _add(_add(element, "content", type="xhtml"), "div", xmlns=_XHTML)
    _add(body, "p", entry.summary)
    for passage in entry.passages:
        _passage(body, passage)


def _passage(body: ET.Element, passage: Passage) -> None:
    ours = "in our words" if passage.ours else ""
    before = f"{passage.before}, {ours}" if passage.before and ours else passage.before or ours
    if before:
        _add(body, "p", f"{before[0].upper()}{before[1:]}:")
    told = {"xml:lang": passage.language} if _LANGUAGE.fullmatch(passage.language) else {}
    _add(_add(body, "blockquote", **told), "p", passage.words)
    source = _add(body, "p")
    _add(source, "a", passage.source, href=passage.link)


def _add(parent: ET.Element, name: str, text: str = "", /, **attributes: str) -> ET.Element:
    clean = {key: _FORBIDDEN.sub("", value) for key, value in attributes.items()}
    element = ET.SubElement(parent, name, clean)
    if text:
        element.text = _FORBIDDEN.sub("", text)
    return element


def _link(parent: ET.Element, href: str, rel: str, media_type: str = "") -> None:
    _add(parent, "link", rel=rel, href=href, **({"type": media_type} if media_type else {}))


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"
