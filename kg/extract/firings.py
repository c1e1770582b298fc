"""Which rows of a lexicon fire on a text, before anything is decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.lexicon import Lexicon
from kg.extract.rules import TopicRule
from kg.extract.segment import Segments, Sentence, segment
from kg.extract.topics import find_topics

_SIGNS = {1: "for", -1: "against", 0: "hedges"}


@dataclass(frozen=True, slots=True)
class Firing:
    """A row of a table that fits a stretch of a text, and what it makes of it."""

    start: int
    end: int
    table: str
    rule: str
    meaning: str


def find_firings(text: str, lexicon: Lexicon) -> tuple[Firing, ...]:
    """Every row that fits somewhere in a text, in order of place.

    A topic that an exception or a stronger rule puts out of court is there too, and says so.
    """
    segments = segment(text)
    found = (
        firing for sentence in segments.sentences for firing in _fired(segments, sentence, lexicon)
    )
    return tuple(sorted(found, key=lambda one: (one.start, -one.end, one.table, one.rule)))


def _fired(segments: Segments, sentence: Sentence, lexicon: Lexicon) -> Iterator[Firing]:
    view, start, end = segments.view, sentence.start, sentence.end
    finders = lexicon.finders
    kept = {(hit.rule.id, hit.start) for hit in find_topics(view, sentence, lexicon)}
    for rule, match in finders.topics.find(view, start, end):
        aside = "" if (rule.id, match.start()) in kept else ", set aside"
        yield Firing(*match.span(), "propositions", rule.id, f"{_topic(rule)}{aside}")
    for cues in finders.cues.values():
        for cue, match in cues.find(view, start, end):
            where = f" what stands {_BESIDE[cue.place]}" if cue.sign else ""
            yield Firing(*match.span(), "cues", cue.id, f"{_SIGNS[cue.sign]}{where}")
    for verb, match in finders.reporting.find(segments.spoken, start, end):
        yield Firing(*match.span(), "reporting_verbs", verb.id, verb.kind)
    for word, match in finders.dates.find(view, start, end):
        yield Firing(*match.span(), "date_words", word.id, word.kind)
    for name, phrases in (("background", lexicon.background), ("unsaid", lexicon.unsaid)):
        for phrase in phrases:
            for match in phrase.pattern.finditer(view, start, end):
                if phrase.kind != "lead" or match.start() == start:
                    yield Firing(*match.span(), name, phrase.id, phrase.kind)


_BESIDE = {"before": "after it", "after": "before it"}


def _topic(rule: TopicRule) -> str:
    proposition = "the last proposition" if rule.proposition == "*" else rule.proposition
    return f"{rule.kind} {_SIGNS[rule.orientation]} {proposition}"
