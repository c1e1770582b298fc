"""What the rows of a lexicon say."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TopicRule:
    """How a proposition is worded; orientation is +1 where the words go its way.

    Kind T names the matter and needs a cue, A is an act of its subject, S an assertion, N one
    with its negation inside, R refers to the last proposition named, E echoes another's stance.
    """

    id: str
    proposition: str
    kind: str
    orientation: int
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    example: str
    counter_example: str


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that favour (+1), oppose (-1) or hedge (0) what stands after or before them."""

    id: str
    place: str
    sign: int
    pattern: re.Pattern[str]
    example: str
    counter_example: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A pattern of one table with what it stands for."""

    id: str
    kind: str
    pattern: re.Pattern[str]
    example: str
    counter_example: str


@dataclass(frozen=True, slots=True)
class Office:
    """The nouns by which the bearers of offices like ``role`` are called."""

    id: str
    role: re.Pattern[str]
    nouns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Country:
    """How a state's people and leader are called; leads names the office of its leader."""

    code: str
    adjectives: tuple[str, ...]
    leads: str
    leader: tuple[str, ...]
