"""Decisions of reviewers as examples, where the texts that they are about are at hand."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.evaluation.examples import Example
from kg.evaluation.findings import Finding, Registry, find
from kg.evaluation.gold import POLARITIES, Key, Report
from kg.evaluation.rows import Row, read_each
from kg.extract.engines import Engine
from kg.files import is_folder, no_folder
from kg.ingest.texts import texts_by_hash
from kg.model.dates import PartialDate

_DAYS = tuple(re.compile(rf"(\d{{4}}(?:-\d{{2}}){{{parts}}})-") for parts in (2, 1, 0))


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person says of a finding, and of which text: its SHA-256, and when it was published.

    Without a day the id of the document tells it, as far as it can be told from the outlet's:
    ``2025-06-24-heures`` may be of a month, and of an outlet that is called a number.
    """

    key: Key
    text_hash: str
    right: bool
    published: PartialDate | None = None


def read_decisions(path: Path) -> tuple[Decided, ...]:
    """The decisions that ``kg review --training`` prints; raises InputError with every bad row."""
    return read_each(path, "decisions", _decided)


def _decided(row: Row) -> Decided:
    polarity = row.text("polarity")
    row.require("polarity", polarity, POLARITIES)
    key = (row.text("document"), row.text("holder"), row.text("proposition"), polarity)
    verdict = row.number("verdict")
    if verdict not in (0, 1):
        row.refuse("verdict", "verdict must be 0 or 1")
    document = key[0]
    published = row.day("published") if "published" in row.cells else _day(document)
    return Decided(key, row.text("text_hash"), verdict == 1, published)


def read_texts(folder: Path) -> dict[str, str]:
    """The texts of a folder as the extractor reads them, by the SHA-256 that its runs keep.

    Raises InputError where there is no such folder.
    """
    if not is_folder(folder):
        raise InputError(f"{folder}: {no_folder(folder)}")
    return texts_by_hash([folder])


def find_decided(
    decisions: Iterable[Decided], texts: dict[str, str], registry: Registry, engine: Engine
) -> tuple[Example, ...]:
    """The decisions on texts at hand, with what an engine weighs there today; sorted.

    What was called right and is no longer found stays as an example without evidence.
    """
    by_text: dict[tuple[str, str, PartialDate | None], dict[Key, bool]] = {}
    for one in decisions:
        if one.text_hash in texts:
            text = one.key[0], one.text_hash, one.published
            by_text.setdefault(text, {})[one.key] = one.right
    examples: set[Example] = set()
    for (document, digest, published), verdicts in by_text.items():
        report = Report(document, texts[digest], published, hard_negative=False)
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
    for form in _DAYS:
        with contextlib.suppress(ValueError):
            if match := form.match(document):
                return PartialDate.parse(match[1])
    return None
