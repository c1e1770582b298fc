"""Examples to fit weights to: findings with what was weighed, and whether gold has them.

They hold no words of a text, so that they may be kept where the texts may not.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.evaluation.findings import Finding
from kg.evaluation.gold import Annotation, Key
from kg.evaluation.rows import Row, read_each


@dataclass(frozen=True, slots=True, order=True)
class Example:
    """A finding and whether it is right; without evidence it is a stance that was not found.

    One that is not ``sure`` may be argued about: gold has it, but does not ask for it.
    """

    key: Key
    evidence: tuple[str, ...] | None
    right: bool
    sure: bool

    @property
    def document(self) -> str:
        """The document that it is about."""
        return self.key[0]

    @property
    def proposition(self) -> str:
        """The proposition that it is about."""
        return self.key[2]


def label(stances: Sequence[Annotation], pool: Iterable[Finding]) -> tuple[Example, ...]:
    """The findings of a pool, labelled, and the sure stances that the pool has not; sorted."""
    sure = {stance.key for stance in stances if stance.sure}
    unsure = {stance.key for stance in stances} - sure
    findings = tuple(pool)
    missed = sure - {finding.key for finding in findings}
    examples = {
        Example(
            one.key,
            tuple(sorted(set(one.evidence))),
            one.key in sure | unsure,
            one.key not in unsure,
        )
        for one in findings
    }
    return tuple(sorted(examples, key=_order)) + tuple(
        Example(key, None, right=True, sure=True) for key in sorted(missed)
    )


def _order(example: Example) -> tuple[Key, tuple[str, ...]]:
    return (example.key, example.evidence or ())


def write_examples(examples: Iterable[Example]) -> bytes:
    """Examples as JSON, one a line."""
    return "".join(
        json.dumps(
            {
                "doc": one.key[0],
                "holder": one.key[1],
                "proposition": one.key[2],
                "polarity": one.key[3],
                "evidence": list(one.evidence) if one.evidence is not None else None,
                "right": one.right,
                "sure": one.sure,
            }
        )
        + "\n"
        for one in examples
    ).encode()


def read_examples(path: Path) -> tuple[Example, ...]:
    """The examples of a file; raises InputError with every bad row."""
    return read_each(path, "examples", _example)


def _example(row: Row) -> Example:
    names = ("doc", "holder", "proposition", "polarity")
    document, holder, proposition, polarity = (row.text(name) for name in names)
    evidence = row.cells.get("evidence")
    if evidence is not None and not (
        isinstance(evidence, list) and all(isinstance(name, str) for name in evidence)
    ):
        row.refuse("evidence", "evidence must be a list of names, or null")
        evidence = None
    return Example(
        (document, holder, proposition, polarity),
        None if evidence is None else tuple(sorted(set(evidence))),
        row.flag("right", default=True),
        row.flag("sure", default=True),
    )
