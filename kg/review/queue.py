"""Which candidate to look at next: those that teach most, first."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kg.errors import UnknownName
from kg.model.positions import latest_position
from kg.model.stances import Candidate
from kg.rdf.folded import fold
from kg.review.desk import Desk

REVIEW = "review"
"""The band whose candidates wait for a person; they come before all others."""


class Novelty(StrEnum):
    """What a candidate would add to what is published."""

    ACTOR = "new actor"
    FIRST = "first stance on it"
    TURN = "another polarity"
    KNOWN = "as before"


_WEIGHT = {
    Novelty.ACTOR: Decimal(1),
    Novelty.FIRST: Decimal("0.8"),
    Novelty.TURN: Decimal("0.6"),
    Novelty.KNOWN: Decimal("0.2"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A candidate that waits: its band, what it would add, and how much a decision is worth."""

    candidate: Candidate
    band: str
    novelty: Novelty
    worth: Decimal


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which candidates are wanted, by ids and by what their entries say.

    ``second`` means those that others decided on.
    """

    document: str | None = None
    holder: str | None = None
    proposition: str | None = None
    second: bool = False
    band: str | None = None
    novelty: str | None = None


def want(
    desk: Desk,
    document: str | None = None,
    actor: str | None = None,
    proposition: str | None = None,
    *,
    second: bool = False,
) -> Wanted:
    """A choice of candidates, from names as a person writes them.

    An actor may be a provisional one, by the name in the text. Raises UnknownName where no
    candidate's document, no actor or no proposition is meant.
    """
    return Wanted(
        _document(desk, document) if document else None,
        _holder(desk, actor) if actor else None,
        desk.registry.find_proposition(proposition).id if proposition else None,
        second,
    )


def _document(desk: Desk, name: str) -> str:
    bare = name.removeprefix("document:")
    for document in desk.documents.values():
        if bare in (document.id, document.url):
            return document.id
    raise UnknownName(f"there is no document {name!r}", hint="give its id or its URL")


def _holder(desk: Desk, name: str) -> str:
    try:
        return desk.registry.find_actor(name).id
    except UnknownName:
        wanted = fold(name)
        strangers = {
            c.holder: fold(c.holder_name) for c in desk.candidates.values() if c.holder_name
        }
        same = {holder for holder, known in strangers.items() if known == wanted}
        alike = {h for h, known in strangers.items() if wanted and f" {wanted} " in f" {known} "}
        for found in (same, alike):
            if len(found) == 1:
                return found.pop()
        raise


def queue(desk: Desk, wanted: Wanted | None = None) -> list[Entry]:
    """The candidates that wait for this reviewer, the most worthwhile first.

    Those of the review band come first; within a band the order is by uncertainty, 4p(1-p) of the
    confidence p, times novelty, and then by id.
    """
    wanted = wanted or Wanted()
    waits = _second if wanted.second else _undecided
    entries = [
        entry_of(desk, candidate)
        for candidate in desk.candidates.values()
        if _is_wanted(desk, candidate, wanted) and waits(desk, candidate)
    ]
    chosen = [
        entry
        for entry in entries
        if wanted.band in (None, entry.band) and wanted.novelty in (None, entry.novelty)
    ]
    return sorted(chosen, key=lambda e: (e.band != REVIEW, -e.worth, e.candidate.id))


def _undecided(desk: Desk, candidate: Candidate) -> bool:
    return desk.decision_on(candidate.id) is None


def _second(desk: Desk, candidate: Candidate) -> bool:
    decided = desk.decision_on(candidate.id) is not None
    return decided and desk.own_decision_on(candidate.id) is None


def _is_wanted(desk: Desk, candidate: Candidate, wanted: Wanted) -> bool:
    known = desk.holder_of(candidate)
    holders = {candidate.holder, known.id if known else candidate.holder}
    return (
        wanted.document in (None, candidate.document)
        and (wanted.holder is None or wanted.holder in holders)
        and wanted.proposition in (None, candidate.proposition)
    )


def entry_of(desk: Desk, candidate: Candidate) -> Entry:
    """A candidate with what a decision on it is worth as things stand."""
    # Nobody unknown is published by a machine: such a candidate always waits for a person.
    place = REVIEW if candidate.holder_name is not None else candidate.band
    novelty = _novelty(desk, candidate)
    sure = candidate.confidence
    return Entry(candidate, place, novelty, 4 * sure * (1 - sure) * _WEIGHT[novelty])


def _novelty(desk: Desk, candidate: Candidate) -> Novelty:
    if not desk.is_heard(candidate):
        return Novelty.ACTOR
    pair = desk.said_before(candidate)
    if not pair:
        return Novelty.FIRST
    held = {stance.polarity for stance in latest_position(pair)}
    return Novelty.KNOWN if candidate.polarity in held else Novelty.TURN
