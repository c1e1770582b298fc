"""A property tried on many examples, counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests.trust.tally import amount, count

ANY = some.text(some.characters(), max_size=60)
"""Any words, half of a surrogate pair among them."""
_ALLOWED = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def hold(
    what: str,
    made: some.SearchStrategy[Any],
    holds: Callable[[Any], object],
    *,
    few: int,
    many: int,
) -> None:
    """Try a property on so many examples, and count in how many of them it held."""
    tried = held = 0

    @settings(max_examples=amount(few, many), suppress_health_check=_ALLOWED)
    @given(made)
    def every(one: Any) -> None:
        nonlocal tried, held
        tried += 1
        holds(one)
        held += 1

    try:
        every()
    finally:
        count("properties", what, tried, held)
