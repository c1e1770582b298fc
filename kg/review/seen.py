"""What a reviewer had before their eyes, so that nothing is decided on what has changed since."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from kg.errors import UsageError
from kg.model.stances import Candidate, Review
from kg.rdf.terms import RDF, ST, mint
from kg.rdf.turtle import read_turtle, subjects
from kg.seeds.read import Seeds

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


def homes_of_candidates(seeds: Seeds) -> dict[str, Path]:
    """The file in which each candidate lies, by its IRI."""
    return {
        str(triple.subject): file.path
        for file in seeds.files
        for triple in file.triples
        if triple.predicate == RDF.type and triple.object == ST.Candidate
    }


def require_proposed(candidates: Iterable[str], homes: Mapping[str, Path]) -> None:
    """Raise Changed unless candidates still lie in their files.

    An extraction drops what it does not find again, unless it was decided on; what is decided on
    after that would be a decision on nothing.
    """
    asked = defaultdict(list)
    for name in candidates:
        node = mint("candidate", name)
        asked[homes[str(node)]].append(node)
    for path, nodes in asked.items():
        there = subjects(read_turtle(path)) if path.is_file() else set()
        for node in nodes:
            if node not in there:
                raise Changed(
                    f"{node.value.rpartition('/')[2]} is proposed no longer",
                    hint="a new extraction has not found it; read the queue again",
                )
