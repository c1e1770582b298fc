"""Tables as rows of cells, CSV or TSV, each with the line on which it begins."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.errors import InputError, Problem
from kg.rdf.content import as_text, read_file
from kg.seeds.entered import as_words

Row = dict[str, str]
_ADDRESSES = ("url", "source_url")
"""Columns that are kept letter by letter: another spelling is another page."""


def read_cells(
    path: Path, columns: Iterable[str]
) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """The header of a table, and its rows with their lines, from 1; empty lines are passed over.

    Raises InputError, with the line, where a column is missing or stands twice, where the file is
    no UTF-8, and, as the rows are read, where a quotation mark is never closed.
    """
    rows = _rows(path, as_text(path, read_file(path)))
    line, cells = next(rows, (1, []))
    header = [name.strip() for name in cells]
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


def _rows(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    lines = io.StringIO(text, newline="")
    if path.suffix == ".tsv":
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
            yield line + 1, cells
        line = reader.line_num


def _unusable(path: Path, line: int, message: str) -> InputError:
    problem = Problem(path, line, 0, message)
    return InputError(f"{path}: no table that can be imported", problems=[problem])
