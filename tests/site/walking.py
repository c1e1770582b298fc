"""Every file of a site, read as a browser and a checker of links read it."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

import html5lib
from html5lib.html5parser import ParseError
from html5lib.treebuilders import getTreeBuilder

_LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "embed": "src"}
_FETCHED = {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "preconnect", "manifest"}
_LINKED = {"a": "href", "form": "action", "link": "href", "object": "data"}


@dataclass
class Seen:
    """What a page holds that others depend on, and what is wrong with it."""

    ids: set[str] = field(default_factory=set)
    links: list[tuple[str, str]] = field(default_factory=list)
    """Of each link the element and the address."""
    faults: list[str] = field(default_factory=list)


def pages(site: Path) -> list[str]:
    """Every HTML file but the drawn graph, which has tests of its own."""
    found = (path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    return sorted(set(found) - {"graph.html"})


def read(text: bytes) -> Seen:
    """A page, parsed by the rules of HTML without any leniency."""
    seen = Seen()
    parser = html5lib.HTMLParser(getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False)
    try:
        tree = parser.parse(text, transport_encoding="utf-8")
    except ParseError as error:
        seen.faults.append(f"no valid HTML at {parser.tokenizer.stream.position()}: {error}")
        return seen
    told: Counter[str] = Counter()
    count: Counter[str] = Counter()
    for element in tree.iter():
        name = element.tag
        count[str(name)] += 1
        told.update(filter(None, [element.get("id")]))
        seen.faults += [
            f"{name} has {key}" for key in element.attrib if key == "style" or key.startswith("on")
        ]
        where = {**_LOADED, **_LINKED}.get(str(name))
        if where and (address := element.get(where)) is not None:
            told_of = name == "link" and not _FETCHED & set((element.get("rel") or "").split())
            seen.links.append(("a" if told_of else str(name), address))
        if name in {"style", "base"} or (name == "script" and _runs(element)):
            seen.faults.append(f"an inline {name}")
    seen.ids = set(told)
    seen.faults += [f"id {one!r} twice" for one, times in told.items() if times > 1]
    seen.faults += [f"{count[name]} {name}" for name in ("h1", "title", "main") if count[name] != 1]
    if not tree.get("lang"):
        seen.faults.append("no lang")
    if not (tree.findtext("head/title") or "").strip():
        seen.faults.append("no title")
    return seen


def _runs(element: object) -> bool:
    kind, source = element.get("type"), element.get("src")  # type: ignore[attr-defined]
    return source is None and kind not in {"application/json", "application/ld+json"}


def broken(site: Path, seen: dict[str, Seen]) -> Iterator[str]:
    """Every link of these pages that leads nowhere, or where it must not."""
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    for page, one in seen.items():
        for element, address in one.links:
            if why := _fault(page, element, address, files, seen):
                yield f"{page}: <{element}> {address}: {why}"


def _fault(
    page: str, element: str, address: str, files: set[str], seen: dict[str, Seen]
) -> str | None:
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        if element in _LOADED or element in {"link", "form", "object"}:
            return "from elsewhere"
        return None if parts.scheme in {"http", "https"} and parts.netloc else "no web address"
    if parts.path.startswith("/"):
        return "holds on one host only"
    folder = posixpath.dirname(page)
    target = posixpath.normpath(posixpath.join(folder, unquote(parts.path))) if parts.path else page
    if target not in files:
        return "no such file"
    fragment = unquote(parts.fragment)
    if fragment and target in seen and fragment not in seen[target].ids:
        return "no such place"
    return None
