"""Tables of actors, tenures, events, sources and stances: CSV rows to records.

The columns are those of the project's factual base: ``actors.csv``, ``roles.csv``,
``events.csv``, ``sources.csv``, ``stances.csv``, and ``themes.tsv``, ``propositions.tsv`` for the
codebook. A row that cannot be used becomes a Problem with its file and line; none is dropped
in silence.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import InputError, Problem
from kg.files import is_folder, no_folder
from kg.model.actors import Event
from kg.model.documents import Document
from kg.rdf.codec import encode
from kg.rdf.content import require_file
from kg.seeds.cells import Written, named, read_cells
from kg.seeds.columns import Cited
from kg.seeds.rows import TABLES, RowRefused, read_row


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that says something: where it stands, and the records that it makes."""

    path: Path
    line: int
    records: tuple[Any, ...]

    @property
    def place(self) -> str:
        """Its file and line, for messages."""
        return f"{self.path}:{self.line}"


@dataclass(slots=True)
class Tables:
    """The rows of a folder of tables, those of them that had to stay out, and why.

    ``cited`` is what rows may speak of: what is known already, and what rows above have brought.
    ``refused`` counts the rows that had to stay out; a row has a problem for each of its faults.
    """

    cited: Cited
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rows: int = 0
    refused: int = 0

    def add(self, entry: Entry) -> None:
        """Keep the records of a row: all of them, or none where one cannot be written.

        Raises ValueError where a record has no triples.
        """
        for record in entry.records:
            list(encode(record))
        self.entries.append(entry)
        for record in entry.records:
            if isinstance(record, Document) and record.url:
                self.cited.documents[record.url] = record.id
            elif isinstance(record, Event):
                self.cited.events.add(record.id)


def read_tables(
    folder: Path, *, documents: dict[str, str], events: set[str], outlets: dict[str, str]
) -> Tables:
    """The records of every table in a folder; ``documents`` maps URLs known already to their ids.

    Raises InputError where the folder has no table, and with every table that is none: that lacks
    a column or has one twice, is not UTF-8, or has a quotation mark that is never closed.
    """
    tables = Tables(Cited(dict(documents), set(events), outlets))
    if not is_folder(folder):
        raise InputError(
            f"{folder}: {no_folder(folder)}", hint="name the folder that holds the tables"
        )
    # One that cannot be read is told, and not passed over.
    known = [name for name in TABLES if os.path.lexists(folder / name)]
    if not known:
        raise InputError(
            f"{folder}: no table to import",
            hint="expected one of " + ", ".join(TABLES),
        )
    broken: list[Problem] = []
    for name in known:
        try:
            _read(tables, folder / name)
        except InputError as error:
            broken += error.problems or [Problem(folder / name, 0, 0, str(error))]
    if broken:
        raise InputError("nothing was imported", problems=broken)
    return tables


def refusal(path: Path, line: int, reason: str, column: int = 0) -> Problem:
    """What to tell of a row that stays out."""
    return Problem(path, line, column, f"not imported: {reason}")


def _read(tables: Tables, path: Path) -> None:
    require_file(path)
    header, rows = read_cells(path, TABLES[path.name][0])
    for written in rows:
        tables.rows += 1
        try:
            row = named(header, written.cells)
            try:
                tables.add(Entry(path, written.line, read_row(path.name, row, tables.cited)))
            except ValueError:
                if url := row.get("url"):
                    tables.cited.refused.add(url)
                raise
        except ValueError as error:
            tables.refused += 1
            tables.problems += _faults(path, header, written, error)


def _faults(path: Path, header: list[str], written: Written, error: ValueError) -> list[Problem]:
    if not isinstance(error, RowRefused):
        return [refusal(path, written.line, str(error))]
    found = []
    for name, why in error.faults:
        line, column = written.place(header.index(name))
        found.append(refusal(path, line, f"{name}: {why}", column))
    return found
