"""From the text of a report to candidate stances, by rules alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.extract.attribution import Frame, find_frames
from kg.extract.coreference import resolve
from kg.extract.dates import Told, find_dates
from kg.extract.evidence import weigh_in
from kg.extract.holders import Holding, Scene, Speaker, hold
from kg.extract.lexicon import Lexicon, english
from kg.extract.mentions import Mention, find_mentions
from kg.extract.merge import merge
from kg.extract.polarity import Judgement, judge
from kg.extract.quoting import excerpt
from kg.extract.rank import confidence
from kg.extract.roster import Roster, roster
from kg.extract.segment import Segments, Sentence, segment
from kg.extract.subjects import is_subject
from kg.extract.timing import day_of_speech, said_on
from kg.extract.topics import TopicHit, find_topics
from kg.extract.unsaid import is_unsaid
from kg.model.actors import Actor, Tenure
from kg.model.dates import PartialDate
from kg.model.documents import Span, Text
from kg.model.stances import Candidate, Polarity, Run

VERSION = "1"
"""Changes whenever the same text may give other candidates."""

MEMORY = 3
"""How many sentences back 'the idea' may point."""

_SIGNS = {1: Polarity.FAVOURS, -1: Polarity.OPPOSES, 0: Polarity.MIXED}


@dataclass(frozen=True, slots=True)
class Extraction:
    """One run over one text, and its candidates in order of appearance, of any confidence."""

    run: Run
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class _Finding:
    """A stance before it is dated and put into words."""

    holding: Holding
    hit: TopicHit
    proposition: str
    sign: int
    judgement: Judgement
    evidence: tuple[str, ...]


@dataclass(slots=True)
class _Memory:
    """What the sentences so far have left behind."""

    speaker: Speaker = field(default_factory=Speaker)
    findings: list[tuple[int, _Finding]] = field(default_factory=list)
    days: dict[str, PartialDate] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Task:
    """What one run is about."""

    segments: Segments
    roster: Roster
    lexicon: Lexicon
    published: PartialDate
    run: Run


def extract(
    text: str,
    *,
    document: str,
    published: PartialDate,
    actors: Sequence[Actor],
    tenures: Sequence[Tenure],
    lexicon: Lexicon | None = None,
) -> Extraction:
    """The candidate stances of a text, each with the exact words that show it.

    Offices are taken as held on the first day of ``published``; the same input always gives the
    same output.
    """
    lexicon = lexicon or english()
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    run = Run(f"{document}-rules-{VERSION}", document, "rules", VERSION, digest)
    on_day = roster(tuple(actors), tuple(tenures), published.earliest, lexicon)
    task = _Task(segment(text), on_day, lexicon, published, run)
    return Extraction(run, merge(_candidates(task)))


def _candidates(task: _Task) -> Iterator[Candidate]:
    mentions = resolve(
        task.segments,
        find_mentions(task.segments, task.roster, task.lexicon),
        task.roster,
        task.lexicon,
    )
    memory = _Memory()
    by_sentence = _by_sentence(mentions, task.segments.sentences)
    frames = [
        find_frames(task.segments, sentence, inside, task.lexicon)
        for sentence, inside in zip(task.segments.sentences, by_sentence, strict=True)
    ]
    for number, sentence in enumerate(task.segments.sentences):
        _look_ahead(task, number, frames, memory)
        scene = Scene(
            task.segments,
            sentence,
            by_sentence[number],
            frames[number],
            task.roster,
            task.lexicon,
            memory.speaker,
        )
        told = find_dates(task.segments.view, sentence, task.published, task.lexicon)
        memory.days = {**day_of_speech(told, scene, task.published), **memory.days}
        for finding in _findings(task, scene, number, memory):
            memory.findings.append((number, finding))
            yield from _dated(finding, scene, told, memory, task)
        _note_speaker(scene, memory)


def _by_sentence(
    mentions: Sequence[Mention], sentences: Sequence[Sentence]
) -> list[tuple[Mention, ...]]:
    shelves: list[list[Mention]] = [[] for _ in sentences]
    number = 0
    for mention in mentions:
        while number + 1 < len(sentences) and sentences[number + 1].start <= mention.start:
            number += 1
        shelves[number].append(mention)
    return [tuple(shelf) for shelf in shelves]


def _look_ahead(
    task: _Task, number: int, frames: Sequence[Sequence[Frame]], memory: _Memory
) -> None:
    """Give a quotation that opens a paragraph to the one who is named where it ends."""
    sentence = task.segments.sentences[number]
    if frames[number] or task.segments.view[sentence.start] != '"':
        return
    quotation = task.segments.quotation_at(sentence.start + 1, sentence.start + 2)
    if quotation is None or quotation.end <= sentence.end:
        return
    for later in range(number + 1, min(number + 8, len(frames))):
        if task.segments.sentences[later].end >= quotation.end:
            if frames[later]:
                memory.speaker = Speaker(frames[later][0].mention, sentence.paragraph)
            return


def _note_speaker(scene: Scene, memory: _Memory) -> None:
    """Keep the last source of a sentence, else the subject of one that quotes."""
    if scene.frames:
        memory.speaker = Speaker(scene.frames[0].mention, scene.sentence.paragraph)
        return
    for mention in scene.mentions:
        person = scene.roster.is_person(mention.actor) or mention.form == "stranger"
        if person and is_subject(scene.segments, scene.sentence, mention, scene.lexicon):
            memory.speaker = Speaker(mention, scene.sentence.paragraph)
            return


def _findings(task: _Task, scene: Scene, number: int, memory: _Memory) -> Iterator[_Finding]:
    for hit in find_topics(task.segments.view, scene.sentence, task.lexicon):
        if is_unsaid(hit, task.segments.view, scene.sentence, task.lexicon):
            continue
        cue = _frame_cue(scene.frames, hit.start)
        judgement = judge(hit, task.segments.view, scene.sentence, cue, task.lexicon)
        holding = hold(hit, judgement.start, judgement.end, scene)
        if holding is None:
            continue
        proposition, sign = hit.rule.proposition, judgement.sign
        if hit.rule.kind in ("R", "E"):
            echoed = _echoed(number, holding, memory)
            if echoed is None or (sign is None):
                continue
            proposition = echoed.proposition
            sign = sign * echoed.sign
        evidence = weigh_in(hit, judgement, holding, scene)
        yield _Finding(
            holding,
            hit,
            proposition,
            hit.rule.orientation if sign is None else sign,
            judgement,
            evidence,
        )


def _frame_cue(frames: Sequence[Frame], place: int) -> int | None:
    before = [frame.cue for frame in frames if frame.verb <= place and frame.how != "after"]
    return before[-1] if before else None


def _echoed(number: int, holding: Holding, memory: _Memory) -> _Finding | None:
    for place, finding in reversed(memory.findings):
        if number - place > MEMORY:
            return None
        if not set(finding.holding.actors) & set(holding.actors) or place < number:
            return finding
    return None


def _dated(
    finding: _Finding, scene: Scene, told: Sequence[Told], memory: _Memory, task: _Task
) -> Iterator[Candidate]:
    first = finding.judgement.start
    when, rule = said_on(finding.holding, first, scene, told, task.published)
    for actor in finding.holding.actors:
        if rule == "date-published" and actor in memory.days:
            yield _candidate(finding, actor, memory.days[actor], "date-of-speech", scene, task)
        else:
            yield _candidate(finding, actor, when, rule, scene, task)


def _candidate(
    finding: _Finding,
    actor: str,
    when: PartialDate | None,
    date_rule: str,
    scene: Scene,
    task: _Task,
) -> Candidate:
    polarity = _SIGNS[finding.sign]
    words = excerpt(task.segments, scene.sentence, finding.judgement.start, finding.judgement.end)
    key = f"{task.run.document}-{actor}-{finding.proposition}-{polarity}-{when or 'undated'}"
    return Candidate(
        id=key,
        document=task.run.document,
        holder=actor,
        proposition=finding.proposition,
        polarity=polarity,
        said_on=when,
        quote=Text(task.segments.text[words.start : words.end], "en"),
        span=Span(words.start, words.end, task.run.text_hash),
        attribution=words.attribution,
        confidence=confidence(finding.evidence, task.lexicon.weights),
        rules=(
            finding.hit.rule.id,
            *finding.judgement.rules,
            *finding.holding.rules,
            date_rule,
        ),
        run=task.run.id,
    )
