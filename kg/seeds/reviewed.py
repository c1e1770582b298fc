"""Candidates that a person decided on: they stay in their file whatever a later run proposes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.model.stances import Candidate, Review, Run
from kg.rdf.codec import decode
from kg.rdf.turtle import read_turtle


def reviewed(reviews: Iterable[Review]) -> frozenset[str]:
    """The ids of the candidates that any review names, also one that was taken back."""
    spaces = (review.subject.partition("/") for review in reviews)
    return frozenset(name for space, _, name in spaces if space == "candidate")


class Reviewed:
    """The candidates that any review names, also one that was written since these were asked for.

    ``ledger`` is the file to which decisions are added while it is looked at.
    """

    def __init__(self, ledger: Path, reviews: Iterable[Review]) -> None:
        self._ledger = ledger
        self._ids = reviewed(reviews)
        self._state: tuple[int, ...] = ()

    def now(self) -> frozenset[str]:
        """Their ids; the file is read where it is another one than at the last look.

        Whoever holds the lock of the seeds knows that none is added until it lets go. Raises
        InputError where the file is not valid Turtle.
        """
        try:
            found = self._ledger.stat()
        except FileNotFoundError:
            return self._ids
        state = (found.st_mtime_ns, found.st_size, found.st_ino)
        if state != self._state:
            self._ids |= reviewed(decode(Review, read_turtle(self._ledger)))
            self._state = state
        return self._ids


def with_reviewed(
    path: Path, run: Run, candidates: Iterable[Candidate], ids: frozenset[str]
) -> tuple[list[Run], list[Candidate]]:
    """What a file of candidates is to hold after a run: all it found, and what was reviewed.

    A reviewed candidate stays as the person saw it, with the run that it came from, whatever was
    found under its id. Raises InputError where the file is not valid Turtle.
    """
    triples = read_turtle(path) if path.is_file() else []
    kept = {c.id: c for c in decode(Candidate, triples) if c.id in ids}
    needed = {candidate.run for candidate in kept.values()} - {run.id}
    earlier = [other for other in decode(Run, triples) if other.id in needed]
    together = {candidate.id: candidate for candidate in candidates} | kept
    by_id = [together[name] for name in sorted(together)]
    return sorted((run, *earlier), key=lambda one: one.id), by_id
