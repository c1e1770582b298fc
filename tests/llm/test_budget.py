from __future__ import annotations

import pytest

from kg.errors import LimitReached
from kg.llm.budget import Budget, rough_tokens


def test_what_is_charged_is_gone():
    budget = Budget(100)
    budget.require(100)
    budget.charge(60)
    with pytest.raises(LimitReached) as raised:
        budget.require(41)
    assert raised.value.exit_code == 5
    budget.charge(10**9)
    assert (budget.left, budget.spent) == (0, 60 + 10**9)


def test_the_count_errs_upwards_and_takes_any_text():
    text = "Europe should talk to Russia, said the minister on Monday. " * 20
    assert rough_tokens(text) > len(text.split()) * 1.5
    assert rough_tokens("\ud800") > 0
