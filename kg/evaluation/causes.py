"""Why a stance was missed, and what is wrong with one that was found in error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.evaluation.findings import Finding, Registry
from kg.evaluation.gold import Annotation, Gold
from kg.evaluation.wording import Wording, read_wording

BELOW = "found, but below the threshold"
FLIPPED = "found with another polarity"
STRANGER = "holder is not in the registry"
UNWORDED = "proposition is worded nowhere in the document, as far as the rules know"
ELSEWHERE = "proposition is worded elsewhere in the document"
TAKEN = "another holder taken in the same sentence"
UNNAMED = "holder is named in another sentence"
UNTIED = "proposition and holder are there, and nothing ties them"

OTHER_POLARITY = "gold has the other polarity"
OTHER_HOLDER = "gold has another holder"
NOT_TOLD = "gold has nobody on that proposition in the document"

MISSES = (BELOW, FLIPPED, STRANGER, UNWORDED, ELSEWHERE, TAKEN, UNNAMED, UNTIED)
ERRORS = (OTHER_POLARITY, OTHER_HOLDER, NOT_TOLD)


@dataclass(frozen=True, slots=True)
class Miss:
    """A sure stance that is not among the findings shown, and the cause."""

    stance: Annotation
    cause: str


@dataclass(frozen=True, slots=True)
class Error:
    """A finding shown that no annotation has, and what is wrong with it."""

    finding: Finding
    cause: str


def misses(
    gold: Gold, pool: Sequence[Finding], shown: Iterable[Finding], registry: Registry
) -> Iterator[Miss]:
    """The sure stances that are not shown, each once, in the order of gold."""
    keys = {finding.key for finding in shown}
    unread = {stance.document for stance in gold.stances if stance.sure and stance.key not in keys}
    wordings = {
        report.id: read_wording(report, registry) for report in gold.reports if report.id in unread
    }
    for stance in gold.stances:
        if stance.sure and stance.key not in keys:
            keys.add(stance.key)
            found = [one for one in pool if one.document == stance.document]
            cause = _why_missed(stance, found, wordings[stance.document], registry)
            yield Miss(stance, cause)


def _why_missed(
    stance: Annotation, found: Sequence[Finding], wording: Wording, registry: Registry
) -> str:
    alike = [one for one in found if one.proposition == stance.proposition]
    own = [one for one in alike if one.holder == stance.holder]
    if any(one.polarity == stance.polarity for one in own):
        return BELOW
    if own:
        return FLIPPED
    if stance.holder not in registry.ids and all(one.holder != stance.holder for one in found):
        return STRANGER
    here = wording.around(stance.start or 0, stance.end or 0)
    if stance.proposition not in here.propositions:
        return ELSEWHERE if stance.proposition in wording.propositions else UNWORDED
    if any(here.start <= (one.start or 0) < here.end for one in alike):
        return TAKEN
    return UNTIED if stance.holder in here.holders else UNNAMED


def errors(gold: Gold, shown: Iterable[Finding]) -> Iterator[Error]:
    """The findings that no annotation has, each key once, in order."""
    keys = {stance.key for stance in gold.stances}
    pairs = {key[:3] for key in keys}
    told = {(document, proposition) for document, _, proposition, _ in keys}
    for finding in shown:
        if finding.key in keys:
            continue
        keys.add(finding.key)
        if finding.key[:3] in pairs:
            yield Error(finding, OTHER_POLARITY)
        elif (finding.document, finding.proposition) in told:
            yield Error(finding, OTHER_HOLDER)
        else:
            yield Error(finding, NOT_TOLD)
