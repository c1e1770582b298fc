"""A database of Discourse Network Analyzer (DNA), opened as what a stranger sent.

It is only read, and from plain tables alone: no view, trigger or function of its own is run, and
none of the project's files is touched.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from kg.errors import InputError, Problem

HEAD = b"SQLite format 3\0"
"""How such a file begins."""
_LARGEST = 1 << 30
_LONGEST_CELL = 50_000_000
_STEP, _STEPS = 1_000_000, 5_000
"""After how many instructions the limit is looked at, and how often before the end."""
_TABLES = {
    "SETTINGS": ("", "Property Value"),
    "CODERS": ("ID", "Name"),
    "DOCUMENTS": ("ID Date", "Title Text Author Source Section Type Notes"),
    "STATEMENTTYPES": ("ID", "Label"),
    "VARIABLES": ("ID StatementTypeId", "Variable DataType"),
    "STATEMENTS": ("ID StatementTypeId DocumentId Start Stop Coder", ""),
    "DATABOOLEAN": ("StatementId VariableId Value", ""),
    "DATAINTEGER": ("StatementId VariableId Value", ""),
    "DATASHORTTEXT": ("StatementId VariableId Entity", ""),
    "ENTITIES": ("ID VariableId", "Value"),
    "ATTRIBUTEVARIABLES": ("ID", "AttributeVariable"),
    "ATTRIBUTEVALUES": ("EntityId AttributeVariableId", "AttributeValue"),
}
"""The tables that are read: the columns that hold numbers, and those that hold words."""
_PLAIN = 0
"""Of a column in table_xinfo: neither hidden nor computed."""


class Database:
    """The tables of a DNA file; rows that are not of the form that DNA writes become problems.

    Raises InputError where the file is too large, in use, or lacks a table or column, and
    sqlite3.Error where it is no database or takes too long.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[Problem] = []
        _refuse_unsafe(path)
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(uri, uri=True, isolation_level=None)
        try:
            self._harden()
            self._check_tables()
            self._connection.set_authorizer(_only_reading)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def rows(self, table: str) -> Iterator[tuple[list[int], list[str]]]:
        """The numbers and the words of each row, in the order of _TABLES; rows by their first."""
        numbers, words = (names.split() for names in _TABLES[table])
        columns = ", ".join(f'"{name}"' for name in (*numbers, *words))
        cursor = self._connection.execute(f"SELECT {columns} FROM {table} ORDER BY 1")  # noqa: S608
        for row in cursor:
            figures, texts = list(row[: len(numbers)]), list(row[len(numbers) :])
            wrong = (n for n, value in zip(numbers, figures, strict=True) if type(value) is not int)
            if name := next(wrong, None):
                self.tell(f"{table}, {numbers[0]} {row[0]!s:.40}: {name} is no number")
            else:
                yield figures, ["" if one is None else str(one) for one in texts]

    def tell(self, message: str) -> None:
        """Note a problem of the file."""
        self.problems.append(Problem(self.path, 0, 0, message))

    def _harden(self) -> None:
        connection = self._connection
        connection.text_factory = lambda text: text.decode("utf-8", "replace")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_CELL)
        for line in ("trusted_schema = OFF", "cell_size_check = ON", "query_only = ON"):
            connection.execute(f"PRAGMA {line}")
        steps = count()
        connection.set_progress_handler(lambda: next(steps) >= _STEPS, _STEP)

    def _check_tables(self) -> None:
        listed = self._connection.execute("SELECT name, type, sql FROM sqlite_master").fetchall()
        tables = {
            name.upper()
            for name, kind, sql in listed
            if kind == "table" and not str(sql).upper().startswith("CREATE VIRTUAL")
        }
        for table, names in _TABLES.items():
            wanted = set(" ".join(names).split())
            described = self._connection.execute(f"PRAGMA table_xinfo({table})").fetchall()
            missing = wanted - {row[1] for row in described if row[6] == _PLAIN}
            if table not in tables or missing:
                what = f"the table {table}" + f" without {', '.join(sorted(missing))}" * (
                    table in tables
                )
                raise InputError(
                    f"{self.path}: no DNA file: {'' if table in tables else 'it lacks '}{what}",
                    hint="expected is a file that DNA 3 has saved",
                )


def _refuse_unsafe(path: Path) -> None:
    if path.stat().st_size > _LARGEST:
        raise InputError(f"{path}: larger than {_LARGEST >> 30} GB")
    for ending in ("-journal", "-wal"):
        beside = path.with_name(path.name + ending)
        if beside.is_file() and beside.stat().st_size:
            raise InputError(
                f"{path}: not wholly saved: {beside.name} stands beside it",
                hint="close it in DNA first",
            )


def _only_reading(action: int, table: str | None, _: object, __: object, inner: object) -> int:
    plain = inner is None and (table or "").upper() in _TABLES
    reads = action == sqlite3.SQLITE_SELECT or (action == sqlite3.SQLITE_READ and plain)
    return sqlite3.SQLITE_OK if reads else sqlite3.SQLITE_DENY
