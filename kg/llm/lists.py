"""The closed lists of one question: nobody and nothing else may be named in a reply."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.extract.segment import Segments, level
from kg.model.actors import Actor
from kg.model.propositions import Proposition
from kg.model.stances import Candidate

SHORTEST = 2
"""Names of fewer letters are not looked for in a text."""


@dataclass(frozen=True, slots=True)
class Lists:
    """Holders with their names, propositions, and candidates, which are numbered from 1."""

    holders: Mapping[str, Sequence[str]]
    propositions: Mapping[str, Proposition]
    candidates: tuple[Candidate, ...]


def names_of(actors: Iterable[Actor]) -> dict[str, tuple[str, ...]]:
    """The name and the aliases of each actor, by id."""
    return {actor.id: (actor.name, *actor.aliases) for actor in actors}


def close_lists(
    segments: Segments,
    candidates: Sequence[Candidate],
    names: Mapping[str, Sequence[str]],
    propositions: Iterable[Proposition],
) -> Lists:
    """The lists for a text: its candidates' holders and whoever of ``names`` it mentions.

    Candidates on propositions that are not given cannot be judged and are left out.
    """
    known = {one.id: one for one in propositions}
    judged = tuple(one for one in candidates if one.proposition in known)
    provisional = {
        one.holder: (one.holder_name or one.holder,) for one in judged if one.holder not in names
    }
    held = {one.holder for one in judged}
    named = {
        holder: tuple(called)
        for holder, called in names.items()
        if holder in held or any(_is_mentioned(name, segments.view) for name in called)
    }
    holders = {**named, **provisional}
    return Lists(
        {holder: holders[holder] for holder in sorted(holders)},
        {one: known[one] for one in sorted(known)},
        judged,
    )


def _is_mentioned(name: str, view: str) -> bool:
    plain = level(name)
    if len(plain) < SHORTEST or plain not in view:
        return False
    return re.search(rf"(?<!\w){re.escape(plain)}(?!\w)", view) is not None
