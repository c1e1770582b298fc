"""What a client asks of the endpoint, and what it gets."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Question:
    """A query with the formats that its answer may have, one for tables and one for graphs.

    Either a ``text`` in SPARQL, over the graphs of the RDF dataset that are named, or the ``name``
    of a named query with its parameters in any spelling.
    """

    table_form: str | None
    graph_form: str | None
    text: str = ""
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    name: str = ""
    values: tuple[tuple[str, str], ...] = ()

    @property
    def length(self) -> int:
        """How long it is, in bytes of UTF-8."""
        told = (self.text, *self.default_graphs, *self.named_graphs, self.name)
        values = (part for value in self.values for part in value)
        return sum(len(part.encode(errors="replace")) for part in (*told, *values))

    def to_json(self) -> dict[str, Any]:
        """The question in values that JSON can carry."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Question:
        """The question that such values tell."""
        values = tuple((name, value) for name, value in told["values"])
        graphs = {key: tuple(told[key]) for key in ("default_graphs", "named_graphs")}
        return cls(**{**told, **graphs, "values": values})


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer in a format: ``kind`` is table, answer or graph, ``form`` one of its formats."""

    kind: str
    form: str
    body: bytes
