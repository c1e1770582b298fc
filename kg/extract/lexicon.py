"""The words that the rules go by, read from tables that analysts may edit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

from kg.errors import InputError, Problem
from kg.extract.patterns import compile_pattern

ENGLISH = Path(__file__).parent / "lexicon" / "en"
"""The tables of the English rules."""

_KINDS = {"T", "A", "S", "N", "R", "E"}
_PLACES = {"before", "after"}
_SIGNS = {"+": 1, "-": -1, "~": 0}

RowT = TypeVar("RowT")


@dataclass(frozen=True, slots=True)
class TopicRule:
    """How a proposition is worded; orientation is +1 where the words go its way.

    Kind T names the matter and needs a cue, A is an act of its subject, S an assertion, N one
    with its negation inside, R refers to the last proposition named, E echoes another's stance.
    """

    id: str
    proposition: str
    kind: str
    orientation: int
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    example: str
    counter_example: str


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that favour (+1), oppose (-1) or hedge (0) what stands after or before them."""

    id: str
    place: str
    sign: int
    pattern: re.Pattern[str]
    example: str
    counter_example: str


@dataclass(frozen=True, slots=True)
class Office:
    """The nouns by which the bearers of offices like ``role`` are called."""

    id: str
    role: re.Pattern[str]
    nouns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Country:
    """How a state's people and leader are called; leads names the office of its leader."""

    code: str
    adjectives: tuple[str, ...]
    leads: str
    leader: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A pattern of one table with what it stands for."""

    id: str
    kind: str
    pattern: re.Pattern[str]
    example: str
    counter_example: str


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """All tables of one language."""

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
    weights: dict[str, float]


@dataclass(frozen=True, slots=True)
class _Table(Generic[RowT]):
    """The columns of one file and how a row of it is read."""

    name: str
    columns: tuple[str, ...]
    read: Callable[[dict[str, str], dict[str, str]], RowT]


@cache
def english() -> Lexicon:
    """The English lexicon that comes with the package."""
    return read_lexicon(ENGLISH)


def read_lexicon(folder: Path) -> Lexicon:
    """The lexicon of a folder of tables; raises InputError with every bad row."""
    problems: list[Problem] = []
    macros = dict(_rows(folder, _Table("names.tsv", ("name", "pattern"), _pair), {}, problems))

    def rows(
        name: str, columns: str, read: Callable[[dict[str, str], dict[str, str]], RowT]
    ) -> tuple[RowT, ...]:
        table = _Table(name, tuple(columns.split()), read)
        return tuple(_rows(folder, table, macros, problems))

    phrase = "id kind pattern example counter_example"
    lexicon = Lexicon(
        topics=rows(
            "propositions.tsv",
            "id proposition kind orientation pattern unless example counter_example",
            _topic,
        ),
        cues=rows("cues.tsv", "id place sign pattern example counter_example", _cue),
        reporting=rows("reporting_verbs.tsv", phrase, _phrase),
        background=rows("background.tsv", phrase, _phrase),
        unsaid=rows("unsaid.tsv", phrase, _phrase),
        dates=rows("date_words.tsv", phrase, _phrase),
        offices=rows("offices.tsv", "id role nouns", _office),
        countries={
            country.code: country
            for country in rows("countries.tsv", "code adjectives leads leader", _country)
        },
        groups=dict(rows("groups.tsv", "phrase actor", _pair)),
        genders=dict(rows("given_names.tsv", "name gender", _pair)),
        words=dict(rows("word_classes.tsv", "class words", _word_class)),
        weights=dict(rows("weights.tsv", "evidence weight", _weight)),
    )
    if problems:
        raise InputError(f"the lexicon {folder} cannot be used", problems=problems)
    return lexicon


def _rows(
    folder: Path, table: _Table[RowT], macros: dict[str, str], problems: list[Problem]
) -> Iterator[RowT]:
    path = folder / table.name
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        problems.append(Problem(path, 0, 0, str(error)))
        return
    if not lines or tuple(lines[0].split("\t")) != table.columns:
        problems.append(Problem(path, 1, 1, f"the columns must be {' '.join(table.columns)}"))
        return
    seen: set[str] = set()
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) != len(table.columns):
            wrong = f"{len(cells)} cells where there must be {len(table.columns)}"
            problems.append(Problem(path, number, 1, wrong))
            continue
        if cells[0] in seen:
            problems.append(Problem(path, number, 1, f"{cells[0]} stands here twice"))
        seen.add(cells[0])
        try:
            yield table.read(dict(zip(table.columns, cells, strict=True)), macros)
        except ValueError as error:
            problems.append(Problem(path, number, 1, str(error)))


def _one_of(value: str, choices: set[str] | dict[str, int], column: str) -> str:
    if value not in choices:
        raise ValueError(f"{column} must be one of {' '.join(sorted(choices))}, not {value!r}")
    return value


def _topic(row: dict[str, str], macros: dict[str, str]) -> TopicRule:
    unless = row["unless"]
    return TopicRule(
        row["id"],
        row["proposition"],
        _one_of(row["kind"], _KINDS, "kind"),
        _SIGNS[_one_of(row["orientation"], {"+", "-"}, "orientation")],
        compile_pattern(row["pattern"], macros),
        compile_pattern(unless, macros) if unless else None,
        row["example"],
        row["counter_example"],
    )


def _cue(row: dict[str, str], macros: dict[str, str]) -> Cue:
    return Cue(
        row["id"],
        _one_of(row["place"], _PLACES, "place"),
        _SIGNS[_one_of(row["sign"], _SIGNS, "sign")],
        compile_pattern(row["pattern"], macros),
        row["example"],
        row["counter_example"],
    )


def _phrase(row: dict[str, str], macros: dict[str, str]) -> Phrase:
    pattern = compile_pattern(row["pattern"], macros)
    return Phrase(row["id"], row["kind"], pattern, row["example"], row["counter_example"])


def _office(row: dict[str, str], macros: dict[str, str]) -> Office:
    return Office(row["id"], compile_pattern(row["role"], macros), _cell_list(row["nouns"]))


def _country(row: dict[str, str], _: dict[str, str]) -> Country:
    return Country(
        row["code"], _cell_list(row["adjectives"]), row["leads"], _cell_list(row["leader"])
    )


def _pair(row: dict[str, str], _: dict[str, str]) -> tuple[str, str]:
    first, second = row.values()
    return first, second


def _word_class(row: dict[str, str], _: dict[str, str]) -> tuple[str, frozenset[str]]:
    return row["class"], frozenset(row["words"].split())


def _weight(row: dict[str, str], _: dict[str, str]) -> tuple[str, float]:
    return row["evidence"], float(row["weight"])


def _cell_list(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)
