"""Debates from event lists of Discourse Network Analyzer (DNA): tables in CSV."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from kg.errors import InputError, Problem
from kg.ingest.dna_types import AGREEMENTS, NAMED, NEEDED, ROLES, sign_of
from kg.model.debates import Debate, DebateDocument, DebateStatement, Entity, Role

_PARTED = ";,\t"
"""By what cells may be parted: DNA takes the first, who edits the table perhaps another."""
_LARGEST = 1 << 28
_NOBODY = "statements without a concept, or without a person and organization"
_TIME = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})?)?",
    re.ASCII,
)
_Row = dict[str, str]


def read_dna_events(path: Path) -> Debate:
    """The debate in an event list: a statement a row, its document by number.

    Columns are those of DNA in any order; needed are time, document_id, concept, person or
    organization, and agreement (1, 0) or polarity (1, 0, -1). Raises InputError with each line that
    cannot be used.
    """
    columns, rows = _table(path)
    agreement = next((name for name in AGREEMENTS if name in columns), None)
    roles = {ROLES[name]: name for name in columns if name in ROLES}
    whole = {"time", "document_id"} <= set(columns) and Role.CONCEPT in roles and len(roles) > 1
    if agreement is None or not whole or len(set(columns)) < len(columns):
        raise InputError(
            f"{path}: no event list of DNA: its columns are {', '.join(columns)[:200] or 'none'}",
            hint=f"needed are time, document_id, {NEEDED}, each once; {NAMED}",
        )
    problems: list[Problem] = []
    left_out: Counter[str] = Counter()
    documents: dict[int, DebateDocument] = {}
    statements: list[DebateStatement] = []
    for line, cells in rows:
        row = dict(zip(columns, cells, strict=False))
        try:
            if len(cells) != len(columns):
                raise ValueError(f"{len(cells)} cells in {len(columns)} columns")
            document = _document(row)
            if documents.setdefault(document.number, document).moment != document.moment:
                raise ValueError(f"document {document.number} has another time in a row above")
            statement = _statement(row, document, roles, agreement, len(statements) + 1)
        except ValueError as error:
            problems.append(Problem(path, line, 0, str(error)))
            continue
        if statement.concept and statement.holder:
            statements.append(statement)
        else:
            left_out[_NOBODY] += 1
    if problems:
        raise InputError(f"{path}: not as DNA writes it", problems=problems)
    return Debate(
        documents=tuple(documents[number] for number in sorted(documents)),
        statements=tuple(statements),
        entities=tuple(_entities(statements)),
        left_out=left_out,
    )


def _table(path: Path) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """The names of the columns, in lower case, and the rows with their lines."""
    if path.stat().st_size > _LARGEST:
        raise InputError(f"{path}: larger than {_LARGEST >> 20} MB")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problem = Problem(path, line, 0, "not UTF-8: save the table in that encoding")
        raise InputError(f"{path}: not UTF-8", problems=[problem]) from None
    head = text.partition("\n")[0]
    parted = max(_PARTED, key=lambda mark: (head.count(mark), -_PARTED.index(mark)))
    rows = _rows(path, text, parted)
    _, columns = next(rows, (0, []))
    return [name.strip().lower() for name in columns], rows


def _rows(path: Path, text: str, parted: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=parted, strict=True)
    line = 0
    try:
        for row in reader:
            start, line = line + 1, reader.line_num
            if row:
                yield start, row
    except csv.Error as error:
        problem = Problem(path, line + 1, 0, str(error))
        raise InputError(f"{path}: {error}", problems=[problem]) from None


def _document(row: _Row) -> DebateDocument:
    about = ("title", "author", "source", "section", "type")
    title, author, source, section, kind = (row.get(f"document_{name}", "") for name in about)
    if not _TIME.fullmatch(row["time"].strip()):
        raise ValueError(f"the time {row['time'][:40]!r} is not of the form 2026-01-31 12:00:00")
    moment = datetime.fromisoformat(row["time"].strip())
    if moment.tzinfo is not None:
        raise ValueError(f"the time {row['time']!r} has a time zone")
    number = _number(row, "document_id")
    return DebateDocument(number, title, moment, "", author, source, section, kind)


def _statement(
    row: _Row, document: DebateDocument, roles: dict[Role, str], agreement: str, place: int
) -> DebateStatement:
    person, organization, concept = (row.get(roles.get(role, ""), "").strip() for role in Role)
    start = _number(row, "start_position") if row.get("start_position") else 0
    return DebateStatement(
        number=_number(row, "statement_id") if row.get("statement_id") else place,
        document=document.number,
        person=person,
        organization=organization,
        concept=concept,
        sign=sign_of(_number(row, agreement), is_graded=agreement != AGREEMENTS[0]),
        start=start,
        stop=_number(row, "stop_position") if row.get("stop_position") else start,
        text=row.get("text", ""),
    )


def _number(row: _Row, name: str) -> int:
    try:
        return int(row[name])
    except ValueError:
        raise ValueError(f"{name} is no whole number: {row[name][:40]!r}") from None


def _entities(statements: list[DebateStatement]) -> Iterator[Entity]:
    for role in Role:
        names = {getattr(one, role.value) for one in statements} - {""}
        yield from (Entity(role, name) for name in sorted(names))
