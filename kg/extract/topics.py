"""Which propositions a sentence touches."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.extract.lexicon import Lexicon
from kg.extract.rules import TopicRule
from kg.extract.segment import Sentence

_STRENGTH = {"N": 5, "S": 4, "A": 3, "T": 2, "E": 1, "R": 0}
_WIDE, _NARROW = "military-aid-to-ukraine", "long-range-weapons"
_DEFINITE = re.compile(
    r"\b(?:the|those|these|such|its|their) (?:\w+ )?(?:missiles?|rockets|weapons? systems?)\b",
    re.IGNORECASE,
)
_COMPLETES = re.compile(r" (?:of|for|to|in|on|with) (?:the |an? |any |its |their )?$")
_JOINED = re.compile(r",| (?:and|or|nor|as well as|without) ")
_AROUND = 60
NEAR = 30
"""How many characters from an act or an assertion the mere name of the matter adds nothing."""


@dataclass(frozen=True, slots=True)
class TopicHit:
    """Words of a sentence that a rule of the lexicon takes for a proposition."""

    start: int
    end: int
    rule: TopicRule


def find_topics(view: str, sentence: Sentence, lexicon: Lexicon) -> tuple[TopicHit, ...]:
    """The hits of one sentence, in order; of two that overlap on a proposition the stronger."""
    found = [
        TopicHit(match.start(), match.end(), rule)
        for rule, match in lexicon.finders.topics.find(view, sentence.start, sentence.end)
        if not _excepted(rule, view, sentence, match.start(), match.end())
    ]
    found.sort(key=_rank)
    kept: list[TopicHit] = []
    for hit in found:
        explained = hit.rule.kind == "R" and any(better.start > hit.start for better in kept)
        if not explained and not any(_same_matter(hit, better) for better in kept):
            kept.append(hit)
    kept = [hit for hit in kept if not any(_is_part(hit, other, view) for other in kept)]
    return tuple(sorted(kept, key=lambda hit: (hit.start, hit.end, hit.rule.id)))


def narrow(hits: Sequence[tuple[TopicHit, ...]], view: str) -> list[tuple[TopicHit, ...]]:
    """The hits of all sentences, 'the missiles' taken for the long-range ones named before."""
    named = False
    narrowed: list[tuple[TopicHit, ...]] = []
    for inside in hits:
        named = named or any(hit.rule.proposition == _NARROW for hit in inside)
        narrowed.append(
            tuple(
                replace(hit, rule=replace(hit.rule, proposition=_NARROW))
                if named
                and hit.rule.proposition == _WIDE
                and _DEFINITE.search(view, hit.start, hit.end)
                else hit
                for hit in inside
            )
        )
    return narrowed


def _excepted(rule: TopicRule, view: str, sentence: Sentence, start: int, end: int) -> bool:
    if rule.unless is None:
        return False
    first = max(sentence.start, start - _AROUND)
    return rule.unless.search(view, first, min(sentence.end, end + _AROUND)) is not None


def _rank(hit: TopicHit) -> tuple[int, int, int, str]:
    return (-_STRENGTH[hit.rule.kind], hit.start - hit.end, hit.start, hit.rule.id)


def _same_matter(hit: TopicHit, better: TopicHit) -> bool:
    same = hit.rule.proposition == better.rule.proposition
    weaker = _STRENGTH[hit.rule.kind] < _STRENGTH[better.rule.kind]
    near = NEAR if same and weaker else 0
    overlap = hit.start < better.end + near and better.start - near < hit.end
    return overlap and (same or hit.rule.kind in ("R", "E"))


def _is_part(hit: TopicHit, other: TopicHit, view: str) -> bool:
    """Whether a matter only completes the name of another: 'normalisation of ties with Moscow'."""
    named = hit.rule.kind == "T" and other.rule.kind == "T"
    inside = other.start < hit.start and hit.end <= other.end
    return (
        named
        and inside
        and _COMPLETES.search(view, other.start, hit.start) is not None
        and _JOINED.search(view, other.start, other.end) is None
    )
