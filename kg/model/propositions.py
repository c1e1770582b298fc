"""What stances are about: the codebook."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model.stances import Polarity


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

    def verb(self, polarity: Polarity) -> str:
        """What one does who stands like that, in the proposition's own words."""
        if polarity is Polarity.FAVOURS:
            return self.for_verb
        return self.against_verb if polarity is Polarity.OPPOSES else "is mixed"
