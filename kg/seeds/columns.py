"""How a cell of a column is read: a date, a name, a kind, an id, the address of a source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pyoxigraph import Literal

from kg.model.dates import PartialDate
from kg.rdf.terms import safe
from kg.seeds.entered import as_name
from kg.seeds.ids import is_web_address, slug


@dataclass(frozen=True, slots=True)
class Cited:
    """What rows may speak of: documents, by their URLs, events, and outlets, by their names.

    ``refused`` are the URLs of rows of sources that stay out.
    """

    documents: dict[str, str]
    events: set[str]
    outlets: dict[str, str]
    refused: set[str] = field(default_factory=set)


Reader = Callable[[str, Cited], Any]
"""What a cell says; raises ValueError where it says nothing that its column could hold."""


def words(text: str, _: Cited) -> str:
    """Words as they stand."""
    return text


def words_if_any(text: str, _: Cited) -> str | None:
    """Words, or None."""
    return text or None


def name(text: str, _: Cited) -> str:
    """A name; raises ValueError where there is none."""
    if not text:
        raise ValueError("it is empty")
    return as_name(text)


def names(text: str, _: Cited) -> tuple[str, ...]:
    """Names that are joined by bars."""
    return tuple(each for part in text.split("|") if (each := as_name(part)))


def speaking_name(text: str, _: Cited) -> str:
    """A name from which an id can be made."""
    slug(text)
    return text


def thing(text: str, _: Cited) -> str:
    """The id of a thing."""
    return safe(text)


def thing_if_any(text: str, _: Cited) -> str | None:
    """The id of a thing, or None."""
    return safe(text) if text else None


def things(text: str, cited: Cited) -> tuple[str, ...]:
    """Ids that are joined by bars."""
    return tuple(map(safe, names(text, cited)))


def day(text: str, _: Cited) -> PartialDate:
    """A date."""
    return PartialDate.parse(text)


def day_if_any(text: str, _: Cited) -> PartialDate | None:
    """A date, or None."""
    return PartialDate.parse(text) if text else None


def language(text: str, _: Cited) -> str:
    """A language, or nothing."""
    if text:
        try:
            Literal("", language=text.lower())
        except ValueError:
            raise ValueError(f"{text!r} is no language: use a tag such as en or de") from None
    return text.lower()


def address(text: str, _: Cited) -> str:
    """An address in the web."""
    if not is_web_address(text):
        raise ValueError(f"{text!r} is no http or https URL")
    return text


def source(url: str, cited: Cited) -> str:
    """The id of the document at an address."""
    if url in cited.documents:
        return cited.documents[url]
    if url in cited.refused:
        raise ValueError(f"source {url!r} is not imported")
    raise ValueError(f"source {url!r} is in no table of sources")


def one_of(kinds: type[StrEnum]) -> Reader:
    """Reads one of some kinds."""

    def read(text: str, _: Cited) -> StrEnum:
        try:
            return kinds(text)
        except ValueError:
            raise ValueError(f"{text!r} is none of {', '.join(kinds)}") from None

    return read
