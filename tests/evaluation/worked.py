"""A small set of annotations and findings whose figures were counted by hand."""

from __future__ import annotations

from kg.evaluation.findings import Finding
from kg.evaluation.gold import Annotation, Gold, Report
from kg.model.dates import PartialDate

TEXTS = {
    "one": 'Anna said: "We need an envoy." Bruno is against it.',
    "two": "Carlo backs sanctions. Dora wavers.",
    "none": "Oil fell.",
}


def stance(
    document: str,
    holder: str,
    proposition: str,
    polarity: str = "favours",
    *,
    sure: bool = True,
    said_on: str | None = "2026-02-03",
    attribution: str = "reported",
    start: int | None = None,
    end: int | None = None,
) -> Annotation:
    quote = TEXTS.get(document, "")[start:end] if start is not None else ""
    return Annotation(
        document,
        holder,
        proposition,
        polarity,
        said_on,
        quote,
        start,
        end,
        attribution,
        sure,
    )


def finding(
    document: str,
    holder: str,
    proposition: str,
    polarity: str = "favours",
    *,
    confidence: float = 0.9,
    said_on: str | None = "2026-02-03",
    start: int | None = None,
    end: int | None = None,
    quote: str | None = None,
    evidence: tuple[str, ...] = (),
) -> Finding:
    words = TEXTS.get(document, "")[start:end] if start is not None else ""
    return Finding(
        document,
        holder,
        proposition,
        polarity,
        said_on,
        words if quote is None else quote,
        start,
        end,
        confidence,
        evidence,
    )


GOLD = Gold(
    tuple(
        Report(name, text, PartialDate.parse("2026-02-03"), hard_negative=name == "none")
        for name, text in TEXTS.items()
    ),
    (
        stance("one", "anna", "envoy", start=12, end=28, attribution="direct"),
        stance("one", "bruno", "envoy", "opposes", start=31, end=50, said_on="2026-02"),
        stance("one", "anna", "talks", sure=False),
        stance("two", "carlo", "sanctions", said_on="2025", start=0, end=21),
        stance("two", "dora", "sanctions", "mixed", said_on=None),
    ),
)

POOL = (
    finding("one", "anna", "envoy", start=12, end=28),  # right, day right, words right
    finding("one", "bruno", "envoy", "favours", confidence=0.7, start=31, end=50),  # wrong way
    finding("one", "anna", "talks", confidence=0.6),  # unsure: neither hit nor error
    finding("one", "anna", "sanctions", "opposes", confidence=0.2),  # nobody there says so
    finding("two", "carlo", "sanctions", confidence=0.8, said_on="2026-02", start=6, end=21),
    finding("two", "carlo", "sanctions", confidence=0.3, said_on="2024"),  # the same once more
    finding("two", "anna", "sanctions", confidence=0.5),  # another holder
    finding("none", "anna", "energy", confidence=0.55),  # in a hard negative
)
