"""Stances, what a machine proposes, and what a person decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from kg.model.dates import PartialDate
from kg.model.documents import Attribution, Span, Text

AUTO_ACCEPT = Decimal("0.8")
"""Candidates of at least this confidence are published without a person's decision."""
WORKING = Decimal("0.4")
"""Candidates below this confidence are noise more often than not, and shown only on request."""


class Polarity(StrEnum):
    """Toward the proposition's sentence."""

    FAVOURS = "favours"
    OPPOSES = "opposes"
    MIXED = "mixed"


class Status(StrEnum):
    """How far a stance may be trusted, derived at build time; the strongest comes first."""

    REJECTED = "rejected"
    CURATED = "curated"
    ACCEPTED = "accepted"
    EXTRACTED = "extracted"


@dataclass(frozen=True, slots=True)
class Stance:
    """One utterance or act by which a holder favours, opposes or is mixed on a proposition.

    ``reacts_to`` is ``stance/ID`` or ``event/ID``. A stance with no ``said_on`` was held by the
    day on which it was reported.
    """

    id: str
    holder: str
    proposition: str
    polarity: Polarity
    said_on: PartialDate | None = None
    on_behalf_of: str | None = None
    reacts_to: str | None = None
    reason: Text | None = None
    condition: Text | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a machine proposes; its key is document, holder, proposition, polarity and date.

    ``rules`` names every rule that had a part in it, in the order in which they fired.
    """

    id: str
    document: str
    holder: str
    proposition: str
    polarity: Polarity
    said_on: PartialDate | None
    quote: Text
    span: Span
    attribution: Attribution
    confidence: Decimal
    rules: tuple[str, ...]
    run: str


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the extractor over one text: its name, version and the text's SHA-256."""

    id: str
    document: str
    extractor: str
    version: str
    text_hash: str


class Verdict(StrEnum):
    """What a person decides on a candidate or a stance."""

    ACCEPT = "accept"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Review:
    """A person's decision; ``subject`` is ``candidate/ID`` or ``stance/ID``."""

    id: str
    subject: str
    verdict: Verdict
    reviewer: str
    decided_on: date
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """A change of an actor's polarity on a proposition between two stances."""

    id: str
    actor: str
    proposition: str
    before: str
    after: str
    changed_by: date
