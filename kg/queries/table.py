"""The answer to a query: a table of terms, or a graph."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

Term = NamedNode | Literal | BlankNode


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of terms, None where a variable is unbound; ``cut`` says that there were more."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    cut: bool = False


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
