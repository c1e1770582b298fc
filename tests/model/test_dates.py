from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kg.model.dates import PartialDate

_days = some.dates()
_texts = some.one_of(
    _days.map(date.isoformat),
    _days.map(lambda day: day.isoformat()[:7]),
    _days.map(lambda day: day.isoformat()[:4]),
)
partial_dates = _texts.map(PartialDate.parse)


@pytest.mark.parametrize("year", [2000, 2023, 2024])
def test_every_day_of_a_year_is_itself(year: int) -> None:
    day = date(year, 1, 1)
    while day.year == year:
        told = PartialDate.parse(day.isoformat())
        assert (told.earliest, told.latest, told.precision) == (day, day, "day")
        assert str(told) == day.isoformat()
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31), "year"),
        ("2023", date(2023, 1, 1), date(2023, 12, 31), "year"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month"),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28), "month"),
        ("1900-02", date(1900, 2, 1), date(1900, 2, 28), "month"),
        ("2000-02", date(2000, 2, 1), date(2000, 2, 29), "month"),
        ("2024-12", date(2024, 12, 1), date(2024, 12, 31), "month"),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29), "day"),
        ("0001", date(1, 1, 1), date(1, 12, 31), "year"),
        ("9999-12", date(9999, 12, 1), date(9999, 12, 31), "month"),
    ],
)
def test_a_date_means_the_days_of_its_precision(
    text: str, earliest: date, latest: date, precision: str
) -> None:
    told = PartialDate.parse(text)
    assert (told.earliest, told.latest, told.precision) == (earliest, latest, precision)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "24",
        "2024-1",
        "2024-1-1",
        "2024-",
        "2024-01-",
        "2024-00",
        "2024-13",
        "2024-01-00",
        "2024-01-32",
        "2024-04-31",
        "2022-02-30",
        "2023-02-29",
        "1900-02-29",
        "0000",
        "-2024",
        "+2024",
        "12024",
        " 2024",
        "2024 ",
        "2024\n",
        "2024-01-01\n",
        "2024-01-01T00:00:00",
        "2024-01-01Z",
        "2024-W01",
        "2024/01/01",
        "20240101",
        "01.02.2024",
        "2024–01",
        "２０２４",
        "٢٠٢٤-٠١",
        "2024-०१",
        "1 January 2024",
    ],
)
def test_other_forms_are_refused_by_name(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        PartialDate.parse(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2024-1", "'2024-1' is not a date of the form YYYY, YYYY-MM or YYYY-MM-DD"),
        ("2024-13", "'2024-13' is not a date: month must be in 1..12"),
    ],
)
def test_it_is_told_what_a_date_looks_like(text: str, told: str) -> None:
    with pytest.raises(ValueError, match="date") as caught:
        PartialDate.parse(text)
    assert str(caught.value).startswith(told)


@given(_texts)
def test_a_date_is_written_as_it_was_read(text: str) -> None:
    assert str(PartialDate.parse(text)) == text


@given(partial_dates, partial_dates)
def test_dates_overlap_where_one_holds_an_end_of_the_other(
    one: PartialDate, other: PartialDate
) -> None:
    shared = any(one.holds(day) for day in (other.earliest, other.latest)) or any(
        other.holds(day) for day in (one.earliest, one.latest)
    )
    assert one.overlaps(other) == other.overlaps(one) == shared


@given(partial_dates, _days)
def test_a_date_holds_the_days_between_its_ends(told: PartialDate, day: date) -> None:
    assert told.holds(day) == (str(day).startswith(str(told)))


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        ("2026-01", "2026-01-09", True),
        ("2026-01", "2026-02-01", False),
        ("2026", "2026-12-31", True),
        ("2026", "2027-01-01", False),
        ("2026-01-09", "2026-01-10", False),
        ("2025-12", "2026", False),
        ("2026-05", "2026", True),
    ],
)
def test_dates_of_unlike_precision_overlap(one: str, other: str, overlap: bool) -> None:
    assert PartialDate.parse(one).overlaps(PartialDate.parse(other)) is overlap
