"""A list of things on one page: a table in groups, and the same rows as JSON and CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.pages.gathered import Sides
from kg.pages.rendering import draw
from kg.pages.sheets import to_json
from kg.queries.formats import render
from kg.queries.table import Value, make_table

Record = Mapping[str, Value]
_JUMPS = 3
"""From so many groups on, links to each stand above them."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a column: words, a link where ``file`` is told, a second line, or camps."""

    words: str = ""
    file: str | None = None
    below: str = ""
    number: bool = False
    sides: Sides | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One thing: its cells, and what programs are told of it."""

    cells: tuple[Cell, ...]
    record: Record


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under a heading; ``anchor`` is its id on the page."""

    title: str
    anchor: str
    rows: tuple[Row, ...]
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A link to one part of a long list, with how much is in it; ``here``: it is this page."""

    words: str
    file: str
    size: int
    here: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """What is on the page: what it is about, the heads of the columns, the rows in groups.

    ``dated`` says that the first column is a date.
    """

    about: str
    heads: tuple[str, ...]
    groups: tuple[Group, ...]
    parts: tuple[Part, ...] = ()
    dated: bool = False

    @property
    def rows(self) -> list[Row]:
        """The rows of all groups."""
        return [row for group in self.groups for row in group.rows]


class Register:
    """The page of a list; its content is made when it is first asked for."""

    forms: tuple[str, ...] = ("html", "json", "csv")

    def __init__(self, path: str, title: str, make: Callable[[], Content]) -> None:
        self.path = path
        self.title = title
        self._make = make

    @cached_property
    def content(self) -> Content:
        """What is on the page."""
        return self._make()

    def render(self, form: str, *, live: bool) -> bytes:
        """The list in one of its forms; raises KeyError for another."""
        records = [row.record for row in self.content.rows]
        if form == "json":
            return rows_json(self.title, self.path, records)
        if form == "csv":
            return rows_csv(records)
        if form != "html":
            raise KeyError(form)
        groups = self.content.groups
        return draw(
            "register.html",
            self.path,
            live=live,
            page=self,
            content=self.content,
            jumps=[(f"#{one.anchor}", one.title, len(one.rows)) for one in groups]
            if len(groups) >= _JUMPS
            else [],
        )


def rows_json(title: str, path: str, records: Iterable[Record]) -> bytes:
    """The records of a list as JSON, under its title and path."""
    return to_json({"title": title, "path": path, "rows": [_plain(one) for one in records]})


def rows_csv(records: Sequence[Record]) -> bytes:
    """The records of a list as CSV; what is not told is empty. All have the same names."""
    columns = tuple(records[0]) if records else ()
    rows = [tuple(record[column] for column in columns) for record in records]
    return render(make_table(columns, rows), "csv").encode("utf-8", "replace")


def _plain(record: Record) -> dict[str, object]:
    return {name: value if _is_plain(value) else str(value) for name, value in record.items()}


def _is_plain(value: Value) -> bool:
    return value is None or isinstance(value, bool | int | float)
