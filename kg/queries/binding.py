"""A query's parameters bound to typed terms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Store

from kg.errors import UsageError
from kg.queries.catalogue import Parameter, Query, fill
from kg.rdf.terms import XSD

if TYPE_CHECKING:
    from kg.rdf.folded import Names

_SPACES: dict[str, tuple[str, ...]] = {
    "text": (),
    "number": (),
    "date": (),
    "country": ("actor",),
    "thing": ("actor", "event", "stance"),
}


def spaces_of(kind: str) -> tuple[str, ...]:
    """The spaces among whose names a parameter of a kind is looked for; none for plain words."""
    return _SPACES.get(kind, (kind,))


def bind(names: Store | Names, query: Query, values: Mapping[str, str]) -> str:
    """The query's text with its parameters bound to typed terms, things by the names of a store.

    Raises UsageError where a parameter is not the query's or its value cannot be one.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in values:
        if name not in known:
            takes = ", ".join(known) or "none"
            raise UsageError(f"{query.name} has no parameter {name!r}", hint=f"it takes: {takes}")
    terms = {name: str(_term(names, known[name], value)) for name, value in values.items()}
    return fill(query.text, terms)


def _term(names: Store | Names, parameter: Parameter, value: str) -> NamedNode | Literal:
    match parameter.kind:
        case "text":
            return Literal(value)
        case "number":
            if not re.fullmatch(r"-?\d{1,9}", value):
                raise UsageError(f"{parameter.name}: {value!r} is no whole number")
            return Literal(int(value))
        case "date":
            from kg.model.dates import PartialDate

            try:
                return Literal(PartialDate.parse(value).latest.isoformat(), datatype=XSD.date)
            except ValueError as error:
                raise UsageError(f"{parameter.name}: {error}") from None
        case "country":
            from kg.rdf.names import find_country

            return Literal(find_country(names, value))
        case kind:
            from kg.rdf.names import find_thing

            return find_thing(names, value, spaces_of(kind))
