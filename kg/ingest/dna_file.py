"""Debates from files of Discourse Network Analyzer (DNA) 3."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from kg.errors import InputError, LimitReached
from kg.ingest.dna_database import Database
from kg.ingest.dna_passages import LONGEST, MOST, Passages
from kg.ingest.dna_types import NAMED, NEEDED, StatementType, Variable, sign_of, statement_type
from kg.model.debates import Debate, DebateDocument, DebateStatement, Entity, Role

EPOCH = datetime(1970, 1, 1)
"""From which DNA counts seconds; it knows no time zones."""
_Types = dict[int, StatementType]


def read_dna(path: Path) -> Debate:
    """The debate in a DNA 3 file: the statements of every type that tells who stands where.

    Of the texts of documents only the passages are kept. Raises InputError where the file is no
    such database, or rows of it are not as DNA writes them, LimitReached where it takes too long.
    """
    try:
        with closing(Database(path)) as database:
            debate = _debate(database)
    except UnicodeDecodeError:
        # Of a damaged schema, not even the engine's complaint is text.
        raise InputError(f"{path}: no readable DNA file: it is damaged") from None
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
            raise LimitReached(f"{path}: takes too long to read") from None
        raise InputError(f"{path}: no readable DNA file: {error}") from None
    if database.problems:
        raise InputError(f"{path}: not as DNA writes it", problems=database.problems)
    return debate


def _debate(database: Database) -> Debate:
    version = next((v for _, (name, v) in database.rows("SETTINGS") if name == "version"), "")
    if not version.startswith("3."):
        raise InputError(
            f"{database.path}: of version {version[:20] or 'unknown'}, not of DNA 3",
            hint="open a new file in DNA 3, and import the old one into it",
        )
    labels = {number: label for (number,), (label,) in database.rows("STATEMENTTYPES")}
    types = _types(database, labels)
    roles = {number: role for one in types.values() for number, role in one.roles.items()}
    names = {
        number: (roles[variable], name)
        for (number, variable), (name,) in database.rows("ENTITIES")
        if variable in roles
    }
    statements, left_out = _statements(database, types, labels, names)
    documents = []
    told: list[DebateStatement] = []
    passages = Passages()
    for (number, seconds), words in database.rows("DOCUMENTS"):
        title, text, author, source, section, kind, notes = words
        told += passages.cut(statements.pop(number, ()), text)
        if passages.room < 0:
            raise LimitReached(f"{database.path}: its passages are longer than {MOST:,} characters")
        try:
            moment = EPOCH + timedelta(seconds=seconds)
        except OverflowError:
            database.tell(f"DOCUMENTS, ID {number}: {seconds} is no second of the years 1 to 9999")
            continue
        documents.append(
            DebateDocument(number, title, moment, "", author, source, section, kind, notes)
        )
    if passages.shortened:
        left_out[f"ends of passages, beyond {LONGEST:,} characters"] = passages.shortened
    for some in statements.values():
        for one in some:
            database.tell(f"STATEMENTS, ID {one.number}: there is no document {one.document}")
    return Debate(
        documents=tuple(documents),
        statements=tuple(sorted(told, key=lambda one: one.number)),
        entities=_entities(database, names),
        left_out=left_out,
    )


def _types(database: Database, labels: dict[int, str]) -> _Types:
    variables: dict[int, list[Variable]] = defaultdict(list)
    for (number, kind), (name, datatype) in database.rows("VARIABLES"):
        variables[kind].append(Variable(number, name, datatype))
    found = {number: known for number in labels if (known := statement_type(variables[number]))}
    if not found:
        listed = "; ".join(
            f"{labels[number]} ({', '.join(one.name for one in variables[number])})"
            for number in sorted(labels)
        )
        raise InputError(
            f"{database.path}: no type of statement has {NEEDED}: {listed or 'there is none'}",
            hint=NAMED,
        )
    return found


def _statements(
    database: Database,
    types: _Types,
    labels: dict[int, str],
    names: dict[int, tuple[Role, str]],
) -> tuple[dict[int, list[DebateStatement]], Counter[str]]:
    """The statements by document, without texts; how many do not tell who stands where."""
    coders = {number: name for (number,), (name,) in database.rows("CODERS")}
    given = {
        (statement, variable): value
        for table in ("DATABOOLEAN", "DATAINTEGER")
        for (statement, variable, value), _ in database.rows(table)
    }
    said: dict[int, dict[Role, str]] = defaultdict(dict)
    for (statement, _, entity), _ in database.rows("DATASHORTTEXT"):
        if entity in names:
            role, name = names[entity]
            said[statement][role] = name
    found: dict[int, list[DebateStatement]] = defaultdict(list)
    left_out: Counter[str] = Counter()
    for (number, kind, document, start, stop, coder), _ in database.rows("STATEMENTS"):
        if kind not in types:
            left_out[f"statements of the type {labels.get(kind, kind)}"] += 1
            continue
        person, organization, concept = (said[number].get(role, "").strip() for role in Role)
        if not concept or not (person or organization):
            left_out["statements without a concept, or without a person and organization"] += 1
            continue
        type_ = types[kind]
        value = given.get((number, type_.agreement))
        try:
            if value is None:
                raise ValueError("it has no agreement")
            sign = sign_of(value, is_graded=type_.is_graded)
        except ValueError as error:
            database.tell(f"STATEMENTS, ID {number}: {error}")
            continue
        found[document].append(
            DebateStatement(
                number, document, person, organization, concept, sign, start, stop, "",
                coders.get(coder, ""),
            )
        )  # fmt: skip
    return found, left_out


def _entities(database: Database, names: dict[int, tuple[Role, str]]) -> tuple[Entity, ...]:
    """The names with their attributes, those of one name in several types as one."""
    called = {number: name for (number,), (name,) in database.rows("ATTRIBUTEVARIABLES")}
    attributes: dict[tuple[Role, str], dict[str, str]] = {
        (role, name.strip()): {} for role, name in names.values() if name.strip()
    }
    for (entity, variable), (value,) in database.rows("ATTRIBUTEVALUES"):
        role, name = names.get(entity, (Role.CONCEPT, ""))
        if value and name.strip() and variable in called:
            attributes[role, name.strip()].setdefault(called[variable], value)
    order = list(Role)
    return tuple(
        Entity(role, name, told)
        for (role, name), told in sorted(
            attributes.items(), key=lambda item: (order.index(item[0][0]), item[0][1])
        )
    )
