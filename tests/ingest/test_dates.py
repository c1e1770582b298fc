from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ingest.dates import read_date


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("2025-03-04", "2025-03-04"),
        ("2025-03", "2025-03"),
        ("2025", "2025"),
        (" 2025-03-04T23:30:00-05:00 ", "2025-03-04"),
        ("2025-03-04 10:00", "2025-03-04"),
        ("20250304T100000Z", "2025-03-04"),
        ("Tue, 04 Mar 2025 23:30:00 -0500", "2025-03-04"),
        ("4 March 2025", "2025-03-04"),
        ("March 4, 2025", "2025-03-04"),
        ("2025-02-30", None),
        ("2025-3-4", None),
        ("yesterday", None),
        ("", None),
        ("٢٠٢٥-٠٣-٠٤", None),
    ],
)
def test_forms(told: str, day: str | None) -> None:
    found = read_date(told)
    assert (str(found) if found else None) == day


@given(st.dates())
def test_every_day_is_read_as_written(day: object) -> None:
    assert str(read_date(f"{day}T12:00:00Z")) == str(day)


@given(st.text())
def test_any_text_is_a_date_or_none(text: str) -> None:
    read_date(text)
