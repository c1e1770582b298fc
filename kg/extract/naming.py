"""Matters that a sentence names and says nothing for or against."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.cues import find_cues
from kg.extract.frames import frame_at
from kg.extract.holders import Holding, Scene
from kg.extract.polarity import Judgement
from kg.extract.topics import TopicHit

_PURPOSE = re.compile(
    r"[^,;:]{0,60}?\b(?:for|to|over|of|until|without|as part of|in (?:return|exchange|response)"
    r"|because|due|aimed|meant|intended|designed)\b[^,;:]{0,40}",
    re.IGNORECASE,
)
_WHICH = re.compile(r"\bwhich (?:[\w'-]+ ){0,5}$", re.IGNORECASE)
_IF = re.compile(r"(?:(?<!\w)|that )(?:if|unless) (?!not\b)[^,;:]*$", re.IGNORECASE)
_BE = re.compile(r"\b(?:is|are|was|were|be|been|being)(?: \w+ly)? $", re.IGNORECASE)
_ANOTHER_CLAUSE = re.compile(r"\b(?:because|which|whose|where|whereas)\b", re.IGNORECASE)
_WORD = re.compile(r"(?<![\w'])[^\W\d_]+(?![\w'])")
_PLAIN = frozenset({"the", "a", "an", "its", "his", "her", "their", "new", "latest", "own", "s"})
_JOINED = re.compile(r"\b(?:and|or|nor|but|as well as)\b", re.IGNORECASE)
NAMED = 24
"""How many characters behind 'called' the matter stands that is given a name."""

BY_IF = 12
"""How many characters before an 'if' the word stands that governs it: 'it would be good if'."""


def is_only_named(
    hit: TopicHit, judgement: Judgement, hits: Sequence[TopicHit], scene: Scene
) -> bool:
    """Whether a hit is nobody's stance, though somebody has spoken of it."""
    return (
        _described(hit, judgement, scene.segments.view)
        or _unjudged(hit, judgement, scene)
        or _supposed(hit, judgement, scene)
        or _is_purpose(hit, judgement, hits, scene)
    )


def _is_purpose(
    hit: TopicHit, judgement: Judgement, hits: Sequence[TopicHit], scene: Scene
) -> bool:
    """Whether a refusal is of another matter, which a hit only tells the purpose of.

    Who opposes sending troops to enforce a truce has said nothing against the truce.
    """
    refused = [
        one.start
        for one in judgement.decisions
        if one.stage == "negation" or (one.stage == "cue" and one.effect == "against")
    ]
    if not refused or hit.rule.kind == "N":
        return False
    view = scene.segments.view
    for other in hits:
        between = view[other.end : hit.start]
        if (
            other.rule.proposition != hit.rule.proposition
            and judgement.start < other.end <= hit.start
            and min(refused) < other.end
            and judgement.start <= other.start
            and judgement.end <= hit.end
            and _PURPOSE.fullmatch(between)
            and not _JOINED.search(between)
            and all(
                one.cue.sign > 0
                for one in find_cues(scene.lexicon, "before", view, other.end, hit.start)
            )
        ):
            return True
    return False


def _unjudged(hit: TopicHit, judgement: Judgement, scene: Scene) -> bool:
    """Whether an attack is only mentioned, or a matter called by a name that judges nothing."""
    if judgement.sign is not None:
        return False
    if hit.rule.proposition == "attacks-on-ukraine":
        return True
    frame = frame_at(scene.frames, hit.start)
    names = scene.lexicon.words["naming-verbs"]
    return frame is not None and frame.rule in names and hit.start - frame.verb <= NAMED


def _described(hit: TopicHit, judgement: Judgement, view: str) -> bool:
    """Whether an act is only what a thing does: 'the rules, which end imports from Moscow'."""
    if hit.rule.kind != "A" or "cue-none" not in judgement.evidence:
        return False
    return _WHICH.search(view[max(0, hit.start - 60) : hit.start]) is not None


def _supposed(hit: TopicHit, judgement: Judgement, scene: Scene) -> bool:
    """Whether a matter only stands under an 'if', and so do all words for or against it."""
    opened = _IF.search(scene.segments.view, scene.sentence.start, hit.start)
    if hit.rule.kind not in ("T", "A") or opened is None:
        return False
    comma = scene.segments.view.find(", ", hit.end, scene.sentence.end)
    end = comma if comma >= 0 else scene.sentence.end
    cues = [one for one in judgement.decisions if one.stage in ("cue", "hedge")]
    return all(
        one.end < opened.start() - BY_IF or (opened.start() <= one.start and one.end <= end)
        for one in cues
    )


def _says_little(judgement: Judgement) -> bool:
    """Whether no cue, or only one like 'will', tells the way of a matter."""
    return bool({"cue-none", "cue-mild"} & set(judgement.evidence))


def is_beside(hit: TopicHit, judgement: Judgement, holding: Holding, scene: Scene) -> bool:
    """Whether a matter is only named in a clause that its subject does not govern.

    Who objected because the assets lie in Rome has by that said nothing of the assets; nor has
    who was urged to use them.
    """
    if holding.how != "subject":
        return False
    subject = holding.decisions[-1].end
    if _is_patient(judgement, subject, scene):
        return True
    return (
        _says_little(judgement)
        and _ANOTHER_CLAUSE.search(scene.segments.view, subject, hit.start) is not None
    )


def _is_patient(judgement: Judgement, subject: int, scene: Scene) -> bool:
    """Whether a subject only suffers what the first cue tells: 'Rome was urged to agree'."""
    first = next((one for one in judgement.decisions if one.stage == "cue"), None)
    if first is None or first.rule not in scene.lexicon.words["patient-cues"]:
        return False
    view = scene.segments.view
    participle = view[first.start : first.end].split(maxsplit=1)[0].endswith(("ed", "led"))
    return participle and _BE.search(view, subject, first.start) is not None


def reaches(judgement: Judgement, author: Holding, told_by: Judgement, scene: Scene) -> bool:
    """Whether the words that judge a matter before another's noun speak of that noun itself.

    Who welcomes another's decision judges it; who would influence it does not say which way.
    """
    noun = min(told_by.start, author.decisions[-1].start)
    before = [one for one in judgement.decisions if one.stage == "cue" and one.end <= noun]
    if not before or judgement.start >= noun:
        return True
    between = scene.segments.view[max(one.end for one in before) : noun]
    words = scene.lexicon.words
    known = _PLAIN | words["prepositions"] | words["titles"] | words["persons"]
    return all(word in known for word in _WORD.findall(between) if word.islower())
