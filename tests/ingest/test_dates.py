from __future__ import annotations

import _strptime
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ingest.dates import is_null_date, read_date


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
        ("Sept. 4, 2025", "2025-09-04"),
        ("Jan. 5, 2026", "2026-01-05"),
        ("4 Sept 2025", "2025-09-04"),
        ("Tue, 4 Mar 2025", "2025-03-04"),
        ("Thursday, 4 September 2025", "2025-09-04"),
        ("Thursday September 4, 2025", "2025-09-04"),
        ("2025/03/04", "2025-03-04"),
        ("2025/03/04 10:00", "2025-03-04"),
        ("03/04/2025", None),
        ("Updated 4 March 2025", None),
        ("Tue, 04 Mar 2025 23:30", "2025-03-04"),
        ("2026-01-09Z", "2026-01-09"),
        ("2026-01-09+14:00", "2026-01-09"),
        ("20260109103000", "2026-01-09"),
        ("2026-0109", None),
        ("2026-01-09T24:00:00Z", "2026-01-09"),
        ("3 März 2025", None),
        ("3 Marc 2025", None),
        ("0001-01-01T00:00:00", None),
        ("1601-01-01", None),
        ("1899-12-30T00:00:00", None),
        ("9999-12-31", None),
        ("1970-01-01T00:00:00Z", None),
        ("1970-01-01 00:00:00", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("Wed, 31 Dec 1969 19:00:00 -0500", None),
        ("1970-01-01", "1970-01-01"),
        ("1970-01-01T08:00:00Z", "1970-01-01"),
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


@given(st.dates(date(1605, 1, 1), date(9999, 12, 30)))
def test_every_day_is_read_as_written(day: object) -> None:
    assert str(read_date(f"{day}T12:00:00Z")) == str(day)


@given(st.text())
def test_any_text_is_a_date_or_none(text: str) -> None:
    read_date(text)


@pytest.mark.parametrize(
    ("text", "null"),
    [("0000-00-00 00:00:00", True), ("0001-01-01", True), ("soon", False), ("2025-03-04", False)],
)
def test_a_null_date_is_not_a_mistake(text: str, null: bool) -> None:
    assert is_null_date(text) is null


def test_months_are_read_in_english_whatever_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    def of_another_place(*_: object) -> object:
        raise ValueError("names of months are those of the locale")

    monkeypatch.setattr(_strptime, "_strptime_datetime", of_another_place)
    assert str(read_date("3 March 2025")) == str(read_date("Mar 3, 2025")) == "2025-03-03"
