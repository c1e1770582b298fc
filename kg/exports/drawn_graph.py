"""A network as programs that draw it want it: nodes and edges with attributes, colours and times.

The formats GEXF and GraphML are written from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import sqrt
from typing import TypeVar

Value = str | int | float
"""Of an attribute; in one graph all values of an attribute are of one type."""
T = TypeVar("T")

ATTRIBUTES = (
    "kind", "country", "party", "family", "wikidata", "theme", "sentence", "said",
    "weight", "sign", "shared", "few", "polarity", "favours", "opposes", "mixed", "first", "last",
    "stance", "verb", "said_on", "earliest", "latest", "status", "on_behalf_of", "reacts_to",
    "quote", "language", "translation", "paraphrase", "url", "published", "documents",
)  # fmt: skip
"""All names of attributes, in the order in which programs show them.

None is of nodes and of edges: in GraphML their keys are one list.
"""

NODE_COLOURS = {
    "proposition": "#14181d",
    "party": "#b98a1d",
    "organisation": "#2f8177",
    "state": "#77529c",
    "country": "#77529c",
}
"""Of nodes by kind; people and their offices are grey."""
_PERSON = "#8a949e"


@dataclass(frozen=True, slots=True)
class Spell:
    """A time from its first to its last day, both within it."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Node:
    """A unit or proposition; ``changing`` gives attributes their values over time."""

    id: str
    label: str
    about: Mapping[str, Value] = field(default_factory=dict)
    said: int = 0
    spells: Sequence[Spell] = ()
    changing: Mapping[str, Sequence[tuple[Value, Spell]]] = field(default_factory=dict)

    @property
    def colour(self) -> str:
        """By its kind, as ``#rrggbb``."""
        return NODE_COLOURS.get(str(self.about.get("kind")), _PERSON)

    @property
    def size(self) -> float:
        """So that its area grows with what it said."""
        return round(8 + 2.2 * sqrt(self.said), 1)


@dataclass(frozen=True, slots=True)
class Edge:
    """A tie of two nodes, or a stance; edges of different ``kind`` may run side by side."""

    id: str
    source: str
    target: str
    weight: float
    colour: str
    about: Mapping[str, Value] = field(default_factory=dict)
    kind: str | None = None
    label: str | None = None
    spells: Sequence[Spell] = ()
    changing: Mapping[str, Sequence[tuple[Value, Spell]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Attributed:
    """Nodes and edges in the order in which they are written, and in words what they show."""

    description: str
    directed: bool
    nodes: Sequence[Node]
    edges: Sequence[Edge]

    @property
    def is_dynamic(self) -> bool:
        """Whether anything in it has its time."""
        elements: list[Node | Edge] = [*self.nodes, *self.edges]
        return any(one.spells or one.changing for one in elements)


def known(**told: Value | None) -> dict[str, Value]:
    """The attributes that are told: none that is None."""
    return {name: value for name, value in told.items() if value is not None}


def runs(values: Iterable[tuple[T | None, Spell]]) -> list[tuple[T, Spell]]:
    """Equal values of times that follow each other without a gap, as one from first to last day.

    What has no value is passed over.
    """
    found: list[tuple[T, Spell]] = []
    for value, spell in values:
        if value is None:
            continue
        if found and found[-1][0] == value and spell.first - found[-1][1].last == timedelta(1):
            found[-1] = value, Spell(found[-1][1].first, spell.last)
        else:
            found.append((value, spell))
    return found
