"""The answer to a query: a table of terms, or a graph."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import isnan
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.rdf.terms import XSD

if TYPE_CHECKING:
    from rdflib.term import Identifier

Term = NamedNode | Literal | BlankNode


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of terms, None where a variable is unbound; ``cut`` says that there were more."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    cut: bool = False

    def dicts(self) -> list[dict[str, str | None]]:
        """The rows as plain Python: the value of each term, None where a variable is unbound."""
        return [
            {
                name: None if term is None else term.value
                for name, term in zip(self.columns, row, strict=True)
            }
            for row in self.rows
        ]

    def rdflib(self) -> list[tuple[Identifier | None, ...]]:
        """The rows as rdflib terms."""
        from kg.rdf.bridge import to_rdflib  # rdflib is slow to import

        return [tuple(None if t is None else to_rdflib(t) for t in row) for row in self.rows]


Value = str | int | float | bool | date | None
"""What a cell of a table that was computed may hold."""
_DECIMALS = 4


def make_table(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> Table:
    """A table of plain values; numbers with a fraction are rounded to 4 decimals, nan is empty."""
    return Table(tuple(columns), tuple(tuple(map(_term, row)) for row in rows))


def _term(value: Value) -> Term | None:
    match value:
        case None:
            return None
        case bool() | int():
            return Literal(value)
        case float():
            # Adding 0 takes the sign from a zero.
            rounded = round(float(value), _DECIMALS) + 0.0
            return None if isnan(value) else Literal(f"{rounded:g}", datatype=XSD.decimal)
        case date():
            return Literal(value.isoformat(), datatype=XSD.date)
    return Literal(value)


@dataclass(frozen=True, slots=True)
class Graph:
    """The triples that a CONSTRUCT or DESCRIBE query made."""

    triples: tuple[Triple, ...]
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """The yes or no of an ASK query."""

    yes: bool


Result = Table | Graph | Answer
