"""Propositions: their own verbs."""

from __future__ import annotations

from kg.model.propositions import Proposition
from kg.model.stances import Polarity


def test_each_polarity_has_its_verb() -> None:
    words = Proposition("p", "t", "P", "P", "There should be p.", "wants", "refuses", "+", "-")
    assert [words.verb(one) for one in Polarity] == ["wants", "refuses", "is mixed"]
