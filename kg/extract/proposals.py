"""Findings dated, put into exact words and ranked: candidates, each with its reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.extract.dates import Told
from kg.extract.holders import Scene
from kg.extract.quoting import excerpt
from kg.extract.rank import confidence
from kg.extract.reasons import Decision, Reasons
from kg.extract.references import Finding, Memory
from kg.extract.timing import PUBLISHED, said_on
from kg.model.dates import PartialDate
from kg.model.documents import Span, Text
from kg.model.stances import Candidate, Polarity, Run

_NAMED = frozenset({"topic", "cue", "hedge", "source", "holder", "date"})


@dataclass(frozen=True, slots=True)
class Proposal:
    """A candidate and why it is one."""

    candidate: Candidate
    reasons: Reasons


def propose(
    finding: Finding,
    scene: Scene,
    told: Sequence[Told],
    memory: Memory,
    run: Run,
    published: PartialDate | None,
    weights: Mapping[str, float],
) -> Iterator[Proposal]:
    """One proposal for each holder of a finding."""
    when, dated = said_on(finding.holding, finding.judgement.start, scene, told, published)
    for actor in finding.holding.actors:
        day, why = when, dated
        if dated.rule == PUBLISHED and actor in memory.days:
            day = memory.days[actor]
            why = Decision("date", "date-of-speech", dated.start, dated.end, str(day))
        decisions = (_topic(finding), *finding.judgement.decisions, *finding.holding.decisions, why)
        reasons = Reasons(decisions, finding.evidence)
        yield Proposal(_candidate(finding, actor, day, reasons, scene, run, weights), reasons)


def _topic(finding: Finding) -> Decision:
    hit = finding.hit
    way = "for" if hit.rule.orientation > 0 else "against"
    return Decision("topic", hit.rule.id, hit.start, hit.end, f"{finding.proposition}, {way}")


def _candidate(
    finding: Finding,
    actor: str,
    when: PartialDate | None,
    reasons: Reasons,
    scene: Scene,
    run: Run,
    weights: Mapping[str, float],
) -> Candidate:
    polarity = Polarity.of_sign(finding.sign)
    segments, judgement = scene.segments, finding.judgement
    words = excerpt(segments, scene.sentence, judgement.start, judgement.end)
    stranger = actor in scene.roster.provisional
    return Candidate(
        id=f"{run.document}-{actor}-{finding.proposition}-{polarity}-{when or 'undated'}",
        document=run.document,
        holder=actor,
        proposition=finding.proposition,
        polarity=polarity,
        said_on=when,
        quote=Text(segments.text[words.start : words.end], "en"),
        span=Span(words.start, words.end, run.text_hash),
        attribution=words.attribution,
        confidence=confidence(reasons.evidence, weights),
        rules=tuple(one.rule for one in reasons.decisions if one.stage in _NAMED),
        run=run.id,
        holder_name=scene.roster.actors[actor].name if stranger else None,
    )
