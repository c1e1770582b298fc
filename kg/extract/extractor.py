"""From the text of a report to candidate stances, each with its exact words and its reasons."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kg.extract.attribution import find_frames
from kg.extract.coreference import resolve
from kg.extract.dates import find_dates
from kg.extract.engines import RULES, Engine
from kg.extract.findings import Memory, find_stances, look_ahead, note_speaker
from kg.extract.holders import Scene
from kg.extract.lexicon import Lexicon, english
from kg.extract.mentions import Mention, find_mentions
from kg.extract.merge import merge
from kg.extract.proposals import Proposal, propose
from kg.extract.reasons import Reasons
from kg.extract.roster import Roster, roster
from kg.extract.segment import Segments, Sentence, segment
from kg.extract.strangers import introduce
from kg.extract.timing import day_of_speech
from kg.extract.topics import find_topics
from kg.model.actors import Actor, Tenure
from kg.model.dates import PartialDate
from kg.model.stances import Candidate, Run


@dataclass(frozen=True, slots=True)
class Extraction:
    """One run over one text, and its candidates in order of appearance, of any confidence.

    ``reasons`` are looked up by a candidate's id.
    """

    run: Run
    candidates: tuple[Candidate, ...]
    reasons: Mapping[str, Reasons]


@dataclass(frozen=True, slots=True)
class _Task:
    """What one run is about."""

    segments: Segments
    roster: Roster
    lexicon: Lexicon
    published: PartialDate | None
    run: Run
    engine: Engine


def extract(
    text: str,
    *,
    document: str,
    published: PartialDate | None,
    actors: Sequence[Actor],
    tenures: Sequence[Tenure],
    lexicon: Lexicon | None = None,
    engine: Engine = RULES,
) -> Extraction:
    """The candidate stances of a text, each with the exact words that show it.

    Offices are taken as held on the first day of ``published``, or, where that is unknown, when
    the last tenure began; the same input always gives the same output.
    """
    lexicon = lexicon or english()
    run = Run(
        id=f"{document}-{engine.name}-{engine.version}",
        document=document,
        extractor=engine.name,
        version=engine.version,
        text_hash=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        model=engine.model,
    )
    begun = [tenure.start.earliest for tenure in tenures if tenure.start]
    day = published.earliest if published else max(begun, default=date.min)
    on_day = roster(tuple(actors), tuple(tenures), day, lexicon)
    task = _Task(segment(text), on_day, lexicon, published, run, engine)
    chosen = merge(_proposals(task))
    return Extraction(
        run,
        tuple(proposal.candidate for proposal in chosen),
        {proposal.candidate.id: proposal.reasons for proposal in chosen},
    )


def _proposals(task: _Task) -> Iterator[Proposal]:
    segments, lexicon = task.segments, task.lexicon
    known = find_mentions(segments, task.roster, lexicon)
    introduced, roster = introduce(segments, known, task.roster, lexicon)
    mentions = resolve(segments, introduced, roster, lexicon)
    memory = Memory()
    by_sentence = _by_sentence(mentions, segments.sentences)
    frames = [
        find_frames(segments, sentence, inside, lexicon)
        for sentence, inside in zip(segments.sentences, by_sentence, strict=True)
    ]
    for number, sentence in enumerate(segments.sentences):
        look_ahead(segments, number, frames, memory)
        scene = Scene(
            segments, sentence, by_sentence[number], frames[number], roster, lexicon, memory.speaker
        )
        told = find_dates(segments.view, sentence, task.published, lexicon)
        memory.days = {**day_of_speech(told, scene, task.published), **memory.days}
        hits = find_topics(segments.view, sentence, lexicon)
        for finding in find_stances(hits, scene, number, memory):
            memory.findings.append((number, finding))
            yield from propose(finding, scene, told, memory, task.run, task.published)
        note_speaker(scene, memory)


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
