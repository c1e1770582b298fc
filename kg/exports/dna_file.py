"""A debate as a file of Discourse Network Analyzer (DNA) 3: an SQLite database.

The tables, columns and rules are those that DNA 3.1.2 gives a new database: it refuses a file
whose version is not 3, and asks the coder for a password before it shows anything.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC
from itertools import chain, permutations

from kg.exports.dna_schema import SCHEMA
from kg.model.debates import Debate, DebateStatement, Entity, Role
from kg.model.stances import Status

PASSWORD = "eurostance"  # noqa: S105 (anybody may know it)
"""Of every coder. It protects nothing: DNA will not open a file without one."""
_ENCRYPTED = "/PTrhOr44JlzZaDXLG+hBavhQktL62pB16O/1JPrRr8CYdNhDZlkFh9nkvUuovpt"
"""The same as DNA keeps it: base64 of 16 bytes of salt, and SHA-256 done 100,000 times."""
_SETTINGS = (("version", "3.1.2"), ("date", "2026-06-30"))
CODERS = {
    "Admin": (255, 255, 0),
    Status.CURATED.value: (0, 158, 115),
    Status.ACCEPTED.value: (0, 114, 178),
    Status.EXTRACTED.value: (230, 159, 0),
}
"""Who coded a statement is how far it may be trusted; colours as red, green and blue."""
TYPES = (
    ("DNA Statement", (239, 208, 51), "agreement", "boolean"),
    ("Mixed stance", (211, 211, 211), "polarity", "integer"),
)
"""Types of statements: label, colour, and what says whether they agree.

A mixed stance is neither yes nor no: as a statement of the first kind it would be counted as one.
"""
_OWN = ("Type", "Alias", "Notes")
_Row = tuple[int | str | None, ...]


def dna_file(debate: Debate) -> bytes:
    """The debate as a DNA file; the same debate gives the same bytes."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        for line in ("PRAGMA page_size = 4096", "PRAGMA foreign_keys = ON", "BEGIN", *SCHEMA):
            database.execute(line)
        for table, rows in chain(_frame(debate), _contents(debate)):
            for row in rows:
                marks = ", ".join("?" * len(row))
                database.execute(f"INSERT INTO {table} VALUES ({marks})", row)  # noqa: S608
        database.execute("COMMIT")
        return database.serialize()


def tell(debate: Debate, *, mixed: bool) -> tuple[str, ...]:
    """What is in an export, and what is not; ``mixed`` says that mixed stances are in it."""
    graded = sum(not one.sign for one in debate.statements)
    papers = {one.document for one in debate.statements if one.sign or mixed}
    lines = [f"{len(debate.statements) - graded:,} statements for or against"]
    if mixed:
        lines[0] += f", {graded:,} mixed ones (of the type {TYPES[1][0]})" * bool(graded)
        lines.append(f"the password that DNA asks for is {PASSWORD}")
    elif graded:
        lines.append(f"left out: {graded:,} mixed, for a list tells only yes and no: dna has them")
    lines[0] += f", in {len(papers):,} documents"
    return (*lines, *(f"left out: {number:,} {what}" for what, number in debate.left_out.items()))


def _frame(debate: Debate) -> Iterator[tuple[str, Iterable[_Row]]]:
    """Rows by table that are there before any statement; what others refer to comes first."""
    coders = range(1, len(CODERS) + 1)
    yield "SETTINGS", _SETTINGS
    yield (
        "CODERS (Name, Red, Green, Blue, Password)",
        ((name, *colour, _ENCRYPTED) for name, colour in CODERS.items()),
    )
    yield "CODERRELATIONS (Coder, OtherCoder)", permutations(coders, 2)
    yield (
        "DOCUMENTS (ID, Title, Text, Coder, Author, Source, Section, Notes, Type, Date)",
        (
            (one.number, one.title, one.text, 1, one.author, one.source, one.section, one.notes,
             one.kind, int(one.moment.replace(tzinfo=UTC).timestamp()))
            for one in debate.documents
        ),
    )  # fmt: skip
    yield (
        "STATEMENTTYPES",
        ((number, label, *colour) for number, (label, colour, _, _) in enumerate(TYPES, 1)),
    )
    yield (
        "VARIABLES (Variable, DataType, StatementTypeId)",
        (
            (name, kind, number)
            for number, (_, _, agreement, kind) in enumerate(TYPES, 1)
            for name, kind in (*((role.value, "short text") for role in Role), (agreement, kind))
        ),
    )


def _contents(debate: Debate) -> Iterator[tuple[str, Iterable[_Row]]]:
    """Rows by table for entities and statements."""
    listed = _listed(debate)
    numbers = {(kind, one.role, one.name): at for at, (kind, one) in enumerate(listed, 1)}
    yield (
        "ENTITIES (VariableId, Value, Red, Green, Blue)",
        ((_variable(kind, one.role), one.name, *one.colour) for kind, one in listed),
    )
    names = {role: _attributes(debate, role) for role in Role}
    known = [(kind, role, name) for kind in (1, 2) for role in Role for name in names[role]]
    yield (
        "ATTRIBUTEVARIABLES (VariableId, AttributeVariable)",
        ((_variable(kind, role), name) for kind, role, name in known),
    )
    places = {key: number for number, key in enumerate(known, 1)}
    yield (
        "ATTRIBUTEVALUES (EntityId, AttributeVariableId, AttributeValue)",
        (
            (at, places[kind, one.role, name], one.attributes.get(name, ""))
            for at, (kind, one) in enumerate(listed, 1)
            for name in names[one.role]
        ),
    )
    coders = {name: number for number, name in enumerate(CODERS, 1)}
    yield (
        "STATEMENTS",
        (
            (one.number, _type(one), one.document, one.start, one.stop, coders.get(one.coder, 1))
            for one in debate.statements
        ),
    )
    told = [(one.number, _variable(_type(one)), int(one.sign > 0)) for one in debate.statements]
    for table, agreement in (("DATABOOLEAN", _variable(1)), ("DATAINTEGER", _variable(2))):
        yield (
            f"{table} (StatementId, VariableId, Value)",
            [row for row in told if row[1] == agreement],
        )
    yield (
        "DATASHORTTEXT (StatementId, VariableId, Entity)",
        (
            (one.number, _variable(_type(one), role), numbers[_type(one), role, name])
            for one in debate.statements
            for role, name in _names(one)
        ),
    )


def _type(statement: DebateStatement) -> int:
    return 1 if statement.sign else 2


def _variable(kind: int, role: Role | None = None) -> int:
    """The number of a type's variable for names of a role; of none, for what says who agrees."""
    order = [*Role, None]
    return (kind - 1) * len(order) + order.index(role) + 1


def _names(statement: DebateStatement) -> Iterator[tuple[Role, str]]:
    return zip(Role, (statement.person, statement.organization, statement.concept), strict=True)


def _listed(debate: Debate) -> list[tuple[int, Entity]]:
    """The entities by type of statement: of mixed ones only those that they need.

    DNA gives each variable a nameless one, for statements whose coder has not filled it in.
    """
    mixed = {key for one in debate.statements if not one.sign for key in _names(one)}
    nameless = [Entity(role, "") for role in Role]
    needed = [one for one in debate.entities if (one.role, one.name) in mixed]
    return [(1, one) for one in (*nameless, *debate.entities)] + [
        (2, one) for one in (*nameless, *needed)
    ]


def _attributes(debate: Debate, role: Role) -> list[str]:
    """The attributes that entities of a role have, DNA's own three first."""
    found = dict.fromkeys(_OWN)
    for one in debate.entities:
        if one.role is role:
            found |= dict.fromkeys(one.attributes)
    return list(found)
