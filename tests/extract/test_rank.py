from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.rank import confidence


@pytest.mark.parametrize(
    ("base", "expected"),
    [(0.0, "0.5"), (0.4054651, "0.6"), (1.0, "0.73"), (99, "0.99"), (-99, "0.01")],
)
def test_confidence_is_a_short_decimal(base, expected):
    assert str(confidence((), {"base": base})) == expected


@given(st.floats(-20, 20))
def test_confidence_is_written_one_way_only(base):
    value = confidence(["a"], {"base": base, "a": 0.5})
    assert Decimal("0.01") <= value <= Decimal("0.99")
    assert "E" not in str(value)
    assert not str(value).endswith("0")


def test_evidence_without_a_weight_counts_nothing():
    assert confidence(["unheard-of"], {"base": 0.0}) == Decimal("0.5")
