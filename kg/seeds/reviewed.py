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


def with_reviewed(
    path: Path, run: Run, candidates: Iterable[Candidate], ids: frozenset[str]
) -> tuple[list[Run], list[Candidate]]:
    """What a file of candidates is to hold after a run: all it found, and what was reviewed.

    A reviewed candidate that the run found again is the run's; one that it did not find stays as
    it was, with the run that it came from. Raises InputError where the file is not valid Turtle.
    """
    found = {candidate.id: candidate for candidate in candidates}
    triples = read_turtle(path) if path.is_file() else []
    kept = [c for c in decode(Candidate, triples) if c.id in ids and c.id not in found]
    needed = {candidate.run for candidate in kept} - {run.id}
    earlier = [other for other in decode(Run, triples) if other.id in needed]
    together = sorted((*found.values(), *kept), key=lambda candidate: candidate.id)
    return sorted((run, *earlier), key=lambda one: one.id), together
