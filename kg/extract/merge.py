"""One candidate for what a text says more than once."""

from __future__ import annotations

from collections.abc import Iterable

from kg.extract.proposals import Proposal


def merge(found: Iterable[Proposal]) -> tuple[Proposal, ...]:
    """The best of each holder, proposition, polarity and date, in order of appearance.

    Another date or another polarity is another candidate: neither is ever dropped.
    """
    best: dict[str, Proposal] = {}
    for proposal in found:
        rival = best.get(proposal.candidate.id)
        if rival is None or proposal.candidate.confidence > rival.candidate.confidence:
            best[proposal.candidate.id] = proposal
    return tuple(sorted(best.values(), key=_place))


def _place(proposal: Proposal) -> tuple[int, int, str]:
    candidate = proposal.candidate
    return candidate.span.start, candidate.span.end, candidate.id
