"""Recall first: every holder beside every matter told of nearby, for a person to choose from.

Half of what readers conclude is not worded where its holder speaks: the matter stands a sentence
before, or is what the whole text is about. Such pairs rank low, but they are there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.evidence import weigh_holder
from kg.extract.holders import Holding, Scene
from kg.extract.mentions import Mention
from kg.extract.polarity import Bearing, Judgement, find_bearing
from kg.extract.reasons import Decision
from kg.extract.references import Finding
from kg.extract.subjects import is_subject
from kg.extract.topics import TopicHit

WINDOW = 2
"""How many sentences before a holder's the matter may stand."""
MATTERS = 2
"""How many of its most told matters a text is about."""

PAIRED = "how-near"
"""The evidence of a finding that is only a pair."""

_MATTERS = frozenset({"T", "A", "S", "N"})
_NEARNESS = ("here", "before", "after", "document")
_ROLES = ("source", "subject", "speaker", "named")


@dataclass(frozen=True, slots=True)
class _Pair:
    """A holder and a matter, how near they stand, and in what role the holder does."""

    near: str
    role: str
    number: int
    mention: Mention
    hit: TopicHit

    def order(self) -> tuple[int, int, int]:
        return _ROLES.index(self.role), _NEARNESS.index(self.near), self.number


def find_pairs(
    scenes: Sequence[Scene],
    hits: Sequence[Sequence[TopicHit]],
    found: set[tuple[str, str]],
) -> Iterator[tuple[int, Finding]]:
    """One finding, with its sentence, for each holder and matter that ``found`` lacks.

    Of several places the one where the holder is a source counts, then the nearest to the matter.
    """
    best: dict[tuple[str, str], _Pair] = {}
    for pair in _pairs(scenes, hits):
        key = (pair.mention.actor or "", pair.hit.rule.proposition)
        if key not in found and (key not in best or pair.order() < best[key].order()):
            best[key] = pair
    bearings: dict[int, Bearing | None] = {}
    for key in sorted(best, key=lambda key: (best[key].number, key)):
        number = best[key].number
        scene = scenes[number]
        if number not in bearings:
            view, sentence = scene.segments.view, scene.sentence
            bearings[number] = find_bearing(view, sentence, scene.lexicon)
        yield number, _finding(best[key], scene, bearings[number])


def _pairs(scenes: Sequence[Scene], hits: Sequence[Sequence[TopicHit]]) -> Iterator[_Pair]:
    counts = Counter(
        hit.rule.proposition for inside in hits for hit in inside if hit.rule.kind in _MATTERS
    )
    about = {
        matter
        for matter, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:MATTERS]
    }
    first: dict[str, TopicHit] = {}
    for inside in hits:
        for hit in inside:
            if hit.rule.proposition in about:
                first.setdefault(hit.rule.proposition, hit)
    for number, scene in enumerate(scenes):
        near = list(_near(number, hits))
        for mention, role in _holders(scene):
            for place, hit in near:
                yield _Pair(place, role, number, mention, hit)
            for hit in first.values():
                yield _Pair("document", role, number, mention, hit)


def _near(number: int, hits: Sequence[Sequence[TopicHit]]) -> Iterator[tuple[str, TopicHit]]:
    for offset in range(-WINDOW, 2):
        if 0 <= number + offset < len(hits):
            place = "here" if offset == 0 else "before" if offset < 0 else "after"
            for hit in hits[number + offset]:
                if hit.rule.kind in _MATTERS:
                    yield place, hit


def _holders(scene: Scene) -> Iterator[tuple[Mention, str]]:
    sources = [frame.mention for frame in scene.frames if frame.mention]
    for mention in scene.mentions:
        if mention.actor is None:
            continue
        if mention in sources:
            yield mention, "source"
        elif is_subject(scene.segments, scene.sentence, mention, scene.lexicon):
            yield mention, "subject"
        else:
            yield mention, "named"
    speaker = scene.speaker.mention
    if speaker is not None and speaker.actor is not None and not sources:
        yield speaker, "speaker"


def _finding(pair: _Pair, scene: Scene, bearing: Bearing | None) -> Finding:
    sentence = scene.sentence
    sign, start, end = pair.hit.rule.orientation, sentence.start, sentence.end
    if bearing is not None:
        sign, start, end = sign * bearing.sign, bearing.start, bearing.end
    if pair.near == "here":
        start, end = min(start, pair.hit.start), max(end, pair.hit.end)
        if bearing is None:
            start, end = pair.hit.start, pair.hit.end
    way = "none" if bearing is None else "for" if bearing.sign > 0 else "against"
    holding = Holding(
        (pair.mention.actor or "",),
        "near",
        (
            Decision("source", f"near-{pair.role}", sentence.start, sentence.end, pair.near),
            Decision(
                "holder",
                pair.mention.rule,
                pair.mention.start,
                pair.mention.end,
                pair.mention.actor or "",
            ),
        ),
    )
    cues = () if bearing is None else (bearing,)
    judgement = Judgement(sign, start, end, tuple(one.decision() for one in cues), ())
    evidence = (
        PAIRED,
        f"near-{pair.near}",
        f"near-{pair.role}",
        f"near-{pair.near}-{pair.role}",
        f"near-cue-{way}",
        f"kind-{pair.hit.rule.kind}",
        *weigh_holder(pair.hit, judgement, holding, scene),
    )
    return Finding(holding, pair.hit, pair.hit.rule.proposition, sign, judgement, evidence)
