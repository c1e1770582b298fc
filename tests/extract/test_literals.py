"""The cheap look may let through what does not match, but never keeps out what does."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.lexicon import english
from kg.extract.literals import alternatives, fold, required
from kg.extract.patterns import compile_pattern
from kg.extract.rows import rows_of
from kg.extract.rules import Phrase

LEXICON = english()
PATTERNS = [
    rule.pattern
    for rule in (
        *LEXICON.topics,
        *LEXICON.cues,
        *LEXICON.reporting,
        *LEXICON.background,
        *LEXICON.unsaid,
        *LEXICON.dates,
    )
]


def lets_through(pattern: re.Pattern[str], text: str) -> bool:
    folded = fold(text)
    return all(
        any(
            all(any(literal in folded for literal in clause) for clause in clauses)
            for clauses in ways
        )
        for ways in ((required(pattern),), alternatives(pattern))
    )


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_no_match_of_a_table_is_lost(data: st.DataObject) -> None:
    pattern = data.draw(st.sampled_from(PATTERNS))
    text = data.draw(st.from_regex(pattern))
    if pattern.search(text):
        assert lets_through(pattern, text)


PIECES = st.recursive(
    st.sampled_from(
        ["a", "Ab", "k", "S", "i", "é", " ", r"\w", ".", "[a-c]", "[^a]", "[xyz]", r"\d"]
    ),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.lists(inner, min_size=1, max_size=4).map(lambda parts: f"(?:{'|'.join(parts)})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{2}", "{1,3}", "{0,2}", "??", "*+"])).map(
            lambda part: f"(?:{part[0]}){part[1]}"
        ),
        inner.map(lambda part: f"(?={part})"),
        inner.map(lambda part: f"(?!{part})"),
        inner.map(lambda part: f"(?>{part})"),
        inner.map(lambda part: f"({part})"),
    ),
    max_leaves=12,
)


@settings(max_examples=400, deadline=None)
@given(PIECES, st.text(alphabet="aAbBcxyzkK\u212asS\u017fiI\u0130\u0131é 1", max_size=20))
def test_no_match_of_any_expression_is_lost(source: str, text: str) -> None:
    pattern = re.compile(source, re.IGNORECASE)
    if pattern.search(text):
        assert lets_through(pattern, text)


def test_folding_makes_alike_whatever_a_pattern_takes_for_an_ascii_letter() -> None:
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    folded = fold(everything)
    assert len(folded) == len(everything)
    for letter in "abcdefghijklmnopqrstuvwxyz0123456789 -'":
        for match in re.finditer(re.escape(letter), everything, re.IGNORECASE):
            assert folded[match.start()] == letter


@pytest.mark.parametrize(
    ("source", "needs"),
    [
        ("special envoy", {frozenset({"special"}), frozenset({"envoy"})}),
        ("defen[cs]e", {frozenset({"defence", "defense"})}),
        ("talks?|dialogue", {frozenset({"talk", "dialogue"})}),
        ("(?:new )?sanctions", {frozenset({"sanctions"})}),
        (r"\w+", set()),
        ("(?:sanctions)?", set()),
        ("sanctions|\\w+", set()),
    ],
)
def test_what_a_pattern_needs(source: str, needs: set[frozenset[str]]) -> None:
    assert set(required(compile_pattern(source, {}))) == needs


@pytest.mark.parametrize(
    ("source", "needs"),
    [
        ("special envoy", [{frozenset({"special"}), frozenset({"envoy"})}]),
        (
            "special envoy|peace ~2 talks?",
            [
                {frozenset({"special"}), frozenset({"envoy"})},
                {frozenset({"peace"}), frozenset({"talk"})},
            ],
        ),
        (r"sanctions|\w+", [{frozenset({"sanctions"})}, set()]),
    ],
)
def test_what_each_alternative_of_a_pattern_needs(
    source: str, needs: list[set[frozenset[str]]]
) -> None:
    assert [set(clauses) for clauses in alternatives(compile_pattern(source, {}))] == needs


def test_every_topic_is_looked_for_by_words_of_its_own() -> None:
    assert [rule.id for rule in LEXICON.topics if not required(rule.pattern)] == []


def test_found_is_what_the_patterns_find_in_the_same_order() -> None:
    phrases = [
        Phrase(source, "", compile_pattern(source, {}), "", "")
        for source in ("sanctions? on Russia", "talks", r"\w+ on", "no ~2 talks")
    ]
    view = "No new talks on SANCTIONS on Russia. Talks on talks."
    for start, end in ((0, len(view)), (7, 30), (36, 52), (9, 9)):
        found = [(row.id, match.span()) for row, match in rows_of(phrases).find(view, start, end)]
        assert found == [
            (phrase.id, match.span())
            for phrase in phrases
            for match in phrase.pattern.finditer(view, start, end)
        ]
