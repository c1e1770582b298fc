"""The parameters of a named query as fields of a form, with names to choose from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from pyoxigraph import Store

from kg.errors import AmbiguousName, UnknownName, UsageError
from kg.model.actors import Event
from kg.pages.published import Published
from kg.queries.binding import bind
from kg.queries.catalogue import ANY, Query
from kg.queries.chosen import plain
from kg.rdf.folded import Names
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
class Fault:
    """What is wrong with a value, in words; ``near`` are ids of things that may be meant.

    ``sort`` tells why it is one, for all that is said of the answer.
    """

    sort: str
    words: str
    hint: str = ""
    near: tuple[str, ...] = ()

    @property
    def lead(self) -> str:
        """What stands before the things that may be meant."""
        return "among them:" if self.sort == SEVERAL else "did you mean:"

    def __str__(self) -> str:
        return f"{self.words}; {self.hint}" if self.hint else self.words


NOTHING, SEVERAL, MALFORMED = "names nothing", "may be several things", "cannot be read"


@dataclass(frozen=True, slots=True)
class Near:
    """A thing that may be meant; ``asked`` is the query part of the address that asks for it."""

    id: str
    name: str
    asked: str


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
    fault: Fault | None = None
    near: tuple[Near, ...] = ()


def make_fields(
    published: Published,
    query: Query,
    values: Mapping[str, str],
    faults: Mapping[str, Fault] | None = None,
) -> tuple[Field, ...]:
    """The parameters of a query with what was given for them, or else their defaults."""
    made = []
    for one in query.parameters:
        default = "" if one.default in ANY else plain(one.default)
        value = values.get(one.name, default)
        sort = _input(one.kind, value)
        names, fault = _names(published, one.kind), (faults or {}).get(one.name)
        known = dict(names)
        near = (
            Near(id_, known.get(id_, id_), urlencode({**values, one.name: id_}))
            for id_ in (fault.near if fault else ())
        )
        made.append(
            Field(
                name=one.name,
                about=one.about,
                input=sort,
                hint=_HINTS[one.kind] if sort == "text" else "",
                value=value,
                default=default,
                names=names,
                fault=fault,
                near=tuple(near),
            )
        )
    return tuple(made)


def find_faults(names: Store | Names, query: Query, values: Mapping[str, str]) -> dict[str, Fault]:
    """What is wrong with each value, by parameter."""
    faults = {}
    for name, value in values.items():
        if len(value) > LONGEST_VALUE:
            faults[name] = Fault(MALFORMED, f"longer than {LONGEST_VALUE} characters")
            continue
        try:
            bind(names, query, {name: value})
        except UnknownName as error:
            sort = SEVERAL if isinstance(error, AmbiguousName) else NOTHING
            faults[name] = Fault(sort, str(error), error.hint or "", error.near)
        except UsageError as error:
            faults[name] = Fault(MALFORMED, str(error), error.hint or "")
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
