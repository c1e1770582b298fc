"""The text of an HTML page, and what the page itself tells of its publication."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from kg.ingest.articles import (
    Article,
    Page,
    Refused,
    Unreadable,
    in_another_language,
    is_english,
    to_article,
)
from kg.ingest.characters import put_right
from kg.ingest.charsets import decode
from kg.ingest.imprints import read_imprint

_BLOCKS = [
    "p",
    "div",
    "br",
    "li",
    "blockquote",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "tr",
    "section",
    "article",
]
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
# As characters of Windows-1252, which no reference can mean by its number.
_MISREAD = re.compile(r"&#0*(?:(1(?:2[89]|[345]\d))|[xX]([89][0-9A-Fa-f]));?")
_UNSEEN = ("Cc", "Cf", "Cs", "Cn", "Co")
_SILENT = ("script", "style", "template", "noscript", "svg", "iframe", "object", "form")


def read_page(page: Page) -> Article | Unreadable:
    """The article of a page: its headline, an empty line, and its paragraphs.

    Nothing is fetched or run. What came with the page (its URL, outlet and date) goes before what
    the page says, its date aside.
    """
    from trafilatura import bare_extraction

    try:
        tree = parse(decode(page.content, page.charset))
    except Refused as refusal:
        return Unreadable(page.origin, str(refusal))
    if tree is None:
        return Unreadable(page.origin, "there is no text in it")
    told = read_imprint(tree, page.url)
    if told.language and not is_english(told.language):
        return in_another_language(page.origin, told.language)
    found = bare_extraction(
        tree, include_comments=False, include_tables=False, with_metadata=False, deduplicate=False
    )
    paragraphs = paragraphs_of(getattr(found, "text", None) or "")
    if not paragraphs:
        return Unreadable(page.origin, "there is no article in the page")
    headline = " ".join(told.headline.split())
    if headline and paragraphs[0] != headline:
        paragraphs.insert(0, headline)
    return to_article(
        page.origin,
        "\n\n".join(paragraphs) + "\n",
        told.published or page.published,
        told.url,
        page.outlet or told.outlet,
    )


def parse(text: str) -> Any | None:
    """The tree of an HTML text, or None where there is none in it."""
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    text = put_right(_MISREAD.sub(_character, text))
    content = _CONTROL.sub(" ", text).encode("utf-8", "replace")
    try:
        return html.document_fromstring(content, parser=parser)
    except etree.ParserError:
        return None


def _character(reference: re.Match[str]) -> str:
    decimal, hexadecimal = reference.groups()
    return chr(int(decimal) if decimal else int(hexadecimal, 16))


def fragment_text(fragment: str) -> list[str]:
    """The paragraphs of a piece of HTML, such as the entry of a feed."""
    from lxml import etree

    tree = parse(fragment)
    if tree is None:
        return []
    for element in list(tree.iter(*_SILENT)):
        element.drop_tree()
    parts: list[str] = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        parts.append("\n" if element.tag in _BLOCKS else "")
        parts.append((element.text if event == "start" else element.tail) or "")
    return paragraphs_of("".join(parts))


def paragraphs_of(text: str) -> list[str]:
    """The lines of a text that say something, without characters that nobody sees."""
    lines = (" ".join(_seen(line).split()) for line in put_right(text).splitlines())
    return [line for line in lines if line]


def _seen(line: str) -> str:
    """A line without soft hyphens, direction marks and the like, which part words in two."""
    kept = (c for c in line if c == "\t" or unicodedata.category(c) not in _UNSEEN)
    return "".join(kept)
