"""The tables of a Discourse Network Analyzer (DNA) 3 file: its columns, limits and references.

Read from what DNA 3.1.2 creates. What is deleted in DNA takes along what refers to it, so each
reference cascades; DNA's limits on lengths, places and colours stand as checks.
"""

from __future__ import annotations

_FLAGS = (
    *((f"{name}", 0) for name in ("ColorByCoder", "PopupDecoration")),
    ("PopupAutoComplete", 1),
    *(
        (f"Permission{name}", 1)
        for name in (
            "AddDocuments", "EditDocuments", "DeleteDocuments", "ImportDocuments", "AddStatements",
            "EditStatements", "DeleteStatements", "EditAttributes", "EditRegex",
            "EditStatementTypes", "EditCoders", "EditCoderRelations", "ViewOthersDocuments",
            "EditOthersDocuments", "ViewOthersStatements", "EditOthersStatements",
        )
    ),
)  # fmt: skip
"""What a coder sees and may do, with what a new coder has."""
_KEY = "ID INTEGER NOT NULL PRIMARY KEY"


def _words(name: str, default: str = " DEFAULT ''") -> str:
    return f"{name} TEXT NOT NULL{default} CHECK (LENGTH({name}) < 191)"


def _between(name: str, low: int, high: int, default: int | None) -> str:
    preset = "" if default is None else f" NOT NULL DEFAULT {default}"
    return f"{name} INTEGER{preset} CHECK ({name} BETWEEN {low} AND {high})"


def _colour(default: int | None = 0) -> list[str]:
    return [_between(name, 0, 255, default) for name in ("Red", "Green", "Blue")]


def _flag(name: str, default: int) -> str:
    return _between(name, 0, 1, default)


def _refers(column: str, table: str) -> str:
    return f'FOREIGN KEY ("{column}") REFERENCES {table} (ID) ON DELETE CASCADE'


def _value(column: str, *further: str) -> list[str]:
    """A table of the values that statements have in variables."""
    return [
        _KEY, "StatementId INTEGER NOT NULL", "VariableId INTEGER NOT NULL", column,
        _refers("StatementId", "STATEMENTS"), _refers("VariableId", "VARIABLES"), *further,
        "UNIQUE (StatementId, VariableId)",
    ]  # fmt: skip


_TABLES: dict[str, list[str]] = {
    "SETTINGS": ["Property TEXT PRIMARY KEY", "Value TEXT NOT NULL"],
    "CODERS": [
        _KEY, _words("Name", ""), *_colour(), _between("Refresh", 0, 9999, 0),
        _between("FontSize", 1, 99, 14), _words("Password", ""),
        "PopupWidth INTEGER DEFAULT 300 CHECK (PopupWidth BETWEEN 100 AND 9999)",
        *(_flag(name, default) for name, default in _FLAGS),
    ],
    "DOCUMENTS": [
        _KEY, _words("Title", ""), "Text TEXT NOT NULL", "Coder INTEGER", _words("Author"),
        _words("Source"), _words("Section"), "Notes TEXT NOT NULL DEFAULT ''", _words("Type"),
        "Date INTEGER NOT NULL", _refers("Coder", "CODERS"),
    ],
    "STATEMENTTYPES": [_KEY, _words("Label", ""), *_colour()],
    "VARIABLES": [
        _KEY, _words("Variable", ""),
        "DataType TEXT NOT NULL DEFAULT 'short text' "
        "CHECK (DataType IN ('boolean', 'integer', 'long text', 'short text'))",
        "StatementTypeId INTEGER", _refers("StatementTypeId", "STATEMENTTYPES"),
        "UNIQUE (Variable, StatementTypeId)",
    ],
    "VARIABLELINKS": [
        _KEY, "SourceVariableId INTEGER", "TargetVariableId INTEGER",
        "CHECK (TargetVariableId != SourceVariableId)",
        _refers("SourceVariableId", "VARIABLES"), _refers("TargetVariableId", "VARIABLES"),
    ],
    "REGEXES": ["Label TEXT PRIMARY KEY CHECK (LENGTH(Label) < 191)", *_colour()],
    "CODERRELATIONS": [
        _KEY, "Coder INTEGER CHECK (Coder > 0)", "OtherCoder INTEGER CHECK (OtherCoder > 0)",
        *(_flag(f"{deed}{what}", 1)
          for what in ("Statements", "Documents") for deed in ("view", "edit")),
        "CHECK (Coder != OtherCoder)", _refers("Coder", "CODERS"), _refers("OtherCoder", "CODERS"),
    ],
    "STATEMENTS": [
        _KEY, "StatementTypeId INTEGER", "DocumentId INTEGER",
        "Start INTEGER NOT NULL CHECK (Start >= 0)", "Stop INTEGER NOT NULL CHECK (Stop >= 0)",
        "Coder INTEGER", "CHECK (Start < Stop)", _refers("StatementTypeId", "STATEMENTTYPES"),
        _refers("Coder", "CODERS"), _refers("DocumentId", "DOCUMENTS"),
    ],
    "DATABOOLEAN": _value("Value INTEGER NOT NULL DEFAULT 1"),
    "DATAINTEGER": _value("Value INTEGER NOT NULL DEFAULT 0"),
    "ENTITIES": [
        _KEY, "VariableId INTEGER NOT NULL", _words("Value"), *_colour(None),
        "ChildOf INTEGER CHECK (ChildOf > 0)", "UNIQUE (VariableId, Value)",
        _refers("ChildOf", "ENTITIES"), _refers("VariableId", "VARIABLES"),
    ],
    "DATASHORTTEXT": _value("Entity INTEGER NOT NULL", _refers("Entity", "ENTITIES")),
    "DATALONGTEXT": _value("Value TEXT DEFAULT ''"),
    "ATTRIBUTEVARIABLES": [
        _KEY, "VariableId INTEGER NOT NULL", _words("AttributeVariable", ""),
        "UNIQUE (VariableId, AttributeVariable)", _refers("VariableId", "VARIABLES"),
    ],
    "ATTRIBUTEVALUES": [
        _KEY, "EntityId INTEGER NOT NULL", "AttributeVariableId INTEGER NOT NULL",
        _words("AttributeValue"), "UNIQUE (EntityId, AttributeVariableId)",
        _refers("EntityId", "ENTITIES"), _refers("AttributeVariableId", "ATTRIBUTEVARIABLES"),
    ],
}  # fmt: skip


def _ordered(parts: list[str]) -> list[str]:
    """Columns before what binds several of them."""
    return sorted(parts, key=lambda part: part.startswith(("FOREIGN KEY", "UNIQUE (", "CHECK (")))


SCHEMA = tuple(f"CREATE TABLE {name} ({', '.join(_ordered(p))})" for name, p in _TABLES.items())
"""The statements that make the tables, those that others refer to first."""
