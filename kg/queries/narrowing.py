"""To which part of the graph a page, a picture or an analysis keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from kg.model.propositions import Proposition
from kg.model.stances import Status


class _Holder(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def country(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What is kept of the graph; an empty choice keeps all.

    Propositions, actors, themes, stances are ids; since and until bound the last day that a
    stance may be of; as_of leaves out later ones and takes the offices of that day. ``stances``
    None keeps all, an empty set none.
    """

    propositions: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    statuses: frozenset[Status] = frozenset()
    since: date | None = None
    until: date | None = None
    as_of: date | None = None
    stances: frozenset[str] | None = None

    @property
    def last_day(self) -> date | None:
        """The last day that may be shown, if it is bounded."""
        return min((day for day in (self.until, self.as_of) if day), default=None)

    def keeps_holder(self, actor: _Holder) -> bool:
        """Whether stances of that actor are kept."""
        return (not self.actors or actor.id in self.actors) and (
            not self.countries or actor.country in self.countries
        )

    def keeps_proposition(self, proposition: Proposition) -> bool:
        """Whether stances on that proposition are kept; its own name or its theme's suffices."""
        if not self.propositions and not self.themes:
            return True
        return proposition.id in self.propositions or proposition.theme in self.themes


WHOLE = Narrowing()
"""Nothing left out."""
