"""A document on its way to the extractor: as it came, as a text, or why it is none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.ingest.characters import readable
from kg.model.dates import PartialDate

LONGEST_TEXT = 4 * 2**20
"""The longest text of an article, in bytes of UTF-8."""
LONGEST_PAGE = 16 * 2**20
"""The largest page or feed, in bytes, after it is unpacked."""


_NO_LANGUAGE = ("und", "mul", "x")
"""Of BCP 47: undetermined, several at once, and private words such as x-default."""


class Refused(Exception):
    """A document that is not taken; the message says why."""


class Torn(Refused):
    """A stream that cannot be read any further."""


@dataclass(frozen=True, slots=True)
class Article:
    """A text, where it was found, and what is known of its publication.

    ``origin`` is a file, FILE:RECORD or a URL, for people to read. The text is as people read it:
    in NFC, without unseen characters (see to_article); all offsets and its hash are of that.
    """

    origin: str
    text: str
    published: PartialDate | None = None
    url: str | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A document that gives no article, and why.

    It is no ``fault`` that a document is in another language, or that a source is empty.
    ``trace`` is there where the reader itself failed.
    """

    origin: str
    why: str
    fault: bool = True
    trace: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """The bytes of a page or feed; ``charset`` and ``media`` type came with them, if any did.

    ``private`` where they came from an address of a private network.
    """

    origin: str
    content: bytes
    charset: str | None = None
    url: str | None = None
    outlet: str | None = None
    published: PartialDate | None = None
    media: str = ""
    private: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A page to be fetched, with what its feed tells of it.

    One that a person did not ask for by its URL is ``foreign``: it must not lead into a private
    network, the host of ``within``, the URL of a feed that came from there, aside.
    """

    origin: str
    url: str
    outlet: str | None = None
    published: PartialDate | None = None
    foreign: bool = False
    within: str | None = None

    def missed(self, why: str) -> Unreadable:
        """What is told of a page that could not be fetched, with its URL once."""
        return Unreadable(self.origin, why if self.origin == self.url else f"{self.url}: {why}")


def to_article(
    origin: str,
    text: str,
    published: PartialDate | None = None,
    url: str | None = None,
    outlet: str | None = None,
) -> Article | Unreadable:
    """An article of a text, made readable as its outlet's name is, or why there can be none."""
    if "\x00" in text:
        return Unreadable(origin, "the file is no text: it has NUL characters")
    text = readable(text)
    if not text.strip():
        return Unreadable(origin, "there is no text in it")
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        return Unreadable(origin, "the text has half characters (lone surrogates)")
    if size > LONGEST_TEXT:
        return Unreadable(origin, f"larger than {LONGEST_TEXT} bytes")
    name = " ".join(readable(outlet or "").split())
    return Article(origin, text, published, url, name or None)


def nothing_in(origin: str) -> Unreadable:
    """What is told of a source that can be read and holds no document."""
    return Unreadable(origin, "there are no documents in it", False)


def is_english(language: str) -> bool:
    """Whether a language tag (BCP 47, a locale such as en_GB, or ISO 639-2) may mean English.

    So does one that names no language, or several at once.
    """
    return re.split(r"[-_.;, ]", language.strip().lower())[0] in ("en", "eng", *_NO_LANGUAGE)


def in_another_language(origin: str, language: str) -> Unreadable:
    """What is told of a document that says it is not in English."""
    return Unreadable(origin, f"the document says that its language is {language[:20]!r}", False)
