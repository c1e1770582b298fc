"""The published graph as pages read it: single records when they are asked for, each kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from pyoxigraph import NamedNode, Store

from kg.model.actors import Actor, ActorKind, Tenure, country_names
from kg.model.dated import Dated, place_in_time
from kg.model.dates import PartialDate
from kg.model.documents import Document, Evidence, Outlet
from kg.model.memberships import Memberships
from kg.model.propositions import Proposition, Theme
from kg.model.stances import Stance, Status
from kg.project import Project
from kg.rdf.codec import decode
from kg.rdf.forms import STATUS_OF
from kg.rdf.layouts import LAYOUTS
from kg.rdf.terms import PREFIXES, ST, mint
from kg.store.embedded import input_hash
from kg.store.records import about, load, pairs, pointing

Record = TypeVar("Record")
_KEPT = 50_000
"""How many records are kept of those read one by one."""


class Published:
    """An open store as pages read it; ``version`` changes whenever one of them may.

    Actors, tenures, propositions, themes and outlets are read whole on first use; stances,
    evidence and documents one by one, so that a graph of any size opens at once.
    """

    def __init__(self, project: Project, store: Store) -> None:
        self.project = project
        self.store = store
        self.version = input_hash(store) or ""
        self._one: Callable[[Any, str], Any] = lru_cache(_KEPT)(self._read)
        self._evidence = lru_cache(_KEPT)(self._read_evidence)
        self._status = lru_cache(_KEPT)(self._read_status)
        self._held: Callable[[str], dict[str, list[Stance]]] = lru_cache(1024)(self._read_held)

    @cached_property
    def actors(self) -> dict[str, Actor]:
        """Every actor by id."""
        return {one.id: one for one in load(self.store, Actor)}

    @cached_property
    def tenures(self) -> tuple[Tenure, ...]:
        """Every office and membership, by id."""
        return tuple(load(self.store, Tenure))

    @cached_property
    def tenures_of(self) -> dict[str, list[Tenure]]:
        """The offices and memberships of each actor, the latest first; none without any."""
        held: dict[str, list[Tenure]] = defaultdict(list)
        for tenure in sorted(self.tenures, key=lambda one: (str(one.start or ""), one.id)):
            held[tenure.actor].insert(0, tenure)
        return dict(held)

    @cached_property
    def left_office(self) -> frozenset[str]:
        """The persons who held an office before the last day of the record, and none on it.

        A post in a party is no office.
        """
        day = self.last_day
        if day is None:
            return frozenset()
        offices = [
            one
            for one in self.tenures
            if self.actors[one.actor].kind is ActorKind.PERSON
            and self.actors[one.organisation].kind is not ActorKind.PARTY
        ]
        holding = {one.actor for one in offices if one.covers(day)}
        before = {one.actor for one in offices if one.end and one.end.latest < day}
        return frozenset(before - holding)

    @cached_property
    def memberships(self) -> Memberships:
        """The tenures, to be asked about a day."""
        return Memberships(self.actors.values(), self.tenures)

    @cached_property
    def countries(self) -> dict[str, str]:
        """The codes of countries that an actor has, upper case, with their names."""
        names = country_names(self.actors.values())
        found = {one.country for one in self.actors.values() if one.country}
        return {code: names.get(code, code) for code in sorted(found)}

    @cached_property
    def propositions(self) -> dict[str, Proposition]:
        """Every proposition by id."""
        return {one.id: one for one in load(self.store, Proposition)}

    @cached_property
    def themes(self) -> dict[str, Theme]:
        """Every theme by id."""
        return {one.id: one for one in load(self.store, Theme)}

    @cached_property
    def outlets(self) -> dict[str, Outlet]:
        """Every outlet by id."""
        return {one.id: one for one in load(self.store, Outlet)}

    @cached_property
    def outlet_names(self) -> dict[str, str]:
        """What outlets are called, by id."""
        return {one.id: one.name for one in self.outlets.values()}

    @cached_property
    def last_day(self) -> date | None:
        """The last day on which a stance may have been uttered: to it the record reaches."""
        days = (day for _, day in pairs(self.store, ST.latest, "stance"))
        last = max(days, default=None)
        return date.fromisoformat(last) if last else None

    def one(self, record: type[Record], name: str) -> Record | None:
        """The record of a class with an id, or None where the graph has none."""
        found: Record | None = self._one(record, name)
        return found

    def those(self, record: type[Record], predicate: NamedNode, thing: NamedNode) -> list[Record]:
        """The records of a class that point to a thing by a property, by id."""
        start = PREFIXES[LAYOUTS[record].space]
        found = (node.value for node in pointing(self.store, predicate, thing))
        named = (value[len(start) :] for value in found if value.startswith(start))
        return [one for name in named if (one := self.one(record, name)) is not None]

    def dated(self, stance: Stance) -> Dated | None:
        """A stance with the days that it may be of, or None where no day is known."""
        return place_in_time(stance, self._reported(stance))

    def line(self, holder: str, proposition: str) -> list[Stance]:
        """What one holder said on one proposition, by id."""
        return self._held(holder).get(proposition, [])

    def evidence(self, stance: str) -> tuple[Evidence, ...]:
        """What shows a stance, by id."""
        return self._evidence(stance)

    def status(self, stance: str) -> Status:
        """How far a stance may be trusted."""
        return self._status(stance)

    def _reported(self, stance: Stance) -> Iterable[PartialDate]:
        told = (self.one(Document, item.document) for item in self.evidence(stance.id))
        return [one.published for one in told if one and one.published]

    def _read(self, record: type[Any], name: str) -> Any:
        try:
            node = mint(LAYOUTS[record].space, name)
        except ValueError:
            return None
        return next(iter(decode(record, about(self.store, [node]))), None)

    def _read_evidence(self, stance: str) -> tuple[Evidence, ...]:
        return tuple(self.those(Evidence, ST.supports, mint("stance", stance)))

    def _read_held(self, holder: str) -> dict[str, list[Stance]]:
        held: dict[str, list[Stance]] = defaultdict(list)
        for stance in self.those(Stance, ST.holder, mint("actor", holder)):
            held[stance.proposition].append(stance)
        return dict(held)

    def _read_status(self, stance: str) -> Status:
        quads = self.store.quads_for_pattern(mint("stance", stance), ST.status, None, None)
        found = (STATUS_OF.get(quad.object) for quad in quads if isinstance(quad.object, NamedNode))
        return next(filter(None, found), Status.CURATED)
