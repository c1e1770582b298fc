"""What days a date may mean, given the reports of what was said."""

from __future__ import annotations

from datetime import date

import pytest

from kg.model.dated import Dated, place_in_time
from kg.model.dates import PartialDate
from kg.model.stances import Polarity, Stance


@pytest.mark.parametrize(
    ("said", "published", "days", "told"),
    [
        ("2021-03", ("2021-05-01",), (date(2021, 3, 1), date(2021, 3, 31)), True),
        # Reported on the 9th, it was not said on the 31st.
        ("2021-03", ("2021-03-09", "2021-04-01"), (date(2021, 3, 1), date(2021, 3, 9)), True),
        ("2021-03", ("2021-03-01",), (date(2021, 3, 1), date(2021, 3, 1)), True),
        ("2021", ("2021-03",), (date(2021, 1, 1), date(2021, 3, 31)), True),
        # A report from before it was said says nothing of the day.
        ("2021-03", ("2021-02-01",), (date(2021, 3, 1), date(2021, 3, 31)), True),
        (None, ("2021-05-01",), (date(2021, 5, 1), date(2021, 5, 1)), False),
        (None, ("2021-05", "2021-05-20"), (date(2021, 5, 20), date(2021, 5, 20)), False),
        (None, ("2021",), (date(2021, 12, 31), date(2021, 12, 31)), False),
        (None, (), None, False),
    ],
)
def test_a_stance_was_held_by_its_first_report(
    said: str | None, published: tuple[str, ...], days: tuple[date, date] | None, told: bool
) -> None:
    when = PartialDate.parse(said) if said else None
    stance = Stance("a", "anna", "talks", Polarity.FAVOURS, when)
    dated = place_in_time(stance, map(PartialDate.parse, published))
    assert (dated and (dated.earliest, dated.latest, dated.told)) == (days and (*days, told))


@pytest.mark.parametrize(
    ("first", "second", "overlaps"),
    [
        (("2021-03-01", "2021-03-31"), ("2021-03-31", "2021-04-30"), True),
        (("2021-03-01", "2021-03-31"), ("2021-04-01", "2021-04-30"), False),
        (("2021-01-01", "2021-12-31"), ("2021-03-09", "2021-03-09"), True),
        (("2021-03-09", "2021-03-09"), ("2021-03-09", "2021-03-09"), True),
    ],
)
def test_dates_overlap_that_may_mean_the_same_day(
    first: tuple[str, str], second: tuple[str, str], overlaps: bool
) -> None:
    stance = Stance("a", "anna", "talks", Polarity.FAVOURS)
    one, other = (Dated(stance, *map(date.fromisoformat, d), told=True) for d in (first, second))
    assert one.overlaps(other) is overlaps
    assert other.overlaps(one) is overlaps
