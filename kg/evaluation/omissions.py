"""What an evaluation leaves out or cannot place, as warnings with the line where it stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from pathlib import Path

from kg.errors import Problem, Severity
from kg.evaluation.rows import Row

MOST = 20
"""How many are told one by one; the rest is counted."""


def note(path: Path, message: str, line: int = 0, column: int = 0) -> Problem:
    """A warning about a file, or about a place of it."""
    return Problem(path, line, column, message, Severity.WARNING)


def unlisted(rows: Iterable[tuple[Row, str]], listed: str) -> Iterator[Problem]:
    """A warning for each document of rows that are left out, at the first of them.

    ``listed`` says what the documents are missing from.
    """
    places: dict[str, list[Row]] = {}
    for row, document in rows:
        places.setdefault(document, []).append(row)
    for document, left in islice(places.items(), MOST):
        count = f"{len(left)} rows are" if len(left) > 1 else "its row is"
        column = left[0].column("doc") or left[0].column("document") or 1
        message = f"{document} is not in {listed}: {count} left out"
        yield note(left[0].path, message, left[0].line, column)
    if len(places) > MOST:
        rest = [row for left in islice(places.values(), MOST, None) for row in left]
        more = f"{len(places) - MOST} more documents are not in {listed}: {len(rest)} rows left out"
        yield note(rest[0].path, more)


def strangers(path: Path, holders: Iterable[str], known: Collection[str]) -> Iterator[Problem]:
    """One warning that names the holders whom the registry does not know, if there are any."""
    unknown = sorted(set(holders).difference(known))
    if not unknown:
        return
    names = ", ".join(unknown[:MOST])
    more = f" and {len(unknown) - MOST} more" if len(unknown) > MOST else ""
    count = "1 holder is" if len(unknown) == 1 else f"{len(unknown)} holders are"
    yield note(path, f"{count} not in the registry: {names}{more}")
