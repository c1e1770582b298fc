"""Where stances stand: outlets, documents, and what a document shows for a stance."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from urllib.parse import urlsplit

from kg.model.dates import PartialDate

QUOTED_WORDS = 30
"""The most words of quoted speech that evidence may show."""
REPORTED_WORDS = 12
"""The most words of a report's own wording that evidence may show."""


def text_hash(text: str) -> str:
    """The SHA-256 of a text, in hexadecimal digits, by which it is known again."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def web_address(url: str | None) -> str | None:
    """The URL if a browser may follow it as a link, otherwise None."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """Words in a language (lower-case BCP 47 tag)."""

    value: str
    language: str


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who publishes documents: a newspaper, agency, broadcaster, office or site."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Document:
    """An article, speech or page; agency is the outlet that wrote what another reprints."""

    id: str
    url: str | None
    outlet: str
    headline: Text | None = None
    agency: str | None = None
    published: PartialDate | None = None
    language: str | None = None
    reprint: bool = False


def imprint_of(
    document: Document, publisher: str, written: Callable[[PartialDate], str] = str
) -> str:
    """Who published a document, and when, as ``written``: ``Euronews, 2026-02-03``."""
    return f"{publisher}, {written(document.published) if document.published else 'undated'}"


def title_of(
    document: Document, publisher: str, written: Callable[[PartialDate], str] = str
) -> str:
    """The headline of a document, or its imprint where it has none, see imprint_of."""
    if document.headline:
        return document.headline.value
    return imprint_of(document, publisher, written)


class Wording(StrEnum):
    """Whether evidence gives the exact words or only our paraphrase."""

    EXACT = "exact"
    PARAPHRASE = "paraphrase"


class Attribution(StrEnum):
    """How the words come from the holder."""

    DIRECT = "direct"
    REPORTED = "reported"
    INFERRED = "inferred"
    NOT_KNOWN = "not-known"


class Origin(StrEnum):
    """Who entered a piece of evidence: a person or a machine."""

    CURATED = "curated"
    EXTRACTED = "extracted"


@dataclass(frozen=True, slots=True)
class Span:
    """Where exact words stand in a text: Unicode characters, end exclusive, SHA-256 of the text."""

    start: int
    end: int
    text_hash: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one document shows for a stance; machine evidence always has a quote and its span."""

    id: str
    stance: str
    document: str
    attribution: Attribution
    quote: Text | None = None
    translation: Text | None = None
    paraphrase: Text | None = None
    span: Span | None = None
    candidate: str | None = None
    run: str | None = None
    confidence: Decimal | None = None

    @property
    def wording(self) -> Wording:
        """Whether it gives exact words."""
        return Wording.EXACT if self.quote else Wording.PARAPHRASE

    @property
    def origin(self) -> Origin:
        """Who entered it."""
        return Origin.EXTRACTED if self.candidate else Origin.CURATED
