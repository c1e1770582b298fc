"""What a person decides on a stance of the seeds: it is refused for a reason, or stands again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kg.model.documents import Text
from kg.model.stances import Review, Verdict
from kg.seeds.plausibility import CONTROL


@dataclass(frozen=True, slots=True)
class Retraction:
    """A verdict on a stance that a curator entered, with the reason; not yet on disk.

    The stance stays in its file, so that its id is never given to another; it is not published.
    """

    stance: str
    verdict: Verdict
    note: str | None = None

    @property
    def subject(self) -> str:
        """What is decided on."""
        return f"stance/{self.stance}"

    def as_review(self, name: str, reviewer: str, day: date) -> Review:
        """The record of it, under an id."""
        return Review(
            id=name,
            subject=self.subject,
            verdict=self.verdict,
            reviewer=reviewer,
            decided_on=day,
            note=Text(self.note, "en") if self.note else None,
        )


def faults(retraction: Retraction, decided: Review | None) -> Iterator[str]:
    """Why it cannot be taken, given the decision that counts for the stance."""
    if retraction.note and CONTROL.search(retraction.note):
        yield "the note has control characters"
    if retraction.verdict is Verdict.REFUSE and not (retraction.note or "").strip():
        yield "no reason is given, and whoever cited it will ask for one: --note"
    refused = decided is not None and decided.verdict is Verdict.REFUSE
    if retraction.verdict is Verdict.ACCEPT and not refused:
        yield "it is published already"
