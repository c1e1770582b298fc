from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from kg.model.dated import Dated, place_in_time
from kg.model.dates import PartialDate
from kg.model.positions import (
    ambivalences,
    by_pair,
    course_of,
    held_since,
    latest_position,
    position,
    possibly_same,
    run_starts,
    shifts,
)
from kg.model.stances import Polarity, Stance
from tests.model import by_definition

_POLARITY = {"+": "favours", "-": "opposes", "~": "mixed"}


def place(name: str, told: str, *, holder: str = "anna", on: str = "talks") -> Dated:
    """A stance from a word such as ``+2021-03``; ``?`` before the date: only reported by then."""
    sign, when = told[0], told[1:]
    published = PartialDate.parse(when.removeprefix("?"))
    said = None if when.startswith("?") else published
    dated = place_in_time(Stance(name, holder, on, Polarity(_POLARITY[sign]), said), [published])
    assert dated is not None
    return dated


def pair(*told: str) -> list[Dated]:
    """The stances a, b, c ... of one actor on one proposition."""
    placed = [place(chr(ord("a") + number), words) for number, words in enumerate(told)]
    return by_pair(placed)["anna", "talks"]


def ids(found: Iterable[tuple[Stance, Stance]]) -> list[str]:
    return sorted("".join(sorted((one.id, other.id))) for one, other in found)


CASES = [
    # stances, shifts, latest position, ambivalences, possibly the same
    (("+2021-01-01",), [], "a", [], []),
    (("+2021-01-01", "-2021-06-01"), ["ab"], "b", [], []),
    (("-2021-06-01", "+2021-01-01"), ["ba"], "a", [], []),
    (("+2021-01-01", "+2021-06-01"), [], "b", [], []),
    (("+2021-01-01", "~2021-06-01"), ["ab"], "b", [], []),
    (("+2021-01-01", "~2021-02-01", "-2021-03-01"), ["ab", "bc"], "c", [], []),
    (("+2021-01-01", "-2021-02-01", "+2021-03-01"), ["ab", "bc"], "c", [], []),
    # One day, both ways: no change can be told, nor a turn from or to it.
    (("+2021-01-01", "-2021-01-01"), [], "ab", ["ab"], []),
    (("+2021-01-01", "-2021-02-01", "+2021-02-01"), [], "bc", ["bc"], []),
    (("+2021-02-01", "-2021-02-01", "-2021-03-01"), [], "c", ["ab"], []),
    (("+2021-02-01", "~2021-02-01"), [], "ab", [], []),
    # One day, one way: two reports of one utterance, and one turn to it.
    (("+2021-01-01", "-2021-02-01", "-2021-02-01"), ["ab"], "bc", [], ["bc"]),
    (("+2021-01-01", "+2021-01-01", "-2021-02-01"), ["bc"], "c", [], ["ab"]),
    # Months and years.
    (("+2021-01", "-2021-01-15"), [], "ab", ["ab"], []),
    (("+2021-01", "-2021-02-01"), ["ab"], "b", [], []),
    (("+2020", "-2021"), ["ab"], "b", [], []),
    (("+2021", "-2021-05"), [], "ab", ["ab"], []),
    (("+2021", "+2021-05", "+2021-05-09"), [], "abc", [], ["ab", "ac", "bc"]),
    (("+2021-01", "+2021-02"), [], "b", [], []),
    (("+2020-12-31", "-2021", "+2022-01-01"), ["ab", "bc"], "c", [], []),
    # A date that reaches across both sides says nothing.
    (("+2021-01-05", "~2021", "-2021-06-01"), ["ac"], "bc", [], []),
    (("+2021-01-05", "-2021", "-2021-06-01"), ["ac"], "bc", ["ab"], ["bc"]),
    # Of one day and its month, the day stands for both.
    (("+2021-01-01", "-2021-03", "-2021-03-05"), ["ac"], "bc", [], ["bc"]),
    (("+2021-01-01", "-2021-03-05", "-2021-03"), ["ab"], "bc", [], ["bc"]),
    # An undated stance may be the last one told before; it makes no turn.
    (("+2020", "+?2021"), [], "b", [], ["ab"]),
    (("+2021-01-01", "+2021-02-01", "+?2021-06-01"), [], "c", [], ["bc"]),
    (("+2021-01-01", "-2021-02-01", "+?2021-06-01"), ["ab"], "c", [], ["ac"]),
    (("+2021-07-01", "+?2021-06-01"), [], "a", [], []),
    (("-2021-01-01", "+?2021-02"), [], "b", [], []),
    (("+2021-01-01", "-?2021-06-01"), [], "b", [], []),
    (("+2021-06-01", "-?2021-06-01"), [], "ab", [], []),
    (("+?2021-06-01", "+?2021-06-01"), [], "ab", [], []),
    (("+2021-01-01", "-?2021-02-01", "-2021-03-01"), ["ac"], "c", [], []),
    # Reported in a month: by its last day.
    (("+2021-06-15", "-?2021-06"), [], "b", [], []),
]


@pytest.mark.parametrize(("told", "turns", "latest", "both", "same"), CASES)
def test_what_follows_from_the_dates(
    told: tuple[str, ...], turns: list[str], latest: str, both: list[str], same: list[str]
) -> None:
    stances = pair(*told)
    assert [f"{s.before}{s.after}" for s in shifts(stances)] == turns
    assert "".join(sorted(s.id for s in latest_position(stances))) == latest
    assert ids(ambivalences(stances)) == both
    assert ids(possibly_same(stances)) == same


def test_a_shift_is_named_after_its_day_and_dated_by_the_last() -> None:
    (shift,) = shifts(pair("+2021-01-01", "-2021-06"))
    assert shift.id == "anna-talks-2021-06"
    assert (shift.actor, shift.proposition) == ("anna", "talks")
    assert shift.changed_by == date(2021, 6, 30)


def test_only_stances_of_one_holder_on_one_proposition_are_compared() -> None:
    placed = [
        place("a", "+2021-01-01"),
        place("b", "-2021-02-01", holder="boris"),
        place("c", "-2021-02-01", on="aid"),
    ]
    pairs = by_pair(placed)
    assert list(pairs) == [("anna", "aid"), ("anna", "talks"), ("boris", "talks")]
    assert not [shift for found in pairs.values() for shift in shifts(found)]


_words = some.lists(
    some.builds(
        "{}{}{}".format,
        some.sampled_from("+-~"),
        some.sampled_from(["", "", "", "?"]),
        some.sampled_from(
            ["2020", "2021", "2021-01", "2021-02", "2021-01-05", "2021-01-31", "2021-02-01", "2022"]
        ),
    ),
    min_size=1,
    max_size=7,
)


def _all(stances: list[Dated]) -> list[object]:
    pairs = by_pair(stances)["anna", "talks"]
    return [
        list(shifts(pairs)),
        latest_position(pairs),
        [*ambivalences(pairs)],
        [*possibly_same(pairs)],
    ]


@given(_words, some.randoms(use_true_random=False))
def test_the_order_of_the_stances_does_not_matter(told: list[str], random: object) -> None:
    placed = [place(f"s{number}", words) for number, words in enumerate(told)]
    shuffled = list(placed)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert _all(shuffled) == _all(placed)


def test_every_order_of_four_stances_gives_the_same() -> None:
    placed = [
        place(name, words)
        for name, words in zip(
            "abcd", ["+2021-01", "-2021-01-31", "-2021-02-01", "~?2021"], strict=True
        )
    ]
    assert len({repr(_all(list(order))) for order in permutations(placed)}) == 1


@given(_words)
def test_shifts_join_stances_that_differ_and_do_not_overlap(told: list[str]) -> None:
    stances = pair(*told)
    by_id = {dated.stance.id: dated for dated in stances}
    found = list(shifts(stances))
    for shift in found:
        before, after = by_id[shift.before], by_id[shift.after]
        assert before.told
        assert after.told
        assert before.latest < after.earliest
        assert before.stance.polarity != after.stance.polarity
        assert shift.changed_by == after.latest
    assert len({shift.id for shift in found}) == len(found)


@given(_words)
def test_pairs_overlap_and_the_latest_position_reaches_furthest(told: list[str]) -> None:
    stances = pair(*told)
    by_id = {dated.stance.id: dated for dated in stances}
    for one, other in ambivalences(stances):
        assert by_id[one.id].overlaps(by_id[other.id])
        assert {one.polarity, other.polarity} == {Polarity.FAVOURS, Polarity.OPPOSES}
    for one, other in possibly_same(stances):
        undated = not by_id[other.id].told
        assert by_id[one.id].overlaps(by_id[other.id]) or undated
        assert one.polarity == other.polarity
    newest = max(dated.earliest for dated in stances)
    assert newest in {by_id[stance.id].earliest for stance in latest_position(stances)}


@pytest.mark.parametrize(
    ("told", "name", "since"),
    [
        (("+2021-01-01",), "a", "2021-01-01"),
        (("+2021-01-01", "+2021-02-01"), "b", "2021-01-01"),
        (("-2021-01-01", "+2021-02-01", "+2021-03-01"), "c", "2021-02-01"),
        (("+2020-01-01", "-2021-01-01", "+2021-02-01"), "c", "2021-02-01"),
        (("+2020", "-2021-01-01", "+2021-02"), "c", "2021-02-01"),
        # What may be of the same day does not break a run.
        (("+2021-01-01", "-2021-02", "+2021-02-03"), "c", "2021-01-01"),
        (("+2021-01-01", "~2021-02-01", "+2021-03-01"), "c", "2021-03-01"),
        (("+2021-01-01", "+?2021-06-01"), "b", None),
    ],
)
def test_since_when_a_position_is_held(told: tuple[str, ...], name: str, since: str | None) -> None:
    stances = pair(*told)
    stance = next(dated.stance for dated in stances if dated.stance.id == name)
    found = held_since(stances, stance)
    assert (found.isoformat() if found else None) == since


@given(_words)
def test_a_run_goes_back_as_far_as_the_position_is_held(told: list[str]) -> None:
    stances = pair(*told)
    starts = run_starts(stances)
    for dated in stances:
        start = starts[dated.stance.id]
        if not dated.told:
            assert start is dated
            continue
        assert start.earliest == held_since(stances, dated.stance)
        assert start.stance.polarity == dated.stance.polarity
        assert starts[start.stance.id] is start


@pytest.mark.parametrize(
    ("told", "where"),
    [
        (("-2024-01-01", "+2025-01-01"), Polarity.FAVOURS),
        (("-2025-01", "+2025-01-20"), Polarity.MIXED),
        (("+2025-01-20", "~2025-01-20"), Polarity.MIXED),
    ],
)
def test_the_latest_stances_tell_where_one_stands(told: tuple[str, ...], where: Polarity) -> None:
    assert position(pair(*told)) is where


_months = some.builds("{}-{:02}".format, some.integers(2020, 2021), some.integers(1, 12))
_days = some.builds("{}-{:02}".format, _months, some.integers(1, 28))
_dense = some.builds("2021-{:02}-{:02}".format, some.just(3), some.integers(1, 9))
_dates = some.one_of(_dense, _dense, _days, _days, _months, some.sampled_from(["2020", "2021"]))
_said = some.lists(
    some.builds("{}{}{}".format, some.sampled_from("+-~"), some.sampled_from(["", "", "?"]), _dates)
)


def _turning(told: list[str]) -> list[str]:
    """The same, told by day as a rule and in runs: so there are turns to be found."""
    return [f"{'+-~'[number // 3 % 3]}{words[1:]}" for number, words in enumerate(sorted(told))]


@settings(max_examples=400)
@given(
    some.one_of(
        _said,
        some.lists(_days.map("+{}".format), min_size=1, max_size=40).map(_turning),
        some.lists(some.builds("+{}".format, _dates), min_size=1, max_size=30).map(_turning),
    ).filter(len),
    some.randoms(use_true_random=False),
)
def test_what_follows_is_what_the_definitions_say(told: list[str], random: Random) -> None:
    names = [f"s{number}" for number in range(len(told))]
    random.shuffle(names)
    placed = [place(name, words) for name, words in zip(names, told, strict=True)]
    pair = by_pair(placed)["anna", "talks"]
    assert list(shifts(pair)) == list(by_definition.shifts(pair))
    assert list(ambivalences(pair)) == list(by_definition.ambivalences(pair))
    assert ids(possibly_same(pair)) == ids(by_definition.possibly_same(pair))
    since = {}
    for dated in pair:
        run = by_definition.run_of(pair, dated)
        assert run_starts(pair)[dated.stance.id] == run[0]
        day = by_definition.held_since(pair, dated.stance)
        assert held_since(pair, dated.stance) == day
        if day:
            since[dated.stance.id] = day
    course = course_of(pair)
    assert course.latest == latest_position(pair)
    current = {stance.id for stance in course.latest}
    assert course.since == {name: day for name, day in since.items() if name in current}
    assert course.shifts == list(shifts(pair))
    assert list(course.ambivalent) == list(ambivalences(pair))
    assert list(course.same) == list(possibly_same(pair))


def test_polarities_are_signs() -> None:
    assert [Polarity(name).sign for name in ("favours", "mixed", "opposes")] == [1, 0, -1]
    assert [Polarity.of_sign(one.sign) for one in Polarity] == list(Polarity)
    with pytest.raises(ValueError, match="2 is the sign of no polarity"):
        Polarity.of_sign(2)
