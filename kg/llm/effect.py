"""What a second opinion does to an extraction: it moves candidates between bands, drops none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kg.extract.extractor import Extraction
from kg.extract.reasons import Decision, Reasons
from kg.llm.faults import Fault
from kg.llm.quotes import Found
from kg.llm.verify import Addition, Judgement
from kg.model.documents import Span, Text
from kg.model.stances import AUTO_ACCEPT, WORKING, Candidate, Polarity, Run

VERSION = "1"
"""Changes whenever the same reply may give other candidates."""
STAGE = "opinion"
BELOW_ACCEPT = AUTO_ACCEPT - Decimal("0.01")
"""The best confidence that still waits for a person."""
_NOTHING = Reasons((), ())


@dataclass(frozen=True, slots=True)
class Changed:
    """An extraction with the opinion in it, how many stances it added, what it dropped."""

    extraction: Extraction
    added: int
    dropped: Mapping[Fault, int]


def apply(
    extraction: Extraction,
    text: str,
    judged: Sequence[tuple[Candidate, Judgement]],
    additions: Sequence[Addition],
    model: str,
) -> Changed:
    """The extraction after verified judgements and additions; ``model`` goes into its run.

    Where both agree, a candidate that was worth showing is accepted and one that was not goes to
    review; where they differ, an accepted one goes to review; an addition goes to review.
    """
    run = _run(extraction.run, model)
    reasons = dict(extraction.reasons)
    pool = {one.id: replace(one, run=run.id) for one in extraction.candidates}
    for candidate, judgement in judged:
        rule, decision = _decided(candidate, judgement)
        pool[candidate.id] = replace(
            pool[candidate.id],
            confidence=_weighed(candidate.confidence, rule),
            rules=(*candidate.rules, rule),
        )
        reasons[candidate.id] = _with(reasons.get(candidate.id, _NOTHING), decision)
    listed = {(one.holder, one.proposition, one.polarity) for one in extraction.candidates}
    names = {one.holder: one.holder_name for one in extraction.candidates}
    dropped: Counter[Fault] = Counter()
    for addition in additions:
        key = (addition.holder, addition.proposition, addition.polarity)
        if key in listed:
            dropped[Fault.ALREADY_LISTED] += 1
            continue
        listed.add(key)
        new = _added(addition, text, run, names.get(addition.holder))
        pool[new.id] = new
        reasons[new.id] = _with(_NOTHING, _decision("llm-additional", new.span, new.polarity))
    in_order = sorted(pool.values(), key=lambda one: (one.span.start, one.span.end, one.id))
    added = len(pool) - len(extraction.candidates)
    return Changed(Extraction(run, tuple(in_order), reasons), added, dropped)


def _run(run: Run, model: str) -> Run:
    version = f"{run.version}.{VERSION}"
    return replace(
        run,
        id=f"{run.document}-{run.extractor}-llm-{version}",
        extractor=f"{run.extractor}+llm",
        version=version,
        model=f"{run.model}; {model}" if run.model else model,
    )


def _decided(candidate: Candidate, judgement: Judgement) -> tuple[str, Decision]:
    agrees = judgement.verdict == "agree" and judgement.polarity is candidate.polarity
    differs = judgement.verdict != "unsure" and not agrees
    rule = "llm-agree" if agrees else "llm-disagree" if differs else "llm-unsure"
    return rule, _decision(rule, judgement.found or candidate.span, judgement.polarity)


def _decision(rule: str, place: Span | Found, polarity: Polarity | None) -> Decision:
    said = rule.removeprefix("llm-")
    effect = f"{said}: {polarity}" if polarity else said
    return Decision(STAGE, rule, place.start, place.end, effect)


def _weighed(confidence: Decimal, rule: str) -> Decimal:
    if rule == "llm-agree":
        return max(confidence, AUTO_ACCEPT if confidence >= WORKING else WORKING)
    return min(confidence, BELOW_ACCEPT) if rule == "llm-disagree" else confidence


def _added(addition: Addition, text: str, run: Run, holder_name: str | None) -> Candidate:
    found = addition.found
    key = f"{addition.holder}-{addition.proposition}-{addition.polarity}-undated"
    return Candidate(
        id=f"{run.document}-{key}",
        document=run.document,
        holder=addition.holder,
        proposition=addition.proposition,
        polarity=addition.polarity,
        said_on=None,
        quote=Text(text[found.start : found.end], "en"),
        span=Span(found.start, found.end, run.text_hash),
        attribution=found.attribution,
        confidence=WORKING,
        rules=("llm-additional",),
        run=run.id,
        holder_name=holder_name,
    )


def _with(reasons: Reasons, decision: Decision) -> Reasons:
    return Reasons((*reasons.decisions, decision), reasons.evidence)
