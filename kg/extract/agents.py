"""Who stands behind a passive: 'an accord welcomed by one and another'."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kg.extract.lexicon import Lexicon
from kg.extract.mentions import Mention
from kg.extract.names import words_of
from kg.extract.segment import Segments, Sentence

AND = re.compile(r",? (?:and|nor) (?:the )?|, | ")
"""What joins two names to one subject."""

_COMPANY = re.compile(r",? (?:as well as|together with|along with|alongside) (?:the )?")
_BY = re.compile(
    r"\w(?:ed|en|wn|ught|ld|id|ade|ead|un)"
    r"(?: as(?: [\w-]+){1,4}| (?:this|last) \w+| on \w+day| \w+ly)? by (?:the )?$",
    re.IGNORECASE,
)
_CALLS_FOR_AGENT = re.compile(r"\b(?:by|from|of|in|among)$")
_APPOSED = re.compile(r", (?:an?|the|that) ")
_FROM = re.compile(r"(?: (?:from|by|of|in|among|not least))* (?:both |even )?(?:the |its |his )?")
_NEAR = 36
"""How many characters behind a matter the one may be named who is the agent of its verb."""


def find_agent(
    segments: Segments,
    sentence: Sentence,
    mentions: Sequence[Mention],
    start: int,
    end: int,
    judged: int,
    lexicon: Lexicon,
) -> Mention | None:
    """The last of those by whom the matter between two places is welcomed or rejected.

    They stand near it, or right behind ``judged``, where the words end that judge it.

    Behind a matter that is named again ('talks, an idea backed by him') it is the second name's.
    """
    view = segments.view
    for place, mention in enumerate(mentions):
        if judged > end and _names_agent(view, judged, mention.start):
            return _last_joined(segments, mentions[place:], lexicon)
        if start < mention.start <= end + _NEAR:
            begin = max(sentence.start, mention.start - 60)
            if _BY.search(view[begin : mention.start]) and not _APPOSED.search(
                view, end, mention.start
            ):
                return _last_joined(segments, mentions[place:], lexicon)
    return None


def _names_agent(view: str, judged: int, place: int) -> bool:
    """Whether a name stands behind words that call for an agent: 'faced criticism from'."""
    if place <= judged or _CALLS_FOR_AGENT.search(view, max(0, judged - 40), judged) is None:
        return False
    return _FROM.fullmatch(view, judged, place) is not None


def _last_joined(segments: Segments, row: Sequence[Mention], lexicon: Lexicon) -> Mention:
    """The last mention of a row that begins with the first; titles lead to the person they name."""
    for one, other in pairwise(row):
        link = segments.spoken[one.end : other.start]
        titled = one.form == "body" and set(words_of(link)) <= lexicon.words["titles"]
        if one.possessive or not (AND.fullmatch(link) or titled):
            return one
    return row[-1]


def in_company(segments: Segments, mentions: Sequence[Mention], subject: Mention) -> list[str]:
    """Who is set beside a subject as of one mind: 'Rome, as well as Paris, said'."""
    other = next((one for one in mentions if one.start > subject.end), None)
    if other is None or other.actor is None or other.possessive:
        return []
    return [other.actor] if _COMPANY.fullmatch(segments.spoken, subject.end, other.start) else []
