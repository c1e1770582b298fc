"""The ids that candidates take up: what a machine found is published under the candidate's own."""

from __future__ import annotations

_CANDIDATE = "candidate/"
_MADE = ("stance/", "evidence/")


def published_as(subject: str) -> tuple[str, ...]:
    """The subjects as which the finding of a candidate is published, if it is; of others none.

    All are given as ``space/ID``.
    """
    if not subject.startswith(_CANDIDATE):
        return ()
    name = subject.removeprefix(_CANDIDATE)
    return tuple(f"{space}{name}" for space in _MADE)


def candidate_of(subject: str) -> str | None:
    """The candidate whose finding would be published as a stance or a piece of evidence."""
    for space in _MADE:
        if subject.startswith(space):
            return f"{_CANDIDATE}{subject.removeprefix(space)}"
    return None


def told_of_shared(subject: str) -> str:
    """What is wrong with what is entered under the id of a candidate."""
    name, candidate = (one.replace("/", ":", 1) for one in (subject, candidate_of(subject) or ""))
    return (
        f"{name}: {candidate} has this id, under which its finding is published: another is needed"
    )
