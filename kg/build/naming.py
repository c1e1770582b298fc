"""What is called by the name of an actor or an outlet, told anew where that has another name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.build.derive import derive_document, derive_search, derive_tenure, label_evidence
from kg.build.edit import Edit, few_of
from kg.build.holdings import Holdings, node_at, path_of
from kg.build.lookup import Lookup
from kg.model.actors import Actor, Tenure
from kg.model.documents import Document, Outlet
from kg.model.searches import Search
from kg.model.stances import Candidate, Shift, Stance
from kg.rdf.codec import node_of
from kg.rdf.ntriples import Line, label
from kg.rdf.positions import label_shift
from kg.rdf.terms import SCHEMA, ST
from kg.store.graphs import CANDIDATES, PUBLISHED, REJECTED

_SPEAKING = (
    (Stance, ST.holder, (PUBLISHED, REJECTED)),
    (Candidate, ST.holder, (CANDIDATES,)),
    (Tenure, ST.actor, (PUBLISHED,)),
    (Search, ST.searchedFor, (PUBLISHED,)),
    (Shift, ST.actor, (PUBLISHED,)),
    (Document, SCHEMA.publisher, (PUBLISHED,)),
)
"""What bears a name in its label, by which property it speaks of who has that name, and where."""
Renamed = tuple[str, list[Line], list[Line]]
"""A graph, what it says of a thing by the old name, and by the new one."""


def renamed(edit: Edit, holdings: Holdings, before: Lookup, after: Lookup) -> Iterator[Renamed]:
    """What a store says by names that are others after an edit; who had none was called by its id.

    Raises FarReaching where it is much.
    """
    actors = [one for one in edit.of(Actor) if before.names.get(one.id) != one.name]
    outlets = [one for one in edit.of(Outlet) if before.publishers.get(one.id) != one.name]
    paths = [*(f"actor/{one.id}" for one in actors), *(f"outlet/{one.id}" for one in outlets)]
    return few_of(told for path in paths for told in _of(path, holdings, before, after))


def _of(path: str, holdings: Holdings, before: Lookup, after: Lookup) -> Iterator[Renamed]:
    for kind, predicate, wheres in _SPEAKING:
        for where in wheres:
            for subject in holdings.subjects(predicate, node_at(path), where):
                record: Any = holdings.record(kind, path_of(subject), where)
                if record is not None:
                    yield where, _labelled(record, before), _labelled(record, after)
                if isinstance(record, Stance):
                    was, now = before.words(record), after.words(record)
                    for shown in holdings.subjects(ST.supports, subject, where):
                        told = str(shown)
                        yield where, [label_evidence(told, was)], [label_evidence(told, now)]


def _labelled(record: Any, register: Lookup) -> list[Line]:
    match record:
        case Tenure():
            return derive_tenure(record, register.names)
        case Search():
            return derive_search(record, register.names, register.titles)
        case Shift():
            return [label_shift(record, register.names, register.titles)]
        case Document():
            return derive_document(record, register.publishers)
        case _:
            return [label(node_of(record), register.words(record))]
