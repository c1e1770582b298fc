"""The rows of a table that match a text, found without running every pattern on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, Protocol, TypeVar

from kg.extract.sieve import Sieve, words_within


class Matching(Protocol):
    """A row that matches text."""

    @property
    def pattern(self) -> re.Pattern[str]:
        """What it matches."""
        ...


RowT = TypeVar("RowT", bound=Matching)


@dataclass(frozen=True, eq=False)
class Rows(Generic[RowT]):
    """The rows of one table, in its order, ready to be looked for."""

    rows: tuple[RowT, ...]

    def find(self, view: str, start: int, end: int) -> Iterator[tuple[RowT, re.Match[str]]]:
        """Every match of every row in a stretch: row by row, then from left to right."""
        for number in self.sieve.possible(words_within(view, start, end)):
            row = self.rows[number]
            for match in row.pattern.finditer(view, start, end):
                yield row, match

    @cached_property
    def sieve(self) -> Sieve:
        """What tells the rows that may match from those that cannot."""
        return Sieve(row.pattern for row in self.rows)


def rows_of(rows: Iterable[RowT]) -> Rows[RowT]:
    """Rows made ready to be looked for."""
    return Rows(tuple(rows))
