"""Decisions of reviewers as examples, where the texts that they are about are at hand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError, Problem
from kg.evaluation.examples import Example
from kg.evaluation.findings import Finding, Registry, find
from kg.evaluation.gold import POLARITIES, Key, Report
from kg.evaluation.rows import Row, read_rows
from kg.extract.engines import Engine
from kg.files import is_file
from kg.model.dates import PartialDate
from kg.model.documents import text_hash
from kg.rdf.content import read_file

_DAY = re.compile(r"(\d{4}(?:-\d{2}){0,2})-")


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person says of a finding, and the SHA-256 of the text that it stands in."""

    key: Key
    text_hash: str
    right: bool


def read_decisions(path: Path) -> tuple[Decided, ...]:
    """The decisions that ``kg review --training`` prints; raises InputError with every bad row."""
    problems: list[Problem] = []
    decided = tuple(_decided(row) for row in read_rows(path, problems))
    if problems:
        raise InputError(f"{path}: the decisions cannot be used", problems=problems)
    return decided


def _decided(row: Row) -> Decided:
    polarity = row.text("polarity")
    if polarity not in POLARITIES:
        row.refuse("polarity", f"{polarity!r} is none of: {', '.join(sorted(POLARITIES))}")
    key = (row.text("document"), row.text("holder"), row.text("proposition"), polarity)
    verdict = row.number("verdict")
    if verdict not in (0, 1):
        row.refuse("verdict", "verdict must be 0 or 1")
    return Decided(key, row.text("text_hash"), verdict == 1)


def read_texts(folder: Path) -> dict[str, str]:
    """The texts of a folder, by the SHA-256 of their UTF-8; files that are no text are passed over.

    Raises InputError where the folder cannot be listed.
    """
    texts: dict[str, str] = {}
    try:
        paths = sorted(path for path in folder.rglob("*.txt") if is_file(path))
    except OSError as error:
        raise InputError(f"{folder}: {error.strerror}") from None
    for path in paths:
        content = read_file(path)
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            continue
        texts[text_hash(text)] = text
    return texts


def find_decided(
    decisions: Iterable[Decided], texts: dict[str, str], registry: Registry, engine: Engine
) -> tuple[Example, ...]:
    """The decisions on texts at hand, with what an engine weighs there today; sorted.

    What was called right and is no longer found stays as an example without evidence.
    """
    by_text: dict[tuple[str, str], dict[Key, bool]] = {}
    for one in decisions:
        if one.text_hash in texts:
            by_text.setdefault((one.key[0], one.text_hash), {})[one.key] = one.right
    examples: set[Example] = set()
    for (document, digest), verdicts in by_text.items():
        report = Report(document, texts[digest], _day(document), hard_negative=False)
        examples |= _examples(verdicts, find([report], registry, engine))
    return tuple(sorted(examples, key=lambda one: (one.key, one.evidence or ())))


def _examples(verdicts: dict[Key, bool], pool: Iterable[Finding]) -> set[Example]:
    found = [one for one in pool if one.key in verdicts]
    examples = {
        Example(one.key, tuple(sorted(set(one.evidence))), verdicts[one.key], sure=True)
        for one in found
    }
    lost = {key for key, right in verdicts.items() if right} - {one.key for one in found}
    return examples | {Example(key, None, right=True, sure=True) for key in lost}


def _day(document: str) -> PartialDate | None:
    """The day of publication, as the id of a document begins with it."""
    match = _DAY.match(document)
    try:
        return PartialDate.parse(match[1]) if match else None
    except ValueError:
        return None
