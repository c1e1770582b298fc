"""The sieve may let through patterns that do not match, but never keeps back one that does."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract import sieve
from kg.extract.lexicon import english
from kg.extract.patterns import compile_pattern
from kg.extract.sieve import Sieve, words_within

TOPICS = [rule.pattern for rule in english().topics]
TABLE = Sieve(TOPICS)
SOURCES = (
    "sanctions? on Russia",
    "talks|peace ~2 deal",
    r"\w+",
    "air[- ]defen[cs]e",
    r"U\.S\. troops",
    "no ~2 talks|never",
    "[%&]",
)
FEW = [compile_pattern(source, {}) for source in SOURCES]
SIEVE = Sieve(FEW)
FIRST = ("No", "NEW", "talks", "talk", "on", "\u017fanctions", "sanction", "Russia.", "Air", "%")
SECOND = ("air-defence", "\u00e9t\u00e9", "defense", "U.S.", "troops,", "peace", "deal", "a")
TEXTS = st.lists(st.sampled_from((*FIRST, *SECOND)), max_size=12).map(" ".join)


def possible(table: Sieve, view: str, start: int, end: int) -> list[int]:
    return list(table.possible(words_within(view, start, end)))


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.data())
def test_no_pattern_that_matches_a_stretch_is_kept_back(view: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(view)))
    end = data.draw(st.integers(start, len(view)))
    matching = {n for n, pattern in enumerate(FEW) if pattern.search(view, start, end)}
    assert matching <= set(possible(SIEVE, view, start, end))


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_topic_is_kept_back(data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(TOPICS) - 1))
    text = f"He said {data.draw(st.from_regex(TOPICS[number]))}, she said."
    if TOPICS[number].search(text):
        assert number in possible(TABLE, text, 0, len(text))


def test_what_lacks_a_word_of_every_alternative_is_kept_back() -> None:
    view = "No talks on peace; the U.S. and Russia"
    assert possible(SIEVE, view, 0, len(view)) == [1, 2, 5, 6]
    assert possible(SIEVE, view, 0, 3) == [2, 6]
    assert possible(SIEVE, "", 0, 0) == [2, 6]
    assert possible(Sieve([]), view, 0, len(view)) == []


def test_possible_patterns_come_in_order_and_once() -> None:
    view = "never talks, a peace deal on air defence"
    numbers = possible(SIEVE, view, 0, len(view))
    assert numbers == sorted(set(numbers))


def test_a_text_of_ever_new_words_does_not_fill_the_memory() -> None:
    table = Sieve([re.compile("talks", re.IGNORECASE)])
    assert list(table.possible(f"w{n}" for n in range(3 * sieve._KEPT))) == []
    assert list(table.possible(["x" * 10_000 + "talks"])) == [0]
    assert len(table._told) <= sieve._KEPT
    assert max(map(len, table._told)) <= sieve._LONGEST_KEPT
