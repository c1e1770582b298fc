"""Who stands as the subject of a verb, told by its neighbours alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.lexicon import Lexicon
from kg.extract.mentions import Mention, follows_preposition
from kg.extract.segment import Segments, Sentence

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_ASIDE = re.compile(r"\([^()]*\)")
_COMPANY = re.compile(
    r"^ and (?:(?:his|her|its|other|several|senior|top|many) )+[\w ]{3,40}?s(?= |$)"
)
_OTHERS = re.compile(r" and (?:other|several|senior|top|many) (?:\w+ ){0,2}$")
_ROW = re.compile(r"(?:(?:[^\W\d_a-z][\w.'-]*|the|and|or|both|of)[, ]+)*$")
_RELATED = re.compile(
    r", (?:which|who|whose|where|home to|an? (?:\w+ )?\w+) [^,;]*\b[a-z]+(?:s|ed|ing) $"
)
_SUFFIX = re.compile(
    r"(?: of (?:the )?[^\W\d_a-z][\w.'-]*(?: [^\W\d_a-z][\w.'-]*){0,2})?(?: \([^()]*\))?"
)
_NAMED = ("name", "surname", "office", "stranger")
_MEANWHILE = re.compile(
    r" (?:meeting|speaking|gathering|gathered|attending|visiting|addressing|writing|answering)\b"
    r"[^,;:.\"]{0,140} "
)
_PARTICIPLE = re.compile(r"(?:while |after )?(?:having )?[a-z]+(?:ing|ed)\b", re.IGNORECASE)
_COMMA = re.compile(r"[^;:.]*, (?:the )?")
_LIGHT = (
    r"(?:had|have|has|will|would|do|does|did|are|is|were|was|be|not|\w+n't|\w+ly|also|still|now"
    r"|just|even|all|always|never)"
)
_ATTITUDE = re.compile(rf"(?:{_LIGHT} ){{0,4}}([a-z]+)", re.IGNORECASE)
_OTHERS_ACT = re.compile(
    r"\b(they|he|she|others|critics|(?:the )?(?:Americans|Russians|Ukrainians)"
    r"|(?:some|several|certain|other) (?:\w+ ){0,2}\w+s)(?:'(?:ve|d|ll|re|s))?"
    rf" (?:{_LIGHT} ){{0,3}}$",
    re.IGNORECASE,
)
_CLAIM = re.compile(
    r"\b(?:should|must|ought to|needs? to|ha[sd] to|have to)(?: \w+ly| not)* $", re.IGNORECASE
)
_WHO = re.compile(rf", who (?:{_LIGHT} ){{0,3}}$", re.IGNORECASE)
_AND_TITLED = re.compile(r" and (?:the )?(?:[A-Z][\w-]* )*")
_NEAR_WHO = 24
"""How many characters may part a person from the clause with 'who': ', on 5 December,'."""
_NO_VERBS = frozenset({"as", "its", "this", "us", "across", "towards", "versus", "besides", "plus"})
_NO_SUBJECT_ENDINGS = ("ss", "'s", "leaders", "states", "officials", "ministers")


def subject_before(
    segments: Segments,
    sentence: Sentence,
    mentions: Sequence[Mention],
    place: int,
    lexicon: Lexicon,
) -> Mention | None:
    """The last mention before a place that may be the subject of what stands there.

    Of 'who opposes it' that is the person named last, even as an object: 'met her, who opposes'.
    """
    who = _WHO.search(segments.spoken, sentence.start, place)
    if who is not None:
        near = [
            one
            for one in mentions
            if one.form in _NAMED and 0 <= who.start() - one.end <= _NEAR_WHO
        ]
        if near and not near[-1].possessive:
            return near[-1]
    for number, mention in reversed(list(enumerate(mentions))):
        if mention.end <= place and is_subject(segments, sentence, mention, lexicon):
            before = mentions[number - 1] if number else None
            if before is None or not _shares_preposition(segments, before, mention, lexicon):
                return mention
    return None


def _shares_preposition(
    segments: Segments, before: Mention, mention: Mention, lexicon: Lexicon
) -> bool:
    """Whether a name is the second object of a preposition: 'in talks with A and B'."""
    joined = _AND_TITLED.fullmatch(segments.spoken, before.end, mention.start) is not None
    return joined and follows_preposition(segments.view, before, lexicon)


def is_subject(segments: Segments, sentence: Sentence, mention: Mention, lexicon: Lexicon) -> bool:
    """Whether a mention stands where a subject stands: no preposition before, a verb after."""
    owner = mention.form == "pronoun" and mention.rule.endswith(("his", "her"))
    if owner or mention.possessive or segments.quotation_at(mention.start, mention.end):
        return False
    if segments.spoken.startswith(", who ", mention.end):
        return True
    if follows_preposition(segments.view, mention, lexicon) or _RELATED.search(
        segments.spoken, sentence.start, mention.start
    ):
        return False
    end = _end_of(mention, segments.spoken)
    after = _WORD.search(segments.spoken, end, sentence.end)
    between = segments.spoken[end : after.start()] if after else ""
    word, stop = (after[0].lower(), after.end()) if after else ("", end)
    if word in lexicon.words["adverbials"] and "," not in between:
        return _opens_clause(segments.spoken, sentence.start, mention.start, lexicon)
    described = word in _NO_VERBS or (
        word in lexicon.words["plurals"] and not segments.spoken.startswith(" to ", stop)
    )
    return not described and (
        "," in between
        or word in lexicon.words["auxiliaries"]
        or word.endswith("n't")
        or (word.endswith("ing") and not between.strip() and mention.start == sentence.start)
        or (word.endswith(("ed", "ly", "s")) and not word.endswith(_NO_SUBJECT_ENDINGS))
        or word in lexicon.words["pasts"]
    )


def subject_behind(
    segments: Segments,
    sentence: Sentence,
    mentions: Sequence[Mention],
    place: int,
    lexicon: Lexicon,
) -> Mention | None:
    """The subject behind a participle clause: 'Rejecting a truce, the premier left'."""
    if _PARTICIPLE.match(segments.spoken, sentence.start) is None:
        return None
    first = next((one for one in mentions if one.start >= place), None)
    if first is None or _COMMA.fullmatch(segments.spoken, place, first.start) is None:
        return None
    return first if is_subject(segments, sentence, first, lexicon) else None


def _end_of(mention: Mention, spoken: str) -> int:
    """Where a name ends with the country or party set behind it: 'A. B. of Italy (Lega)'."""
    suffix = _SUFFIX.match(spoken, mention.end) if mention.form in _NAMED else None
    return suffix.end() if suffix else mention.end


def _opens_clause(spoken: str, start: int, place: int, lexicon: Lexicon) -> bool:
    """Whether a name, or a row of names, stands where a clause begins, not behind its verb."""
    row = _ROW.search(spoken, start, place)
    lead = spoken[start : row.start() if row else place].rstrip()
    words = _WORD.findall(lead[-24:].lower())
    return not words or not lead[-1].isalnum() or words[-1] in lexicon.words["openers"]


def own_subject(
    spoken: str, mentions: Sequence[Mention], verb: int, lexicon: Lexicon
) -> Mention | None:
    """The mention before a verb with nothing but adverbs, dates or an apposition between."""
    if mentions and _leads(mentions[0], spoken, verb):
        return mentions[0]
    for mention in reversed(mentions):
        if mention.end > verb:
            continue
        if mention.actor is None and _OTHERS.search(spoken[: mention.start][-40:]):
            continue
        between = spoken[min(_end_of(mention, spoken), verb) : verb]
        between = _COMPANY.sub("", _ASIDE.sub("", between))
        if len(between) > 160 or any(mark in between for mark in ';:"'):
            return None
        related = between.lstrip().startswith(", who")
        if mention.possessive or (follows_preposition(spoken, mention, lexicon) and not related):
            continue
        if between.rstrip().endswith(",") and not between.startswith(","):
            continue
        apposition = between.lstrip().startswith(",") and between.count(",") % 2 == 0
        tail = between[between.rfind(",") + 1 :] if apposition else between
        tail = tail.strip().removeprefix(", who ").removeprefix("who ")
        words = [word.lower() for word in _WORD.findall(tail)]
        allowed = lexicon.words["auxiliaries"] | lexicon.words["weekdays"]
        if all(word in allowed or word.endswith(("ly", "n't")) or word.isdigit() for word in words):
            return mention
        if apposition or related:
            continue
        return None
    return None


def _leads(mention: Mention, spoken: str, verb: int) -> bool:
    """Whether a name opens the sentence and only a participle parts it from its verb."""
    opens = not spoken[max(0, mention.start - 2) : mention.start].strip(' "')
    return (
        opens
        and not mention.possessive
        and _MEANWHILE.fullmatch(spoken, mention.end, verb) is not None
    )


def inverted_subject(spoken: str, mentions: Sequence[Mention], stop: int) -> Mention | None:
    """The mention right behind a verb, as in 'said the minister'."""
    for mention in mentions:
        if mention.start >= stop:
            gap = spoken[stop : mention.start].strip().lower()
            lone = gap in ("", "the", "a", "her", "his") or (len(gap) < 30 and gap.endswith("'s"))
            return mention if lone and mention.start - stop < 34 else None
    return None


def whose_attitude(
    view: str, mentions: Sequence[Mention], begin: int, place: int, lexicon: Lexicon
) -> Mention | None:
    """Who wants or opposes something, from the words before the place where that is told.

    A mention of nobody stands for 'they', 'he', 'she' or 'some'.
    """
    verb = _ATTITUDE.match(view, place)
    if verb is None or verb[1].lower() not in lexicon.words["attitudes"]:
        return None
    others = _OTHERS_ACT.search(view, begin, place)
    if others is not None:
        return Mention(*others.span(1), None, "pronoun", others[1].lower())
    if _CLAIM.search(view, begin, place):
        return None
    return own_subject(view, mentions, place, lexicon)
