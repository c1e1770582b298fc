"""A text cut into paragraphs, sentences and quotations; offsets are those of the text itself."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

LONGEST_SENTENCE = 1200
"""Where no sentence ends, one is made to: it bounds the work on a hostile text."""

_OPENING = "“„«"
_CLOSING = "”»"
_MARKS = {
    **dict.fromkeys(_OPENING + _CLOSING + "‟″‶〝〞\x93\x94", '"'),
    **dict.fromkeys("‘’‚‛`´ʹʻʼ′‵\x91\x92", "'"),
    **dict.fromkeys("–—‒−‑\x96\x97", "-"),
    **dict(zip("øØłŁđĐı", "oOlLdDi", strict=True)),
}
_ASCII = {9: " ", 10: " ", 11: " ", 12: " ", 13: " ", 28: " ", 29: " ", 30: " ", 31: " ", 96: "'"}
# What a decoder could not read between two letters of English is hardly ever anything else.
_LOST_APOSTROPHE = re.compile(r"(?<=[A-Za-z])\ufffd(?=[a-z])")
_PARAGRAPH = re.compile(r"[^\n\r\u2028\u2029]+")
_SENTENCE_END = re.compile(r"""[.!?]["')\]]{0,3} +(?=["'(\[]{0,2}[A-ZÆŒÐÞ0-9])""")
_ABBREVIATED = re.compile(
    r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|Gen|Col|Lt|Sen|Rep|Gov|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov"
    r"|Dec|vs|No|approx|U\.S|U\.K|U\.N|E\.U)\.$"
)
_SINGLE_QUOTED = re.compile(r"(?<!\w)'(?=\w)[^'\"]{3,300}(?<=[\w.,!?])'(?!\w)")


class Stretch(Protocol):
    """Whatever begins and ends at a place of a text."""

    @property
    def start(self) -> int:
        """The first character."""

    @property
    def end(self) -> int:
        """Behind the last character."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of one paragraph; the first paragraph of several counts as the headline."""

    start: int
    end: int
    paragraph: int
    headline: bool


@dataclass(frozen=True, slots=True)
class Quotation:
    """The words between two quotation marks, marks left out."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Segments:
    """A text, its levelled view of the same length, and what it is made of."""

    text: str
    view: str
    spoken: str
    sentences: tuple[Sentence, ...]
    quotations: tuple[Quotation, ...]

    def sentence_at(self, place: int) -> int:
        """The number of the sentence that a place lies in, or of the last one before it."""
        after = bisect_right(self.sentences, place, key=lambda sentence: sentence.start)
        return max(after - 1, 0)

    def quotation_at(self, start: int, end: int) -> Quotation | None:
        """The quotation that holds the whole stretch."""
        before = bisect_right(self.quotations, start, key=lambda quotation: quotation.start)
        if before and end <= self.quotations[before - 1].end:
            return self.quotations[before - 1]
        return None


def level(text: str) -> str:
    """The text with quotes, dashes, blanks and accents made plain, character for character."""
    if text.isascii():
        return text.translate(_ASCII)
    plain = text.translate({ord(character): _plain(character) for character in set(text)})
    return _LOST_APOSTROPHE.sub("'", plain) if "\ufffd" in plain else plain


def segment(text: str) -> Segments:
    """The sentences and quotations of a text, in order.

    ``spoken`` is the view with the words inside quotation marks blanked by underscores.
    """
    view = level(text)
    paragraphs = [found.span() for found in _PARAGRAPH.finditer(text) if found[0].strip()]
    sentences: list[Sentence] = []
    quotations: list[Quotation] = []
    for number, (start, end) in enumerate(paragraphs):
        headline = number == 0 and len(paragraphs) > 1 and end - start <= 130
        for first, last in _sentences(view, start, end):
            sentences.append(Sentence(first, last, number, headline))
        quotations.extend(_quotations(text, view, start, end))
    return Segments(text, view, blank(view, quotations), tuple(sentences), tuple(quotations))


def _plain(character: str) -> str:
    if character in _MARKS:
        return _MARKS[character]
    if character.isascii():
        return " " if character.isspace() else character
    if character.isspace():
        return " "
    base = unicodedata.normalize("NFKD", character)[0]
    return base if base.isalnum() or unicodedata.combining(character) == 0 else character


def _sentences(view: str, start: int, end: int) -> list[tuple[int, int]]:
    ends = [
        found.end()
        for found in _SENTENCE_END.finditer(view, start, end)
        if not _ABBREVIATED.search(view, max(start, found.start() - 12), found.start() + 1)
    ]
    spans: list[tuple[int, int]] = []
    for first, last in pairwise([start, *ends, end]):
        spans.extend(_pieces(view, first, last))
    return [span for span in spans if view[span[0] : span[1]].strip()]


def _pieces(view: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    while last - first > LONGEST_SENTENCE:
        blank = view.rfind(" ", first + 1, first + LONGEST_SENTENCE)
        cut = blank if blank > first else first + LONGEST_SENTENCE
        yield first, cut
        first = cut
    yield first, last


def _quotations(text: str, view: str, start: int, end: int) -> list[Quotation]:
    found: list[Quotation] = []
    opened = -1
    for position in range(start, end):
        if view[position] != '"':
            continue
        german = opened > 0 and text[opened - 1] == "„"
        if opened < 0 or (text[position] in "“«" and not german):
            opened = position + 1 if text[position] not in _CLOSING else -1
        else:
            found.append(Quotation(opened, position))
            opened = -1
    if opened >= 0 and opened - start <= 2:
        found.append(Quotation(opened, end))
    if not found:
        found = [
            Quotation(single.start() + 1, single.end() - 1)
            for single in _SINGLE_QUOTED.finditer(view, start, end)
        ]
    return [quotation for quotation in found if quotation.end > quotation.start]


def blank(view: str, stretches: Iterable[Stretch]) -> str:
    """A view with underscores over some stretches of it, given in order."""
    parts: list[str] = []
    position = 0
    for stretch in stretches:
        parts.append(view[position : stretch.start])
        parts.append("_" * (stretch.end - stretch.start))
        position = stretch.end
    return "".join(parts) + view[position:]
