"""What is asked, weighed or passed over: words about a matter that are nobody's stance."""

from __future__ import annotations

import re

from kg.extract.lexicon import Lexicon
from kg.extract.segment import Sentence
from kg.extract.topics import TopicHit

_QUESTION = re.compile(r'\?["\')\]]*\s*$')


def is_unsaid(hit: TopicHit, view: str, sentence: Sentence, lexicon: Lexicon) -> bool:
    """Whether a topic stands in a question, or behind words that leave it open."""
    if _QUESTION.search(view[sentence.start : sentence.end]):
        return True
    before = (phrase.pattern.search(view, sentence.start, hit.start) for phrase in lexicon.unsaid)
    return any(match is not None for match in before)
