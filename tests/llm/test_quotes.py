from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.segment import level, segment
from kg.llm.faults import Fault, Refused
from kg.llm.quotes import find_quote
from kg.model.documents import QUOTED_WORDS, REPORTED_WORDS, Attribution
from tests.llm.invented import REPORT

SEGMENTS = segment(REPORT)


def found(claimed: str, *numbers: int, text: str = REPORT) -> tuple[str, Attribution]:
    place = find_quote(claimed, numbers, segment(text))
    return text[place.start : place.end], place.attribution


def fault(claimed: str, *numbers: int, text: str = REPORT) -> Fault:
    with pytest.raises(Refused) as raised:
        find_quote(claimed, numbers, segment(text))
    return raised.value.fault


def test_other_marks_accents_and_blanks_are_mapped_back():
    spoken = "We must appoint a ‘special’ envoy,"
    assert found('We must appoint a "special" envoy,', 3) == (spoken, Attribution.DIRECT)
    assert found("We must appoint a 'special' envoy,", 3) == (spoken, Attribution.DIRECT)
    assert found("  We  must\nappoint a `special´ envoy", 3)[0] == spoken[:-1]
    assert found("The cafe stayed", 7) == ("The café stayed", Attribution.REPORTED)


@pytest.mark.parametrize("claimed", ["The cafe\u0301 stayed", "\ufeffThe ca\u00adfé\u200b stayed"])
def test_letters_in_parts_and_what_nobody_sees_are_read_as_in_texts(claimed):
    assert found(claimed, 7)[0] == "The café stayed"


def test_marks_around_spoken_words_are_left_out():
    assert found("“We must appoint a 'special' envoy,”", 3) == (
        "We must appoint a ‘special’ envoy,",
        Attribution.DIRECT,
    )


def test_neighbouring_sentences_may_share_a_quote():
    assert found("happened. It rained", 5, 6)[0] == "happened. It rained"
    assert fault("happened. It rained", 5) is Fault.QUOTE_ELSEWHERE
    assert fault("lifting sanctions. Nothing else", 4, 5) is Fault.QUOTE_ELSEWHERE


def test_what_is_not_there_is_refused():
    assert fault("Europe must not talk to Russia", 2) is Fault.QUOTE_NOT_IN_TEXT
    assert fault("europe should talk", 2) is Fault.QUOTE_NOT_IN_TEXT
    assert fault("urope should talk", 2) is Fault.QUOTE_NOT_IN_TEXT
    assert fault("Europe ... talk", 2) is Fault.QUOTE_NOT_IN_TEXT
    assert fault("Europe should talk", 3) is Fault.QUOTE_ELSEWHERE
    assert fault("Europe should talk", 0) is Fault.UNKNOWN_SENTENCE
    assert fault("Europe should talk", 2, 99) is Fault.UNKNOWN_SENTENCE
    assert fault("Europe should talk") is Fault.UNKNOWN_SENTENCE
    assert fault(" “ - ” ", 3) is Fault.NO_QUOTE


def test_the_limits_of_evidence_hold():
    words = " ".join(f"w{number}" for number in range(60))
    reported = words.split()
    assert found(" ".join(reported[:REPORTED_WORDS]), 1, text=words)[1] is Attribution.REPORTED
    assert fault(" ".join(reported[: REPORTED_WORDS + 1]), 1, text=words) is Fault.QUOTE_TOO_LONG
    spoken = f"“{words}”"
    assert found(" ".join(reported[:QUOTED_WORDS]), 1, text=spoken)[1] is Attribution.DIRECT
    assert fault(" ".join(reported[: QUOTED_WORDS + 1]), 1, text=spoken) is Fault.QUOTE_TOO_LONG
    assert fault("w" * 100_000, 1) is Fault.QUOTE_TOO_LONG


PIECES = st.lists(
    st.sampled_from([*REPORT.split(" "), "“", "”", '"', "'", "\n", "\u2028", "é", ".*", "(", "\\"]),
    max_size=30,
).map(" ".join)


@given(text=PIECES, claimed=PIECES | st.text(), numbers=st.lists(st.integers(-2, 9), max_size=4))
def test_what_is_found_is_in_the_text(text, claimed, numbers):
    segments = segment(text)
    try:
        place = find_quote(claimed, numbers, segments)
    except Refused:
        return
    words = level(text[place.start : place.end]).split()
    marked = " ".join(level(claimed).split()).replace('"', "'")
    assert " ".join(words).replace('"', "'") in marked
    limit = QUOTED_WORDS if place.attribution is Attribution.DIRECT else REPORTED_WORDS
    assert 0 < len(words) <= limit
    assert not set("\n\u2028") & set(text[place.start : place.end])


@given(data=st.data())
def test_every_short_stretch_of_a_sentence_is_found(data):
    number = data.draw(st.integers(1, len(SEGMENTS.sentences)))
    sentence = SEGMENTS.sentences[number - 1]
    words = REPORT[sentence.start : sentence.end].split()
    first = data.draw(st.integers(0, len(words) - 1))
    claimed = " ".join(words[first : first + REPORTED_WORDS])
    if any(map(str.isalnum, claimed)):
        assert found(claimed, number)[0].strip("“”'") in claimed


def test_words_that_english_cannot_have_are_refused():
    text = 'He said: "Мы за диалог с Путиным." Nothing else was told.'
    assert fault("Мы за диалог с Путиным.", 1, text=text) is Fault.QUOTE_NOT_ENGLISH
