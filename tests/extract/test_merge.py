from __future__ import annotations

from decimal import Decimal

from kg.extract.merge import merge
from kg.extract.proposals import Proposal
from kg.extract.reasons import Reasons
from kg.model.documents import Attribution, Span, Text
from kg.model.stances import Candidate, Polarity


def proposal(key: str, start: int, confidence: str) -> Proposal:
    candidate = Candidate(
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
    return Proposal(candidate, Reasons((), (key,)))


def test_the_best_of_one_key_stays():
    weak, strong = proposal("a", 5, "0.4"), proposal("a", 9, "0.8")
    assert merge([weak, strong]) == (strong,)


def test_of_equals_the_first_stays():
    first, second = proposal("a", 5, "0.4"), proposal("a", 9, "0.4")
    assert merge([first, second]) == (first,)


def test_other_keys_are_never_dropped_and_come_in_order_of_appearance():
    late, early = proposal("a", 50, "0.9"), proposal("b", 5, "0.1")
    assert merge([late, early]) == (early, late)
