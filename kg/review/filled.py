"""A filled table of the queue as decisions: all of it, or nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from kg.errors import InputError, Problem, UsageError
from kg.model.dates import PartialDate
from kg.model.stances import Polarity, Verdict
from kg.printing import bare
from kg.rdf.content import require_file
from kg.review.decision import Decision, meant
from kg.review.desk import Desk

Found = TypeVar("Found")
LONGEST = 32 * 2**20
"""The largest table that is read, in bytes."""
CORRECTED = ("holder", "proposition", "polarity", "date")
_VERDICTS = {"accept": Verdict.ACCEPT, "refuse": Verdict.REFUSE, "reject": Verdict.REFUSE}


def read_sheet(desk: Desk, path: Path) -> list[Decision]:
    """The decisions of a filled table, in its order; rows without one are passed over.

    Raises InputError that lists every cell at fault, by line and number of the cell; then nothing
    of the table may be used.
    """
    problems: list[Problem] = []
    decisions: dict[str, Decision] = {}
    for line, row in _rows(path):
        reader = _Row(desk, path, line, row, problems)
        decision = reader.decision()
        if decision is None:
            continue
        if decision.candidate in decisions:
            reader.refuse("candidate", f"{decision.candidate} is decided on twice in this table")
        decisions[decision.candidate] = decision
    if problems:
        raise InputError(f"{path}: nothing was written", problems=problems)
    return list(decisions.values())


def correct(desk: Desk, decision: Decision, corrections: Mapping[str, str | None]) -> Decision:
    """The decision with holder, proposition, polarity and date as a person writes them.

    What is None or empty stays; ``-`` says that no date is told. Raises UsageError on what is not.
    """
    for name, text in corrections.items():
        if text:
            decision = replace(decision, **_correction(desk, name, text))
    return decision


def _correction(desk: Desk, name: str, text: str) -> dict[str, Any]:
    try:
        match name:
            case "holder":
                return {"holder": desk.registry.find_actor(text).id}
            case "proposition":
                return {"proposition": desk.registry.find_proposition(text).id}
            case "polarity":
                return {"polarity": meant(text, Polarity)}
            case _ if text == "-":
                return {"undated": True}
            case _:
                return {"said_on": PartialDate.parse(text)}
    except ValueError as error:
        raise UsageError(str(error)) from None


class _Row:
    """One line of a table; what is wrong with it is added to the problems."""

    def __init__(
        self, desk: Desk, path: Path, line: int, cells: dict[str, str], problems: list[Problem]
    ) -> None:
        self._desk = desk
        self._path = path
        self._line = line
        self._cells = cells
        self._problems = problems

    def refuse(self, column: str, message: str) -> None:
        """Add a problem at a cell."""
        number = list(self._cells).index(column) + 1 if column in self._cells else 0
        self._problems.append(Problem(self._path, self._line, number, f"{column}: {message}"))

    def decision(self) -> Decision | None:
        """What the row decides; None where it decides nothing or cannot be used."""
        word = self._cell("decision").lower()
        if not word:
            if any(self._cell(column) for column in CORRECTED):
                self.refuse("decision", "empty, though the row is corrected: accept or refuse")
            return None
        before = len(self._problems)
        if word not in _VERDICTS:
            self.refuse("decision", f"{word!r} is none of: {', '.join(_VERDICTS)}")
        candidate = self._try("candidate", self._desk.find_candidate)
        decision = Decision(
            candidate.id if candidate else "",
            _VERDICTS.get(word, Verdict.REFUSE),
            self._cell("note") or None,
        )
        for column in CORRECTED:
            found = self._try(column, partial(_correction, self._desk, column))
            decision = replace(decision, **(found or {}))
        if len(self._problems) == before:
            for fault in self._desk.faults(decision):
                self.refuse("decision", fault)
        return decision if len(self._problems) == before else None

    def _cell(self, column: str) -> str:
        return bare(self._cells.get(column, "")).strip()

    def _try(self, column: str, read: Callable[[str], Found]) -> Found | None:
        text = self._cell(column)
        if not text and column in CORRECTED:
            return None
        try:
            return read(text)
        except UsageError as error:
            self.refuse(column, f"{error} ({error.hint})" if error.hint else str(error))
            return None


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    text = _read(path)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        _refuse_header(path, header)
        end = reader.line_num
        for cells in reader:
            line, end = end + 1, reader.line_num
            if not cells:
                continue
            if len(cells) != len(header):
                message = f"{len(cells)} cells, and the header has {len(header)}"
                raise _unusable(path, line, min(len(cells), len(header)) + 1, message)
            yield line, dict(zip(header, cells, strict=True))
    except csv.Error as error:
        raise _unusable(path, reader.line_num, 0, str(error)) from None


def _refuse_header(path: Path, header: list[str]) -> None:
    for name in ("candidate", "decision"):
        if name not in header:
            apart = "; the cells must be parted by commas" if ";" in "".join(header) else ""
            raise _unusable(path, 1, 0, f"no column {name!r}{apart}")
    for number, name in enumerate(header, start=1):
        if name in header[: number - 1]:
            raise _unusable(path, 1, number, f"column {name!r} stands twice")


def _read(path: Path) -> str:
    require_file(path)
    try:
        with path.open("rb") as stream:
            content = stream.read(LONGEST + 1)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from None
    if len(content) > LONGEST:
        raise _unusable(path, 0, 0, f"larger than {LONGEST} bytes")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _unusable(path, line, 0, "the file is not UTF-8") from None


def _unusable(path: Path, line: int, column: int, message: str) -> InputError:
    return InputError(f"{path}: {message}", problems=[Problem(path, line, column, message)])
