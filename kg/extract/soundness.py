"""Whether a lexicon may be trusted: its rows hold together, prove themselves, and are quick."""

from __future__ import annotations

import re
import signal
from collections.abc import Collection, Iterator
from itertools import pairwise
from pathlib import Path
from types import FrameType

from kg.errors import Problem
from kg.extract.lexicon import Lexicon, assemble
from kg.extract.literals import required
from kg.extract.names import words_of
from kg.extract.proofs import prove
from kg.extract.rules import Cue, Phrase, TopicRule
from kg.extract.segment import LONGEST_SENTENCE
from kg.extract.tables import Row, Tables, read_tables

SLOW = 1.0
"""How many seconds of a processor a pattern may take over one sentence made to vex it."""

_NAMED_IN_REASONS = (
    "propositions",
    "cues",
    "reporting_verbs",
    "background",
    "unsaid",
    "date_words",
    "groups",
    "offices",
)
_REFERRING = ("R", "E")
_MACRO = re.compile(r"\{([a-z_]+)\}")


def check_lexicon(
    folder: Path, over: Path | None, propositions: Collection[str]
) -> tuple[Problem, ...]:
    """Every fault of the tables of a folder, in order; ``propositions`` are those of the codebook.

    With ``over``, the folder is read as laid over that one.
    """
    problems: list[Problem] = []
    tables = read_tables(folder, over, problems)
    lexicon = assemble(tables, problems)
    problems += _repeated_ids(tables)
    problems += _repeated_patterns(tables)
    problems += _unknown_names(tables, lexicon, propositions)
    slow = dict(_slow_rows(tables, lexicon))
    for row, text in slow.items():
        told = f"the pattern takes longer than {SLOW:g} s over {text[:40]!r} and so on"
        problems.append(row.problem(told, "pattern"))
    if slow:
        tables = {name: tuple(row for row in tables[name] if row not in slow) for name in tables}
        lexicon = assemble(tables, [])
    problems += prove(tables, lexicon)
    return tuple(sorted(problems, key=lambda problem: problem.place))


def _repeated_ids(tables: Tables) -> Iterator[Problem]:
    """Ids that reasons could not tell apart, as two tables have them."""
    named: dict[str, list[Row]] = {}
    for name in _NAMED_IN_REASONS:
        for row in tables[name]:
            named.setdefault(row.id, []).append(row)
    for rows in named.values():
        for row, other in (*pairwise(rows), *pairwise(reversed(rows))):
            where = f"{other.path.name}:{other.line}"
            yield row.problem(f"the id {row.id} is that of another rule, {where}")


def _repeated_patterns(tables: Tables) -> Iterator[Problem]:
    for name in (*_NAMED_IN_REASONS[:6], "groups"):
        column = "phrase" if name == "groups" else "pattern"
        seen: dict[object, Row] = {}
        for row in tables[name]:
            pattern = row.cells[column]
            said = words_of(pattern) if name == "groups" else pattern
            apart = (row.cells.get("place"), row.cells.get("kind"), row.cells.get("unless"))
            first = seen.setdefault((said, apart), row)
            if first is not row:
                yield row.problem(f"{first.id} has the same {column}", column)


def _unknown_names(
    tables: Tables, lexicon: Lexicon, propositions: Collection[str]
) -> Iterator[Problem]:
    """Propositions, offices and names that are nowhere, and names that nothing uses."""
    for row in tables["propositions"]:
        refers = row.cells["kind"] in _REFERRING
        proposition = row.cells["proposition"]
        if refers and proposition != "*":
            yield row.problem("a rule that refers back has * for its proposition", "proposition")
        elif not refers and proposition not in propositions:
            wrong = f"the codebook has no proposition {proposition!r}"
            yield row.problem(wrong, "proposition")
    offices = {office.id for office in lexicon.offices}
    for row in tables["countries"]:
        if row.cells["leads"] and row.cells["leads"] not in offices:
            yield row.problem(f"offices.tsv has no row {row.cells['leads']!r}", "leads")
    used = {
        name
        for rows in tables.values()
        for row in rows
        for cell in (row.cells.get("pattern", ""), row.cells.get("unless", ""))
        for name in _MACRO.findall(cell)
    }
    for row in tables["names"]:
        if row.id not in used:
            yield row.problem(f"no pattern uses {{{row.id}}}")


def _slow_rows(tables: Tables, lexicon: Lexicon) -> Iterator[tuple[Row, str]]:
    """The rows whose patterns are slow, each with a text that they are slow over."""
    rows = {row.id: row for name in _NAMED_IN_REASONS for row in tables[name]}
    rules: tuple[TopicRule | Cue | Phrase, ...] = (
        *lexicon.topics,
        *lexicon.cues,
        *lexicon.reporting,
        *lexicon.background,
        *lexicon.unsaid,
        *lexicon.dates,
    )
    for rule in rules:
        for text in _vexing(rule.pattern, rule.example):
            if not _in_time(rule.pattern, text):
                yield rows[rule.id], text
                break


def _vexing(pattern: re.Pattern[str], example: str) -> Iterator[str]:
    """Sentences of the greatest length that begin to fit a pattern again and again."""
    literals = [min(clause) for clause in required(pattern)]
    first = example.split(maxsplit=1)[0] if example.strip() else "a"
    stretches = [f"{example} ", example, f"{first} ", f"{first[:-1]} ", f"{' '.join(literals)} "]
    for stretch in filter(str.strip, stretches):
        yield (stretch * LONGEST_SENTENCE)[:LONGEST_SENTENCE]
    for filling in ("a ", "a", '" ,'):
        yield (f"{first} " + filling * LONGEST_SENTENCE)[: LONGEST_SENTENCE - 1] + "!"


class _TooSlow(Exception):
    """The time is up."""


def _in_time(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a pattern is through with a text before its time is up."""

    def stop(_: int, __: FrameType | None) -> None:
        raise _TooSlow

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, SLOW)
    try:
        for _ in pattern.finditer(text):
            pass
    except _TooSlow:
        return False
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    return True
