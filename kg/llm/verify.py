"""A model's reply held against the text and the closed lists: what does not hold is dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.extract.segment import Segments
from kg.llm.faults import Fault, Refused
from kg.llm.lists import Lists
from kg.llm.prompting import NO_POLARITY, VERDICTS
from kg.llm.quotes import Found, find_quote, sentence_number
from kg.model.stances import Polarity

NEARBY = 2
"""How many sentences from the candidate the words may stand that make it believed."""
MOST_ADDED = 50
"""More additions than this say nothing of a report."""
_MOST_SENTENCES = 10


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the model thinks of the candidate of a number; the polarity is the model's own."""

    number: int
    verdict: str
    polarity: Polarity | None
    found: Found | None


@dataclass(frozen=True, slots=True)
class Addition:
    """A stance that only the model has seen."""

    holder: str
    proposition: str
    polarity: Polarity
    found: Found


@dataclass(frozen=True, slots=True)
class Verified:
    """What of a reply holds, and how many rows were dropped for which fault."""

    judgements: tuple[Judgement, ...]
    additions: tuple[Addition, ...]
    dropped: Mapping[Fault, int]


def verify(reply: Mapping[str, Any], segments: Segments, lists: Lists) -> Verified:
    """The rows of a reply that hold; never raises, whatever the reply is."""
    dropped: Counter[Fault] = Counter()
    judgements: list[Judgement] = []
    additions: list[Addition] = []
    judged = _listed(reply, "candidates", dropped)
    times = Counter(row.get("number") for row in judged if type(row.get("number")) is int)
    for row in judged:
        try:
            judgements.append(_judgement(row, times, segments, lists))
        except Refused as refused:
            dropped[refused.fault] += 1
    added = _listed(reply, "additional", dropped)
    dropped[Fault.TOO_MANY] += len(added[MOST_ADDED:])
    for row in added[:MOST_ADDED]:
        try:
            additions.append(_addition(row, segments, lists))
        except Refused as refused:
            dropped[refused.fault] += 1
    return Verified(tuple(judgements), tuple(additions), +dropped)


def _listed(reply: Mapping[str, Any], name: str, dropped: Counter[Fault]) -> list[dict[str, Any]]:
    rows = reply.get(name, [])
    if not isinstance(rows, list):
        dropped[Fault.SHAPE] += 1
        return []
    listed = [row for row in rows if isinstance(row, dict)]
    dropped[Fault.SHAPE] += len(rows) - len(listed)
    return listed


def _judgement(
    row: Mapping[str, Any], times: Mapping[Any, int], segments: Segments, lists: Lists
) -> Judgement:
    number = row.get("number")
    if type(number) is not int:
        raise Refused(Fault.SHAPE)
    if not 0 < number <= len(lists.candidates):
        raise Refused(Fault.UNKNOWN_CANDIDATE)
    if times[number] > 1:
        raise Refused(Fault.CANDIDATE_TWICE)
    verdict, told, quote = (_text(row, name) for name in ("verdict", "polarity", "quote"))
    if verdict not in VERDICTS:
        raise Refused(Fault.UNKNOWN_VERDICT)
    agrees = verdict == "agree"
    polarity = None if told == NO_POLARITY and not agrees else _polarity(told)
    numbers = _numbers(row)
    if not agrees and not quote.strip():
        return Judgement(number, verdict, polarity, None)
    found = find_quote(quote, numbers, segments)
    place = lists.candidates[number - 1].span.start
    apart = sentence_number(segments, found.start) - sentence_number(segments, place)
    if agrees and abs(apart) > NEARBY:
        raise Refused(Fault.QUOTE_FAR)
    return Judgement(number, verdict, polarity, found)


def _addition(row: Mapping[str, Any], segments: Segments, lists: Lists) -> Addition:
    holder, proposition, told, quote = (
        _text(row, name) for name in ("holder", "proposition", "polarity", "quote")
    )
    if holder not in lists.holders:
        raise Refused(Fault.UNKNOWN_HOLDER)
    if proposition not in lists.propositions:
        raise Refused(Fault.UNKNOWN_PROPOSITION)
    polarity = _polarity(told)
    return Addition(holder, proposition, polarity, find_quote(quote, _numbers(row), segments))


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if not isinstance(value, str):
        raise Refused(Fault.SHAPE)
    return value


def _polarity(told: str) -> Polarity:
    try:
        return Polarity(told)
    except ValueError:
        raise Refused(Fault.UNKNOWN_POLARITY) from None


def _numbers(row: Mapping[str, Any]) -> Sequence[int]:
    numbers = row.get("sentences")
    if not isinstance(numbers, list) or len(numbers) > _MOST_SENTENCES:
        raise Refused(Fault.SHAPE)
    if not all(type(number) is int for number in numbers):
        raise Refused(Fault.SHAPE)
    return numbers
