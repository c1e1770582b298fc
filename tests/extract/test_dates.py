from __future__ import annotations

import pytest

from kg.extract.dates import find_dates
from kg.extract.lexicon import english
from kg.extract.segment import segment
from kg.model.dates import PartialDate


def told(text: str, published: str) -> list[str | None]:
    sentences = segment(text)
    (sentence,) = sentences.sentences
    found = find_dates(sentences.view, sentence, PartialDate.parse(published), english())
    return [str(date.date) if date.date else None for date in found]


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("She said on Tuesday", "2026-02-03", "2026-02-03"),
        ("She said on Wednesday", "2026-02-03", "2026-01-28"),
        ("She said last Tuesday", "2026-02-03", "2026-01-27"),
        ("She said yesterday", "2026-01-01", "2025-12-31"),
        ("She said this morning", "2026-01-01", "2026-01-01"),
        ("In early January, she said", "2026-02-03", "2026-01"),
        ("In December she said", "2026-02-03", "2025-12"),
        ("Last December she said", "2026-02-03", "2025-12"),
        ("Last December she said", "2026-12-20", "2025-12"),
        ("She said last week", "2026-02-03", "2026-01"),
        ("She said last month", "2026-01-15", "2025-12"),
        ("She said earlier this month", "2026-01-15", "2026-01"),
        ("She said earlier this year", "2026-02-03", "2026"),
        ("She said last year", "2026-02-03", "2025"),
        ("She said last autumn", "2025-12-20", "2025"),
        ("She said last autumn", "2025-11-20", "2024"),
        ("She said last summer", "2025-09-01", "2025"),
        ("She said last spring", "2025-05-31", "2024"),
        ("She said last spring", "2025-06-01", "2025"),
        ("She said in the new year", "2026-02-03", "2026-01"),
        ("She said on Monday", "0001-01-01", "0001-01-01"),
        ("She said two years ago", "2026-02-03", "2024"),
        ("She said on 6 January", "2026-02-03", "2026-01-06"),
        ("She said on January 6th", "2026-02-03", "2026-01-06"),
        ("She said on December 19", "2026-02-03", "2025-12-19"),
        ("She said on March 4, 2024", "2026-02-03", "2024-03-04"),
        ("She said in March 2024", "2026-02-03", "2024-03"),
        ("She said in 2022", "2026-02-03", "2022"),
        ("She said on Tuesday", "2026-01", "2026-01"),
        ("She said yesterday", "2026", "2026"),
        ("She reiterated her refusal", "2026-02-03", None),
        ("She has long refused", "2026-02-03", None),
    ],
)
def test_dates_are_read_against_the_day_of_publication(text, published, expected):
    assert told(text, published) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "It ends by 2028",
        "They meet next Tuesday",
        "It holds since January",
        "It was on February 30",
        "He may leave",
        "It starts on 5 May 2031",
    ],
)
def test_what_lies_ahead_or_is_no_date_of_saying_is_left_out(text):
    assert told(text, "2026-02-03") == []


@pytest.mark.parametrize("published", ["2025-07-01", "2025-12-20"])
def test_in_the_second_half_of_a_year_the_new_year_lies_ahead(published):
    assert told("She said in the new year", published) == []


@pytest.mark.parametrize("words", ["on Friday", "yesterday", "last week", "last month"])
def test_what_lies_before_the_calendar_is_no_date(words):
    assert told(f"She said {words}", "0001-01-01") == []
