"""The exact words that show a stance, cut to the length that evidence may have."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from kg.extract.segment import Quotation, Segments, Sentence
from kg.model.documents import QUOTED_WORDS, REPORTED_WORDS, Attribution
from kg.model.scripts import foreign_letters

_WORD = re.compile(r"\S+")
_CLAUSE = re.compile(r"[;:]|, (?:and|but|or|which|who|while|as|because)\b|, ")
_TRIMMED = " \t\u00a0,;:"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of the text and whether its words are the holder's own."""

    start: int
    end: int
    attribution: Attribution


def excerpt(segments: Segments, sentence: Sentence, start: int, end: int) -> Excerpt:
    """The words from ``start`` to ``end``, widened to their clause if spoken, cut if too long."""
    quotation = segments.quotation_at(start, end)
    if quotation is not None:
        return _spoken(segments, sentence, quotation, start, end)
    first, last = _tidy(segments.text, start, end)
    first, last = _within_words(segments.text, first, last, REPORTED_WORDS)
    first, last = _with_marks(segments.view, first, last)
    return Excerpt(first, last, Attribution.REPORTED)


def _spoken(
    segments: Segments, sentence: Sentence, quotation: Quotation, start: int, end: int
) -> Excerpt:
    first = max(quotation.start, sentence.start)
    last = min(quotation.end, sentence.end)
    if _words(segments.text, first, last) > QUOTED_WORDS:
        first, last = _clause(segments.view, first, last, start, end)
    # Of speech in another language only the words in English are its evidence.
    foreign = foreign_letters(segments.text[first:last], "en")
    if foreign or _words(segments.text, first, last) > QUOTED_WORDS:
        first, last = start, end
    first, last = _tidy(segments.text, first, last)
    first, last = _within_words(segments.text, first, last, QUOTED_WORDS)
    return Excerpt(first, last, Attribution.DIRECT)


def _clause(view: str, first: int, last: int, start: int, end: int) -> tuple[int, int]:
    """The clauses around a stretch, as many as the limit allows."""
    before = [found.end() for found in _CLAUSE.finditer(view, first, start)]
    after = _CLAUSE.search(view, end, last)
    return (before[-1] if before else first), (after.start() if after else last)


def _words(text: str, start: int, end: int) -> int:
    return len(text[start:end].split())


def _within_words(text: str, start: int, end: int, limit: int) -> tuple[int, int]:
    if _words(text, start, end) <= limit:
        return start, end
    kept = list(islice(_WORD.finditer(text, start, end), limit))
    return kept[0].start(), kept[-1].end()


def _with_marks(view: str, start: int, end: int) -> tuple[int, int]:
    """The stretch with the quotation mark beside it, where it has only the other one."""
    if view.count('"', start, end) % 2:
        if view[end : end + 1] == '"':
            return start, end + 1
        if start and view[start - 1] == '"':
            return start - 1, end
    return start, end


def _tidy(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _TRIMMED:
        start += 1
    while end > start and text[end - 1] in _TRIMMED:
        end -= 1
    return start, end
