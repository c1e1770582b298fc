"""The entries of an RSS or Atom feed."""

from __future__ import annotations

import io
import re
from typing import Any
from urllib.parse import urljoin

from kg.ingest.articles import (
    Article,
    Link,
    Page,
    Refused,
    Unreadable,
    in_another_language,
    is_english,
    to_article,
)
from kg.ingest.charsets import decode
from kg.ingest.dates import read_date
from kg.ingest.html import fragment_text
from kg.ingest.imprints import host_of
from kg.model.dates import PartialDate

_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_END = re.compile(r"</(?:\w+:)?(?:rss|feed|RDF)\s*>", re.IGNORECASE)
_ENTITY = re.compile(r"<!\s*ENTITY", re.IGNORECASE)


def read_feed(page: Page, *, follow: bool = False) -> list[Article | Unreadable | Link]:
    """What a feed holds: the text of each entry, or with ``follow`` the link to its page.

    Nothing is fetched. A feed that declares entities is refused: they may unfold without end, or
    name files of this machine. One that is cut gives what comes before, and is told.
    """
    import feedparser

    try:
        text = decode(page.content, page.charset)
        if _ENTITY.search(text):
            raise Refused("the feed declares entities, which no feed needs")
    except Refused as refusal:
        return [Unreadable(page.origin, str(refusal))]
    # A stream of bytes: a string could be taken for the name of a file or page to open.
    content = io.BytesIO(_DECLARATION.sub("", text, count=1).lstrip().encode("utf-8", "replace"))
    feed = feedparser.parse(
        content,
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not feed.get("version") and not feed.entries:
        return [Unreadable(page.origin, "it is neither RSS nor Atom")]
    language = str(feed.feed.get("language") or "")
    if language and not is_english(language):
        return [in_another_language(page.origin, language)]
    outlet = page.outlet or _title(feed.feed) or None
    found = [
        _entry(f"{page.origin}:{number}", entry, page, outlet, follow=follow)
        for number, entry in enumerate(feed.entries, 1)
    ]
    if feed.get("bozo") and not _END.search(text):
        found.append(Unreadable(page.origin, "the feed ends too early"))
    return found


def _entry(
    origin: str, entry: Any, page: Page, outlet: str | None, *, follow: bool
) -> Article | Unreadable | Link:
    url = _address(str(entry.get("link") or ""), page.url)
    published = _published(entry)
    if follow:
        if url is None:
            return Unreadable(origin, "the entry has no link to follow")
        own = page.url if page.private else None
        return Link(origin, url, outlet, published, foreign=True, within=own)
    title = _title(entry)
    content = entry.get("content") or [{}]
    words = str(content[0].get("value") or entry.get("summary") or "")
    paragraphs = [part for part in (title, *fragment_text(words)) if part]
    return to_article(
        origin, "\n\n".join(paragraphs) + "\n", published, url, outlet or host_of(url)
    )


def _title(titled: Any) -> str:
    """The title of a feed or entry in plain words; in HTML some write it, and some in text."""
    told = str(titled.get("title") or "")
    kind = str((titled.get("title_detail") or {}).get("type") or "")
    return " ".join(fragment_text(told) if kind.endswith("html") else told.split())


def _published(entry: Any) -> PartialDate | None:
    # Asked in its own way, the library would put one date for the other.
    told = (dict.get(entry, "published"), dict.get(entry, "updated"))
    return next((day for day in map(read_date, filter(None, told)) if day), None)


def _address(link: str, base: str | None) -> str | None:
    try:
        url = urljoin(base or "", link.strip())
    except ValueError:
        return None
    return url if url.startswith(("http://", "https://")) and host_of(url) else None
