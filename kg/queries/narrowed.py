"""A part of the graph, asked for in a person's words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pyoxigraph import NamedNode, Store

from kg.errors import UnknownName, UsageError
from kg.model.actors import Actor, country_names
from kg.model.dates import PartialDate
from kg.model.propositions import Proposition, Theme
from kg.model.stances import Status
from kg.queries.chosen import Chosen
from kg.queries.narrowing import Narrowing
from kg.rdf.codec import Record
from kg.rdf.names import find_country, find_thing
from kg.rdf.terms import local
from kg.store.records import load


@dataclass(frozen=True, slots=True)
class Asked:
    """The part of the graph that a page shall keep to; nothing named keeps all.

    Propositions and themes go by id or label, actors by any name, countries by code or name.
    """

    propositions: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    statuses: frozenset[Status] = frozenset()
    since: date | None = None
    until: date | None = None
    as_of: date | None = None


def parse_status(names: Iterable[str]) -> frozenset[Status]:
    """The statuses of those names, in any case.

    Raises UsageError on one that published stances cannot have.
    """
    known = {status.value: status for status in Status if status is not Status.REJECTED}
    wanted = [name.lower() for name in names]
    for name in wanted:
        if name not in known:
            raise UsageError(f"{name!r} is no status", hint=f"one of: {', '.join(known)}")
    return frozenset(known[name] for name in wanted)


def parse_day(text: str, *, first: bool = False) -> date:
    """The last day of a date given as YYYY, YYYY-MM or YYYY-MM-DD, or its first.

    Raises UsageError on any other words.
    """
    try:
        told = PartialDate.parse(text)
    except ValueError as error:
        raise UsageError(str(error)) from None
    return told.earliest if first else told.latest


def narrow(
    store: Store, asked: Asked, chosen: Chosen | None = None
) -> tuple[Narrowing, tuple[str, ...]]:
    """The part asked for by ids, and in words for the page's head.

    Raises UnknownName with the nearest names where the graph does not have what is named, and
    UsageError where since comes after until or as_of.
    """
    for name, day in (("until", asked.until), ("as of", asked.as_of)):
        if asked.since and day and asked.since > day:
            raise UsageError(f"since {asked.since} is after {name} {day}")
    propositions = _found(store, "proposition", asked.propositions)
    themes = _found_themes(store, asked.themes)
    actors = _found(store, "actor", asked.actors)
    countries = sorted({find_country(store, name) for name in asked.countries})
    names = country_names(load(store, Actor)) if countries else {}
    narrowing = Narrowing(
        propositions=_ids("proposition", propositions),
        themes=_ids("theme", themes),
        actors=_ids("actor", actors),
        countries=frozenset(countries),
        statuses=asked.statuses,
        since=asked.since,
        until=asked.until,
        as_of=asked.as_of,
        stances=chosen.stances if chosen else None,
    )
    words = (
        *(one.short for one in _records(store, Proposition, propositions)),
        *(one.label for one in _records(store, Theme, themes)),
        *(one.name for one in _records(store, Actor, actors)),
        *(names.get(code, code) for code in countries),
        *sorted(f"status {status}" for status in asked.statuses),
        *([f"since {asked.since}"] if asked.since else []),
        *([f"until {asked.until}"] if asked.until else []),
        *([f"as of {asked.as_of}"] if asked.as_of else []),
        *([chosen.words] if chosen else []),
    )
    return narrowing, words


def _found(store: Store, space: str, names: Iterable[str]) -> list[NamedNode]:
    return [find_thing(store, name, (space,)) for name in names]


def _found_themes(store: Store, names: Iterable[str]) -> list[NamedNode]:
    try:
        return _found(store, "theme", names)
    except UnknownName as error:
        if error.hint:
            raise
        labels = ", ".join(sorted(theme.label for theme in load(store, Theme)))
        raise UnknownName(str(error), hint=f"one of: {labels}") from None


def _ids(space: str, things: Iterable[NamedNode]) -> frozenset[str]:
    return frozenset(local(thing, space) for thing in things)


def _records(store: Store, record: type[Record], things: list[NamedNode]) -> list[Record]:
    # None would mean all of them.
    return load(store, record, things) if things else []
