"""Positions over time: where one stands now, since when, and how that is drawn."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model.stances import Polarity, Stance
from kg.pages.course import Axis, Course, courses
from kg.pages.sayings import Sayings
from kg.rdf.terms import ST, mint
from tests.invented import ANNA, MARCH, SAMPLE, evidence, stance
from tests.pages.conftest import Shelve
from tests.pages.test_thing_pages import TALKS, THEME

DAYS = st.dates(date(2020, 1, 1), date(2026, 12, 31))


def course_of(shelve: Shelve, said: list[Stance], **reported: object) -> Course:
    records = [ANNA, SAMPLE, MARCH, THEME, TALKS, *said, *(evidence(one.id) for one in said)]
    published = shelve(records).published
    held = published.those(Stance, ST.holder, mint("actor", ANNA.id))
    found = courses(Sayings(published).of(held))
    assert len(found) == 1
    return found[0]


def test_a_position_holds_since_the_first_of_its_run(shelve: Shelve) -> None:
    said = [
        stance("a", "opposes", "2020-01-05"),
        stance("b", "favours", "2020-06"),
        stance("c", "favours", "2020-12-24"),
    ]
    course = course_of(shelve, said)
    assert course.polarity is Polarity.FAVOURS
    assert course.since == date(2020, 6, 1)
    # A month told as such is not told as its first day.
    assert course.since_words == "since Jun 2020"
    assert (course.mark, course.verb) == ("+", "wants talks")


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2020-06", "2020-06-24", ""),
        ("2020", "2020-06", ""),
        ("2020-06", "2020-07", "last said Jul 2020"),
        ("2020-06-01", "2020-06-24", "last said 24 Jun 2020"),
        ("2020-06-24", "2020-06-24", ""),
    ],
)
def test_the_last_word_is_told_where_it_is_known_to_be_later(
    shelve: Shelve, first: str, last: str, words: str
) -> None:
    said = [stance("a", "favours", first), stance("b", "favours", last)]
    assert course_of(shelve, said).last_words == words


def test_opposite_stances_of_one_day_are_a_contradiction(shelve: Shelve) -> None:
    course = course_of(
        shelve, [stance("a", "opposes", "2020-01-05"), stance("b", "favours", "2020-01")]
    )
    assert course.several
    assert course.polarity is Polarity.MIXED
    assert course.verb == "mixed positions"


def test_a_position_not_told_by_date_says_by_when(shelve: Shelve) -> None:
    course = course_of(shelve, [stance("a", "favours", None)])
    assert course.since is None
    assert course.since_words == "reported by 4 Mar 2021"


def test_every_stance_has_its_point_in_the_order_of_time(shelve: Shelve) -> None:
    said = [
        stance("a", "opposes", "2020-01-05"),
        stance("b", "mixed", "2020-06-01"),
        stance("c", "favours", None),
    ]
    course = course_of(shelve, said)
    axis = Axis(date(2020, 1, 1), date(2022, 1, 1))
    points = course.points(axis)
    assert [point.polarity.value for point in points] == ["opposes", "mixed", "favours"]
    assert [point.told for point in points] == [True, True, False]
    assert [point.at for point in points] == sorted(point.at for point in points)
    assert all(point.until >= point.at for point in points)
    assert points[-1].until == axis.at(axis.last)


def test_no_stance_covers_another_of_a_different_polarity(shelve: Shelve) -> None:
    said = [
        stance("a", "favours", "2020-01-05"),
        stance("b", "favours", "2021-02-10"),
        stance("c", "mixed", "2021-02-12"),
        stance("d", "favours", "2021-02-13"),
        stance("e", "favours", "2021-02-14"),
        stance("f", "opposes", "2021-09-01"),
        stance("g", "mixed", "2021-09-02"),
    ]
    points = course_of(shelve, said).points(Axis(date(2020, 1, 1), date(2022, 1, 1)))
    assert [point.aside for point in points] == [0, -1, 0, -1, -1, 1, 0]


@given(DAYS, DAYS, DAYS)
def test_every_day_of_the_axis_lies_in_the_picture(one: date, other: date, day: date) -> None:
    first, last = sorted((one, other))
    if first == last:
        return
    axis = Axis(first, last)
    assert axis.at(first) == 2.0
    assert axis.at(last) == 98.0
    if first <= day <= last:
        assert 2.0 <= axis.at(day) <= 98.0
    years = axis.years
    assert len(years) <= 8
    assert all(2.0 <= at <= 98.0 for at, _ in years)


@pytest.mark.parametrize("days", [0, 1, 29])
def test_a_single_day_still_has_an_axis(shelve: Shelve, days: int) -> None:
    course = course_of(shelve, [stance("a", "favours", "2020-01-05")])
    axis = Axis.of(course.sayings, date(2020, 1, 5 + days) if days < 20 else None)
    assert axis is not None
    assert axis.last > axis.first


def test_no_dated_stance_has_no_axis() -> None:
    assert Axis.of([], date(2020, 1, 1)) is None


@pytest.mark.parametrize("day", ["9999-12-02", "9999-12-31", "0001-01-01"])
def test_the_ends_of_the_calendar_have_an_axis(shelve: Shelve, day: str) -> None:
    course = course_of(shelve, [stance("a", "favours", day)])
    axis = Axis.of(course.sayings, None)
    assert axis is not None
    assert (axis.last - axis.first).days == 30
    assert all(2 <= point.at <= point.until <= 98 for point in course.points(axis))
