"""Who speaks the words that a pronoun stands in or goes on to tell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.lexicon import Lexicon
from kg.extract.mentions import Mention, follows_preposition
from kg.extract.segment import Segments

_REPORTED = 120
"""How many characters behind the name of a source its 'he' may stand."""
_SAID = re.compile(r'" *(\w+ )(?:\w+ |the ){0,3}$')


def reporting_source(
    pronoun: Mention, fitting: Sequence[Mention], segments: Segments, lexicon: Lexicon
) -> Mention | None:
    """Who reports what a pronoun tells: of 'as A praised B, C said he was late' that is C."""
    for earlier in reversed(fitting):
        between = segments.spoken[earlier.end : pronoun.start]
        if len(between) > _REPORTED or any(mark in between for mark in ',;:."'):
            return None
        if (
            not earlier.possessive
            and not follows_preposition(segments.view, earlier, lexicon)
            and _speaks(earlier.end, pronoun.start, segments, lexicon)
        ):
            return earlier
    return None


def quoted_before(
    pronoun: Mention, fitting: Sequence[Mention], segments: Segments, lexicon: Lexicon
) -> Mention | None:
    """Who goes on speaking in '"...," he added': whom the paragraph before quotes."""
    if not segments.view.endswith('"', 0, max(pronoun.start - 1, 0)):
        return None
    paragraph = segments.sentences[segments.sentence_at(pronoun.start)].paragraph
    for earlier in reversed(fitting):
        sentence = segments.sentences[segments.sentence_at(earlier.start)]
        if sentence.paragraph < paragraph - 1:
            return None
        inverted = _SAID.search(segments.view, sentence.start, earlier.start)
        if inverted is not None and _speaks(
            inverted.start(1) - 1, earlier.start, segments, lexicon
        ):
            return earlier
        quotes = '"' in segments.view[sentence.start : sentence.end]
        if quotes and _speaks(earlier.end, sentence.end, segments, lexicon):
            return earlier
    return None


def _speaks(start: int, end: int, segments: Segments, lexicon: Lexicon) -> bool:
    """Whether a reporting verb stands where a stretch begins, but for auxiliaries and adverbs."""
    for _, verb in lexicon.finders.reporting.find(segments.spoken, start, end):
        words = segments.spoken[start : verb.start()].lower().split()
        light = lexicon.words["auxiliaries"]
        if all(word in light or word.endswith("ly") for word in words):
            return True
    return False
