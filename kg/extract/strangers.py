"""Persons whom the registry does not know: provisional actors of one text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import cache

from kg.extract.lexicon import Lexicon
from kg.extract.mentions import Mention, is_possessive, join
from kg.extract.names import provisional_id, words_of
from kg.extract.roster import Roster
from kg.extract.segment import Segments, blank, level
from kg.model.actors import Actor, ActorKind

_NAMES = re.compile(
    r"\b[A-ZÆŒÐÞ][\w'-]+(?: (?:(?:de|von|van|der|da|di|al|el|bin) ){0,2}[A-ZÆŒÐÞ][\w'-]+){1,6}"
)
_WORD = re.compile(r"\S+")
_ALIKE = 0.7
"""How like two surnames must be to be spellings of one, as difflib counts."""

_OBSERVED = 45
"""How many characters from a name a word like 'analyst' tells what its bearer is."""


def introduce(
    segments: Segments,
    known: Sequence[Mention],
    roster: Roster,
    lexicon: Lexicon,
    persons: Sequence[tuple[int, int]] = (),
) -> tuple[tuple[Mention, ...], Roster]:
    """The mentions with those of strangers, in order, and the roster with the strangers in it.

    ``persons`` are stretches that a model takes for names of persons. Who only observes, an
    analyst say, is a mention of nobody.
    """
    found = list(_strangers(segments, known, lexicon, persons))
    in_order = sorted([*known, *found], key=lambda mention: mention.start)
    joined = [
        _known_by_office(mention, segments, roster) for mention in join(in_order, segments.view)
    ]
    spelt = {
        mention.actor: " ".join(segments.text[mention.start : mention.end].split())
        for mention in found
    }
    names = {
        mention.actor: spelt[mention.actor]
        for mention in joined
        if mention.actor in spelt and mention.actor and mention.actor not in roster.actors
    }
    widened = roster.with_provisional(
        (Actor(actor, name, ActorKind.PERSON) for actor, name in names.items()), lexicon
    )
    again = _by_surname(segments, joined, names)
    return tuple(sorted([*joined, *again], key=lambda mention: mention.start)), widened


def _strangers(
    segments: Segments,
    known: Sequence[Mention],
    lexicon: Lexicon,
    persons: Sequence[tuple[int, int]],
) -> Iterator[Mention]:
    """Names of two or three capitalised words, a given name first or a verb of saying beside."""
    for match in _NAMES.finditer(blank(segments.spoken, known)):
        start, end = _without_titles(match, lexicon)
        if start == end:
            continue
        first = segments.view[start:end].split(maxsplit=1)[0].lower()
        if (
            first in lexicon.genders
            or any(begin <= start < stop for begin, stop in persons)
            or _beside_saying(segments.spoken, start, end, lexicon)
            or _ranked(segments.spoken, start, lexicon)
        ):
            observer = _observes(segments.spoken, start, end, lexicon)
            actor = None if observer else provisional_id(segments.text[start:end])
            owned = is_possessive(segments.view, end)
            yield Mention(start, end, actor, "stranger", "holder-stranger", owned)


def _without_titles(match: re.Match[str], lexicon: Lexicon) -> tuple[int, int]:
    """The stretch of the name alone, 0 and 0 where two to four words do not remain."""
    words = [word.span() for word in _WORD.finditer(match.string, *match.span())]
    titles = {*lexicon.words["titles"], *lexicon.words["weekdays"], *_peoples(lexicon)}
    while words and match.string[slice(*words[0])].lower() in titles:
        words = words[1:]
    behind = [n + 1 for n, w in enumerate(words) if match.string[slice(*w)].lower() in titles]
    words = words[behind[-1] :] if behind else words
    given = [n for n, w in enumerate(words) if match.string[slice(*w)].lower() in lexicon.genders]
    words = words[given[0] :] if given else words
    last = match.string[slice(*words[-1])].lower() if words else ""
    if not 2 <= len(words) <= 4 or last in lexicon.words["no-names"]:
        return 0, 0
    end = words[-1][1]
    return words[0][0], end - 2 * match.string.endswith("'s", 0, end)


@cache
def _peoples(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(
        adjective.lower()
        for country in lexicon.countries.values()
        for adjective in country.adjectives
    )


def _beside_saying(view: str, start: int, end: int, lexicon: Lexicon) -> bool:
    if view[max(0, start - 14) : start].rstrip().endswith((" said", " says", " added")):
        return True
    stop = end + 30
    verb = stop - len(view[end:stop].lstrip(" ,"))
    return any(
        match.start() == verb for _, match in lexicon.finders.reporting.find(view, verb, stop)
    )


def _ranked(view: str, start: int, lexicon: Lexicon) -> bool:
    """Whether an office stands right before a name."""
    words = words_of(view[max(0, start - 24) : start])
    return view[start - 1 : start] == " " and bool(words) and words[-1] in lexicon.words["ranks"]


def _observes(view: str, start: int, end: int, lexicon: Lexicon) -> bool:
    around = f"{view[max(0, start - _OBSERVED) : start]} {view[end : end + _OBSERVED]}"
    return bool(set(words_of(around)) & lexicon.words["observers"])


def _known_by_office(mention: Mention, segments: Segments, roster: Roster) -> Mention:
    """The bearer of the office named beside a stranger, where the surnames are spellings of one."""
    bearer = roster.actors.get(mention.beside or "")
    if mention.form != "stranger" or bearer is None:
        return mention
    theirs = words_of(bearer.name)[-1]
    ours = words_of(segments.text[mention.start : mention.end])[-1]
    if SequenceMatcher(None, theirs, ours).ratio() < _ALIKE:
        return mention
    return replace(mention, actor=bearer.id, form="name", rule="holder-spelling")


def _by_surname(
    segments: Segments, mentions: Sequence[Mention], names: dict[str, str]
) -> Iterator[Mention]:
    """Later mentions of a stranger by surname alone."""
    taken = {place for mention in mentions for place in range(mention.start, mention.end)}
    surnames = {level(name).split()[-1]: actor for actor, name in names.items()}
    if not surnames:
        return
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(surnames)))})\b")
    for match in pattern.finditer(segments.view):
        if match.start() not in taken:
            owned = is_possessive(segments.view, match.end())
            actor = surnames[match[0]]
            yield Mention(*match.span(), actor, "surname", "holder-stranger", owned)
