"""The stances of one sentence: topic, polarity and holder put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.extract.authors import find_authored
from kg.extract.clauses import contrasts
from kg.extract.cues import find_turn
from kg.extract.evidence import weigh_in
from kg.extract.frames import Frame
from kg.extract.governors import find_witness
from kg.extract.holders import Holding, Scene, Speaker, held_by, hold
from kg.extract.naming import is_beside, is_only_named, reaches
from kg.extract.polarity import Judgement, judge
from kg.extract.references import Finding, Memory, is_matter, refer
from kg.extract.segment import Segments
from kg.extract.subjects import is_subject, own_subject
from kg.extract.topics import TopicHit

FAR = 90
"""How many characters behind a topic the sentence may turn on it."""


def find_stances(
    hits: Iterable[TopicHit], scene: Scene, number: int, memory: Memory
) -> Iterator[Finding]:
    """The findings of the sentence of that number, in order of its topics."""
    hits = tuple(hits)
    found = list(_find(hits, scene, number, memory))
    memory.matters += [(number, hit) for hit in hits if is_matter(hit)]
    return _both_ways(found, scene)


def _both_ways(found: Sequence[Finding], scene: Scene) -> Iterator[Finding]:
    """The findings, those mixed that set one side of a matter against the other."""
    for one in found:
        others = [other for other in found if _opposite(one, other)]
        if any(contrasts(scene.segments.view, *_between(one, other)) for other in others):
            yield replace(one, sign=0, evidence=(*one.evidence, "both-ways"))
        elif _turns(one, found, scene):
            yield replace(one, sign=0, evidence=(*one.evidence, "turned"))
        else:
            yield one


def _turns(one: Finding, found: Sequence[Finding], scene: Scene) -> bool:
    """Whether its sentence goes on with a contrast that takes a part of it back."""
    if one.sign == 0 or ("cue-none" in one.evidence and one.hit.rule.kind == "T"):
        return False
    end = min(scene.sentence.end, one.hit.end + FAR)
    turn = find_turn(scene.segments.view, max(one.hit.end, one.judgement.end), end, scene.lexicon)
    if turn is None or turn[0] == one.sign or _by_another(one, turn[1], scene):
        return False
    return not any(
        other.proposition != one.proposition and turn[1] <= other.hit.start < turn[1] + FAR
        for other in found
    )


def _by_another(one: Finding, place: int, scene: Scene) -> bool:
    """Whether somebody else is the subject of the words at a place behind a finding."""
    first = max(one.hit.end, one.judgement.end)
    inside = [mention for mention in scene.mentions if first <= mention.start < place]
    subject = own_subject(scene.segments.spoken, inside, place, scene.lexicon)
    return subject is not None and subject.actor not in one.holding.actors


def _opposite(one: Finding, other: Finding) -> bool:
    same = (one.holding.actors, one.proposition) == (other.holding.actors, other.proposition)
    return same and one.sign * other.sign < 0


def _between(one: Finding, other: Finding) -> tuple[int, int]:
    """From where the first of two findings is told to where the second is named."""
    first, second = sorted((one, other), key=lambda finding: finding.hit.start)
    return first.judgement.start, second.hit.start


def _find(hits: Sequence[TopicHit], scene: Scene, number: int, memory: Memory) -> Iterator[Finding]:
    view, sentence, lexicon = scene.segments.view, scene.sentence, scene.lexicon
    told = list(memory.findings)
    for hit in hits:
        judgement = judge(hit, view, sentence, _frame_cue(scene.frames, hit.start), lexicon)
        if is_only_named(hit, judgement, hits, scene):
            continue
        authored = list(find_authored(hit, scene))
        authors = {
            actor
            for holding, told_by in authored
            if told_by.start <= judgement.start or not reaches(judgement, holding, told_by, scene)
            for actor in holding.actors
        }
        for holding, witnessed in _holdings(hit, judgement, scene):
            if authors and authors.isdisjoint(holding.actors):
                continue
            if is_beside(hit, judgement, holding, scene):
                continue
            proposition, sign = hit.rule.proposition, judgement.sign
            meant: tuple[str, ...] = ()
            if hit.rule.kind in ("R", "E"):
                referred = refer(hit, holding, scene, number, told, memory)
                if referred is None or sign is None:
                    continue
                proposition, sign = referred.proposition, sign * referred.way
                meant = referred.evidence
            evidence = (*weigh_in(hit, judgement, holding, scene), *witnessed, *meant)
            sign = hit.rule.orientation if sign is None else sign
            finding = Finding(holding, hit, proposition, sign, judgement, evidence)
            told.append((number, finding))
            yield finding
        holders = {actor for _, one in told if one.hit is hit for actor in one.holding.actors}
        for holding, judgement in authored:
            if holders.isdisjoint(holding.actors) and judgement.sign is not None:
                evidence = weigh_in(hit, judgement, holding, scene)
                proposition = hit.rule.proposition
                yield Finding(holding, hit, proposition, judgement.sign, judgement, evidence)


def _holdings(
    hit: TopicHit, judgement: Judgement, scene: Scene
) -> Iterator[tuple[Holding, tuple[str, ...]]]:
    """The holder by the order of words and, where it differs, the one by the sentence's tree."""
    holding = hold(hit, judgement.start, judgement.end, scene)
    witness = find_witness(hit, scene)
    if witness is not None and witness.how == "owns":
        witness = None
    if scene.tree is None or (holding is not None and holding.how == "floating"):
        if holding is not None:
            yield holding, ()
        return
    named = witness.mention if witness else None
    if holding is not None:
        if witness is None:
            yield holding, ("tree-silent",)
        elif named is None:
            yield holding, (f"tree-{witness.how}",)
        elif named.actor in holding.actors:
            yield holding, ("tree-agrees",)
            return
        else:
            yield holding, ("tree-differs",)
    if witness is not None and named is not None:
        other = held_by(named, "subject", f"tree-{witness.how}", scene)
        if other is not None:
            yield other, ("tree-instead" if holding else "tree-alone", f"tree-{witness.how}")


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
