"""How well findings agree with annotations: hits, errors and misses, and what is made of them.

Strict asks for document, holder, proposition and polarity. A sure annotation must be found; a
finding that equals an unsure one is neither hit nor error; every other finding is an error.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.evaluation.findings import Finding
from kg.evaluation.gold import Annotation

RUNS = 1000
"""How many samples of documents an interval is made of."""
_SEED = 20260203
_PAIR = 3
_TUPLE = 4


@dataclass(frozen=True, slots=True)
class Tally:
    """Hits, errors and misses."""

    hits: int = 0
    errors: int = 0
    misses: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.hits + other.hits, self.errors + other.errors, self.misses + other.misses)

    @property
    def precision(self) -> float | None:
        """The share of findings that are right, None where nothing was found."""
        return share(self.hits, self.hits + self.errors)

    @property
    def recall(self) -> float | None:
        """The share of annotations that were found, None where there are none."""
        return share(self.hits, self.hits + self.misses)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall."""
        return share(2 * self.hits, 2 * self.hits + self.errors + self.misses)


def share(part: int, whole: int) -> float | None:
    """A part of a whole, None where there is no whole."""
    return part / whole if whole else None


def tally(
    stances: Iterable[Annotation],
    findings: Iterable[Finding],
    documents: Sequence[str],
    *,
    relaxed: bool = False,
    every: bool = False,
) -> dict[str, Tally]:
    """The tally of each document; ``relaxed`` leaves polarity out, ``every`` takes unsure as sure.

    What is found twice in a document counts once.
    """
    cut = _PAIR if relaxed else _TUPLE
    must: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    may: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    got: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for stance in stances:
        (must if every or stance.sure else may)[stance.document].add(stance.key[:cut])
    for finding in findings:
        got[finding.document].add(finding.key[:cut])
    return {
        name: Tally(
            len(got[name] & must[name]),
            len(got[name] - must[name] - may[name]),
            len(must[name] - got[name]),
        )
        for name in documents
    }


def total(tallies: Iterable[Tally]) -> Tally:
    """The sum of tallies."""
    return sum(tallies, Tally())


def interval(tallies: Mapping[str, Tally], runs: int = RUNS) -> tuple[float, float] | None:
    """The 95 per cent interval of F1 over documents drawn with return; None where it has none."""
    draw = random.Random(_SEED)  # noqa: S311 (a sample, no secret)
    rows = [tallies[name] for name in sorted(tallies)]
    figures = []
    for _ in range(runs if rows else 0):
        f1 = total(rows[draw.randrange(len(rows))] for _ in rows).f1
        if f1 is not None:
            figures.append(f1)
    if not figures:
        return None
    figures.sort()
    last = len(figures) - 1
    return figures[int(0.025 * last)], figures[round(0.975 * last)]


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How many of some cases are right."""

    right: int
    cases: int

    @property
    def share(self) -> float | None:
        """The share that is right, None where there is no case."""
        return share(self.right, self.cases)


def polarity_accuracy(stances: Iterable[Annotation], findings: Iterable[Finding]) -> Accuracy:
    """Of the sure pairs of holder and proposition found, those with no polarity but gold's."""
    truth: dict[tuple[str, ...], set[str]] = defaultdict(set)
    said: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for stance in stances:
        if stance.sure:
            truth[stance.key[:_PAIR]].add(stance.polarity)
    for finding in findings:
        said[finding.key[:_PAIR]].add(finding.polarity)
    pairs = [pair for pair in truth if pair in said]
    return Accuracy(sum(said[pair] <= truth[pair] for pair in pairs), len(pairs))


def date_accuracy(stances: Iterable[Annotation], findings: Iterable[Finding]) -> Accuracy:
    """Of the sure stances found whose date gold knows, those with that date at gold's precision."""
    truth: dict[tuple[str, ...], set[str]] = defaultdict(set)
    said: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for stance in stances:
        if stance.sure and stance.said_on:
            truth[stance.key].add(stance.said_on)
    for finding in findings:
        said[finding.key].add(finding.said_on or "")
    found = [key for key in truth if key in said]
    right = sum(
        any(told.startswith(known) for known in truth[key] for told in said[key]) for key in found
    )
    return Accuracy(right, len(found))


def undated_accuracy(stances: Iterable[Annotation], findings: Iterable[Finding]) -> Accuracy:
    """Of the sure stances found that gold leaves undated, those left undated."""
    dated: dict[tuple[str, ...], bool] = defaultdict(bool)
    said: dict[tuple[str, ...], set[str | None]] = defaultdict(set)
    for stance in stances:
        if stance.sure:
            dated[stance.key] |= bool(stance.said_on)
    for finding in findings:
        said[finding.key].add(finding.said_on)
    bare = [key for key, known in dated.items() if not known and key in said]
    return Accuracy(sum(None in said[key] for key in bare), len(bare))


def verbatim(findings: Iterable[Finding], texts: Mapping[str, str]) -> Accuracy:
    """Of the quotes found in known texts, those that stand exactly at their offsets."""
    checked = [f for f in findings if f.quote and f.document in texts]
    placed = [f for f in checked if f.start is not None and f.end is not None]
    right = sum(texts[f.document][f.start : f.end] == f.quote for f in placed)
    return Accuracy(right, len(checked))
