"""The page of a country: its actors, where its government stands, what its actors said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any

from pyoxigraph import NamedNode

from kg.model.actors import Actor, ActorKind
from kg.model.stances import Stance
from kg.pages.actor_page import position_record
from kg.pages.course import MOST, Axis, Course, courses
from kg.pages.linked import Linked, linked_country
from kg.pages.published import Published
from kg.pages.sayings import Saying
from kg.pages.thing import Thing
from kg.rdf.terms import ST, mint

_HEADINGS = {
    ActorKind.STATE: "State",
    ActorKind.ORGANISATION: "Bodies",
    ActorKind.PERSON: "Persons",
    ActorKind.PARTY: "Parties",
}


class CountryPage(Thing):
    """All that is known of the actors of a country; the graph knows it by its code alone."""

    template = "country.html"

    def __init__(self, published: Published, code: str) -> None:
        super().__init__(published, f"country/{code.lower()}", published.countries[code])
        self.code = code
        self.actors = [one for one in published.actors.values() if one.country == code]

    @cached_property
    def own(self) -> list[Saying]:
        """The stances that its actors hold, in time."""
        known = self.published
        held = (known.those(Stance, ST.holder, mint("actor", one.id)) for one in self.actors)
        return self.sayings_of.of(stance for stances in held for stance in stances)

    @property
    def state(self) -> Actor | None:
        """The one actor that is the state or, for the EU, the union."""
        kind = ActorKind.ORGANISATION if self.code == "EU" else ActorKind.STATE
        found = [one for one in self.actors if one.kind is kind]
        named = [one for one in found if one.name == self.title]
        return next(iter(named or found), None)

    def sayings(self) -> list[Saying]:
        """The stances that its actors hold, in time."""
        return self.own

    def told(self) -> dict[str, Any]:
        """The actors, the positions of the government, the newest stances."""
        known, pooled = self.published, self._of_government()
        now = {
            one.id: [held.role for held in known.tenures_of.get(one.id, ()) if held.end is None]
            for one in self.actors
        }
        spoken = {one.actor.id for one in self.own}
        return {
            "code": self.code,
            "state": self.state,
            "groups": [
                (heading, sorted(group, key=lambda one: (not now[one.id], one.name)))
                for kind, heading in _HEADINGS.items()
                if (group := [one for one in self.actors if one.kind is kind])
            ],
            "offices": now,
            "spoken": spoken,
            "courses": pooled,
            "axis": Axis.of([*self.own, *self.spoken_for], known.last_day),
            "last_day": known.last_day,
            "left": known.left_office,
            "newest": list(reversed(self.own)),
            "most": MOST // 2,
        }

    def record(self) -> dict[str, Any]:
        """The country with its actors, the positions of its government, and the stances."""
        return {
            "iri": self.iri,
            "country": self.code,
            "name": self.title,
            "actors": [one.id for one in self.actors],
            "positions": [position_record(one) for one in self._of_government()],
            "stances": self.stance_records(),
        }

    def linked(self) -> Linked:
        """A Country."""
        state = self.state
        iri = mint("actor", state.id).value if state else None
        return linked_country(self.code, self.title, iri)

    def nodes(self) -> Iterator[NamedNode]:
        """Its actors, and their stances with their evidence."""
        yield from (mint("actor", one.id) for one in self.actors)
        yield from self.parts_of(self.own)

    @cached_property
    def spoken_for(self) -> list[Saying]:
        """The dated stances held by or for the state, whichever country their holder is of now."""
        known, state = self.published, self.state
        if state is None:
            return []
        holders = {state.id} | {
            one.actor
            for one in known.tenures
            if one.organisation == state.id and known.actors[one.actor].kind is ActorKind.PERSON
        }
        found = known.those(Stance, ST.onBehalfOf, mint("actor", state.id))
        for holder in sorted(holders):
            found += known.those(Stance, ST.holder, mint("actor", holder))
        sayings = self.sayings_of.of({one.id: one for one in found}.values())
        return [one for one in sayings if one.dated and self._speaks_for(one) == state.id]

    def _of_government(self) -> list[Course]:
        """Where the state stands by what was said for it: as if it had said all of that itself."""
        state = self.state
        return courses(
            replace(
                one,
                actor=state,
                stance=replace(one.stance, holder=state.id),
                dated=replace(one.dated, stance=replace(one.stance, holder=state.id)),
                # A turn of one person is none of the government's.
                turned_from=None,
            )
            for one in self.spoken_for
            if state and one.dated
        )

    def _speaks_for(self, saying: Saying) -> str | None:
        """The state or public body for which it was said, as pooling has it."""
        known, behalf = self.published.memberships, saying.behalf
        if behalf and known.is_public(behalf.id):
            return behalf.id
        if saying.dated is None or (behalf and behalf.kind is ActorKind.PARTY):
            return None
        if behalf and behalf.id in known.families:
            return None
        return known.government(saying.actor.id, saying.dated.latest)
