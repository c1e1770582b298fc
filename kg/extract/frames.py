"""The source of a stretch of words, and those frames that stand without a reporting verb."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.mentions import Mention
from kg.extract.segment import Segments, Sentence

_AGENT = re.compile(
    r"(?:according to|in the (?:view|words|opinion|eyes|account|telling|judgment) of|for) "
    r"(?:the )?$",
    re.IGNORECASE,
)
_OWN_WORDS = re.compile(
    r"'?s? (?:own )?(?:view|words|opinion|eyes|account|telling|message|verdict)\b", re.IGNORECASE
)
_TOLD_BEFORE = re.compile(
    r"[\"' ]*(?:This|It|The statement|The announcement)(?: (?:was|is|has been|had been))?"
    r"(?: also)? (?:stated|said|announced|declared|emphasi[sz]ed|stressed|noted|told|made|voiced"
    r"|confirmed|underlined|explained)(?: (?:on|in|at|during|to|this) [^,.;:\"]{2,60}?)? by ",
)
_WHO_TOLD = re.compile(r"(?:[^.;:\"]{1,90} )?")
_COLON = re.compile(r"(?: (?:on|about|to|in|after|as|at) [^:\".?!]{2,70})?: ")


@dataclass(frozen=True, slots=True)
class Frame:
    """A source and the stretch of its sentence that it answers for.

    ``cue`` and ``verb`` are where the reporting verb begins and ends; ``how`` is before, after,
    participle or agent.
    """

    mention: Mention | None
    start: int
    cue: int
    verb: int
    end: int
    how: str
    rule: str

    @property
    def actor(self) -> str | None:
        """Who speaks, None for a stranger."""
        return self.mention.actor if self.mention else None


def frame_at(frames: Sequence[Frame], start: int) -> Frame | None:
    """The innermost frame that answers for a place: the one whose verb comes last before it."""
    inside = [frame for frame in frames if frame.start <= start < frame.end]
    before = [
        frame
        for frame in inside
        if frame.verb <= start or (frame.how == "before" and frame.cue <= start)
    ]
    return before[-1] if before else inside[0] if inside else None


def find_agents(view: str, sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[Frame]:
    """According to somebody, in somebody's view."""
    for mention in mentions:
        before = view[max(sentence.start, mention.start - 24) : mention.start]
        own = _OWN_WORDS.match(view, mention.end)
        if own is not None and before.rstrip().lower().endswith("in"):
            yield Frame(
                mention,
                sentence.start,
                mention.start,
                own.end(),
                sentence.end,
                "agent",
                "frame-in-words",
            )
        agent = _AGENT.search(before)
        if agent is not None and (agent[0].lower()[:3] != "for" or agent.start() == 0):
            if agent[0].lower()[:3] == "for" and view[mention.end : mention.end + 1] != ",":
                continue
            yield Frame(
                mention,
                sentence.start,
                mention.start,
                mention.end,
                sentence.end,
                "agent",
                "frame-according-to",
            )


def find_colons(view: str, sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[Frame]:
    """A headline like 'Premier: no troops' or 'No troops: premier'."""
    for mention in mentions:
        colon = _COLON.match(view, mention.end, sentence.end)
        if colon is not None and (mention.start == sentence.start or colon[0] == ": "):
            after = colon.end() - 2
            yield Frame(mention, after, after, after, sentence.end, "before", "frame-colon")
        elif view[max(0, mention.start - 2) : mention.start] == ": " and (
            sentence.end - mention.end <= 1
        ):
            first = sentence.start
            yield Frame(mention, first, first, first, mention.start, "after", "frame-colon")


def find_told_before(
    segments: Segments, sentence: Sentence, mentions: Sequence[Mention], before: Sentence
) -> Frame | None:
    """The frame of the sentence before, where one only tells whose it was: 'This was stated by'."""
    told = _TOLD_BEFORE.match(segments.spoken, sentence.start, sentence.end)
    if told is None:
        return None
    named = [
        one
        for one in mentions
        if not one.possessive and _WHO_TOLD.fullmatch(segments.spoken, told.end(), one.start)
    ]
    named.sort(key=lambda one: one.form == "body")
    if not named:
        return None
    place = before.start
    return Frame(named[0], place, place, place, before.end, "after", "frame-told-before")
