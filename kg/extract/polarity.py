"""Which way a topic is taken: cues, negation, background, conditions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.clauses import (
    background_start,
    clause_end,
    clause_start,
    find_negations,
    is_conditional,
    stray_negations,
    without_repeats,
)
from kg.extract.cues import (
    Fired,
    coordinated,
    find_after,
    find_before,
    find_cues,
    find_hedges,
    find_in_gaps,
    find_within,
    is_covered,
    opens_subject,
    undoes,
)
from kg.extract.lexicon import Lexicon
from kg.extract.reasons import Decision
from kg.extract.segment import Sentence
from kg.extract.topics import TopicHit

_WHICH = re.compile(
    r",? which (?=(?:has|have|had|is|are|was|were|met|faced|won|drew)\b)", re.IGNORECASE
)
_THAT = re.compile(r"\bthat\b", re.IGNORECASE)

BEHIND = 90
"""How many characters after a topic its judgement may stand."""


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
class Bearing:
    """Which way a sentence leans as a whole, by the words that tell it most."""

    sign: int
    start: int
    end: int
    rule: str

    def decision(self) -> Decision:
        """What it decides."""
        return Decision(
            "cue", self.rule, self.start, self.end, "for" if self.sign > 0 else "against"
        )


def judge(
    hit: TopicHit, view: str, sentence: Sentence, frame_cue: int | None, lexicon: Lexicon
) -> Judgement:
    """The polarity of a topic in its clause; ``frame_cue`` is where its reporting verb begins."""
    first = clause_start(view, sentence, hit.start, frame_cue)
    which = _WHICH.match(view, hit.end)
    last = min(clause_end(view, sentence, which.end() if which else hit.end), hit.end + BEHIND)
    told_of = background_start(view, sentence, hit.start, lexicon)
    background = told_of is not None
    if hit.rule.kind == "N":
        return Judgement(hit.rule.orientation, hit.start, hit.end, (), ("background",) * background)
    hedges = find_hedges(lexicon, view, (sentence.start, sentence.end), (first, last))
    told = _clear(find_before(hit, view, first, lexicon), hedges)
    told = [one for one in told if one.end >= (told_of or 0)]
    if hit.rule.kind in ("A", "S"):
        told = [one for one in told if one.cue.id not in lexicon.words["claim-cues"]]
    if hit.rule.kind == "S" and " as " in view[hit.start : hit.end]:
        told = [one for one in told if one.cue.id not in lexicon.words["naming-cues"]]
    other = coordinated(told, view, first, hit.start)
    before = [one for one in told if not _inside(one.start, other)]
    before = _real(before, lexicon) + find_within(hit, view, lexicon) or before
    after = _clear(find_after(view, hit.end, last, lexicon), hedges)
    if hit.rule.kind in ("S", "E") or (
        _real(before, lexicon)
        and not opens_subject(before, view, first)
        and not is_conditional(view, first, hit.start)
        and not (hit.rule.kind != "S" and _THAT.search(view, before[-1].start, hit.start))
    ):
        after = [
            one
            for one in after[:1]
            if (before and undoes(one, view, hit.end)) or view.startswith(" by ", one.end)
        ]
    after = (_real(after, lexicon) or after)[:1]
    if after and not _real(before, lexicon):
        before = []
    taken = [*hedges, *told, *before]
    negations = [
        found
        for found in _untaken(find_negations(view, first, hit.start), taken)
        if not _inside(found.start(), other)
    ]
    negations += _untaken(stray_negations(hit.rule.pattern, view, hit.start, hit.end), taken)
    undone = find_in_gaps(hit, view, lexicon) if hit.rule.kind == "S" else ()
    negations = [
        found for found in negations if not any(0 <= one.start - found.end() <= 2 for one in undone)
    ]
    for one in after:
        negations += _untaken(find_negations(view, hit.end, one.start), taken)
        negations += stray_negations(one.cue.pattern, view, one.start, one.end)
    denied = without_repeats(_without_nor(negations), view)
    return _weigh(hit, before, after, denied, hedges, background, lexicon)


def find_bearing(view: str, sentence: Sentence, lexicon: Lexicon) -> Bearing | None:
    """The way of a sentence's cues, the opposing ones before the others; None without a cue."""
    found = [
        fired
        for place in ("before", "after")
        for fired in find_cues(lexicon, place, view, sentence.start, sentence.end)
    ]
    if not found:
        return None
    told = min(found, key=lambda fired: (fired.cue.sign, fired.start))
    turned = find_negations(view, max(sentence.start, told.start - 12), told.start)
    return Bearing(-told.cue.sign if turned else told.cue.sign, told.start, told.end, told.cue.id)


def _real(fired: Sequence[Fired], lexicon: Lexicon) -> list[Fired]:
    """The cues that say more than 'will' or 'give' does."""
    return [one for one in fired if one.cue.id not in lexicon.words["mild-cues"]]


def _clear(fired: list[Fired], hedges: list[Fired]) -> list[Fired]:
    return [one for one in fired if not is_covered(one.start, one.end, hedges)]


def _inside(place: int, stretches: Sequence[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in stretches)


def _without_nor(negations: Sequence[re.Match[str]]) -> list[re.Match[str]]:
    """The negations, 'neither' and its 'nor' as one."""
    if not any(found[0].lower() == "neither" for found in negations):
        return list(negations)
    return [found for found in negations if found[0].lower() != "nor"]


def _untaken(found: list[re.Match[str]], taken: Sequence[Fired]) -> list[re.Match[str]]:
    free = [match for match in found if not is_covered(match.start(), match.end(), taken)]
    return [match for match in free if match[0].lower() != "nor" or len(free) == 1]


def _weigh(
    hit: TopicHit,
    before: Sequence[Fired],
    after: Sequence[Fired],
    negations: Sequence[re.Match[str]],
    hedges: Sequence[Fired],
    background: bool,
    lexicon: Lexicon,
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
    real = _real(fired, lexicon)
    evidence = [f"cue-{one.cue.place}" for one in real[:1]]
    evidence = evidence or ["cue-mild" if fired else "cue-none"]
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
    fired: Sequence[Fired], negations: Sequence[re.Match[str]], hedges: Sequence[Fired]
) -> Iterator[Decision]:
    yield from (one.decision() for one in fired)
    for negation in negations:
        yield Decision("negation", "negation", negation.start(), negation.end(), "turned round")
    yield from (hedge.decision() for hedge in hedges)
