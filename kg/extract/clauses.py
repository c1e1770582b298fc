"""Where clauses begin and end, and what in them denies or only tells the circumstances."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.lexicon import Lexicon
from kg.extract.segment import Sentence

_ACTS = (
    r"(?:[a-z]{2,}(?:[^s]s|ed)|(?:has|have|had|is|are|was|were|will|would|may|might|could|did|do"
    r"|refuse|oppose|block|back|seek|sought|push|urge|warn|weigh|call|say|said|meet|met|prepare"
    r"|demand|want|reject|agree|sign|vow|vote|clash|press|try|resist|threaten|insist|object|stall"
    r"|argue|mull|eye|face|plan|fail|struggle|get|make|made|take|took|give|gave|go|went|hold|held"
    r"|keep|kept|look|hope|fear|remain|stand|stood))\b"
)
_NAME = r"(?:the )?(?-i:[A-Z])[\w'-]*"
AS_CLAUSE = re.compile(
    rf"as (?={_NAME}(?:(?:,? and|,)? {_NAME}){{0,4}}(?-i: (?:also |now |again |still )?{_ACTS}))",
    re.IGNORECASE,
)
"""What opens a clause of time or cause with a name for its subject."""
_BOUNDARY = re.compile(
    rf",? {AS_CLAUSE.pattern}"
    r"|;|: |,? - |,? (?:that (?=(?:have|has|are|were|is|was) )|but|while|whereas|although|though"
    r"|because|which|who|whom|whose|so that|so|unless|until|even as) "
    r"|, (?:and|or|nor|yet|as|with|an?|the|then) |(?<=[a-z]), (?=[a-z]+ing )"
    r"| (?=(?:rather than|instead of|in lieu of) )",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(
    r"[\"' ]{0,3}(?:if|until|unless|since|when|as|once|so long as|as long as|should|were|after"
    r"|before|while|although|though|despite|amid|asked|because|rather than|instead of|far from)\b",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"\b(?:(?<!why )not(?! (?:only|just|merely|least|to mention|the (?:first|only)|alone)\b)"
    r"|\w+n't|never"
    r"|no(?! (?:doubt|less|matter|wonder|sooner|later)\b)|zero(?! (?:tolerance|doubts?)\b)"
    r"|nor|neither|nobody|none|hardly|cannot)\b",
    re.IGNORECASE,
)
_CONTRAST = re.compile(
    r"\b(?:but|while|although|though|however|yet|whereas|even as|despite|still|nevertheless|except"
    r"|if|unless|until|provided|once|as long as|so long as|in return|at the same time"
    r"|on the other hand)\b|\bnot (?:\w+ ){0,2}now\b",
    re.IGNORECASE,
)
_SERIES = re.compile(r" (?:[\w'-]+ ){0,5}[\w'-]+(?:,(?: and| or)?| and| or| -) ")
_IF = re.compile(r"\b(?:if|unless|should (?:we|they|it|he|Europe|the \w+))\b", re.IGNORECASE)


def clause_start(view: str, sentence: Sentence, place: int, frame_cue: int | None) -> int:
    """Where the clause of a place begins: at a boundary, its reporting verb or its sentence."""
    begin = sentence.start
    if frame_cue is not None and frame_cue <= place:
        begin = max(begin, frame_cue)
    for boundary in _BOUNDARY.finditer(view, begin, place):
        begin = boundary.end()
    if begin == sentence.start and _SUBORDINATE.match(view, begin):
        comma = view.find(", ", begin, place)
        begin = comma + 2 if comma >= 0 else begin
    return begin


def clause_end(view: str, sentence: Sentence, place: int) -> int:
    """Where the clause of a place ends."""
    boundary = _BOUNDARY.search(view, place, sentence.end)
    return boundary.start() if boundary else sentence.end


def background_start(view: str, sentence: Sentence, place: int, lexicon: Lexicon) -> int | None:
    """Where the circumstances begin that a place only tells of; None where it stands by itself."""
    begin: int | None = None
    for phrase in lexicon.background:
        if phrase.kind == "lead":
            opened = phrase.pattern.match(view, sentence.start)
            comma = view.find(", ", sentence.start, sentence.end)
            if opened and opened.end() <= place < comma:
                return sentence.start
            continue
        for opened in phrase.pattern.finditer(view, sentence.start, place):
            if not re.search(r"[,;:.]|\bthat\b", view[opened.end() : place]):
                begin = max(begin or 0, opened.start())
    return begin


def find_negations(view: str, start: int, end: int) -> list[re.Match[str]]:
    """The words of a stretch that deny, in order."""
    return list(_NEGATION.finditer(view, start, end))


def stray_negations(
    pattern: re.Pattern[str], view: str, start: int, end: int
) -> list[re.Match[str]]:
    """The negations inside the match of a pattern that it does not spell out: they turn it.

    The others are part of what the pattern means.
    """
    return [
        found
        for found in find_negations(view, start, end)
        if not _spells_out(pattern, view[found.start() : end])
        and pattern.fullmatch(
            view[start : found.start()] + "x" * len(found[0]) + view[found.end() : end]
        )
    ]


def without_repeats(negations: Sequence[re.Match[str]], view: str) -> list[re.Match[str]]:
    """The negations without those that only go on denying: 'no troops, no trainers'."""
    kept: list[re.Match[str]] = []
    last: re.Match[str] | None = None
    for found in sorted(negations, key=lambda match: match.start()):
        again = last is not None and last[0].lower() == found[0].lower()
        if not (again and last and _SERIES.fullmatch(view, last.end(), found.start())):
            kept.append(found)
        last = found
    return kept


def _spells_out(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a pattern holds the two words that a text begins with, only a blank between."""
    pair = re.match(r"([\w']+) ([\w']+)", text)
    if pair is None:
        return False
    first, second = (re.escape(word.lower()) for word in pair.groups())
    return re.search(rf"{first}[^|a-z]+{second}", pattern.pattern.lower()) is not None


def contrasts(view: str, start: int, end: int) -> bool:
    """Whether a stretch sets one thing against another, or under a condition."""
    return _CONTRAST.search(view, start, end) is not None


def is_conditional(view: str, start: int, end: int) -> bool:
    """Whether an if-clause is opened in a stretch."""
    return _IF.search(view, start, end) is not None
