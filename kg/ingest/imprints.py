"""What a page tells of itself in its head: headline, date, address, outlet and language."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from kg.ingest.dates import read_date
from kg.model.dates import PartialDate

_LONGEST_DATA = 1 << 18
_DATES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "pubdate",
    "publishdate",
    "date",
)


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the head of a page says; empty or None where it says nothing."""

    headline: str = ""
    published: PartialDate | None = None
    url: str | None = None
    outlet: str | None = None
    language: str = ""


def read_imprint(tree: Any, url: str | None) -> Imprint:
    """The imprint of a parsed page that came from ``url``, if that is known.

    Dates come from the metadata alone, never from the text or the address. An address that the
    page claims on another host than it came from is not believed.
    """
    meta = _meta(tree)
    articles = [item for item in _linked_data(tree) if "Article" in _type_of(item)]
    own_url = _address(tree, meta, url)
    return Imprint(
        headline=_headline(tree, meta, articles),
        published=_published(tree, meta, articles),
        url=own_url,
        outlet=meta.get("og:site_name") or _publisher(articles) or host_of(own_url),
        language=_language(tree, meta),
    )


def host_of(url: str | None) -> str | None:
    """The host of a URL without its www, or None."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def _meta(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = (element.get("content") or "").strip()
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = (element.get(key) or "").strip().lower()
            if name and content:
                found.setdefault(name, content[:1000])
    return found


def _linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    for element in tree.iter("script"):
        text = element.text or ""
        media = (element.get("type") or "").partition(";")[0].strip().lower()
        if media == "application/ld+json" and len(text) <= _LONGEST_DATA:
            try:
                # Many put whole paragraphs into a string, with their ends of lines as they are.
                yield from _objects(json.loads(text, strict=False))
            except (ValueError, RecursionError):
                continue


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for item in value:
            yield from _objects(item)
    elif isinstance(value, dict):
        yield value
        yield from _objects(value.get("@graph"))


def _type_of(item: dict[str, Any]) -> str:
    return str(item.get("@type", ""))


def _published(
    tree: Any, meta: dict[str, str], articles: list[dict[str, Any]]
) -> PartialDate | None:
    told = [meta[name] for name in _DATES if name in meta]
    told += [str(item["datePublished"]) for item in articles if "datePublished" in item]
    told += [
        str(element.get("datetime") or "")
        for element in tree.iter("time")
        if (element.get("itemprop") or "").lower() == "datepublished"
        or element.get("pubdate") is not None
    ]
    return next((day for day in map(read_date, told) if day), None)


def _address(tree: Any, meta: dict[str, str], url: str | None) -> str | None:
    claims = [
        element.get("href")
        for element in tree.iter("link")
        if "canonical" in (element.get("rel") or "").lower().split()
    ]
    for claim in (*claims, meta.get("og:url")):
        try:
            address = urljoin(url or "", (claim or "").strip())
        except ValueError:
            continue
        if address.startswith(("http://", "https://")) and host_of(address):
            return address if url is None or host_of(address) == host_of(url) else url
    return url


def _headline(tree: Any, meta: dict[str, str], articles: list[dict[str, Any]]) -> str:
    told = [unescape(text) for item in articles if isinstance(text := item.get("headline"), str)]
    headings = [str(element.text_content()) for element in tree.iter("h1")]
    titles = [str(element.text_content()) for element in tree.iter("title")]
    sole = headings if len(headings) == 1 else []
    choices = (meta.get("og:title", ""), *told, *sole, *titles)
    return next((" ".join(text.split())[:300] for text in choices if text.strip()), "")


def _publisher(articles: list[dict[str, Any]]) -> str | None:
    for item in articles:
        publisher = item.get("publisher")
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            return unescape(publisher["name"])[:200] or None
    return None


def _language(tree: Any, meta: dict[str, str]) -> str:
    root = tree if tree.tag == "html" else tree.getroottree().getroot()
    declared = root.get("lang") or root.get("xml:lang") or ""
    return declared.strip() or meta.get("content-language", "") or meta.get("og:locale", "")
