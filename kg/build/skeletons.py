"""Stances, evidence and candidates as rows of plain values: the fields that settle a pair."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kg.build.pairs import Pair
from kg.model.dates import PartialDate
from kg.model.documents import Attribution, Evidence, Span, Text
from kg.model.stances import Candidate, Polarity, Stance
from kg.rdf.forms import read_date

Row = tuple[Any, ...]
"""A kind, the pair where it is known, and then values that JSON can carry."""
STANCE, EVIDENCE, CANDIDATE = "s", "e", "c"

_NO_SPAN: Any = None
_POLARITIES = {str(one): one for one in Polarity}
_ATTRIBUTIONS = {str(one): one for one in Attribution}


def stance_row(stance: Stance) -> Row:
    """A curated stance: whose it is, on what, which way and when."""
    said = str(stance.said_on) if stance.said_on else None
    return STANCE, stance.holder, stance.proposition, stance.id, str(stance.polarity), said


def evidence_row(item: Evidence) -> Row:
    """A piece of evidence: what it shows, and in which document."""
    return EVIDENCE, item.stance, item.id, item.document


def candidate_row(candidate: Candidate, holder: str, proposition: str) -> Row:
    """A candidate whole, but for its rules, under the pair for which it is fit."""
    span = candidate.span
    return (
        CANDIDATE,
        holder,
        proposition,
        candidate.id,
        candidate.document,
        candidate.holder,
        candidate.proposition,
        str(candidate.polarity),
        str(candidate.said_on) if candidate.said_on else None,
        candidate.quote.value,
        candidate.quote.language,
        (span.start, span.end, span.text_hash) if span else None,
        str(candidate.attribution),
        str(candidate.confidence),
        candidate.run,
        candidate.holder_name,
    )


def add_stance(pair: Pair, row: Row) -> None:
    """Put the stance of a row into its pair."""
    _, holder, proposition, name, polarity, said = row
    pair.stances.append(Stance(name, holder, proposition, _POLARITIES[polarity], read_day(said)))


def add_evidence(pair: Pair, row: Row) -> None:
    """Put the evidence of a row into its pair."""
    _, stance, name, document = row
    pair.evidence.append(Evidence(name, stance, document, Attribution.NOT_KNOWN))


def add_candidate(pair: Pair, row: Row) -> None:
    """Put the candidate of a row into its pair."""
    _, _, _, name, document, holder, proposition, polarity, said, *rest = row
    words, language, span, attribution, confidence, run, holder_name = rest
    pair.candidates.append(
        Candidate(
            id=name,
            document=document,
            holder=holder,
            proposition=proposition,
            polarity=_POLARITIES[polarity],
            said_on=read_day(said),
            quote=Text(words, language),
            span=Span(*span) if span else _NO_SPAN,
            attribution=_ATTRIBUTIONS[attribution],
            confidence=Decimal(confidence),
            rules=(),
            run=run,
            holder_name=holder_name,
        )
    )


def read_day(text: str | None) -> PartialDate | None:
    """The date that was written so, if any was."""
    return None if text is None else read_date(text)


def kept_rows(pair: Pair, key: tuple[str, str]) -> list[Row]:
    """A pair as rows to be kept for the next build: of its candidates no words."""
    return [
        *map(stance_row, pair.stances),
        *map(evidence_row, pair.evidence),
        *(_wordless(candidate_row(candidate, *key)) for candidate in pair.candidates),
    ]


def _wordless(row: Row) -> Row:
    return (*row[:9], "", "", None, *row[12:])
