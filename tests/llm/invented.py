"""An invented report with an extraction of it, and the rows that a model may answer with."""

from __future__ import annotations

import hashlib
from decimal import Decimal

from kg.extract.extractor import Extraction
from kg.extract.reasons import Decision, Reasons
from kg.llm.budget import Budget
from kg.llm.client import Client
from kg.llm.engine import Opinion, open_client, second_opinion
from kg.llm.settings import Limits
from kg.model.documents import Attribution, Span, Text
from kg.model.propositions import Proposition
from kg.model.stances import Candidate, Polarity, Run

REPORT = """Examplova wants envoy for Moscow

PRAGUE - Minister Anna Examplova said on Monday that Europe should talk to Russia. \
“We must appoint a ‘special’ envoy,” she said. Boris Fictionov warned against lifting sanctions.

Nothing else happened. It rained. The café stayed open.

Carla Inventa, a shepherd, said the frozen assets should be used.
"""
DIALOGUE, ENVOY, SANCTIONS = "dialogue", "envoy", "sanctions"
PROPOSITIONS = tuple(
    Proposition(name, "talks", name, name, f"{name}?", "for", "against", f"for {name}", "not so")
    for name in (DIALOGUE, ENVOY, SANCTIONS)
)
NAMES = {
    "anna-examplova": ("Anna Examplova", "Examplova"),
    "boris-fictionov": ("Boris Fictionov",),
    "dora-elsewhere": ("Dora Elsewhere",),
}
KEY = "sk-invented-0123456789"
QUICK = Limits(
    attempts=3,
    wait=2.0,
    pause=0.01,
    connect=2.0,
    silence=1.0,
    deadline=3.0,
    reply_bytes=50_000,
    reply_tokens=500,
)


def candidate(
    text: str, holder: str, proposition: str, polarity: str, words: str, confidence: str
) -> Candidate:
    start = text.index(words)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Candidate(
        id=f"paper-{holder}-{proposition}-{polarity}-undated",
        document="paper",
        holder=holder,
        proposition=proposition,
        polarity=Polarity(polarity),
        said_on=None,
        quote=Text(words, "en"),
        span=Span(start, start + len(words), digest),
        attribution=Attribution.REPORTED,
        confidence=Decimal(confidence),
        rules=("topic-1",),
        run="paper-rules-2",
        holder_name="Carla Inventa" if holder == "carla-inventa" else None,
    )


def extraction(text: str, *candidates: Candidate) -> Extraction:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    run = Run("paper-rules-2", "paper", "rules", "2", digest)
    seen = Reasons((Decision("topic", "topic-1", 0, 1, "seen"),), ("kind-T",))
    return Extraction(run, candidates, {one.id: seen for one in candidates})


POOL = (
    candidate(REPORT, "anna-examplova", DIALOGUE, "favours", "Europe should talk", "0.6"),
    candidate(REPORT, "anna-examplova", ENVOY, "favours", "appoint a ‘special’ envoy", "0.9"),
    candidate(REPORT, "boris-fictionov", SANCTIONS, "opposes", "warned against lifting", "0.2"),
    candidate(REPORT, "carla-inventa", SANCTIONS, "favours", "frozen assets", "0.5"),
)
"""In order: in the review band, accepted, discarded, of a provisional holder."""


def row(number: int, verdict: str, polarity: str, quote: str, *sentences: int) -> dict[str, object]:
    return {
        "number": number,
        "verdict": verdict,
        "polarity": polarity,
        "quote": quote,
        "sentences": list(sentences),
    }


def addition(
    holder: str, proposition: str, polarity: str, quote: str, *sentences: int
) -> dict[str, object]:
    return {
        "holder": holder,
        "proposition": proposition,
        "polarity": polarity,
        "quote": quote,
        "sentences": list(sentences),
    }


def reply(*rows: object, additional: object = ()) -> dict[str, object]:
    added = additional if isinstance(additional, str) else list(additional)  # type: ignore[call-overload]
    return {"candidates": list(rows), "additional": added}


AGREED = row(1, "agree", "favours", "Europe should talk to Russia", 2)


def client(url: str, **settings: object) -> Client:
    given = {"model": "invented-1", "key": KEY, "limits": QUICK, **settings}
    return open_client(url, **given)  # type: ignore[arg-type]


def opine(
    asked: Client,
    text: str = REPORT,
    candidates: tuple[Candidate, ...] = POOL,
    budget: Budget | None = None,
) -> Opinion:
    return second_opinion(
        extraction(text, *candidates),
        text,
        names=NAMES,
        propositions=PROPOSITIONS,
        client=asked,
        budget=budget or Budget(10**6),
    )
