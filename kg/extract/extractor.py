"""From the text of a report to candidate stances, each with its exact words and its reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.extract.attribution import find_frames
from kg.extract.coreference import resolve
from kg.extract.corroboration import corroborate
from kg.extract.dates import Told, find_dates
from kg.extract.engines import RULES, Engine
from kg.extract.findings import find_stances, look_ahead, note_speaker
from kg.extract.frames import find_told_before
from kg.extract.holders import Scene
from kg.extract.lexicon import Lexicon, english
from kg.extract.mentions import Mention, find_mentions
from kg.extract.merge import merge
from kg.extract.pool import find_pairs
from kg.extract.proposals import Proposal, propose
from kg.extract.reasons import Reasons
from kg.extract.references import Memory
from kg.extract.roster import Roster, day_of_offices, roster
from kg.extract.segment import Segments, segment
from kg.extract.strangers import introduce
from kg.extract.timing import day_of_speech
from kg.extract.topics import find_topics, narrow
from kg.extract.unsaid import is_unsaid
from kg.extract.weights import read_weights
from kg.model.actors import Actor, Tenure
from kg.model.dates import PartialDate
from kg.model.documents import text_hash
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
    weights: Mapping[str, float]


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
        text_hash=text_hash(text),
        lexicon_hash=lexicon.hash,
        model=engine.model,
    )
    day = day_of_offices(published, tenures)
    on_day = roster(tuple(actors), tuple(tenures), day, lexicon)
    weights = read_weights(engine.name).evidence
    task = _Task(segment(text), on_day, lexicon, published, run, engine, weights)
    found = tuple(_proposals(task))
    chosen = corroborate(merge(found), found, task.weights)
    return Extraction(
        run,
        tuple(proposal.candidate for proposal in chosen),
        {proposal.candidate.id: proposal.reasons for proposal in chosen},
    )


def _proposals(task: _Task) -> Iterator[Proposal]:
    segments, lexicon = task.segments, task.lexicon
    hits = [
        tuple(
            hit
            for hit in find_topics(segments.view, sentence, lexicon)
            if not is_unsaid(hit, segments.view, sentence, lexicon)
        )
        for sentence in segments.sentences
    ]
    hits = narrow(hits, segments.view)
    trees = task.engine.parse(segments, [bool(found) for found in hits])
    known = find_mentions(segments, task.roster, lexicon)
    persons = [person for tree in trees if tree for person in tree.persons()]
    introduced, roster = introduce(segments, known, task.roster, lexicon, persons)
    mentions = resolve(segments, introduced, roster, lexicon)
    memory = Memory()
    by_sentence = _by_sentence(mentions, segments)
    frames = [
        find_frames(segments, sentence, inside, lexicon)
        for sentence, inside in zip(segments.sentences, by_sentence, strict=True)
    ]
    for number, (before, sentence) in enumerate(pairwise(segments.sentences), start=1):
        told_before = find_told_before(segments, sentence, by_sentence[number], before)
        if told_before is not None and not frames[number - 1]:
            frames[number - 1] = (told_before,)
    scenes: list[Scene] = []
    dates: list[tuple[Told, ...]] = []
    for number, sentence in enumerate(segments.sentences):
        look_ahead(segments, number, frames, memory)
        scene = Scene(
            segments,
            sentence,
            by_sentence[number],
            frames[number],
            roster,
            lexicon,
            memory.speaker,
            trees[number],
        )
        scenes.append(scene)
        told = find_dates(segments.view, sentence, task.published, lexicon)
        dates.append(told)
        memory.days = {**day_of_speech(told, scene, task.published), **memory.days}
        for finding in find_stances(hits[number], scene, number, memory):
            memory.findings.append((number, finding))
            yield from propose(finding, scene, told, memory, task.run, task.published, task.weights)
        note_speaker(scene, memory)
    told_of = {
        (actor, finding.proposition)
        for _, finding in memory.findings
        for actor in finding.holding.actors
    }
    for number, finding in find_pairs(scenes, hits, told_of):
        yield from propose(
            finding, scenes[number], dates[number], memory, task.run, task.published, task.weights
        )


def _by_sentence(mentions: Sequence[Mention], segments: Segments) -> list[tuple[Mention, ...]]:
    shelves: list[list[Mention]] = [[] for _ in segments.sentences]
    for mention in mentions:
        shelves[segments.sentence_at(mention.start)].append(mention)
    return [tuple(shelf) for shelf in shelves]
