"""Tables as rows of cells, CSV or TSV, each with the place at which it begins."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from kg.errors import InputError, Problem
from kg.rdf.content import as_text, read_file
from kg.seeds.entered import as_words

_TSV = ".tsv"
Row = dict[str, str]
_ADDRESSES = ("url", "source_url")
"""Columns that are kept letter by letter: another spelling is another page."""


@dataclass(frozen=True, slots=True)
class Written:
    """A row as it is written: its cells, the line on which it begins, from 1, and its text."""

    cells: list[str]
    line: int
    text: str
    tabbed: bool = False

    def place(self, number: int) -> tuple[int, int]:
        """The line and column at which a cell begins, from 1; the number of the first is 0."""
        return next(islice(self._places(), number, None), (self.line, 0))

    def _places(self) -> Iterator[tuple[int, int]]:
        line, column, begins, quotable, within = self.line, 1, True, False, False
        for letter in self.text.replace("\r\n", "\n").replace("\r", "\n"):
            if begins:
                yield line, column
                # Within a cell that begins without one, a quotation mark is a letter.
                quotable, begins = not self.tabbed and letter == '"', False
            if quotable and letter == '"':
                within = not within
            line, column = (line + 1, 1) if letter == "\n" else (line, column + 1)
            begins = not within and letter == ("\t" if self.tabbed else ",")
        if begins:
            yield line, column


def read_cells(path: Path, columns: Iterable[str]) -> tuple[list[str], Iterator[Written]]:
    """The header of a table, and its rows; empty lines are passed over.

    Raises InputError, with the line, where a column is missing or stands twice, where the file is
    no UTF-8, and, as the rows are read, where a quotation mark is never closed.
    """
    rows = _rows(path, as_text(path, read_file(path)))
    first = next(rows, Written([], 1, ""))
    line = first.line
    header = [name.strip() for name in first.cells]
    missing = [name for name in columns if name not in header]
    if missing:
        raise _unusable(path, line, f"no column {', '.join(map(repr, missing))}")
    for name in header:
        # Nameless columns are what a spreadsheet leaves behind the last one.
        if name and header.count(name) > 1:
            raise _unusable(path, line, f"column {name!r} stands twice")
    return header, rows


def named(header: list[str], cells: list[str]) -> Row:
    """The cells of a row by their columns, composed and without blanks around them.

    Raises ValueError where they are not as many as the columns.
    """
    if len(cells) != len(header):
        raise ValueError(f"{len(cells)} cells, and the header has {len(header)}")
    return {
        name: (cell if name in _ADDRESSES else as_words(cell)).strip()
        for name, cell in zip(header, cells, strict=True)
    }


def _rows(path: Path, text: str) -> Iterator[Written]:
    lines = list(io.StringIO(text, newline=""))
    tabbed = path.suffix == _TSV
    if tabbed:
        reader = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    else:
        reader = csv.reader(lines, strict=True)
    line = 0
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise _unusable(path, line + 1, f"the row that begins here: {error}") from None
        if cells is None:
            return
        if cells:
            yield Written(cells, line + 1, "".join(lines[line : reader.line_num]), tabbed)
        line = reader.line_num


def _unusable(path: Path, line: int, message: str) -> InputError:
    problem = Problem(path, line, 0, message)
    return InputError(f"{path}: no table that can be imported", problems=[problem])
