"""Whose plan, call or refusal it is: stances told by a noun, 'Rome's call for talks'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.extract.cues import Fired, find_before
from kg.extract.holders import Holding, Scene, held_by
from kg.extract.mentions import Mention
from kg.extract.polarity import Judgement
from kg.extract.reasons import Decision
from kg.extract.topics import TopicHit

_REACH = 70
"""How many characters before a matter the noun may stand."""
_PLAIN = (
    r"(?!(?:has|have|had|does|do|did|is|was|are|were|will|would|can|could|may|might|must|should"
    r"|no|not|never|said|says|and|or|in|on|with|to|for|[\w-]+ed) )"
)
"""What stands between an owner and a noun describes it, and is no verb."""
_TO_MATTER = re.compile(
    r" (?:(?:to|for|of|on|over|against|about|that would|which would|that|aimed at|designed to)"
    r"(?: (?!and |but |was |is |has |had |were |are |said )[\w'-]+){0,8}"
    r"(?: (?:or|and|nor) to(?: [\w'-]+){1,4})?)? ?[\"']?$"
)


def find_authored(hit: TopicHit, scene: Scene) -> Iterator[tuple[Holding, Judgement]]:
    """Those whose proposal or refusal a matter is, and which way that goes.

    What the rest of the sentence says of the noun is somebody else's: a call may be rejected.
    """
    if hit.rule.kind not in ("T", "A"):
        return
    for mention in scene.mentions:
        noun = _noun_of(mention, scene) if mention.end <= hit.start else None
        if mention.actor is None or noun is None or not 0 <= hit.start - noun[1] <= _REACH:
            continue
        if not _TO_MATTER.fullmatch(scene.segments.view, noun[1], hit.start):
            continue
        holding = held_by(mention, "noun", f"noun-{noun[2]}", scene)
        if holding is not None:
            yield holding, _judged(hit, noun, scene)


def _noun_of(mention: Mention, scene: Scene) -> tuple[int, int, str] | None:
    """Where the noun that a mention owns stands, and which way it goes."""
    view, words = scene.segments.view, scene.lexicon.words
    behind, before = _nouns(words["proposals"] | words["refusals"])
    owned = (
        behind.match(view, mention.end) if mention.possessive or mention.form == "body" else None
    )
    first = max(scene.sentence.start, mention.start - 40)
    noun = owned or before.search(view, first, mention.start)
    if noun is None:
        return None
    way = "for" if noun[1].lower() in words["proposals"] else "against"
    return noun.start(1), max(noun.end(1), mention.end), way


@lru_cache(maxsize=8)
def _nouns(nouns: frozenset[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The nouns behind their owner, 'Rome's new plan', and before, 'a plan of Rome'."""
    either = "|".join(sorted(nouns))
    return (
        re.compile(rf"(?:'s?)? (?:{_PLAIN}[\w-]+ ){{0,2}}?({either})(?= )"),
        re.compile(rf"\b({either}) (?:\w+ )?(?:by|from) (?:the |its |his |her )?$"),
    )


def _judged(hit: TopicHit, noun: tuple[int, int, str], scene: Scene) -> Judgement:
    start, end, way = noun
    between: list[Fired] = find_before(hit, scene.segments.view, end, scene.lexicon)
    sign = hit.rule.orientation * (1 if way == "for" else -1)
    for one in between:
        sign *= one.cue.sign or 1
    told = Decision("cue", f"noun-{way}", start, end, way)
    decisions = (told, *(one.decision() for one in between))
    return Judgement(sign, min(start, hit.start), hit.end, decisions, ("cue-noun",))
