"""One candidate for what a text says more than once."""

from __future__ import annotations

from collections.abc import Iterable

from kg.model.stances import Candidate


def merge(found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The best of each holder, proposition, polarity and date, in order of appearance.

    Another date or another polarity is another candidate: neither is ever dropped.
    """
    best: dict[str, Candidate] = {}
    for candidate in found:
        rival = best.get(candidate.id)
        if rival is None or candidate.confidence > rival.confidence:
            best[candidate.id] = candidate
    return tuple(sorted(best.values(), key=lambda one: (one.span.start, one.span.end, one.id)))
