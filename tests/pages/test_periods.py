"""A list that grows for ever is cut into parts that hold every line once."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kg.pages.periods import stretches

DAYS = st.lists(st.dates(min_value=date(2020, 1, 1)).map(str) | st.just(""))


@given(DAYS, st.sampled_from([4, 7]), st.integers(1, 5))
def test_every_line_is_in_one_part(days: list[str], width: int, most: int) -> None:
    days = sorted(days, reverse=True)
    parts = stretches("stance", days, width, most)
    assert [at for part in parts for at in range(part.start, part.end)] == list(range(len(days)))
    assert len({part.path for part in parts}) == len(parts)
    for part in parts:
        assert 0 < part.size <= most
        assert len({day[:width] for day in days[part.start : part.end]}) == 1


def test_a_long_month_keeps_its_short_name_first() -> None:
    days = ["2026-02-01", *["2026-01-31"] * 5, ""]
    parts = stretches("stance", days, 7, 2)
    assert [(part.path.removeprefix("stance/index-"), part.words, part.size) for part in parts] == [
        ("2026-02", "Feb 2026", 1),
        ("2026-01", "Jan 2026", 2),
        ("2026-01-part-2", "Jan 2026, part 2", 2),
        ("2026-01-part-3", "Jan 2026, part 3", 1),
        ("undated", "undated", 1),
    ]


def test_a_hundred_thousand_lines_are_two_hundred_parts() -> None:
    days = [f"2026-{month:02}-15" for month in range(10, 0, -1) for _ in range(10_000)]
    assert len(stretches("stance", days, 7)) == 200
