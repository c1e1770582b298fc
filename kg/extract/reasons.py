"""Why a candidate is one: every decision with its rule and place, and the evidence weighed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Decision:
    """What one stage decided by one rule over a stretch of the text.

    ``stage`` is topic, cue, negation, hedge, source, holder, date or opinion; ``effect`` says in a
    few words what came of it: a proposition with its direction, an actor, a date.
    """

    stage: str
    rule: str
    start: int
    end: int
    effect: str


@dataclass(frozen=True, slots=True)
class Reasons:
    """The decisions behind a candidate, in order, and the names of the evidence for its rank."""

    decisions: tuple[Decision, ...]
    evidence: tuple[str, ...]
