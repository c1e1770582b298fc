"""The stances of one sentence: topic, polarity and holder put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg.extract.attribution import Frame
from kg.extract.evidence import weigh_in
from kg.extract.holders import Holding, Scene, Speaker, hold
from kg.extract.polarity import Judgement, judge
from kg.extract.segment import Segments
from kg.extract.subjects import is_subject
from kg.extract.topics import TopicHit
from kg.extract.unsaid import is_unsaid
from kg.model.dates import PartialDate

MEMORY = 3
"""How many sentences back 'the idea' may point."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A stance before it is dated and put into words."""

    holding: Holding
    hit: TopicHit
    proposition: str
    sign: int
    judgement: Judgement
    evidence: tuple[str, ...]


@dataclass(slots=True)
class Memory:
    """What the sentences so far have left behind."""

    speaker: Speaker = field(default_factory=Speaker)
    findings: list[tuple[int, Finding]] = field(default_factory=list)
    days: dict[str, PartialDate] = field(default_factory=dict)


def find_stances(
    hits: Iterable[TopicHit], scene: Scene, number: int, memory: Memory
) -> Iterator[Finding]:
    """The findings of the sentence of that number, in order of its topics."""
    view, sentence, lexicon = scene.segments.view, scene.sentence, scene.lexicon
    for hit in hits:
        if is_unsaid(hit, view, sentence, lexicon):
            continue
        judgement = judge(hit, view, sentence, _frame_cue(scene.frames, hit.start), lexicon)
        holding = hold(hit, judgement.start, judgement.end, scene)
        if holding is None:
            continue
        proposition, sign = hit.rule.proposition, judgement.sign
        if hit.rule.kind in ("R", "E"):
            echoed = _echoed(number, holding, memory)
            if echoed is None or sign is None:
                continue
            proposition = echoed.proposition
            sign = sign * echoed.sign
        evidence = weigh_in(hit, judgement, holding, scene)
        sign = hit.rule.orientation if sign is None else sign
        yield Finding(holding, hit, proposition, sign, judgement, evidence)


def look_ahead(
    segments: Segments, number: int, frames: Sequence[Sequence[Frame]], memory: Memory
) -> None:
    """Give a quotation that opens a paragraph to the one who is named where it ends."""
    sentence = segments.sentences[number]
    if frames[number] or segments.view[sentence.start] != '"':
        return
    quotation = segments.quotation_at(sentence.start + 1, sentence.start + 2)
    if quotation is None or quotation.end <= sentence.end:
        return
    for later in range(number + 1, min(number + 8, len(frames))):
        if segments.sentences[later].end >= quotation.end:
            if frames[later]:
                memory.speaker = Speaker(frames[later][0].mention, sentence.paragraph)
            return


def note_speaker(scene: Scene, memory: Memory) -> None:
    """Keep the last source of a sentence, else the subject of one that quotes."""
    if scene.frames:
        memory.speaker = Speaker(scene.frames[0].mention, scene.sentence.paragraph)
        return
    for mention in scene.mentions:
        person = scene.roster.is_person(mention.actor) or mention.form == "stranger"
        if person and is_subject(scene.segments, scene.sentence, mention, scene.lexicon):
            memory.speaker = Speaker(mention, scene.sentence.paragraph)
            return


def _frame_cue(frames: Sequence[Frame], place: int) -> int | None:
    before = [frame.cue for frame in frames if frame.verb <= place and frame.how != "after"]
    return before[-1] if before else None


def _echoed(number: int, holding: Holding, memory: Memory) -> Finding | None:
    for place, finding in reversed(memory.findings):
        if number - place > MEMORY:
            return None
        if not set(finding.holding.actors) & set(holding.actors) or place < number:
            return finding
    return None
