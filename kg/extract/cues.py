"""Words that favour, oppose or hedge, found at their places around a topic."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.extract.lexicon import HEDGES, Lexicon
from kg.extract.reasons import Decision
from kg.extract.rules import Cue
from kg.extract.topics import TopicHit

_WAR = re.compile(
    r"(?: (?:the|this|his|its|Russia's|Putin's|Moscow's|of|brutal|bloody|full-scale)){0,3}"
    r" (?:war|fighting|conflict|invasion|bloodshed|killings?|hostilities|aggression|suffering"
    r"|slaughter|carnage|attacks?|occupation|crisis)\b",
    re.IGNORECASE,
)
_PARTICIPLES = ("ed", "en", "wn", "ught", "sent", "put", "held", "cut")
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|been|being|be|gets?|got)(?: (?:not|also|still|now|firmly|\w+ly))? $",
    re.IGNORECASE,
)
_RIGHT_BEHIND = re.compile(
    r"[\s\"']*(?:(?:to|be|being|fully|entirely|now|gradually|immediately|soon|quickly|completely)"
    r"[\s\"']+){0,3}"
)
_OPENING = re.compile(
    r"(?:(?:have|has|had|having|also|again|already|not|never|now|so far|\w+ly) ){0,4}([a-z]+)",
    re.IGNORECASE,
)
_JOINT = re.compile(r",? (?:and|or|nor|as well as) (?:(?:also|even|therefore|\w+ly) )?|, ")
_AS = re.compile(r" as (?:an? )?[\"']?(?:\w+ )?[\"']?", re.IGNORECASE)
_ARTICLE = re.compile(r"an? ", re.IGNORECASE)
_FINITE = re.compile(
    r"(?:he|she|it|they|we|I|will|would|has|have|had|is|are|was|were|does|do|did|can|cannot|could"
    r"|must|should|may|might|shall|\w+n't)\b",
    re.IGNORECASE,
)
_NOMINAL = re.compile(
    r"(?:^|\bthat |[\"(] ?|: |, )(?:(?:the|an?|any|this|that|such|his|her|their|our|then|now|just"
    r"|simply|further|decisions?|moves?|plans?|proposals?|attempts?|bid|idea|of|to)[ \"]+){0,5}$",
    re.IGNORECASE,
)
_PASTS = frozenset(
    {"sought", "gave", "sent", "held", "kept", "stood", "shot", "spoke", "built", "rebuilt", "came"}
)


_TURN = re.compile(
    r",? (?:but|yet|though|although|while|whereas|however,?) (?:(?:he|she|it|they|we|I|is|are|was"
    r"|were|would|will|has|have|had|does|did|do|also|then|that|said|says|told|\w+ly),? ){0,5}",
    re.IGNORECASE,
)
_NOT = re.compile(r"(?:not|never|no)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fired:
    """A cue at its place."""

    cue: Cue
    start: int
    end: int

    def decision(self) -> Decision:
        """What it decides."""
        way = "mixed" if self.cue.sign == 0 else "for" if self.cue.sign > 0 else "against"
        stage = "hedge" if self.cue.sign == 0 else "cue"
        return Decision(stage, self.cue.id, self.start, self.end, way)


def find_cues(lexicon: Lexicon, place: str, view: str, start: int, end: int) -> list[Fired]:
    """The cues of a stretch, in order, none inside another; ``~`` asks for the hedges."""
    found = [
        Fired(cue, match.start(), match.end())
        for cue, match in lexicon.finders.cues[place].find(view, start, end)
    ]
    found.sort(key=lambda fired: (fired.start, -fired.end))
    kept: list[Fired] = []
    for fired in found:
        if not kept or fired.start >= kept[-1].end:
            kept.append(fired)
    return kept


def find_hedges(
    lexicon: Lexicon, view: str, sentence: tuple[int, int], clause: tuple[int, int]
) -> list[Fired]:
    """The hedges of a clause, and those conditions that bind it from anywhere in its sentence."""
    return [
        one
        for one in find_cues(lexicon, HEDGES, view, *sentence)
        if one.cue.place == "after" or (one.start < clause[1] and clause[0] < one.end)
    ]


def find_before(hit: TopicHit, view: str, start: int, lexicon: Lexicon) -> list[Fired]:
    """The cues before a topic that are of it and of its holder.

    To end the war is not to end what is told next, and who was criticised for it is no critic.
    """
    found = find_cues(lexicon, "before", view, start, hit.start)
    return [
        one
        for one in found
        if not _repeats(one, found, view)
        and (one.cue.sign > 0 or _WAR.match(view, one.end, hit.start) is None)
        and not (
            view.startswith((" for ", " over "), one.end)
            and _PASSIVE.search(view, max(start, one.start - 24), one.start)
        )
    ]


def _repeats(fired: Fired, found: Sequence[Fired], view: str) -> bool:
    """Whether a cue only tells why another is there: 'dismissed as "naive" all talks'."""
    return fired.cue.sign < 0 and any(
        one.cue.sign < 0 and _AS.fullmatch(view, one.end, fired.start) for one in found
    )


def find_within(hit: TopicHit, view: str, lexicon: Lexicon) -> list[Fired]:
    """The cues inside 'called it'; of other matters those that open them or oppose in gaps.

    In 'have pledged to send troops' and 'Kyiv renounce joining' they stand inside the matter.
    """
    if hit.rule.kind == "R":
        return find_cues(lexicon, "before", view, hit.start, hit.end)
    if hit.rule.kind != "T":
        return []
    return [*_find_opening(hit, view, lexicon), *find_in_gaps(hit, view, lexicon)]


def _find_opening(hit: TopicHit, view: str, lexicon: Lexicon) -> list[Fired]:
    """The verb of an attitude that a topic begins with: 'have agreed to send troops'."""
    verb = _OPENING.match(view, hit.start, hit.end)
    if verb is None or verb[1].lower() not in lexicon.words["attitudes"]:
        return []
    found = find_cues(lexicon, "before", view, verb.start(1), hit.end)
    return [one for one in found[:1] if one.cue.sign > 0 and one.start == verb.start(1)]


def find_in_gaps(hit: TopicHit, view: str, lexicon: Lexicon) -> list[Fired]:
    """The opposing cues inside a topic of which its pattern says nothing."""
    words = hit.rule.pattern.pattern.lower()
    return [
        one
        for one in find_cues(lexicon, "before", view, hit.start, hit.end)
        if one.cue.sign < 0 and view[one.start : one.end].lower().split()[0][:3] not in words
    ]


def find_after(view: str, start: int, end: int, lexicon: Lexicon) -> list[Fired]:
    """The cues behind a topic, with participles as in 'sanctions are opposed by', in order."""
    passives = [
        fired
        for fired in find_cues(lexicon, "before", view, start, end)
        if view[fired.start : fired.end].lower().endswith(_PARTICIPLES)
        and (
            not view[start : fired.start].strip()
            or _PASSIVE.search(view, max(start, fired.start - 24), fired.start)
        )
    ]
    after = [*find_cues(lexicon, "after", view, start, end), *passives]
    return sorted(after, key=lambda fired: fired.start)


def undoes(fired: Fired, view: str, start: int) -> bool:
    """Whether an opposing participle stands right behind its object: 'wants sanctions lifted'."""
    told = fired.cue.place == "before" or view.startswith(("be ", "to be "), fired.start)
    return (
        fired.cue.sign < 0
        and told
        and _RIGHT_BEHIND.fullmatch(view, start, fired.start) is not None
    )


def find_turn(view: str, start: int, end: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """The sign of what a contrast in a stretch goes on to say, and where; None without one."""
    turn = _TURN.search(view, start, end)
    if turn is None:
        return None
    place = turn.end()
    told = find_cues(lexicon, "before", view, place, min(end, place + 30))
    real = [one for one in told if one.cue.id not in lexicon.words["mild-cues"]]
    if _NOT.match(view, place, end) and len(turn[0].split()) == 1:
        return -1, place
    if real and real[0].start == place:
        return real[0].cue.sign, place
    return None


def is_covered(start: int, end: int, by: Iterable[Fired]) -> bool:
    """Whether a stretch lies over any of some cues."""
    return any(one.start < end and start < one.end for one in by)


def opens_subject(before: Sequence[Fired], view: str, start: int) -> bool:
    """Whether the first cue only names the matter, as in 'Lifting sanctions would be wrong'."""
    if not before:
        return False
    first = before[0]
    lead = view[start : first.start]
    named = _NOMINAL.search(lead)
    word = view[first.start : first.end].split(maxsplit=1)[0].lower()
    return named is not None and (word.endswith("ing") or bool(re.search(r"\bto[ \"]+$", lead)))


def coordinated(before: Sequence[Fired], view: str, start: int, stop: int) -> list[tuple[int, int]]:
    """The stretches before a topic that say something of another object.

    In 'backed the plan and opposed sanctions' it is 'backed the plan and'; a verb that stands in
    another form, as in 'refuses to back and extend', goes on governing. In 'wants an end to the
    war and a return to talks' it is 'end to the war and'.
    """
    other: list[tuple[int, int]] = []
    if not before:
        return other
    for joint in _JOINT.finditer(view, start, stop):
        behind = [one for one in before if one.start >= joint.end()]
        if _FINITE.match(view, joint.end()) and joint[0] != ", ":
            other.append((start, joint.end()))
            continue
        nouns = [one for one in before if one.end <= joint.start() and _is_noun(one, view)]
        if nouns and joint[0] != ", " and _ARTICLE.match(view, joint.end()):
            other.append((nouns[-1].start, joint.end()))
            continue
        if not behind:
            continue
        if behind[0].start != joint.end():
            continue
        form = _form(behind[0], view)
        peers = [one for one in before if one.end <= joint.start() and _form(one, view) == form]
        if peers:
            other.append((peers[-1].start, joint.end()))
    return other


def _is_noun(fired: Fired, view: str) -> bool:
    """Whether it is a noun with an article, 'an end to', whose reach a second article ends."""
    return view.endswith((" a ", " an "), 0, fired.start)


def _form(fired: Fired, view: str) -> str:
    word = re.split(r"[ \",]", view[fired.start : fired.end].lower(), maxsplit=1)[0]
    if word.endswith("ing"):
        return "ing"
    if word.endswith("ed") or word in _PASTS:
        return "ed"
    return "s" if word.endswith("s") and not word.endswith("ss") else "base"
