"""Dates, languages and positions in words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model.dates import PartialDate
from kg.model.stances import Polarity
from kg.pages.wording import date_words, language_name, position_words, shortened, spoken_words
from tests.invented import stance
from tests.pages.test_thing_pages import TALKS


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("2026-01-09", "9 Jan 2026"),
        ("2026-12", "Dec 2026"),
        ("2026", "2026"),
        (date(2026, 2, 28), "28 Feb 2026"),
        (PartialDate.parse("2026-02"), "Feb 2026"),
    ],
)
def test_dates_are_as_told(told: object, words: str) -> None:
    assert date_words(told) == words


def test_a_stance_of_no_day_says_so() -> None:
    assert spoken_words(stance("a", said_on=None), None) == "not dated"


def test_mixed_is_said_alike_for_all_propositions() -> None:
    assert position_words(TALKS, Polarity.MIXED) == "mixed or conditional"
    assert position_words(TALKS, Polarity.MIXED, several=True) == "mixed positions"
    assert position_words(TALKS, Polarity.OPPOSES) == "rejects talks"


def test_a_language_has_its_name_or_its_tag() -> None:
    assert language_name("de") == "German"
    assert language_name("de-at") == "German"
    assert language_name("xx") == "xx"


@given(st.text(), st.integers(1, 50))
def test_a_shortened_text_fits_and_begins_as_it_did(words: str, most: int) -> None:
    short = shortened(words, most)
    assert len(short) <= max(most, 0) or short == words
    assert words.startswith(short.removesuffix("…")) or short == words
