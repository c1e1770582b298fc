from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.segment import segment
from kg.llm.faults import Fault
from kg.llm.lists import close_lists
from kg.llm.verify import MOST_ADDED, Judgement, verify
from kg.model.documents import QUOTED_WORDS
from kg.model.stances import Polarity
from tests.llm.invented import (
    AGREED,
    DIALOGUE,
    ENVOY,
    NAMES,
    POOL,
    PROPOSITIONS,
    REPORT,
    SANCTIONS,
    addition,
    reply,
    row,
)

SEGMENTS = segment(REPORT)
LISTS = close_lists(SEGMENTS, POOL, NAMES, PROPOSITIONS)


def only_fault(one: object, listed: str = "candidates") -> Fault:
    verified = verify({listed: [one]}, SEGMENTS, LISTS)
    assert verified.judgements == verified.additions == ()
    assert list(verified.dropped.values()) == [1]
    return next(iter(verified.dropped))


def test_good_rows_hold():
    added = addition("carla-inventa", ENVOY, "mixed", "the frozen assets", 8)
    verified = verify(
        reply(
            AGREED,
            row(2, "disagree", "opposes", 'appoint a "special" envoy', 3),
            row(3, "unsure", "none", ""),
            additional=[added],
        ),
        SEGMENTS,
        LISTS,
    )
    agreed, differed, unsure = verified.judgements
    assert (agreed.verdict, agreed.polarity) == ("agree", Polarity.FAVOURS)
    assert differed.found is not None
    assert REPORT[differed.found.start : differed.found.end] == "appoint a ‘special’ envoy"
    assert unsure == Judgement(3, "unsure", None, None)
    assert [one.holder for one in verified.additions] == ["carla-inventa"]
    assert verified.dropped == {}


WORDS = "Europe should talk"


@pytest.mark.parametrize(
    ("one", "fault"),
    [
        ("a text", Fault.SHAPE),
        ({}, Fault.SHAPE),
        ({**AGREED, "number": True}, Fault.SHAPE),
        ({**AGREED, "number": "1"}, Fault.SHAPE),
        ({**AGREED, "number": [1]}, Fault.SHAPE),
        ({**AGREED, "quote": None}, Fault.SHAPE),
        ({**AGREED, "sentences": "2"}, Fault.SHAPE),
        ({**AGREED, "sentences": [True]}, Fault.SHAPE),
        ({**AGREED, "sentences": [2] * 99}, Fault.SHAPE),
        (row(0, "agree", "favours", WORDS, 2), Fault.UNKNOWN_CANDIDATE),
        (row(5, "agree", "favours", WORDS, 2), Fault.UNKNOWN_CANDIDATE),
        (row(10**30, "agree", "favours", WORDS, 2), Fault.UNKNOWN_CANDIDATE),
        (row(1, "Agree", "favours", WORDS, 2), Fault.UNKNOWN_VERDICT),
        (row(1, "agree", "supports", WORDS, 2), Fault.UNKNOWN_POLARITY),
        (row(1, "agree", "none", WORDS, 2), Fault.UNKNOWN_POLARITY),
        (row(1, "unsure", "perhaps", ""), Fault.UNKNOWN_POLARITY),
        (row(1, "agree", "favours", "", 2), Fault.NO_QUOTE),
        (row(1, "agree", "favours", "Russia should talk", 2), Fault.QUOTE_NOT_IN_TEXT),
        (row(1, "disagree", "none", "Russia should talk", 2), Fault.QUOTE_NOT_IN_TEXT),
        (row(1, "agree", "favours", WORDS, 3), Fault.QUOTE_ELSEWHERE),
        (row(1, "agree", "favours", WORDS, 12), Fault.UNKNOWN_SENTENCE),
        (row(1, "agree", "favours", "the frozen assets", 8), Fault.QUOTE_FAR),
        (row(1, "agree", "favours", "and " * 31, 2), Fault.QUOTE_TOO_LONG),
    ],
)
def test_a_row_that_does_not_hold_is_dropped(one, fault):
    assert only_fault(one) is fault


@pytest.mark.parametrize(
    ("one", "fault"),
    [
        (7, Fault.SHAPE),
        (addition("dora-elsewhere", ENVOY, "favours", WORDS, 2), Fault.UNKNOWN_HOLDER),
        (addition("Anna Examplova", ENVOY, "favours", WORDS, 2), Fault.UNKNOWN_HOLDER),
        (addition("anna-examplova", "peace", "favours", WORDS, 2), Fault.UNKNOWN_PROPOSITION),
        (addition("anna-examplova", ENVOY, "none", WORDS, 2), Fault.UNKNOWN_POLARITY),
        (addition("anna-examplova", ENVOY, "mixed", "It must talk", 2), Fault.QUOTE_NOT_IN_TEXT),
        (addition("anna-examplova", ENVOY, "favours", ""), Fault.NO_QUOTE),
    ],
)
def test_an_addition_that_does_not_hold_is_dropped(one, fault):
    assert only_fault(one, "additional") is fault


def test_two_rows_for_one_candidate_are_both_dropped():
    verified = verify(reply(AGREED, row(1, "disagree", "none", "")), SEGMENTS, LISTS)
    assert verified.judgements == ()
    assert verified.dropped == {Fault.CANDIDATE_TWICE: 2}


def test_a_flood_of_additions_is_cut():
    one = addition("anna-examplova", ENVOY, "favours", WORDS, 2)
    verified = verify(reply(additional=[one] * (MOST_ADDED + 7)), SEGMENTS, LISTS)
    assert len(verified.additions) == MOST_ADDED
    assert verified.dropped == {Fault.TOO_MANY: 7}


SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
QUOTES = st.sampled_from(
    ["Europe should talk", "It rained", "frozen assets", "he said", "lifting sanctions", ""]
) | st.lists(st.sampled_from(REPORT.split()), max_size=8).map(" ".join)
SENTENCES = st.lists(st.integers(0, 9), max_size=3)


def field(*usual: object) -> st.SearchStrategy[object]:
    return st.sampled_from(usual) | ANYTHING


JUDGED = st.fixed_dictionaries(
    {
        "number": field(0, 1, 2, 3, 4, 5),
        "verdict": field("agree", "disagree", "unsure"),
        "polarity": field("favours", "opposes", "mixed", "none"),
        "quote": QUOTES | ANYTHING,
        "sentences": SENTENCES | ANYTHING,
    }
)
ADDED = st.fixed_dictionaries(
    {
        "holder": field("anna-examplova", "boris-fictionov", "carla-inventa", "dora-elsewhere"),
        "proposition": field(DIALOGUE, ENVOY, SANCTIONS),
        "polarity": field("favours", "opposes", "mixed"),
        "quote": QUOTES | ANYTHING,
        "sentences": SENTENCES | ANYTHING,
    }
)
REPLIES = st.fixed_dictionaries(
    {
        "candidates": st.lists(JUDGED | ANYTHING, max_size=5) | ANYTHING,
        "additional": st.lists(ADDED | ANYTHING, max_size=5) | ANYTHING,
    }
) | st.dictionaries(st.sampled_from(["candidates", "additional", "x"]), ANYTHING)


@given(given_back=REPLIES)
def test_whatever_comes_back_what_survives_is_verbatim_and_listed(given_back):
    verified = verify(given_back, SEGMENTS, LISTS)
    for judged in verified.judgements:
        assert 1 <= judged.number <= len(POOL)
        assert judged.verdict in ("agree", "disagree", "unsure")
        assert judged.found is not None or judged.verdict != "agree"
    for added in verified.additions:
        assert added.holder in LISTS.holders
        assert added.proposition in LISTS.propositions
        assert isinstance(added.polarity, Polarity)
    places = [one.found for one in (*verified.judgements, *verified.additions) if one.found]
    for place in places:
        words = REPORT[place.start : place.end]
        assert words
        assert "\n" not in words
        assert len(words.split()) <= QUOTED_WORDS
    rows = [r for name in ("candidates", "additional") for r in _rows(given_back, name)]
    assert len(verified.judgements) + len(verified.additions) + sum(
        verified.dropped.values()
    ) == len(rows)


def _rows(given_back: dict[str, object], name: str) -> list[object]:
    rows = given_back.get(name, [])
    return rows if isinstance(rows, list) else [rows]
