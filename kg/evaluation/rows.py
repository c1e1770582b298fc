"""Rows of JSON, one a line, each cell asked for by name and kind."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from kg.errors import InputError, Problem
from kg.model.dates import PartialDate
from kg.rdf.content import as_text, read_file

Read = TypeVar("Read")

_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Row:
    """One object of a file; what is wrong with it is added to the problems of the file."""

    path: Path
    line: int
    source: str
    cells: dict[str, Any]
    problems: list[Problem]

    def refuse(self, name: str, message: str) -> None:
        """Add a problem at the place where a cell stands."""
        self.problems.append(Problem(self.path, self.line, self.column(name) or 1, message))

    def require(self, name: str, value: str, known: Collection[str]) -> None:
        """Refuse the value of a cell where it is none of those known."""
        if value not in known:
            self.refuse(name, f"{value!r} is none of: {', '.join(sorted(known))}")

    def column(self, name: str) -> int:
        """Where the name of a cell stands in its line, from 1; 0 where there is no such cell."""
        return self.source.find(json.dumps(name)) + 1

    def text(self, name: str, default: str | None = None) -> str:
        """A cell of text; a refused one is empty."""
        value = self.cells.get(name)
        if isinstance(value, str) and (value.strip() or default is not None):
            if not _SURROGATE.search(value):
                return value
            self.refuse(name, f"{name} has half a character")
            return ""
        if value is None and default is not None:
            return default
        self.refuse(name, f"no {name}" if value is None else f"{name} must be words in quotes")
        return ""

    def day(self, name: str) -> PartialDate | None:
        """A cell with a date, or None where there is none."""
        stated = self.text(name, default="")
        try:
            return PartialDate.parse(stated) if stated else None
        except ValueError as error:
            self.refuse(name, str(error))
            return None

    def number(self, name: str) -> int | None:
        """A cell with a whole number from 0 up, or None where there is none."""
        value = self.cells.get(name)
        if value is None or (type(value) is int and value >= 0):
            return value
        self.refuse(name, f"{name} must be a whole number from 0 up")
        return None

    def share(self, name: str, default: float) -> float:
        """A cell with a number from 0 to 1."""
        value = self.cells.get(name, default)
        if type(value) in (int, float) and 0 <= value <= 1:
            return float(value)
        self.refuse(name, f"{name} must be a number from 0 to 1")
        return default

    def flag(self, name: str, *, default: bool) -> bool:
        """A cell with true or false."""
        value = self.cells.get(name, default)
        if isinstance(value, bool):
            return value
        self.refuse(name, f"{name} must be true or false")
        return default


def read_each(path: Path, told: str, read: Callable[[Row], Read]) -> tuple[Read, ...]:
    """What is read of each row of a file; raises InputError with every bad row."""
    problems: list[Problem] = []
    found = tuple(read(row) for row in read_rows(path, problems))
    if problems:
        raise InputError(f"{path}: the {told} cannot be used", problems=problems)
    return found


def read_rows(path: Path, problems: list[Problem]) -> Iterator[Row]:
    """The objects of a file; lines that hold none are added to the problems.

    Raises InputError where the file cannot be read.
    """
    for number, line in enumerate(as_text(path, read_file(path)).split("\n"), 1):
        if not line.strip():
            continue
        try:
            cells = json.loads(line)
        except json.JSONDecodeError as error:
            problems.append(Problem(path, number, error.colno, f"not JSON: {error.msg}"))
            continue
        except (RecursionError, ValueError):
            problems.append(Problem(path, number, 1, "not JSON of a reasonable kind"))
            continue
        if isinstance(cells, dict):
            yield Row(path, number, line, cells, problems)
        else:
            problems.append(Problem(path, number, 1, "each line must be an object in braces"))
