"""The answer to a query: a table of terms, or a graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import isnan
from typing import TYPE_CHECKING

from pyoxigraph import Literal, RdfFormat, Triple

from kg.errors import UsageError
from kg.queries.terms import Term
from kg.rdf.terms import XSD

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import rdflib
    from rdflib.term import Identifier

Value = str | int | float | bool | date | None
"""What a cell of a table that was computed may hold."""


@dataclass(frozen=True, slots=True, repr=False)
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

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return f"<Table of {len(self.rows):,} rows: {', '.join(self.columns)}>"

    def values(self) -> dict[str, list[Value]]:
        """The columns in the types of Python: numbers, days, yes or no; all else as words."""
        return {
            name: _typed([row[at] for row in self.rows]) for at, name in enumerate(self.columns)
        }

    def pandas(self) -> pd.DataFrame:
        """The table as a data frame of pandas; raises UsageError where pandas is not installed."""
        try:
            import pandas as pd
        except ImportError:
            raise _without("pandas") from None
        columns = self.values()
        frame = pd.DataFrame(columns)
        for name, values in columns.items():
            if any(isinstance(value, date) for value in values):
                frame[name] = pd.to_datetime(frame[name])
        # Else a column of whole numbers with a gap turns into fractions.
        return frame.convert_dtypes()

    def polars(self) -> pl.DataFrame:
        """The table as a data frame of polars; raises UsageError where polars is not installed."""
        try:
            import polars as pl
        except ImportError:
            raise _without("polars") from None
        return pl.DataFrame(self.values())

    def _repr_html_(self) -> str:
        from kg.queries.notebook import html_table

        return html_table(self.columns, self.rows, cut=self.cut)

    def rdflib(self) -> list[tuple[Identifier | None, ...]]:
        """The rows as rdflib terms."""
        from kg.rdf.bridge import to_rdflib  # rdflib is slow to import

        return [tuple(None if t is None else to_rdflib(t) for t in row) for row in self.rows]


_DECIMALS = 4
_WHOLE = frozenset({XSD.integer})
_FRACTIONS = frozenset({XSD.decimal, XSD.double, XSD.float})


def make_table(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> Table:
    """A table of plain values; numbers with a fraction are rounded to 4 decimals, nan is empty."""
    return Table(tuple(columns), tuple(tuple(map(_term, row)) for row in rows))


def _term(value: Value) -> Term | None:
    match value:
        case str():
            return Literal(value)
        case None:
            return None
        case bool() | int():
            return Literal(value)
        case float():
            # Adding 0 takes the sign from a zero.
            rounded = round(float(value), _DECIMALS) + 0.0
            words = f"{rounded:.{_DECIMALS}f}".rstrip("0").rstrip(".")
            return None if isnan(value) else Literal(words, datatype=XSD.decimal)
        case date():
            return Literal(value.isoformat(), datatype=XSD.date)


def _typed(terms: Sequence[Term | None]) -> list[Value]:
    """Terms as values of one type: words, unless all are numbers, days or yes and no."""
    kinds = {one.datatype if isinstance(one, Literal) else None for one in terms if one is not None}
    read: Callable[[str], Value] = str
    if kinds and kinds <= _WHOLE:
        read = int
    elif kinds and kinds <= _WHOLE | _FRACTIONS:
        read = float
    elif kinds == {XSD.date}:
        read = _day
    elif kinds == {XSD.boolean}:
        read = {"true": True, "1": True}.__contains__
    try:
        return [None if one is None else read(one.value) for one in terms]
    except ValueError:
        # A literal may be of a type without being one of its values.
        return [None if one is None else one.value for one in terms]


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _without(library: str) -> UsageError:
    return UsageError(f"{library} is not installed", hint="pip install 'eurostance[frames]'")


@dataclass(frozen=True, slots=True)
class Graph:
    """The triples that a CONSTRUCT or DESCRIBE query made."""

    triples: tuple[Triple, ...]
    cut: bool = False

    def rdflib(self) -> rdflib.Graph:
        """The triples as a graph of rdflib."""
        import rdflib

        from kg.rdf.turtle import sort_key, to_bytes

        lines = to_bytes(sorted(set(self.triples), key=sort_key), RdfFormat.N_TRIPLES)
        return rdflib.Graph().parse(data=lines, format="nt")


@dataclass(frozen=True, slots=True)
class Answer:
    """The yes or no of an ASK query."""

    yes: bool


Result = Table | Graph | Answer
