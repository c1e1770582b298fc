from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model.dates import PartialDate
from kg.model.debate_notes import Notes, StanceNote, read_notes

ids = st.from_regex(r"[a-z0-9][a-z0-9.-]{0,20}", fullmatch=True)
days = st.one_of(
    st.dates(date(1000, 1, 1)).map(str),
    st.dates(date(1000, 1, 1)).map(lambda day: f"{day:%Y-%m}"),
    st.integers(1000, 9999).map(str),
).map(PartialDate.parse)
stance_notes = st.builds(
    StanceNote,
    start=st.integers(0, 99_999),
    stop=st.integers(0, 99_999),
    holder=ids,
    sign=st.sampled_from([1, 0, -1]),
    proposition=ids,
    day=days,
    told=st.booleans(),
    stance=ids,
    behalf=st.none() | ids,
    organization=st.none() | ids,
    confidence=st.none() | st.sampled_from(["0.9", "1", "0.873"]),
)


@given(
    st.builds(
        Notes,
        url=st.none() | st.sampled_from(["https://example.org/a_(b)", "http://example.org/?a;b."]),
        document=ids,
        stances=st.lists(stance_notes, max_size=3).map(tuple),
        published=days,
    )
    | st.builds(Notes, document=ids, undated=st.booleans())
)
def test_what_was_written_is_read(notes: Notes) -> None:
    assert read_notes(str(notes)) == notes


@given(st.text())
def test_any_notes_can_be_read(text: str) -> None:
    assert read_notes(text).stances == ()


@pytest.mark.parametrize(
    "line",
    [
        "0-54: anna favours talks, said 2025-13, stance anna-talks",
        "0-54: anna adores talks, said 2025-12, stance anna-talks",
        "0-54: anna favours talks, said 2025-12, stance ../anna",
        "0-54: anna favours talks, said 2025-12, stance anna-talks and more",
        "٣-54: anna favours talks, said 2025-12, stance anna-talks",
    ],
)
def test_a_line_that_is_no_longer_ours_tells_nothing(line: str) -> None:
    assert read_notes(line).stances == ()


def test_an_address_among_other_words_is_found() -> None:
    assert read_notes("coded twice (see https://example.org/march).").url == (
        "https://example.org/march"
    )


@pytest.mark.parametrize("line", ["published: 2025-13", "published: soon", "was published: 2025"])
def test_a_day_of_publication_that_is_none_is_not_told(line: str) -> None:
    found = read_notes(line)
    assert (found.published, found.undated) == (None, False)
