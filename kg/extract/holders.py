"""Whose stance it is: the innermost source of the words, or the subject of the act."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.extract.agents import AND, find_agent, in_company
from kg.extract.frames import Frame, frame_at
from kg.extract.lexicon import Lexicon
from kg.extract.mentions import Mention, follows_preposition
from kg.extract.names import words_of
from kg.extract.reasons import Decision
from kg.extract.roster import Roster
from kg.extract.segment import Quotation, Segments, Sentence
from kg.extract.subjects import is_subject, subject_before, subject_behind, whose_attitude
from kg.extract.syntax import Tree
from kg.extract.topics import TopicHit

_SUBORDINATE = re.compile(
    r"\b(?:if|when|because|once|unless|while|after|before|until|who|whom) (?:\w+ )?$", re.IGNORECASE
)
_MODAL = re.compile(
    r"\b(?:be|should|must|ought|needs?|needed|has to|have to|had to|would|could|can|may|might)\b",
    re.IGNORECASE,
)

_OBLIGED = re.compile(r",? (?:\w+ly |now |also |first )?(?:must|should|ought to|needs? to)\b")
_TOLD_OF = frozenset({"T", "A", "R"})
"""The kinds of topic rules that an attitude governs; the others assert something themselves."""
_BEYOND = ("RU", "BY", "US")  # for them the Union is never 'us'


@dataclass(frozen=True, slots=True)
class Holding:
    """Who holds a stance (several where subjects are joined), and what tells so.

    ``how`` is one of quote, floating, before, after, participle, agent, subject, passive,
    claimed, free; a claimed stance is one that a speaker ascribes to somebody else.
    """

    actors: tuple[str, ...]
    how: str
    decisions: tuple[Decision, ...]
    frame: Frame | None = None


@dataclass(slots=True)
class Speaker:
    """The last one who spoke, kept from sentence to sentence."""

    mention: Mention | None = None
    paragraph: int = -1


@dataclass(frozen=True, slots=True)
class Scene:
    """One sentence with all that is known of it."""

    segments: Segments
    sentence: Sentence
    mentions: tuple[Mention, ...]
    frames: tuple[Frame, ...]
    roster: Roster
    lexicon: Lexicon
    speaker: Speaker = field(default_factory=Speaker)
    tree: Tree | None = None


def hold(hit: TopicHit, first: int, last: int, scene: Scene) -> Holding | None:
    """Who holds what a hit says; ``first`` and ``last`` bound the words that judge it."""
    quotation = scene.segments.quotation_at(hit.start, hit.end)
    if quotation is not None:
        return _in_quotation(hit, quotation, min(first, hit.start), scene)
    passive = _passive(hit, last, scene)
    if passive is not None:
        return passive
    frame = frame_at(scene.frames, hit.start)
    if frame is None:
        return _unframed(hit, min(first, hit.start), last, scene)
    return _framed(hit, frame, min(first, hit.start), scene)


def _framed(hit: TopicHit, frame: Frame, first: int, scene: Scene) -> Holding | None:
    if _of_others(hit, frame, first, scene):
        return None
    claimed = _claimed(hit, frame, first, scene)
    if claimed is not None and (hit.rule.kind not in ("S", "N") or claimed.how == "before"):
        return claimed
    mention = frame.mention
    return held_by(mention, frame.how, frame.rule, scene, frame) if mention else None


def _fronted(hit: TopicHit, first: int, last: int, scene: Scene) -> Mention | None:
    """The subject among the words of a topic, or at their head: 'Rome rejected limits on it'."""
    for mention in scene.mentions:
        obliged = _MODAL.search(scene.segments.view, mention.end, last) is not None
        heads = first == mention.start and hit.rule.kind == "T" and not obliged
        inside = (heads or first < mention.start) and mention.end < last
        if inside and is_subject(scene.segments, scene.sentence, mention, scene.lexicon):
            return mention
    return None


def held_by(
    mention: Mention, how: str, rule: str, scene: Scene, frame: Frame | None = None
) -> Holding | None:
    """The holding of a mention and of those joined to it by 'and'."""
    if mention.actor is None:
        return None
    named = mention
    actors = [mention.actor]
    place = scene.mentions.index(mention) if mention in scene.mentions else 0
    for earlier in reversed(scene.mentions[:place]):
        link = scene.segments.spoken[earlier.end : mention.start]
        if not AND.fullmatch(link) or earlier.possessive:
            break
        if link == " " and earlier.form != "pair":
            break
        if link.startswith(", ") and len(actors) == 1 and " and" not in link:
            break
        # 'talks with A, B and C said' is no row of three
        object_of = follows_preposition(scene.segments.view, earlier, scene.lexicon)
        if link == ", " and how != "passive" and object_of:
            break
        if earlier.actor is not None:
            actors.insert(0, earlier.actor)
        mention = earlier
    actors += in_company(scene.segments, scene.mentions, named)
    return Holding(tuple(dict.fromkeys(actors)), how, _decisions(rule, frame, named, actors), frame)


def _decisions(
    rule: str, frame: Frame | None, mention: Mention, actors: list[str]
) -> tuple[Decision, ...]:
    start, end = (frame.cue, frame.verb) if frame else (mention.start, mention.end)
    source = Decision("source", rule, start, end, "answers for the words")
    return source, Decision("holder", mention.rule, mention.start, mention.end, " ".join(actors))


def _quoted(quotation: Quotation, scene: Scene) -> Holding | None:
    begin = max(quotation.start, scene.sentence.start)
    frame = frame_at(scene.frames, begin)
    if frame is not None:
        speaker = frame.mention
        return held_by(speaker, "quote", frame.rule, scene, frame) if speaker else None
    if begin == quotation.start:
        subject = subject_before(
            scene.segments, scene.sentence, scene.mentions, begin, scene.lexicon
        )
        if subject is not None:
            return held_by(subject, "quote", "quote-of-subject", scene)
    if scene.speaker.mention is None:
        return None
    return held_by(scene.speaker.mention, "floating", "quote-floating", scene)


def _in_quotation(hit: TopicHit, quotation: Quotation, first: int, scene: Scene) -> Holding | None:
    """Who speaks, or, of an attitude that quoted words tell of another, that other."""
    spoken = _quoted(quotation, scene)
    begin = max(quotation.start, scene.sentence.start)
    if spoken is None or hit.rule.kind not in _TOLD_OF or first < begin:
        return spoken
    inside = [one for one in scene.mentions if begin <= one.start and one.end <= first]
    other = whose_attitude(scene.segments.view, inside, begin, first, scene.lexicon)
    if other is None or _on_one_side(other, spoken.actors[0], scene):
        return spoken
    supposed = _SUBORDINATE.search(scene.segments.view, begin, other.start) is not None
    if other.actor is None or supposed:
        return None
    return held_by(other, "claimed", "holder-claimed", scene, spoken.frame)


def _passive(hit: TopicHit, last: int, scene: Scene) -> Holding | None:
    agent = find_agent(
        scene.segments, scene.sentence, scene.mentions, hit.start, hit.end, last, scene.lexicon
    )
    return held_by(agent, "passive", "holder-agent", scene) if agent else None


def _claimed(hit: TopicHit, frame: Frame, first: int, scene: Scene) -> Holding | None:
    """The subject inside a reported clause, where the speaker ascribes the act to it."""
    inside = [mention for mention in scene.mentions if mention.start >= frame.verb]
    inner = subject_before(
        scene.segments, scene.sentence, inside, max(first, hit.start), scene.lexicon
    )
    if inner is None or inner.actor is None or inner == frame.mention or frame.how == "after":
        return None
    stranger = inner.form == "pronoun" and frame.mention is None
    if _spoken_for(inner, frame, scene):
        return held_by(inner, "before", "holder-spoken-for", scene, frame)
    if stranger or _on_one_side(inner, frame.actor, scene):
        return None
    if _MODAL.search(scene.segments.view, inner.end, max(hit.end, inner.end)):
        return None
    return held_by(inner, "claimed", "holder-claimed", scene, frame)


def _of_others(hit: TopicHit, frame: Frame, first: int, scene: Scene) -> bool:
    """Whether one person tells what they, or others without a name, want."""
    if hit.rule.kind not in _TOLD_OF or not scene.roster.is_person(frame.actor):
        return False
    inside = [one for one in scene.mentions if frame.verb <= one.start and one.end <= first]
    begin = min(frame.verb, first)
    other = whose_attitude(scene.segments.view, inside, begin, first, scene.lexicon)
    if other is None or other.actor is not None or other.rule in ("he", "she"):
        return False
    speakers = held_by(frame.mention, frame.how, frame.rule, scene) if frame.mention else None
    alone = speakers is not None and len(speakers.actors) == 1
    return alone and not _on_one_side(other, frame.actor, scene)


def _on_one_side(other: Mention, speaker: str | None, scene: Scene) -> bool:
    """Whether a speaker tells of somebody as of 'us': one country, or Europe for Europeans."""
    theirs, ours = scene.roster.country(other.actor), scene.roster.country(speaker)
    if other.actor == speaker:
        return True
    if theirs is None:
        europe = "europe" in scene.segments.view[other.start : other.end].lower()
        return europe and ours not in _BEYOND
    return theirs == ours or (other.form == "body" and theirs == "EU" and ours not in _BEYOND)


def _spoken_for(inner: Mention, frame: Frame, scene: Scene) -> bool:
    """Whether a source tells what somebody else, the subject of its words, has said."""
    if inner.actor == frame.actor or not scene.roster.is_person(inner.actor):
        return False
    lead = scene.segments.view[frame.verb : inner.start]
    return _SUBORDINATE.search(lead) is None and _speaks_for(frame, scene)


def _speaks_for(frame: Frame, scene: Scene) -> bool:
    """Whether a source is a spokesman, an office or the seat of one who is spoken of."""
    mention = frame.mention
    if mention is None:
        return False
    if mention.form in ("body", "role"):
        return True
    around = scene.segments.view[max(0, mention.start - 40) : mention.end + 30]
    return bool(set(words_of(around)) & scene.lexicon.words["spokespersons"])


def _unframed(hit: TopicHit, first: int, last: int, scene: Scene) -> Holding | None:
    """The subject of the clause, before its object or behind it, else the last speaker."""
    subject = subject_before(scene.segments, scene.sentence, scene.mentions, first, scene.lexicon)
    subject = subject or _fronted(hit, first, last, scene)
    subject = subject or subject_behind(
        scene.segments, scene.sentence, scene.mentions, last, scene.lexicon
    )
    if subject is not None:
        obliged = _OBLIGED.match(scene.segments.view, subject.end) is not None
        return None if obliged else held_by(subject, "subject", "holder-subject", scene)
    speaker = scene.speaker
    if speaker.mention is None or speaker.paragraph != scene.sentence.paragraph:
        return None
    others = any(
        is_subject(scene.segments, scene.sentence, mention, scene.lexicon)
        for mention in scene.mentions
    )
    return None if others else held_by(speaker.mention, "free", "holder-free-speech", scene)
