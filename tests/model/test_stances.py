from __future__ import annotations

from dataclasses import replace

import pytest

from kg.model.stances import AUTO_ACCEPT, WORKING
from tests.invented import candidate


@pytest.mark.parametrize(
    ("confidence", "known", "unknown"),
    [
        (str(AUTO_ACCEPT), "accept", "review"),
        (str(WORKING), "review", "review"),
        ("0.01", "discard", "discard"),
    ],
)
def test_nobody_unknown_is_accepted_by_itself(confidence: str, known: str, unknown: str) -> None:
    one = candidate("a", confidence)
    assert one.band == known
    assert replace(one, holder_name="Carl Nemo").band == unknown
