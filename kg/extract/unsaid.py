"""What is asked, weighed or passed over: words about a matter that are nobody's stance."""

from __future__ import annotations

import re

from kg.extract.cues import find_cues
from kg.extract.lexicon import HEDGES, Lexicon
from kg.extract.segment import Sentence
from kg.extract.topics import TopicHit

_QUESTION = re.compile(r'\?["\')\]]*\s*$')


def is_unsaid(hit: TopicHit, view: str, sentence: Sentence, lexicon: Lexicon) -> bool:
    """Whether a topic stands in a question, or behind words that leave it open."""
    if _QUESTION.search(view[sentence.start : sentence.end]):
        return True
    return any(
        phrase.pattern.search(view, sentence.start, hit.start) is not None
        and not (phrase.kind == "alone" and _stays_open(hit, view, sentence, lexicon))
        for phrase in lexicon.unsaid
    )


def _stays_open(hit: TopicHit, view: str, sentence: Sentence, lexicon: Lexicon) -> bool:
    """Whether a sentence goes on to hedge what it has told of."""
    return bool(find_cues(lexicon, HEDGES, view, hit.end, sentence.end))
