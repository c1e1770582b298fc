from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.segment import LONGEST_SENTENCE, level, segment


@given(st.text())
def test_the_view_is_as_long_as_the_text(text):
    assert len(level(text)) == len(text)


@given(st.text(alphabet="ab.\"“”‘’' \n.!?A", max_size=300))
def test_sentences_and_quotations_are_in_order_and_inside(text):
    segments = segment(text)
    assert len(segments.spoken) == len(text)
    for spans in (segments.sentences, segments.quotations):
        places = [place for span in spans for place in (span.start, span.end)]
        assert places == sorted(places)
        assert all(0 <= place <= len(text) for place in places)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two.", ["One. ", "Two."]),
        ("Mr. Fictius left. He slept.", ["Mr. Fictius left. ", "He slept."]),
        ('"No," she said. "Never."', ['"No," she said. ', '"Never."']),
        ("Headline\nLead", ["Headline", "Lead"]),
        ("The U.S. Senate met. It slept.", ["The U.S. Senate met. ", "It slept."]),
    ],
)
def test_sentences(text, expected):
    assert [text[found.start : found.end] for found in segment(text).sentences] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "yes" and "no".', ["yes", "no"]),
        ("He said “yes”.", ["yes"]),
        ("Er sagte „ja“.", ["ja"]),
        ("'No peace' in sight", ["No peace"]),
        ("It's Fictius' dog's bone", []),
        ('A screen of 27" is large', []),
        ('"A paragraph that the next one continues', ["A paragraph that the next one continues"]),
    ],
)
def test_quotations(text, expected):
    assert [text[found.start : found.end] for found in segment(text).quotations] == expected


def test_the_first_of_several_paragraphs_is_the_headline():
    assert [found.headline for found in segment("Head\n\nBody. More.").sentences] == [
        True,
        False,
        False,
    ]
    assert [found.headline for found in segment("Only one.").sentences] == [False]


def test_no_sentence_is_longer_than_the_limit():
    sentences = segment("word " * 5000).sentences
    assert max(found.end - found.start for found in sentences) <= LONGEST_SENTENCE
