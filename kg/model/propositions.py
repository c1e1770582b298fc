"""What stances are about: the codebook."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """A group of propositions."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Proposition:
    """A sentence that one favours or opposes, with its own two verbs for pictures and cards."""

    id: str
    theme: str
    label: str
    short: str
    sentence: str
    for_verb: str
    against_verb: str
    favours_means: str
    opposes_means: str
