"""Words that a text must have for a pattern to match it: a cheap look before the dear one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache, reduce
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

Clause = frozenset[str]
"""Literals of which a matching text has at least one."""

_MOST = 48
"""How many spellings of one stretch are told apart."""

_CLAUSES = 3
_CLAUSES_OF_ONE = 4
_TOO_LIKELY = 0.2
_ALIKE = str.maketrans({"\u0130": "i", "\u0131": "i", "\u017f": "s", "\u212a": "k"})
"""What a pattern that ignores case also takes for an ASCII letter, and lower() does not."""

_ASCII = 128
_NONE = (None, None)
_EMPTY: Clause = frozenset({""})


class _Reading(NamedTuple):
    """All spellings of a part where they are few, else None; and what each of them must have."""

    spellings: Clause | None
    clauses: tuple[Clause, ...]


_ANYTHING = _Reading(None, ())


@lru_cache(maxsize=4)
def fold(text: str) -> str:
    """A text with its letters made alike as patterns see them, character for character."""
    return (text if text.isascii() else text.translate(_ALIKE)).lower()


def required(pattern: re.Pattern[str]) -> tuple[Clause, ...]:
    """What the folded text of every match has: one literal of each clause, the rarest first.

    Exact in one direction: a text without them cannot match, one with them need not.
    """
    return _rarest(_sequence(_parser.parse(pattern.pattern, pattern.flags)), _CLAUSES)


def alternatives(pattern: re.Pattern[str]) -> tuple[tuple[Clause, ...], ...]:
    """The same for each alternative that a pattern lists: a match has all clauses of one of them.

    The words of an alternative are rarer together than those that all of them share.
    """
    parts = list(_parser.parse(pattern.pattern, pattern.flags))
    places = [place for place, (operator, _) in enumerate(parts) if operator is code.BRANCH]
    if not places:
        return (_rarest(_sequence(parts), _CLAUSES_OF_ONE),)
    longest = max(places, key=lambda place: len(parts[place][1][1]))
    before = list(_readings(parts[:longest]))
    after = list(_readings(parts[longest + 1 :]))
    return tuple(
        _rarest(_joined([*before, *_readings(branch), *after]), _CLAUSES_OF_ONE)
        for branch in parts[longest][1][1]
    )


def _rarest(reading: _Reading, most: int) -> tuple[Clause, ...]:
    useful = {_shortest(clause) for clause in reading.clauses if "" not in clause}
    rarest = sorted(useful, key=lambda clause: (_chance(clause), sorted(clause)))[:most]
    return tuple(clause for clause in rarest if _chance(clause) < _TOO_LIKELY)


def _chance(clause: Clause) -> float:
    """A rough guess at how often one of the literals is met by chance; shorter is likelier."""
    return sum(5.0 ** -len(literal) for literal in sorted(clause))


def _shortest(clause: Clause) -> Clause:
    """A clause without the literals that hold another one."""
    return frozenset(
        literal
        for literal in clause
        if not any(other != literal and other in literal for other in clause)
    )


def _sequence(parts: Iterable[tuple[Any, Any]]) -> _Reading:
    """The reading of parts that follow each other."""
    return _joined(_readings(parts))


def _readings(parts: Iterable[tuple[Any, Any]]) -> Iterator[_Reading]:
    for plain, (operator, argument) in _runs(parts):
        yield _Reading(frozenset({plain}), ()) if plain else _part(operator, argument)


def _joined(readings: Iterable[_Reading]) -> _Reading:
    running = _EMPTY
    clauses: list[Clause] = []
    whole = True
    for part in readings:
        if part.spellings is not None and len(running) * len(part.spellings) <= _MOST:
            running = frozenset(first + second for first in running for second in part.spellings)
            continue
        whole = False
        clauses += [running, *(part.clauses if part.spellings is None else ())]
        running = _EMPTY if part.spellings is None else part.spellings
    return _Reading(running if whole else None, (*clauses, running))


def _runs(parts: Iterable[tuple[Any, Any]]) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """The parts, each run of plain characters as one word."""
    word = ""
    for operator, argument in parts:
        if operator is code.LITERAL and argument < _ASCII:
            word += chr(argument).lower()
            continue
        if word:
            yield word, _NONE
            word = ""
        yield "", (operator, argument)
    if word:
        yield word, _NONE


def _part(operator: Any, argument: Any) -> _Reading:
    reading = _ANYTHING
    if operator in (code.LITERAL, code.IN):
        reading = _characters([(operator, argument)] if operator is code.LITERAL else argument)
    elif operator is code.BRANCH:
        reading = _branches([_sequence(parts) for parts in argument[1]])
    elif operator in (code.SUBPATTERN, code.ATOMIC_GROUP):
        reading = _sequence(argument[3] if operator is code.SUBPATTERN else argument)
    elif operator in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT):
        reading = _repeated(*argument)
    elif operator in (code.AT, code.ASSERT, code.ASSERT_NOT):
        reading = _Reading(_EMPTY, ())
    return reading


def _characters(members: Iterable[tuple[Any, Any]]) -> _Reading:
    """One character out of a few ASCII ones."""
    found: set[str] = set()
    for operator, argument in members:
        if operator is code.LITERAL:
            found.add(chr(argument))
        elif operator is code.RANGE and argument[1] - argument[0] < _MOST:
            found |= {chr(point) for point in range(argument[0], argument[1] + 1)}
        else:
            return _ANYTHING
    if not all(character.isascii() for character in found):
        return _ANYTHING
    spellings = frozenset(character.lower() for character in found)
    return _Reading(spellings, (spellings,))


def _repeated(least: int, most: int, parts: Any) -> _Reading:
    inner = _sequence(parts)
    if (least, most) == (1, 1):
        return inner
    if (least, most) == (0, 1) and inner.spellings is not None:
        return _Reading(inner.spellings | _EMPTY, ())
    return _Reading(None, inner.clauses if least else ())


def _branches(readings: list[_Reading]) -> _Reading:
    """The reading of alternatives: one clause that holds for each of them, if there is one."""
    options = [[clause for clause in one.clauses if "" not in clause] for one in readings]
    union: Clause = frozenset()
    if all(options):
        for clauses in sorted(options, key=len):
            union |= _told_already(clauses, union) or min(
                clauses, key=lambda clause: (_chance(clause), sorted(clause))
            )
    clause = (_shortest(union),) if union else ()
    if all(one.spellings is not None for one in readings):
        spellings = reduce(frozenset.union, (one.spellings or _EMPTY for one in readings))
        if len(spellings) <= _MOST:
            return _Reading(spellings, (spellings,))
    return _Reading(None, clause)


def _told_already(clauses: list[Clause], union: Clause) -> Clause | None:
    """A clause that makes the union no longer, as each of its literals holds one of it."""
    for clause in clauses:
        if all(any(short in literal for short in union) for literal in clause):
            return clause
    return None
