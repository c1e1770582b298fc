from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kg.extract.merge import merge
from kg.model.documents import Attribution, Span, Text
from kg.model.stances import Candidate, Polarity


def candidate(key: str, start: int, confidence: str) -> Candidate:
    return Candidate(
        id=key,
        document="paper",
        holder="anna-examplova",
        proposition="eu-special-envoy",
        polarity=Polarity.FAVOURS,
        said_on=None,
        quote=Text("x", "en"),
        span=Span(start, start + 1, "0" * 64),
        attribution=Attribution.DIRECT,
        confidence=Decimal(confidence),
        rules=(),
        run="run",
    )


def test_the_best_of_one_key_stays():
    weak, strong = candidate("a", 5, "0.4"), candidate("a", 9, "0.8")
    assert merge([weak, strong]) == (strong,)


def test_of_equals_the_first_stays():
    first, second = candidate("a", 5, "0.4"), candidate("a", 9, "0.4")
    assert merge([first, second]) == (first,)


def test_other_keys_are_never_dropped_and_come_in_order_of_appearance():
    late, early = candidate("a", 50, "0.9"), replace(candidate("b", 5, "0.1"), said_on=None)
    assert merge([late, early]) == (early, late)
