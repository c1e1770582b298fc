"""Two stances side by side as text: on wide and narrow sheets, with hostile words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kg.analysis.corpus.quotes import Words
from kg.analysis.counting.pooling import Level, Unit
from kg.analysis.counting.resampling import Interval
from kg.analysis.counting.sides import Side
from kg.model.documents import Text
from kg.model.stances import Polarity
from kg.views.sides import Column, between, draw_pair, draw_side, wrap
from tests.analysis.invented_corpus import corpus

PROPOSITION = corpus([("anna", "talks", "+", "2025-01-01")]).propositions["talks"]
SIDE = Side(
    stance="s1",
    speaker=Unit("anna", "Anna"),
    office="Minister of Blue",
    polarity=Polarity.FAVOURS,
    when="2025-01",
    begin=date(2025, 1, 1),
    day=date(2025, 1, 31),
    stances=2,
    documents=3,
)
WORDS = Words(
    quote=Text("Wir reden", "de"),
    translation=Text("We talk", "en"),
    paraphrase=None,
    outlet="The Sample Times",
    published="2025-02-01",
    url="https://sample-times.example/talk",
    extracted=False,
    score=None,
)


def pair(words: Words | None = WORDS, width: int = 80, level: Level = Level.ACTOR) -> list[str]:
    known = {"s1": words} if words else {}
    columns = Column("before", SIDE, known), Column("after", replace(SIDE, stance="s2"), known)
    return list(draw_pair(columns, PROPOSITION, level, width))


def test_side_by_side() -> None:
    assert pair() == [
        "  before: + wants, 2025-01              │ after: + wants, 2025-01",
        "  as Minister of Blue                   │ as Minister of Blue",
        "  “Wir reden”                           │ no words are kept",
        "  (de: We talk)                         │ 3 documents, 2 stances in a row",
        "  The Sample Times, 2025-02-01          │",
        "  3 documents, 2 stances in a row       │",
        "  before: https://sample-times.example/talk",
    ]


def test_below_each_other_on_a_narrow_sheet() -> None:
    lines = pair(width=50)
    assert not any("│" in line for line in lines)
    assert lines[0] == "  before: + wants, 2025-01"
    assert lines.index("  after: + wants, 2025-01") == 6


@pytest.mark.parametrize("width", [20, 72, 80, 111])
def test_no_word_is_too_long_for_its_column(width: int) -> None:
    long = replace(WORDS, quote=Text("w" * 300, "de"), url=None)
    lines = pair(long, width=width)
    assert all(len(line) <= max(width, 22) for line in lines)
    assert sum(line.count("w") for line in lines) >= 300


def test_what_would_steer_a_terminal_is_taken_out() -> None:
    evil = replace(
        WORDS,
        quote=Text("a\x1b[31mb\u202ec\nd", "de"),
        outlet="\x07bell",
        url="https://sample-times.example/\x1b]0;x",
    )
    told = "\n".join(pair(evil))
    assert not {"\x1b", "\x07", "\u202e"} & set(told)


def test_an_accent_of_its_own_keeps_the_columns_straight() -> None:
    apart = replace(WORDS, quote=Text("e\u0301" * 10, "fr"), translation=None)
    lines = pair(apart)
    assert lines[2] == "  “éééééééééé”                          │ no words are kept"
    assert lines[3].startswith("  (in fr, not translated)")


def test_a_pooled_unit_names_its_speaker() -> None:
    assert "Anna, Minister of Blue" in pair(level=Level.GOVERNMENT)[1]


def test_words_of_a_machine_and_paraphrases_say_so() -> None:
    found = replace(WORDS, extracted=True, score="0.91", published=None)
    (_, *told) = draw_side(Column("", SIDE, {"s1": found}), PROPOSITION, Level.ACTOR, 90)
    assert "  The Sample Times, undated, extracted, score 0.91" in told
    meant = replace(WORDS, quote=None, translation=None, paraphrase=Text("Would talk.", "en"))
    (head, *told) = draw_side(Column("", SIDE, {"s1": meant}), PROPOSITION, Level.ACTOR, 90)
    assert head == "  + wants, 2025-01"
    assert "  paraphrase: Would talk." in told


def test_numbers_with_their_ends() -> None:
    assert between(None) == ""
    assert between(Interval(1.4, 2.6)) == " (95%: 1 to 3)"
    assert list(wrap(["a" * 30], 20)) == ["a" * 30]
