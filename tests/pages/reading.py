"""A page as a strict parser reads it: its elements, links and words."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import html5lib

from kg.pages.contract import Page

SPACE = "{http://www.w3.org/1999/xhtml}"
_BLOCKS = frozenset(
    {"p", "li", "dt", "dd", "th", "td", "h1", "h2", "h3", "div", "section", "title", "caption"}
)


def read(html: bytes) -> ET.Element:
    """The tree of a page; raises ParseError where it is not well-formed HTML."""
    tree: ET.Element = html5lib.HTMLParser(strict=True).parse(html.decode("utf-8"))
    return tree


def read_page(page: Page) -> ET.Element:
    return read(page.render("html", live=False))


def every(tree: ET.Element, name: str) -> Iterator[ET.Element]:
    return tree.iter(SPACE + name)


def text(element: ET.Element) -> str:
    """All words of an element, with single spaces; blocks stand apart, lines do not."""
    return " ".join("".join(_words(element)).split())


def _words(element: ET.Element) -> Iterator[str]:
    apart = " " if element.tag.removeprefix(SPACE) in _BLOCKS else ""
    yield apart + (element.text or "")
    for child in element:
        yield from _words(child)
        yield child.tail or ""
    yield apart


def within(path: str, link: str) -> str:
    """The file, from the top folder, to which a relative link of a page leads."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), link.partition("#")[0]))
