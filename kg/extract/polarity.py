"""Which way a topic is taken: cues, negation, background, conditions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg.extract.lexicon import Cue, Lexicon
from kg.extract.reasons import Decision
from kg.extract.segment import Sentence
from kg.extract.topics import TopicHit

BEHIND = 90
"""How many characters after a topic its judgement may stand."""

_BOUNDARY = re.compile(
    r";|: |,? - |,? (?:that (?=(?:have|has|are|were|is|was) )|but|while|whereas|although|though"
    r"|because|which|who|whom|whose|so that|unless|until) |, (?:and|or|nor|as|with|an?|the) "
    r"|(?<=[a-z]), (?=[a-z]+ing )",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"\b(?:(?<!why )not(?! only| just| merely| least)|\w+n't|never|no(?! doubt| less)|nor"
    r"|neither|nobody|none|hardly|cannot)\b",
    re.IGNORECASE,
)
_WAR = re.compile(
    r"(?: (?:the|this|his|its|Russia's|Putin's|Moscow's|of|brutal|bloody|full-scale)){0,3}"
    r" (?:war|fighting|conflict|invasion|bloodshed|killings?|hostilities|aggression|suffering"
    r"|slaughter|carnage|attacks?|occupation|crisis)\b",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(
    r"(?:if|until|unless|since|when|as|once|so long as|as long as|should|were|after|before|while"
    r"|although|though|despite|amid|asked|because)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a topic is taken: sign +1, -1 or 0 (mixed); None where nothing tells.

    ``start`` and ``end`` span the words that carry it; ``evidence`` names what it rests on.
    """

    sign: int | None
    start: int
    end: int
    decisions: tuple[Decision, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Fired:
    """A cue at its place."""

    cue: Cue
    start: int
    end: int


def judge(
    hit: TopicHit, view: str, sentence: Sentence, frame_cue: int | None, lexicon: Lexicon
) -> Judgement:
    """The polarity of a topic in its clause; ``frame_cue`` is where its reporting verb begins."""
    first = clause_start(view, sentence, hit.start, frame_cue)
    last = min(clause_end(view, sentence, hit.end), hit.end + BEHIND)
    background = in_background(view, sentence, hit.start, lexicon)
    if hit.rule.kind == "N":
        return Judgement(hit.rule.orientation, hit.start, hit.end, (), ("background",) * background)
    hedges = _fired(lexicon, "~", view, sentence.start, sentence.end)
    before = _clear(_fired(lexicon, "before", view, first, hit.start), hedges)
    before = [one for one in before if not _at_the_war(one, view, hit.start)]
    before += _within(hit, view, lexicon)
    after = _clear(_fired(lexicon, "after", view, hit.end, last), hedges)
    if hit.rule.kind in ("S", "N", "E") or before:
        after = []
    taken = [*hedges, *before]
    negations = _negations(view, first, hit.start, taken)
    if not _tells_negation(hit.rule.pattern):
        negations += _negations(view, hit.start, hit.end, taken)
    if after:
        negations += _negations(view, hit.end, after[0].end, taken)
    return _weigh(hit, before, after[:1], negations, hedges, background)


def _at_the_war(fired: _Fired, view: str, stop: int) -> bool:
    """Whether a cue's object is the fighting: to end the war is not to end what is told next."""
    return fired.cue.sign < 0 and _WAR.match(view, fired.end, stop) is not None


def _within(hit: TopicHit, view: str, lexicon: Lexicon) -> list[_Fired]:
    """The opposing cues in the gaps of a topic's words, as in 'Kyiv renounce joining'."""
    if hit.rule.kind != "T":
        return []
    words = hit.rule.pattern.pattern.lower()
    return [
        fired
        for fired in _fired(lexicon, "before", view, hit.start, hit.end)
        if fired.cue.sign < 0 and view[fired.start : fired.end].lower()[:4] not in words
    ]


@cache
def _tells_negation(pattern: re.Pattern[str]) -> bool:
    """Whether a rule spells out a negation of its own, which is then part of what it means."""
    own = re.search(r"\b(?:not|no|never|cannot|nor|without|none)\b|n't", pattern.pattern)
    return own is not None


def clause_start(view: str, sentence: Sentence, place: int, frame_cue: int | None) -> int:
    """Where the clause of a place begins: at a boundary, its reporting verb or its sentence."""
    begin = sentence.start
    if frame_cue is not None and frame_cue <= place:
        begin = max(begin, frame_cue)
    for boundary in _BOUNDARY.finditer(view, begin, place):
        begin = boundary.end()
    if begin == sentence.start and _SUBORDINATE.match(view, begin):
        comma = view.find(", ", begin, place)
        begin = comma + 2 if comma >= 0 else begin
    return begin


def clause_end(view: str, sentence: Sentence, place: int) -> int:
    """Where the clause of a place ends."""
    boundary = _BOUNDARY.search(view, place, sentence.end)
    return boundary.start() if boundary else sentence.end


def in_background(view: str, sentence: Sentence, place: int, lexicon: Lexicon) -> bool:
    """Whether a place stands in a clause that only tells the circumstances."""
    for phrase in lexicon.background:
        if phrase.kind == "lead":
            opened = phrase.pattern.match(view, sentence.start)
            comma = view.find(", ", sentence.start, sentence.end)
            if opened and opened.end() <= place < comma:
                return True
            continue
        for opened in phrase.pattern.finditer(view, sentence.start, place):
            if not re.search(r"[,;:.]|\bthat\b", view[opened.end() : place]):
                return True
    return False


def _fired(lexicon: Lexicon, place: str, view: str, start: int, end: int) -> list[_Fired]:
    """The cues of a stretch, in order, none inside another; ``~`` asks for the hedges."""
    found = [
        _Fired(cue, match.start(), match.end())
        for cue in lexicon.cues
        if (cue.sign == 0 if place == "~" else cue.sign != 0 and cue.place == place)
        for match in cue.pattern.finditer(view, start, end)
    ]
    found.sort(key=lambda fired: (fired.start, -fired.end))
    kept: list[_Fired] = []
    for fired in found:
        if not kept or fired.start >= kept[-1].end:
            kept.append(fired)
    return kept


def _clear(fired: list[_Fired], hedges: list[_Fired]) -> list[_Fired]:
    return [one for one in fired if not _covered(one.start, one.end, hedges)]


def _covered(start: int, end: int, hedges: list[_Fired]) -> bool:
    return any(hedge.start < end and start < hedge.end for hedge in hedges)


def _negations(view: str, start: int, end: int, taken: list[_Fired]) -> list[re.Match[str]]:
    found = [
        match
        for match in _NEGATION.finditer(view, start, end)
        if not _covered(match.start(), match.end(), taken)
    ]
    return [match for match in found if match[0].lower() != "nor" or len(found) == 1]


def _weigh(
    hit: TopicHit,
    before: Sequence[_Fired],
    after: Sequence[_Fired],
    negations: Sequence[re.Match[str]],
    hedges: Sequence[_Fired],
    background: bool,
) -> Judgement:
    fired = [*before, *after]
    sign: int | None = hit.rule.orientation
    for one in fired:
        sign = sign * one.cue.sign if sign is not None else None
    if len(negations) % 2 and sign is not None:
        sign = -sign
    needs_cue = hit.rule.kind in ("T", "R")
    if needs_cue and not fired and not negations:
        sign = None
    if hedges and sign in (1, None):
        sign = 0
    evidence = [f"cue-{one.cue.place}" for one in fired[:1]] or ["cue-none"]
    evidence += ["negated"] * (len(negations) > 0) + ["background"] * background
    evidence += ["mixed"] * (sign == 0)
    places = [(one.start, one.end) for one in fired] + [found.span() for found in negations]
    return Judgement(
        sign,
        min([hit.start, *(start for start, _ in places)]),
        max([hit.end, *(end for _, end in places)]),
        tuple(_decisions(fired, negations, hedges if sign == 0 else ())),
        tuple(evidence),
    )


def _decisions(
    fired: Sequence[_Fired], negations: Sequence[re.Match[str]], hedges: Sequence[_Fired]
) -> Iterator[Decision]:
    for one in fired:
        yield Decision(
            "cue", one.cue.id, one.start, one.end, "for" if one.cue.sign > 0 else "against"
        )
    for negation in negations:
        yield Decision("negation", "negation", negation.start(), negation.end(), "turned round")
    for hedge in hedges:
        yield Decision("hedge", hedge.cue.id, hedge.start, hedge.end, "mixed")
