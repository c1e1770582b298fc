"""Words that a model claims to have copied, found again in the text they are said to be from."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.segment import Segments, level
from kg.ingest.characters import readable
from kg.llm.faults import Fault, Refused
from kg.model.documents import QUOTED_WORDS, REPORTED_WORDS, Attribution
from kg.model.scripts import foreign_letters

LONGEST = 2000
"""The most characters of a claimed quote that are looked at."""
_MARKS = "\"'"


@dataclass(frozen=True, slots=True)
class Found:
    """Where a quote stands in the unchanged text, and whether its words are spoken."""

    start: int
    end: int
    attribution: Attribution


def find_quote(claimed: str, numbers: Sequence[int], segments: Segments) -> Found:
    """The first place of the claimed words inside the sentences of those numbers.

    Quotation marks, dashes, accents and the width of blanks may differ; whole words are found,
    inside one paragraph. Raises Refused with what is wrong with the claim.
    """
    # As texts are read: a model may write letters in NFD, or what nobody sees.
    words = _with_one_mark(level(readable(claimed[:LONGEST]))).split()
    if not any(map(str.isalnum, claimed[:LONGEST])):
        raise Refused(Fault.NO_QUOTE)
    if len(claimed) > LONGEST or len(words) > QUOTED_WORDS:
        raise Refused(Fault.QUOTE_TOO_LONG)
    if not numbers or not all(0 < number <= len(segments.sentences) for number in numbers):
        raise Refused(Fault.UNKNOWN_SENTENCE)
    pattern = _whole_words(words)
    view = _with_one_mark(segments.view)
    for start, end in _stretches(numbers, segments):
        found = pattern.search(view, start, end)
        if found:
            return _measured(segments, *found.span())
    known = pattern.search(view) is not None
    raise Refused(Fault.QUOTE_ELSEWHERE if known else Fault.QUOTE_NOT_IN_TEXT)


def sentence_number(segments: Segments, place: int) -> int:
    """The number of the sentence at a place of the text, counted from 1."""
    return max(1, bisect_right(segments.sentences, place, key=lambda one: one.start))


def _with_one_mark(view: str) -> str:
    """Double marks made single: a model writes the ones that need no escape in JSON."""
    return view.replace('"', "'")


def _whole_words(words: Sequence[str]) -> re.Pattern[str]:
    pattern = " +".join(map(re.escape, words))
    before = r"(?<!\w)" if re.match(r"\w", words[0]) else ""
    after = r"(?!\w)" if re.search(r"\w$", words[-1]) else ""
    return re.compile(before + pattern + after)


def _stretches(numbers: Sequence[int], segments: Segments) -> list[tuple[int, int]]:
    """The sentences of those numbers; neighbours of one paragraph are one stretch."""
    stretches: list[tuple[int, int]] = []
    previous = None
    for number in sorted(set(numbers)):
        sentence = segments.sentences[number - 1]
        before = segments.sentences[number - 2] if previous == number - 1 else None
        if before is not None and before.paragraph == sentence.paragraph:
            stretches[-1] = (stretches[-1][0], sentence.end)
        else:
            stretches.append((sentence.start, sentence.end))
        previous = number
    return stretches


def _measured(segments: Segments, start: int, end: int) -> Found:
    """The place without the quotation marks around it, if its length is allowed."""
    first = start + (segments.view[start] in _MARKS)
    last = end - (segments.view[end - 1] in _MARKS)
    if foreign_letters(segments.text[first:last], "en"):
        raise Refused(Fault.QUOTE_NOT_ENGLISH)
    if segments.quotation_at(first, last) is not None:
        return Found(first, last, Attribution.DIRECT)
    if len(segments.view[start:end].split()) > REPORTED_WORDS:
        raise Refused(Fault.QUOTE_TOO_LONG)
    return Found(start, end, Attribution.REPORTED)
