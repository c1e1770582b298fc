"""The page of an event: what happened, who took part, who reacted."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from pyoxigraph import NamedNode

from kg.model.actors import Event
from kg.pages.linked import Linked, linked_event
from kg.pages.published import Published
from kg.pages.sayings import Saying
from kg.pages.sheets import record
from kg.pages.thing import Thing
from kg.rdf.terms import mint


class EventPage(Thing):
    """A call, summit, attack or decision that stances refer to."""

    template = "event.html"

    def __init__(self, published: Published, event: Event) -> None:
        super().__init__(published, f"event/{event.id}", event.label)
        self.event = event

    @cached_property
    def reactions(self) -> list[Saying]:
        """The stances that react to it, in time."""
        return self.sayings_of.of(self.sayings_of.answers(self.node))

    def sayings(self) -> list[Saying]:
        """The stances that react to it, in time."""
        return self.reactions

    def told(self) -> dict[str, Any]:
        """What happened, and the reactions."""
        return {
            "event": self.event,
            "kind": self.event.kind.value.replace("-", " "),
            "participants": [
                self.sayings_of.ref(mint("actor", one)) for one in self.event.participants
            ],
            "source": self.sayings_of.ref(mint("document", self.event.source)),
            "sayings": self.reactions,
        }

    def record(self) -> dict[str, Any]:
        """The event with the stances that react to it."""
        return record(self.published, self.event) | {"stances": self.stance_records()}

    def linked(self) -> Linked:
        """An Event."""
        return linked_event(self.event)

    def nodes(self) -> Iterator[NamedNode]:
        """The event, and the reactions with their evidence."""
        yield self.node
        yield from self.parts_of(self.reactions)
