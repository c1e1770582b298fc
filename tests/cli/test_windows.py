"""How commands cut time: by events, or by days."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from kg.cli.windows import Cutting
from kg.errors import UsageError

DAYS = np.array(["2025-01-10", "2025-12-20"], "datetime64[D]")


def test_a_day_cuts_without_any_store() -> None:
    cutting = Cutting(cut=["2025-06", "2025-09-05"], source=Path("debate.dna"))
    found = cutting.windows(DAYS, None, None)
    assert [(one.first, one.last) for one in found] == [
        (date(2025, 1, 10), date(2025, 5, 31)),
        (date(2025, 6, 1), date(2025, 9, 4)),
        (date(2025, 9, 5), date(2025, 12, 20)),
    ]


def test_a_debate_tells_of_no_events() -> None:
    with pytest.raises(UsageError, match="a debate tells of no events"):
        Cutting(cut=["invasion"], source=Path("debate.dna")).windows(DAYS, None, None)


@pytest.mark.parametrize(
    "asked",
    [
        {"cut": ["2025"], "window": "6m"},
        {"step": "1m"},
        {"window": "6m", "step": "10s"},
        {"window": "50s", "expanding": True},
        {"window": "6m", "expanding": True, "kernel": "uniform"},
        {"cut": [" "]},
    ],
)
def test_what_does_not_go_together_is_refused(asked: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        Cutting(**asked)  # type: ignore[arg-type]
