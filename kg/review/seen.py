"""What a reviewer had before their eyes, so that nothing is decided on what has changed since."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from kg.errors import UsageError
from kg.model.stances import Candidate, Review

_LENGTH = 16


class Changed(UsageError):
    """The candidate, or what was decided on it, is not what the reviewer saw."""


def mark_of(candidate: Candidate, reviews: Iterable[Review]) -> str:
    """32 hexadecimal digits: 16 of a candidate as it stands, 16 of every decision taken on it.

    A decision taken back counts too: a form sent again after that is told from the first.
    """
    subject = f"candidate/{candidate.id}"
    decided = sorted(review.id for review in reviews if review.subject == subject)
    return _digits(candidate) + _digits(decided)


def what_changed(before: str, now: str) -> list[str]:
    """What became of a candidate between two marks, in words."""
    told = ("a new extraction proposes it otherwise", "a decision on it was taken, or taken back")
    parts = ((before[:_LENGTH], now[:_LENGTH]), (before[_LENGTH:], now[_LENGTH:]))
    return [text for text, (old, new) in zip(told, parts, strict=True) if old != new]


def _digits(shown: object) -> str:
    return hashlib.sha256(repr(shown).encode("utf-8", "replace")).hexdigest()[:_LENGTH]


def require_seen(mark: str, candidate: Candidate, reviews: Iterable[Review]) -> None:
    """Raise Changed unless a mark is that of the candidate as it stands."""
    if mark != mark_of(candidate, reviews):
        raise Changed(
            f"{candidate.id} has changed since it was shown", hint="look at it again, then decide"
        )
