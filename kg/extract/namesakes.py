"""Whether one word that names an actor is only a part of somebody else's name."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.lexicon import Lexicon
from kg.extract.names import WORD, Naming, words_of
from kg.extract.roster import Roster
from kg.extract.segment import Segments

Word = tuple[int, int, str]
"""Where a word begins and ends, and its letters without accents."""

_TITLED = 0.6
"""The share of longer words with a capital from which a sentence is set like a headline."""
_LONGER = 4


def in_other_name(
    segments: Segments,
    words: Sequence[Word],
    index: int,
    naming: Naming,
    roster: Roster,
    lexicon: Lexicon,
) -> bool:
    """Whether a given name stands before a surname, or another surname behind it.

    A blank alone must part the two: a comma, a hyphen or the end of a line ends a name.
    """
    return (
        naming.form == "surname" and _has_given_name(segments, words, index, lexicon)
    ) or _has_surname(segments, words, index, naming, roster, lexicon)


def _has_given_name(
    segments: Segments, words: Sequence[Word], index: int, lexicon: Lexicon
) -> bool:
    if index == 0 or not _beside(segments, words[index - 1], words[index]):
        return False
    before = words[index - 1][2].lower()
    if before in lexicon.words["titles"] or before in lexicon.words["weekdays"]:
        return False
    return before in lexicon.genders or not _is_titled(segments, words, index, lexicon)


def _has_surname(
    segments: Segments,
    words: Sequence[Word],
    index: int,
    naming: Naming,
    roster: Roster,
    lexicon: Lexicon,
) -> bool:
    if index + 1 == len(words) or not _beside(segments, words[index], words[index + 1]):
        return False
    if words[index][2].lower() in lexicon.genders:
        return True
    following = words[index + 1][2]
    if naming.form != "surname" or (following.isupper() and len(following) > 1):
        return False
    known = (
        *(lexicon.words[name] for name in ("titles", "weekdays", "auxiliaries", "pasts")),
        roster.tree.after,
        words_of(roster.actors[naming.actor].name) if naming.actor else (),
    )
    if any(following.lower() in some for some in known):
        return False
    article = index > 0 and words[index - 1][2].lower() in ("the", "a", "an")
    return not article and not _is_titled(segments, words, index, lexicon)


def _beside(segments: Segments, one: Word, other: Word) -> bool:
    """Whether two words follow one another in a line, the first and the second with a capital."""
    between = segments.text[one[1] : other[0]]
    return one[2][0].isupper() and other[2][0].isupper() and between in (" ", "\u00a0")


def _is_titled(segments: Segments, words: Sequence[Word], index: int, lexicon: Lexicon) -> bool:
    """Whether the other words of its sentence begin with capitals as in a headline.

    Titles, which have capitals before any name, and the word behind are left out.
    """
    place = words[index][0]
    sentence = segments.sentences[segments.sentence_at(place)]
    apart = {start for start, _, _ in words[index : index + 2]}
    others = [
        found[0]
        for found in WORD.finditer(segments.view, sentence.start, sentence.end)
        if len(found[0]) >= _LONGER
        and found.start() not in apart
        and found[0].lower() not in lexicon.words["titles"]
    ]
    capitals = sum(other[0].isupper() for other in others)
    return len(others) > 1 and capitals >= _TITLED * len(others)
