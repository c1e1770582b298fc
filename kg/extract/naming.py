"""Matters that a sentence names and says nothing for or against."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.cues import find_cues
from kg.extract.frames import frame_at
from kg.extract.holders import Scene
from kg.extract.polarity import Judgement
from kg.extract.topics import TopicHit

_PURPOSE = re.compile(
    r"[^,;:]{0,60}?\b(?:for|to|over|of|until|without|as part of|in (?:return|exchange|response)"
    r"|because|due|aimed|meant|intended|designed)\b[^,;:]{0,40}",
    re.IGNORECASE,
)
_WHICH = re.compile(r"\bwhich (?:[\w'-]+ ){0,5}$", re.IGNORECASE)
_JOINED = re.compile(r"\b(?:and|or|nor|but|as well as)\b", re.IGNORECASE)
NAMED = 24
"""How many characters behind 'called' the matter stands that is given a name."""


def is_only_named(
    hit: TopicHit, judgement: Judgement, hits: Sequence[TopicHit], scene: Scene
) -> bool:
    """Whether a hit is nobody's stance, though somebody has spoken of it."""
    return (
        _described(hit, judgement, scene.segments.view)
        or _unjudged(hit, judgement, scene)
        or _is_purpose(hit, judgement, hits, scene)
    )


def _is_purpose(
    hit: TopicHit, judgement: Judgement, hits: Sequence[TopicHit], scene: Scene
) -> bool:
    """Whether a refusal is of another matter, which a hit only tells the purpose of.

    Who opposes sending troops to enforce a truce has said nothing against the truce.
    """
    sign = judgement.sign
    if sign is None or sign * hit.rule.orientation >= 0 or hit.rule.kind == "N":
        return False
    view = scene.segments.view
    for other in hits:
        between = view[other.end : hit.start]
        if (
            other.rule.proposition != hit.rule.proposition
            and judgement.start < other.end <= hit.start
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
