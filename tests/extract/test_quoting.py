from __future__ import annotations

import pytest

from kg.extract.quoting import excerpt
from kg.extract.segment import segment
from kg.model.documents import QUOTED_WORDS, REPORTED_WORDS, Attribution


def cut(text: str, words: str) -> tuple[str, Attribution]:
    segments = segment(text)
    start = text.index(words)
    sentence = next(one for one in segments.sentences if one.start <= start < one.end)
    found = excerpt(segments, sentence, start, start + len(words))
    return text[found.start : found.end], found.attribution


def test_spoken_words_are_widened_to_their_sentence():
    text = 'She said: "We must talk to them now." It rained.'
    assert cut(text, "talk to them") == ("We must talk to them now.", Attribution.DIRECT)


def test_a_long_quotation_is_cut_to_its_clause():
    text = f'"{"very " * 40}long, we must talk now, {"and so on " * 20}," she said.'
    quote, attribution = cut(text, "must talk")
    assert quote == "we must talk now"
    assert attribution is Attribution.DIRECT


@pytest.mark.parametrize("words", ["so on " * 60, "must talk"])
def test_no_quotation_is_longer_than_the_limit(words):
    text = f'"{words}{"and on " * 200}" she said.'
    assert len(cut(text, words.strip())[0].split()) <= QUOTED_WORDS


def test_words_half_quoted_count_as_reported():
    text = 'She called for a European "special envoy" today.'
    quote, attribution = cut(text, 'called for a European "special envoy')
    assert attribution is Attribution.REPORTED
    assert quote == 'called for a European "special envoy"'


def test_words_that_begin_inside_a_quotation_keep_its_opening_mark():
    text = 'It was done "in all openness" with the neighbours.'
    assert cut(text, 'in all openness" with')[0] == '"in all openness" with'


def test_reported_words_are_cut_at_the_limit():
    text = "She called for " + "many " * 30 + "envoys."
    quote, attribution = cut(text, text[4:-1])
    assert attribution is Attribution.REPORTED
    assert len(quote.split()) == REPORTED_WORDS


def test_of_speech_in_another_script_only_the_words_found_are_shown():
    text = 'He said: "Мы за диалог с Россией: we need dialogue with Putin сегодня же, немедленно."'
    quote, attribution = cut(text, "dialogue with Putin")
    assert (quote, attribution) == ("dialogue with Putin", Attribution.DIRECT)
    named = 'He said: "We need dialogue with Putin, and Russians say да."'
    assert cut(named, "dialogue with Putin")[0].endswith("Russians say да.")
