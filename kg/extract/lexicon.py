"""The words that the rules go by, read from tables that analysts may edit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TypeVar

from kg.errors import InputError, Problem
from kg.extract.patterns import compile_pattern
from kg.extract.rows import Rows, rows_of
from kg.extract.rules import Country, Cue, Office, Phrase, TopicRule
from kg.extract.tables import Row, Tables, fingerprint, read_tables

ENGLISH = Path(__file__).parent / "lexicon" / "en"
"""The tables of the English rules."""

HEDGES = "~"
"""Where cues stand that hold for the whole sentence."""

KINDS = {
    "propositions": {"T", "A", "S", "N", "R", "E"},
    "reporting_verbs": {"finite", "participle", "quoted-as"},
    "background": {"clause", "lead"},
    "unsaid": {"before", "alone", "bygone"},
}
"""The kinds that the rows of a table may be of, where its readers know only some."""

_SIGNS = {"+": 1, "-": -1, "~": 0}
_PLACES = {"before", "after"}
_GENDERS = {"m", "f"}

_RuleT = TypeVar("_RuleT")
_Macros = Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """All tables of one language; ``hash`` is the SHA-256 of their rows."""

    topics: tuple[TopicRule, ...]
    cues: tuple[Cue, ...]
    reporting: tuple[Phrase, ...]
    background: tuple[Phrase, ...]
    unsaid: tuple[Phrase, ...]
    dates: tuple[Phrase, ...]
    offices: tuple[Office, ...]
    countries: dict[str, Country]
    groups: dict[str, str]
    genders: dict[str, str]
    words: dict[str, frozenset[str]]
    hash: str
    finders: Finders = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "finders", _finders(self))


@dataclass(frozen=True, slots=True, eq=False)
class Finders:
    """The tables that match text; cues by their place, those that hedge under ``~``."""

    topics: Rows[TopicRule]
    cues: dict[str, Rows[Cue]]
    reporting: Rows[Phrase]
    dates: Rows[Phrase]


def _finders(lexicon: Lexicon) -> Finders:
    places = {"before": (1, -1), "after": (1, -1), HEDGES: (0,)}
    return Finders(
        topics=rows_of(lexicon.topics),
        cues={
            place: rows_of(
                cue for cue in lexicon.cues if cue.sign in signs and place in (cue.place, HEDGES)
            )
            for place, signs in places.items()
        },
        reporting=rows_of(lexicon.reporting),
        dates=rows_of(lexicon.dates),
    )


@cache
def english() -> Lexicon:
    """The English lexicon that comes with the package."""
    return read_lexicon(ENGLISH)


def read_lexicon(folder: Path, over: Path | None = None) -> Lexicon:
    """The lexicon of a folder of tables, laid over another folder's where one is given.

    Raises InputError with every bad row.
    """
    problems: list[Problem] = []
    lexicon = assemble(read_tables(folder, over, problems), problems)
    if problems:
        raise InputError(
            f"the lexicon {folder} cannot be used",
            hint="kg lexicon check tries every row on its examples",
            problems=problems,
        )
    return lexicon


def assemble(tables: Tables, problems: list[Problem]) -> Lexicon:
    """The lexicon of tables as far as they are sound; bad rows are left out and told."""
    macros = {row.id: row.cells["pattern"] for row in tables["names"]}

    def rules(name: str, read: Callable[[Row, _Macros], _RuleT]) -> Iterator[_RuleT]:
        for row in tables[name]:
            try:
                yield read(row, macros)
            except _BadCell as error:
                problems.append(row.problem(str(error), error.column))

    tuple(rules("names", _pattern))
    return Lexicon(
        topics=tuple(rules("propositions", _topic)),
        cues=tuple(rules("cues", _cue)),
        reporting=tuple(rules("reporting_verbs", _phrase)),
        background=tuple(rules("background", _phrase)),
        unsaid=tuple(rules("unsaid", _phrase)),
        dates=tuple(rules("date_words", _phrase)),
        offices=tuple(rules("offices", _office)),
        countries={row.id: _country(row) for row in tables["countries"]},
        groups={row.cells["phrase"]: row.cells["actor"] for row in tables["groups"]},
        genders=dict(rules("given_names", _gender)),
        words=_Words(
            (row.id, frozenset(row.cells["words"].split())) for row in tables["word_classes"]
        ),
        hash=fingerprint(tables),
    )


class _Words(dict[str, frozenset[str]]):
    """The classes of words; one that a language does not tell apart has none."""

    def __missing__(self, name: str) -> frozenset[str]:
        return frozenset()


class _BadCell(ValueError):
    """A cell that cannot be read, of a column."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column


def _one_of(row: Row, column: str, choices: Iterable[str]) -> str:
    value = row.cells[column]
    if value not in choices:
        wanted = " ".join(sorted(choices))
        raise _BadCell(column, f"{column} must be one of {wanted}, not {value!r}")
    return value


def _pattern(row: Row, macros: _Macros, column: str = "pattern") -> re.Pattern[str]:
    if not row.cells[column].strip():
        raise _BadCell(column, f"there is no {column}")
    try:
        return compile_pattern(row.cells[column], macros)
    except ValueError as error:
        raise _BadCell(column, str(error)) from None


def _topic(row: Row, macros: _Macros) -> TopicRule:
    return TopicRule(
        row.id,
        row.cells["proposition"],
        _one_of(row, "kind", KINDS["propositions"]),
        _SIGNS[_one_of(row, "orientation", ("+", "-"))],
        _pattern(row, macros),
        _pattern(row, macros, "unless") if row.cells["unless"] else None,
        row.cells["example"],
        row.cells["counter_example"],
    )


def _cue(row: Row, macros: _Macros) -> Cue:
    return Cue(
        row.id,
        _one_of(row, "place", _PLACES),
        _SIGNS[_one_of(row, "sign", _SIGNS)],
        _pattern(row, macros),
        row.cells["example"],
        row.cells["counter_example"],
    )


def _phrase(row: Row, macros: _Macros) -> Phrase:
    kind = _one_of(row, "kind", KINDS.get(row.path.stem, {row.cells["kind"]}))
    examples = row.cells["example"], row.cells["counter_example"]
    return Phrase(row.id, kind, _pattern(row, macros), *examples)


def _office(row: Row, macros: _Macros) -> Office:
    return Office(row.id, _pattern(row, macros, "role"), _listed(row, "nouns"))


def _country(row: Row) -> Country:
    cells = row.cells
    return Country(row.id, _listed(row, "adjectives"), cells["leads"], _listed(row, "leader"))


def _gender(row: Row, _: _Macros) -> tuple[str, str]:
    if row.id != row.id.lower():
        raise _BadCell("id", "a given name is written here in small letters")
    return row.id, _one_of(row, "gender", _GENDERS)


def _listed(row: Row, column: str) -> tuple[str, ...]:
    return tuple(part for part in row.cells[column].split("|") if part)
