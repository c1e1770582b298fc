"""Who says what: frames of speech around direct, inverted, floating and reported words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.frames import Frame, find_agents, find_colons
from kg.extract.lexicon import Lexicon
from kg.extract.mentions import Mention
from kg.extract.rules import Phrase
from kg.extract.segment import Segments, Sentence
from kg.extract.subjects import inverted_subject, own_subject, subject_before

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_JOINED_VERB = re.compile(
    r"(?:\b(?:and|but|then|also|or|who|it|they|we)|[,;]) *"
    r"(?:\w+ly |also |then |once more |having )?$"
)
_TOLD = re.compile(
    r"(?: (?:the|an?|his|her|its|local|state|public))? [\w'-]+"
    r"(?= (?:in|at|on|during|after|before)\b)"
)
_THEY = re.compile(r"\bthey (?:\w+ly |also |then |once more |having )?$")
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being) (?:also |widely |often )?$", re.IGNORECASE
)
_BEING = re.compile(
    r"(?:\b(?:is|are|was|were|been)|'s|'re) (?:\w+ly |also |now |still |again )?$", re.IGNORECASE
)
_INVERSION = re.compile(r"[\",?!-] *(?:\w+ly |also )?$")
_NEAR = re.compile(r'(?:(?! - )[^,;"]){0,60}')
_ADJACENT = re.compile(r",? (?:also |too |now |\w+ly )?")
_WITH = re.compile(r"\bwith [^;:]{0,90}$")
_ARTICLE = re.compile(r" (?:the|its|his|her|their|a|an)$")
_MARK = re.compile(r'[,"?!] ')
_CONTRASTS = frozenset(
    {"and", "but", "while", "whereas", "although", "though", "yet", "because", "when", "nor", "so"}
)
"""What opens a clause of its own, whose verb does not answer for the one before it."""
_TITLE_WORDS = 8
_ASIDE = re.compile(
    r" (?:in|at|on|to|during|after|when|before|with|from|as|following|late|earlier)\b"
)


@dataclass(frozen=True, slots=True)
class _Verb:
    """A reporting verb at its place."""

    start: int
    end: int
    kind: str
    rule: str


def find_frames(
    segments: Segments, sentence: Sentence, mentions: Sequence[Mention], lexicon: Lexicon
) -> tuple[Frame, ...]:
    """The frames of one sentence, in order of their verbs; mentions are those inside it."""
    frames: list[Frame] = []
    for verb in _verbs(segments.spoken, sentence, lexicon):
        frame = _frame(segments, sentence, mentions, verb, frames, lexicon)
        if frame is not None:
            frames.append(frame)
    frames.extend(find_agents(segments.view, sentence, mentions))
    if sentence.headline:
        frames.extend(find_colons(segments.view, sentence, mentions))
    return tuple(sorted(frames, key=lambda frame: frame.verb))


def _verbs(spoken: str, sentence: Sentence, lexicon: Lexicon) -> Iterator[_Verb]:
    """The reporting verbs of a sentence, of overlapping ones the first and longest."""
    found = [
        _verb(match, phrase, spoken)
        for phrase, match in lexicon.finders.reporting.find(spoken, sentence.start, sentence.end)
    ]
    end = -1
    for verb in sorted(found, key=lambda verb: (verb.start, -verb.end)):
        if verb.start >= end:
            yield verb
            end = verb.end


def _verb(match: re.Match[str], phrase: Phrase, spoken: str) -> _Verb:
    """The verb of a match; 'is demanding' begins at its 'is', with a subject as 'demands' has."""
    being = _BEING.search(spoken, max(0, match.start() - 24), match.start())
    if being is None or phrase.kind != "participle":
        return _Verb(match.start(), match.end(), phrase.kind, phrase.id)
    return _Verb(being.start(), match.end(), "finite", phrase.id)


def _frame(
    segments: Segments,
    sentence: Sentence,
    mentions: Sequence[Mention],
    verb: _Verb,
    earlier: Sequence[Frame],
    lexicon: Lexicon,
) -> Frame | None:
    """The frame of one verb: of a subject before it, behind it, shared with another, or nobody."""
    beside = _beside(segments.spoken, sentence, mentions, verb)
    if beside is not None:
        return _following(beside, verb, sentence, "participle")
    if verb.kind == "finite":
        return _finite(segments.spoken, sentence, mentions, verb, earlier, lexicon)
    subject = subject_before(segments, sentence, mentions, verb.start, lexicon)
    if verb.kind == "quoted-as":
        return _around(subject, verb, verb.end, sentence)
    if earlier:
        return _following(earlier[0].mention, verb, sentence, "participle")
    return _following(subject, verb, sentence, "participle") if subject else None


def _beside(
    spoken: str, sentence: Sentence, mentions: Sequence[Mention], verb: _Verb
) -> Mention | None:
    """The one of whom a clause with 'with' tells: 'with Rome saying that it agrees'."""
    if not spoken[verb.start : verb.end].split(maxsplit=1)[0].endswith("ing"):
        return None
    for mention in mentions:
        near = _ADJACENT.fullmatch(spoken, mention.end, verb.start) is not None
        if near and _WITH.search(spoken[sentence.start : mention.start]):
            return mention
    return None


def _finite(
    spoken: str,
    sentence: Sentence,
    mentions: Sequence[Mention],
    verb: _Verb,
    earlier: Sequence[Frame],
    lexicon: Lexicon,
) -> Frame | None:
    left = spoken[sentence.start : verb.start]
    if _is_noun_or_passive(left, lexicon):
        return None
    subject = own_subject(spoken, mentions, verb.start, lexicon)
    if subject is not None:
        return _placed(spoken, sentence, subject.start, subject, verb, lexicon)
    subject = inverted_subject(spoken, mentions, verb.end)
    if subject is not None and _INVERSION.search(left[-12:] or '"'):
        return _around(subject, verb, subject.end, sentence)
    if earlier and _JOINED_VERB.search(left[-24:]):
        if _THEY.search(left) and _is_one(earlier[-1].mention, spoken):
            return _following(None, verb, sentence, "before")
        return _following(earlier[-1].mention, verb, sentence, "before")
    nobody = verb.rule not in lexicon.words["nouns-too"]
    return _placed(spoken, sentence, verb.start, None, verb, lexicon) if nobody else None


def _is_one(mention: Mention | None, spoken: str) -> bool:
    """Whether a mention is of one person, whom 'they' cannot mean."""
    if mention is None or mention.form not in ("name", "surname", "office", "stranger"):
        return False
    joined = spoken.endswith(" and ", 0, mention.start) or spoken.startswith(" and ", mention.end)
    return not joined


def _following(subject: Mention | None, verb: _Verb, sentence: Sentence, how: str) -> Frame:
    return Frame(subject, verb.start, verb.start, verb.end, sentence.end, how, verb.rule)


def _around(subject: Mention | None, verb: _Verb, end: int, sentence: Sentence) -> Frame:
    return Frame(subject, sentence.start, verb.start, end, sentence.end, "after", verb.rule)


def _is_noun_or_passive(left: str, lexicon: Lexicon) -> bool:
    words = _WORD.findall(left[-20:].lower())
    determined = bool(words) and words[-1] in lexicon.words["determiners"]
    return determined or left.endswith(("-", "'s ")) or _PASSIVE.search(left[-20:]) is not None


def _placed(
    spoken: str,
    sentence: Sentence,
    begin: int,
    subject: Mention | None,
    verb: _Verb,
    lexicon: Lexicon,
) -> Frame:
    """A frame of what follows its verb, or, set behind a comma, of the whole sentence."""
    lead = _ARTICLE.sub("", spoken[sentence.start : begin].rstrip())
    lead = _without_title(lead, lexicon)
    rest = spoken[verb.end : sentence.end]
    behind = lead.endswith((",", '"', "?", "!", " -")) and len(lead) > 4
    told = _TOLD.match(rest) if verb.rule == "verb-tell" else None
    rest = rest[told.end() :] if told else rest
    if behind and not rest.startswith(" that ") and _closes(lead, rest):
        return _around(subject, verb, verb.end, sentence)
    return _following(subject, verb, sentence, "before")


def _without_title(lead: str, lexicon: Lexicon) -> str:
    """What stands before a subject without the office that its name follows."""
    marks = [mark.start() + 1 for mark in _MARK.finditer(lead)]
    if not marks:
        return lead
    words = lead[marks[-1] :].split()
    if words and words[0].lower() in _CONTRASTS:
        return lead
    titles = lexicon.words["titles"] | lexicon.words["persons"]
    titled = all(word[0].isupper() or word.lower() in titles for word in words)
    return lead[: marks[-1]] if words and len(words) <= _TITLE_WORDS and titled else lead


def _closes(lead: str, rest: str) -> bool:
    """Whether a frame behind a comma ends there: after a quotation, or with little to follow."""
    if lead.endswith((',"', '",', '?"', '!"')):
        return True
    if len(lead) > 20 and _ASIDE.match(rest) is not None:
        return True
    near = _NEAR.match(rest)
    reach = near.end() if near else 0
    short = len(_WORD.findall(rest[:reach])) <= 7
    return short and (reach >= len(rest.rstrip(' ."')) or rest[reach] in ',;" ')
