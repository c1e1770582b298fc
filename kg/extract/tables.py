"""The tables of a lexicon as they stand in their files, and one folder laid over another."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from kg.errors import Problem

_PHRASE = "id kind pattern example counter_example"
COLUMNS: Mapping[str, tuple[str, ...]] = {
    name: tuple(columns.split())
    for name, columns in {
        "propositions": "id proposition kind orientation pattern unless example counter_example",
        "cues": "id place sign pattern example counter_example",
        "reporting_verbs": _PHRASE,
        "background": _PHRASE,
        "unsaid": _PHRASE,
        "date_words": "id kind pattern example reading counter_example",
        "names": "id pattern example counter_example",
        "groups": "id phrase actor example counter_example",
        "offices": "id role nouns example counter_example",
        "countries": "id adjectives leads leader example counter_example",
        "given_names": "id gender",
        "word_classes": "id words example counter_example",
    }.items()
}
"""The columns of each table; the first one names the row."""

REMOVED = "-"
"""What stands for the pattern of a row that is to be left out."""

LARGEST = 4 * 2**20
"""How many bytes a table may have."""


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One row of a table, and where it stands."""

    path: Path
    line: int
    cells: Mapping[str, str]

    @property
    def id(self) -> str:
        """What names the row within its table."""
        return next(iter(self.cells.values()))

    def problem(self, message: str, column: str | None = None) -> Problem:
        """A fault of the row, at the cell of a column."""
        place = 1
        for name, cell in self.cells.items():
            if name == column:
                return Problem(self.path, self.line, place, message)
            place += len(cell) + 1
        return Problem(self.path, self.line, 1, message)

    @property
    def removes(self) -> bool:
        """Whether it leaves out the row of its id that it is laid over."""
        columns = list(self.cells)
        return self.cells.get("pattern", self.cells[columns[1]]) == REMOVED


Tables = dict[str, tuple[Row, ...]]


def read_tables(folder: Path, over: Path | None, problems: list[Problem]) -> Tables:
    """Every table of a folder, its faults added to ``problems``.

    With ``over``, the folder needs only what differs from that one: a row with an id known there
    replaces it, another is added, and one whose pattern is ``-`` takes it away.
    """
    problems += _strange_files(folder)
    own = {name: tuple(_rows(folder, name, over is not None, problems)) for name in COLUMNS}
    if over is None:
        return own
    below = read_tables(over, None, problems)
    return {name: tuple(_laid(own[name], below[name], problems)) for name in COLUMNS}


def fingerprint(tables: Tables) -> str:
    """The SHA-256 of all rows as they are used, in hexadecimal digits, wherever they stand."""
    lines = (
        "\t".join((name, *row.cells.values())) for name in sorted(tables) for row in tables[name]
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _strange_files(folder: Path) -> Iterator[Problem]:
    if not folder.is_dir():
        told = "it is no folder" if folder.exists() else "there is no such folder"
        yield Problem(folder, 0, 0, told)
        return
    for path in sorted(folder.glob("*.tsv")):
        if path.stem not in COLUMNS:
            near = get_close_matches(path.stem, COLUMNS, 1)
            meant = f"; did you mean {near[0]}.tsv" if near else ""
            yield Problem(path, 0, 0, f"no table of a lexicon has this name{meant}")


def _rows(folder: Path, name: str, optional: bool, problems: list[Problem]) -> Iterator[Row]:
    path = folder / f"{name}.tsv"
    if optional and not path.exists():
        return
    lines = _lines(path, problems)
    columns = COLUMNS[name]
    if lines is None:
        return
    if tuple(lines[0].split("\t")) != columns:
        wanted = f"the columns must be, with tabs between: {' '.join(columns)}"
        problems.append(Problem(path, 1, 1, wanted))
        return
    seen: dict[str, int] = {}
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) != len(columns):
            wrong = f"{len(cells)} cells where there must be {len(columns)}"
            problems.append(Problem(path, number, 1, wrong))
            continue
        row = Row(path, number, dict(zip(columns, cells, strict=True)))
        if not row.id or row.id != row.id.strip():
            problems.append(row.problem("the first cell must name the row, without blanks around"))
        elif row.id in seen:
            problems.append(row.problem(f"{row.id} stands here twice, first in {seen[row.id]}"))
        else:
            yield row
        seen.setdefault(row.id, number)


def _lines(path: Path, problems: list[Problem]) -> list[str] | None:
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as error:
        problems.append(Problem(path, 0, 0, error.strerror or str(error)))
        return None
    if len(content) > LARGEST:
        problems.append(Problem(path, 0, 0, f"larger than {LARGEST} bytes"))
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problems.append(Problem(path, line, 0, "the file is not UTF-8"))
        return None
    return text.replace("\r\n", "\n").removesuffix("\n").split("\n")


def _laid(own: tuple[Row, ...], below: tuple[Row, ...], problems: list[Problem]) -> Iterator[Row]:
    """The rows of both, those of the upper table in the place of what they replace."""
    upper = {row.id: row for row in own}
    for row in below:
        new = upper.pop(row.id, row)
        if new is row or not new.removes:
            yield new
    for row in upper.values():
        if row.removes:
            problems.append(row.problem(f"there is no row {row.id} to take away"))
        else:
            yield row
