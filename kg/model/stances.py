"""Stances, what a machine proposes, and what a person decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from kg.model.dates import PartialDate
from kg.model.documents import Attribution, Span, Text

AUTO_ACCEPT = Decimal("0.90")
"""Candidates of at least this confidence are published without a person's decision.

It is the stricter of the engines' bars above which 9 of 10 findings were right on texts that their
weights were not fitted to.
"""
WORKING = Decimal("0.35")
"""Candidates below this confidence are shown only on request; about here F1 is best."""


def band(confidence: Decimal) -> str:
    """What becomes of a candidate of that confidence by itself: accept, review or discard."""
    if confidence >= AUTO_ACCEPT:
        return "accept"
    return "review" if confidence >= WORKING else "discard"


class Polarity(StrEnum):
    """Toward the proposition's sentence."""

    FAVOURS = "favours"
    OPPOSES = "opposes"
    MIXED = "mixed"

    @property
    def sign(self) -> int:
        """1 for, -1 against, 0 mixed."""
        return (self is Polarity.FAVOURS) - (self is Polarity.OPPOSES)

    @classmethod
    def of_sign(cls, sign: int) -> Polarity:
        """The polarity of a sign; raises ValueError for anything but 1, 0 and -1."""
        for one in cls:
            if one.sign == sign:
                return one
        raise ValueError(f"{sign} is the sign of no polarity")


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
    ``holder_name`` is how the text names a holder whom the registry does not know; such a
    provisional holder has an id made of that name, and waits for a person.
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
    holder_name: str | None = None

    @property
    def band(self) -> str:
        """What becomes of it if nobody decides on it: accept, review or discard."""
        own = band(self.confidence)
        # Nobody is published whom the registry does not know.
        return "review" if own == "accept" and self.holder_name else own


@dataclass(frozen=True, slots=True)
class Run:
    """One run of an engine over one text; hashes are SHA-256, in hexadecimal digits.

    ``lexicon_hash`` is that of the tables, ``model`` the name, version and hash of a language
    model where the engine has one.
    """

    id: str
    document: str
    extractor: str
    version: str
    text_hash: str
    lexicon_hash: str | None = None
    model: str | None = None


class Verdict(StrEnum):
    """What a person decides on a candidate or a stance; to withdraw is to take that back."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Review:
    """A person's decision; ``subject`` is ``candidate/ID`` or ``stance/ID``.

    An accepted candidate is published with the holder, proposition, polarity and date that the
    review gives; what it leaves out stays as proposed. ``undated`` says that no date is told.
    """

    id: str
    subject: str
    verdict: Verdict
    reviewer: str
    decided_on: date
    note: Text | None = None
    holder: str | None = None
    proposition: str | None = None
    polarity: Polarity | None = None
    said_on: PartialDate | None = None
    undated: bool = False


@dataclass(frozen=True, slots=True)
class Shift:
    """A change of an actor's polarity on a proposition between two stances."""

    id: str
    actor: str
    proposition: str
    before: str
    after: str
    changed_by: date
