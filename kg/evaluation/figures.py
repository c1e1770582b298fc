"""All figures of an evaluation together, as one record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kg.evaluation.bands import Judged
from kg.evaluation.calibration import Calibration, calibrate, judge
from kg.evaluation.causes import ERRORS, MISSES, errors, misses
from kg.evaluation.findings import Finding, Registry
from kg.evaluation.gold import Annotation, Gold
from kg.evaluation.scores import (
    Accuracy,
    Tally,
    date_accuracy,
    interval,
    polarity_accuracy,
    tally,
    total,
    undated_accuracy,
    verbatim,
)
from kg.evaluation.speakers import Spoken
from kg.model.stances import band

HALF = 0.5


@dataclass(frozen=True, slots=True)
class Figures:
    """What an evaluation shows; shares are counted on findings of at least ``threshold``.

    ``source`` says whose findings they are; ``pairs`` and ``tuples`` are the recall of the whole
    pool, without and with polarity; ``bands`` the precision of what would be published, shown and
    left out.
    """

    source: str
    documents: int
    sure: int
    unsure: int
    findings: int
    threshold: float
    strict: Tally
    strict_interval: tuple[float, float] | None
    every: Tally
    relaxed: Tally
    polarity: Accuracy
    dates: Accuracy
    undated: Accuracy
    verbatim: Accuracy
    overlap: Accuracy
    speakers: Accuracy | None
    pairs: Accuracy
    tuples: Accuracy
    hard_negatives: Accuracy
    calibration: Calibration
    calibration_shown: Calibration
    bands: Mapping[str, Accuracy]
    misses: Mapping[str, int]
    errors: Mapping[str, int]
    by_proposition: Mapping[str, Tally]
    by_attribution: Mapping[str, Accuracy]
    by_country: Mapping[str, Tally]


def measure(
    source: str,
    gold: Gold,
    pool: Sequence[Finding],
    registry: Registry,
    threshold: float,
    spoken: Sequence[Spoken] | None = None,
) -> Figures:
    """The figures of a pool of findings held against gold."""
    names = [report.id for report in gold.reports]
    known = frozenset(names)
    pool = [one for one in pool if one.document in known]
    shown = [one for one in pool if one.confidence >= threshold]
    strict = tally(gold.stances, shown, names)
    judged = judge(gold.stances, pool)
    hard = [report.id for report in gold.reports if report.hard_negative]
    missed = Counter(miss.cause for miss in misses(gold, pool, shown, registry))
    wrong = Counter(error.cause for error in errors(gold, shown))
    return Figures(
        source=source,
        documents=len(names),
        sure=sum(stance.sure for stance in gold.stances),
        unsure=sum(not stance.sure for stance in gold.stances),
        findings=len(shown),
        threshold=threshold,
        strict=total(strict.values()),
        strict_interval=interval(strict),
        every=total(tally(gold.stances, shown, names, every=True).values()),
        relaxed=total(tally(gold.stances, shown, names, relaxed=True).values()),
        polarity=polarity_accuracy(gold.stances, shown),
        dates=date_accuracy(gold.stances, shown),
        undated=undated_accuracy(gold.stances, shown),
        verbatim=verbatim(pool, {report.id: report.text for report in gold.reports}),
        overlap=_overlap(gold.stances, shown),
        speakers=_speakers(spoken),
        pairs=_recall(gold.stances, pool, 3),
        tuples=_recall(gold.stances, pool, 4),
        hard_negatives=Accuracy(sum(strict[name].errors for name in hard), len(hard)),
        calibration=calibrate(judged),
        calibration_shown=calibrate([one for one in judged if one.score >= threshold]),
        bands=_bands(judged),
        misses={cause: missed[cause] for cause in MISSES},
        errors={cause: wrong[cause] for cause in ERRORS},
        by_proposition=_by(gold.stances, shown, names, lambda one: one.proposition),
        by_attribution=_by_attribution(gold.stances, shown),
        by_country=_by(gold.stances, shown, names, lambda one: registry.country(one.holder)),
    )


def _recall(stances: Iterable[Annotation], pool: Iterable[Finding], cut: int) -> Accuracy:
    wanted = {stance.key[:cut] for stance in stances if stance.sure}
    return Accuracy(len(wanted & {finding.key[:cut] for finding in pool}), len(wanted))


def _overlap(stances: Iterable[Annotation], shown: Iterable[Finding]) -> Accuracy:
    """Of the stances found, those whose words share half of what both cover."""
    places: dict[Any, list[tuple[int, int]]] = {}
    for stance in stances:
        if stance.start is not None and stance.end is not None:
            places.setdefault(stance.key, []).append((stance.start, stance.end))
    best: dict[Any, float] = {}
    for one in shown:
        for start, end in places.get(one.key, ()):
            if one.start is not None and one.end is not None:
                common = min(end, one.end) - max(start, one.start)
                union = max(end, one.end) - min(start, one.start)
                best[one.key] = max(best.get(one.key, 0.0), common / union if union else 0.0)
    return Accuracy(sum(value >= HALF for value in best.values()), len(best))


def _speakers(spoken: Sequence[Spoken] | None) -> Accuracy | None:
    if spoken is None:
        return None
    return Accuracy(sum(one.speaker == one.stance.holder for one in spoken), len(spoken))


def _bands(judged: Sequence[Judged]) -> dict[str, Accuracy]:
    shelves: dict[str, list[bool]] = {"accept": [], "review": [], "discard": []}
    for one in judged:
        # A float of two places may lie below the decimal that it stands for.
        shelves[band(Decimal(str(one.score)))].append(one.right)
    return {name: Accuracy(sum(rights), len(rights)) for name, rights in shelves.items()}


def _by(
    stances: Sequence[Annotation],
    shown: Sequence[Finding],
    names: Sequence[str],
    group: Any,
) -> dict[str, Tally]:
    groups = sorted({group(one) for one in (*stances, *shown)})
    return {
        name: total(
            tally(
                [one for one in stances if group(one) == name],
                [one for one in shown if group(one) == name],
                names,
            ).values()
        )
        for name in groups
    }


def _by_attribution(stances: Iterable[Annotation], shown: Iterable[Finding]) -> dict[str, Accuracy]:
    keys = {finding.key for finding in shown}
    found: dict[str, list[bool]] = {}
    for stance in stances:
        if stance.sure:
            found.setdefault(stance.attribution, []).append(stance.key in keys)
    return {name: Accuracy(sum(found[name]), len(found[name])) for name in sorted(found)}
