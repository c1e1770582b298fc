"""What is asked, weighed or passed over: words about a matter that are nobody's stance."""

from __future__ import annotations

import re

from kg.extract.cues import find_cues
from kg.extract.lexicon import HEDGES, Lexicon
from kg.extract.rules import Phrase
from kg.extract.segment import Sentence
from kg.extract.topics import TopicHit

_NOW = re.compile(r"\b(?:now|nowadays|today|since|but|yet|has changed)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:]| (?:but|and) ")
_QUESTION = re.compile(r'\?["\')\]]*\s*$')


def is_unsaid(hit: TopicHit, view: str, sentence: Sentence, lexicon: Lexicon) -> bool:
    """Whether a topic stands in a question, or behind words that leave it open."""
    if _QUESTION.search(view[sentence.start : sentence.end]):
        return True
    return any(
        _reaches(phrase, hit, view, sentence)
        and not (phrase.kind == "alone" and _stays_open(hit, view, sentence, lexicon))
        and not (phrase.kind == "bygone" and not _NOW.search(view, hit.end, sentence.end))
        for phrase in lexicon.unsaid
    )


def _stays_open(hit: TopicHit, view: str, sentence: Sentence, lexicon: Lexicon) -> bool:
    """Whether a sentence goes on to hedge what it has told of."""
    return bool(find_cues(lexicon, HEDGES, view, hit.end, sentence.end))


def _reaches(phrase: Phrase, hit: TopicHit, view: str, sentence: Sentence) -> bool:
    """Whether a phrase stands before a topic; of a bygone stance, in the topic's own clause."""
    found = list(phrase.pattern.finditer(view, sentence.start, hit.start))
    if phrase.kind != "bygone":
        return bool(found)
    return any(_CLAUSE.search(view, one.end(), hit.start) is None for one in found)
