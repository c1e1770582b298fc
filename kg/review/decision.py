"""What a reviewer says of a candidate, and whether it can be said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

from kg.errors import UsageError
from kg.model.dates import PartialDate
from kg.model.decisions import corrected, corrects
from kg.model.documents import Document, Text
from kg.model.stances import Candidate, Polarity, Review, Verdict
from kg.seeds.plausibility import CONTROL

Value = TypeVar("Value")
Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict on a candidate, with the reason and what is to be corrected; not yet on disk."""

    candidate: str
    verdict: Verdict
    note: str | None = None
    holder: str | None = None
    proposition: str | None = None
    polarity: Polarity | None = None
    said_on: PartialDate | None = None
    undated: bool = False

    @property
    def subject(self) -> str:
        """What is decided on."""
        return f"candidate/{self.candidate}"

    def as_review(self, name: str, reviewer: str, day: date) -> Review:
        """The record of it, under an id."""
        return Review(
            id=name,
            subject=self.subject,
            verdict=self.verdict,
            reviewer=reviewer,
            decided_on=day,
            note=Text(self.note, "en") if self.note else None,
            holder=self.holder,
            proposition=self.proposition,
            polarity=self.polarity,
            said_on=self.said_on,
            undated=self.undated,
        )

    def applied_to(self, candidate: Candidate) -> Candidate:
        """The candidate as it would be published."""
        return corrected(candidate, self.as_review("draft", "nobody", date.min))


def without_needless(decision: Decision, candidate: Candidate) -> Decision:
    """The decision without corrections to what the candidate says already."""
    known = candidate.holder_name is None and decision.holder == candidate.holder
    return replace(
        decision,
        holder=None if known else decision.holder,
        proposition=_unless(candidate.proposition, decision.proposition),
        polarity=_unless(candidate.polarity, decision.polarity),
        said_on=_unless(candidate.said_on, decision.said_on),
        undated=decision.undated and candidate.said_on is not None,
    )


def _unless(proposed: Value | None, given: Value | None) -> Value | None:
    return None if given == proposed else given


def meant(word: str, choices: type[Choice]) -> Choice:
    """The one choice that a word is, or is the beginning of; raises UsageError that lists them."""
    found = [choice for choice in choices if word and choice.value.startswith(word.lower())]
    if len(found) == 1:
        return found[0]
    names = ", ".join(found or choices)
    raise UsageError(
        f"{word!r} may be any of: {names}" if found else f"{word!r} is none of: {names}"
    )


def faults(decision: Decision, candidate: Candidate, document: Document | None) -> Iterator[str]:
    """Why a decision cannot be taken."""
    if decision.note and CONTROL.search(decision.note):
        yield "the note has control characters"
    if decision.undated and decision.said_on:
        yield "a date, and that none is told: one of the two"
    if decision.verdict is not Verdict.ACCEPT:
        if corrects(decision.as_review("draft", "nobody", date.min)):
            yield "only an acceptance carries corrections"
        return
    published = decision.applied_to(candidate)
    if published.holder_name is not None:
        yield f"nobody has said which actor {published.holder_name!r} is: name the holder"
    printed = document.published if document else None
    if published.said_on and printed and published.said_on.earliest > printed.latest:
        yield f"said on {published.said_on}, after its source was published ({printed})"
