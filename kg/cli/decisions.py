"""What a script decides in one call of review: on candidates, on stances, by a filled table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.app import say
from kg.errors import UsageError
from kg.printing import counted

if TYPE_CHECKING:
    from kg.review.desk import Desk


def decide(
    desk: Desk,
    accept: Sequence[str],
    reject: Sequence[str],
    note: str | None,
    corrections: Mapping[str, str | None],
) -> None:
    """Write decisions on candidates, or on curated stances, all or none; tell how many."""
    from kg.model.stances import Verdict
    from kg.review.decision import Decision
    from kg.review.filled import correct
    from kg.review.retraction import Retraction

    curated = {name: desk.find_stance(name) for name in (*accept, *reject)}
    of_stances = any(curated.values())
    if of_stances and not all(curated.values()):
        raise UsageError("candidates and stances: one kind at a time")
    # Who names a thing twice decides on it once.
    accepted, refused = (
        list(dict.fromkeys(curated[name] or desk.find_candidate(name).id for name in names))
        for names in (accept, reject)
    )
    if of_stances and any(corrections.values()):
        raise UsageError("what is wrong in a curated stance is mended in its file")
    if any(corrections.values()) and (len(accepted) != 1 or refused):
        raise UsageError("corrections are for one candidate at a time")
    if both := set(accepted) & set(refused):
        raise UsageError(f"{min(both)} is accepted and refused")
    if of_stances:
        retractions = [
            *(Retraction(name, Verdict.ACCEPT, note) for name in accepted),
            *(Retraction(name, Verdict.REFUSE, note) for name in refused),
        ]
        _tell(desk, len(desk.retract(retractions)), len(retractions))
        return
    decisions = [
        *(correct(desk, Decision(name, Verdict.ACCEPT, note), corrections) for name in accepted),
        *(Decision(name, Verdict.REFUSE, note) for name in refused),
    ]
    _tell(desk, len(desk.decide(decisions)), len(decisions))


def take(desk: Desk, table: Path | None) -> None:
    """Take the decisions of a filled table; without one, take back the last decision."""
    from kg.review.filled import read_sheet

    if table is not None:
        decisions = read_sheet(desk, table)
        _tell(desk, len(desk.decide(decisions)), len(decisions))
        return
    undone = desk.undo()
    say(f"taken back: {undone.verdict} of {undone.subject}, of {undone.decided_on}")


def _tell(desk: Desk, written: int, wanted: int) -> None:
    known = wanted - written
    already = f"; {known} stood so already" if known else ""
    say(f"{counted(written, 'decision')} of {desk.reviewer} written{already}")
