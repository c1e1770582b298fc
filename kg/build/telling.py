"""What one record tells by itself, as lines, whatever its class."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kg.build.derive import (
    days,
    derive_document,
    derive_evidence,
    derive_search,
    derive_status,
    derive_tenure,
)
from kg.build.register import Known
from kg.model.actors import Actor, Event, Tenure
from kg.model.documents import Document, Evidence
from kg.model.propositions import Proposition, Theme
from kg.model.searches import Search
from kg.model.stances import Candidate, Review, Run, Stance, Status
from kg.rdf.codec import node_of, write
from kg.rdf.ntriples import Line, label, line
from kg.rdf.terms import RDF, ST
from kg.store.graphs import CANDIDATES, PUBLISHED, REJECTED, REVIEWS

TOLD = (Document, Run, Stance, Evidence, Candidate)
"""The classes of what documents bring, by the million."""
_ELSEWHERE = {Candidate: CANDIDATES, Review: REVIEWS}


class Telling:
    """How records are told, by what the register knows."""

    def __init__(self, register: Known) -> None:
        self._register = register
        # None of these holds this object itself: a register may hold a store, which must not stay
        # open until the next collection.
        self._more: dict[type, Callable[[Any], list[Line]]] = {
            Document: lambda one: derive_document(one, register.publishers),
            Run: lambda one: [
                label(node_of(one), f"{one.extractor} {one.version} on {one.document}")
            ],
            Stance: lambda one: _of_stance(one, register),
            Evidence: derive_evidence,
            Candidate: lambda one: [label(node_of(one), register.words(one))],
            Review: lambda one: [
                label(node_of(one), f"{one.reviewer} on {one.subject}: {one.verdict}")
            ],
            Actor: lambda one: [line(node_of(one), RDF.type, ST.Actor)],
            Tenure: lambda one: derive_tenure(one, register.names),
            Event: lambda one: [*days(node_of(one), one.date)],
            Theme: lambda one: [label(node_of(one), one.label)],
            Proposition: lambda one: [label(node_of(one), one.label)],
            Search: lambda one: derive_search(one, register.names, register.titles),
        }

    def graph_of(self, record: Any) -> str:
        """The graph in which a record is told: what persons refused is not published."""
        match record:
            case Stance(id=name) | Evidence(stance=name) if name in self._register.refused:
                return REJECTED
            case _:
                return _ELSEWHERE.get(type(record), PUBLISHED)

    def tell(self, record: Any) -> list[Line]:
        """The lines of one record that no other record has a part in."""
        more = self._more.get(type(record))
        return write(record) + more(record) if more else write(record)

    def fit(self, record: Any) -> Any:
        """A record as it is told: nothing that is published speaks of what was refused."""
        if not (isinstance(record, Stance) and record.reacts_to):
            return record
        space, _, name = record.reacts_to.partition("/")
        refused = space == "stance" and name in self._register.refused
        hidden = refused and record.id not in self._register.refused
        return replace(record, reacts_to=None) if hidden else record


def _of_stance(stance: Stance, register: Known) -> list[Line]:
    status = Status.REJECTED if stance.id in register.refused else Status.CURATED
    return derive_status(stance, status, register.words(stance))
