"""The parameters of a named query as fields of a form, with names to choose from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import Store

from kg.errors import UsageError
from kg.model.actors import Event
from kg.pages.published import Published
from kg.queries.catalogue import Query
from kg.queries.chosen import plain
from kg.queries.run import bind
from kg.store.records import load

MOST_SUGGESTED = 1000
"""With more names than these a form suggests none; any spelling of a name will do."""
LONGEST_VALUE = 300
"""Characters of a value; a longer one names nothing."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_HINTS = {
    "actor": "any spelling of a name",
    "country": "a code such as FR, or a name",
    "date": "YYYY, YYYY-MM or YYYY-MM-DD",
    "document": "an id or a URL",
    "event": "any words of its name",
    "number": "a whole number",
    "outlet": "any spelling of a name",
    "proposition": "an id or any words of its label",
    "stance": "an id",
    "text": "",
    "thing": "an actor, event or stance",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter: ``input`` is its type in HTML, ``fault`` what is wrong with its value."""

    name: str
    about: str
    input: str
    hint: str
    value: str
    default: str
    names: tuple[tuple[str, str], ...]
    fault: str | None = None


def make_fields(
    published: Published,
    query: Query,
    values: Mapping[str, str],
    faults: Mapping[str, str] | None = None,
) -> tuple[Field, ...]:
    """The parameters of a query with what was given for them, or else their defaults."""
    made = []
    for one in query.parameters:
        default = "" if one.default == "UNDEF" else plain(one.default)
        value = values.get(one.name, default)
        sort = _input(one.kind, value)
        made.append(
            Field(
                name=one.name,
                about=one.about,
                input=sort,
                hint=_HINTS[one.kind] if sort == "text" else "",
                value=value,
                default=default,
                names=_names(published, one.kind),
                fault=(faults or {}).get(one.name),
            )
        )
    return tuple(made)


def find_faults(store: Store, query: Query, values: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with each value, by parameter: one line with the nearest names."""
    faults = {}
    for name, value in values.items():
        if len(value) > LONGEST_VALUE:
            faults[name] = f"longer than {LONGEST_VALUE} characters"
            continue
        try:
            bind(store, query, {name: value})
        except UsageError as error:
            faults[name] = f"{error}; {error.hint}" if error.hint else str(error)
    return faults


def _input(kind: str, value: str) -> str:
    if kind == "number":
        return "number"
    # A field for days shows no month or year, and sends none.
    is_day = kind == "date" and (not value or _DAY.fullmatch(value))
    return "date" if is_day else "text"


def _names(published: Published, kind: str) -> tuple[tuple[str, str], ...]:
    match kind:
        case "actor" | "thing":
            found = {one.id: one.name for one in published.actors.values()}
        case "proposition":
            found = {one.id: one.label for one in published.propositions.values()}
        case "outlet":
            found = {one.id: one.name for one in published.outlets.values()}
        case "country":
            found = published.countries
        case "event":
            found = {one.id: one.label for one in load(published.store, Event)}
        case _:
            found = {}
    names = sorted(found.items(), key=lambda pair: (pair[1].casefold(), pair[0]))
    return tuple(names) if len(names) <= MOST_SUGGESTED else ()
