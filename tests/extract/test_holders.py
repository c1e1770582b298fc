"""Whose attitude it is where one tells of another's, or several share one."""

from __future__ import annotations

import pytest

TROOPS = "troops-in-ukraine"
SANCTIONS = "sanctions-on-russia"
DIALOGUE = "direct-dialogue-with-russia"
ENVOY = "eu-special-envoy"


def of(found, proposition):
    return {(holder, polarity) for holder, what, polarity in found if what == proposition}


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ('"Madeup wants to send troops to Ukraine," Bruno Fictius said.', "carlo-madeup"),
        ('"Paris supports sending troops to Ukraine," Bruno Fictius said.', "france"),
        ('"France has promised to send troops to Ukraine," Bruno Fictius said.', "france"),
    ],
)
def test_quoted_words_may_tell_what_another_wants(stances, text, whose):
    assert of(stances(text), TROOPS) == {(whose, "favours")}


@pytest.mark.parametrize(
    "text",
    [
        '"Italy wants to send troops to Ukraine," Bruno Fictius said.',
        '"The EU wants to send troops to Ukraine," Bruno Fictius said.',
        '"We want to send troops to Ukraine," Bruno Fictius said.',
        '"France should back sending troops to Ukraine," Bruno Fictius said.',
        "Bruno Fictius said he wanted to send troops to Ukraine.",
    ],
)
def test_who_tells_of_his_own_side_or_demands_speaks_for_himself(stances, text):
    assert ("bruno-fictius", "favours") in of(stances(text), TROOPS)


@pytest.mark.parametrize(
    "text",
    [
        '"They want to send troops to Ukraine," Bruno Fictius said.',
        '"Some countries want to send troops to Ukraine," Bruno Fictius said.',
        '"If Madeup wants troops in Ukraine, he can send them," Bruno Fictius said.',
        "Bruno Fictius said that they had promised to support sending troops to Ukraine.",
        "Igor Fabula said that Europe wanted to send troops to Ukraine.",
    ],
)
def test_what_others_want_is_nobodys_stance_here(stances, text):
    assert of(stances(text), TROOPS) == set()


def test_they_may_be_several_who_speak(stances):
    text = "Carlo Madeup and Bruno Fictius said they wanted to send troops to Ukraine."
    assert of(stances(text), TROOPS) == {("carlo-madeup", "favours"), ("bruno-fictius", "favours")}


@pytest.mark.parametrize(
    "text",
    [
        "New sanctions on Russia were backed by Carlo Madeup and Bruno Fictius.",
        "New sanctions on Russia, welcomed last week by Carlo Madeup and Bruno Fictius, hurt.",
        "Carlo Madeup called for new sanctions on Russia, a demand echoed by Bruno Fictius.",
        "Carlo Madeup called for new sanctions on Russia, a stance quietly shared this week by "
        "European Union spokesman Bruno Fictius.",
    ],
)
def test_all_by_whom_a_thing_is_backed_back_it(stances, text):
    both = {("carlo-madeup", "favours"), ("bruno-fictius", "favours")}
    assert of(stances(text), SANCTIONS) == both


def test_a_stance_that_is_rejected_turns_round(stances):
    text = "Carlo Madeup called for new sanctions on Russia, a demand rejected by Bruno Fictius."
    assert of(stances(text), SANCTIONS) == {
        ("carlo-madeup", "favours"),
        ("bruno-fictius", "opposes"),
    }


@pytest.mark.parametrize("leader", ["The Madeup government", "Carlo Madeup's cabinet"])
def test_a_government_is_called_by_who_leads_it(stances, leader):
    found = stances(f"{leader} opposes new sanctions on Russia.")
    assert of(found, SANCTIONS) == {("france", "opposes")}


def test_a_country_in_a_relative_clause_is_no_subject(stances):
    found = stances("Rome, which seldom visits Estonia, opposes sending troops to Ukraine.")
    assert of(found, TROOPS) == {("italy", "opposes")}


def test_the_verb_behind_a_contrast_does_not_answer_for_what_stands_before(stances):
    found = stances("Italy backed new sanctions on Russia, while France rejected them.")
    assert ("italy", "favours") in of(found, SANCTIONS)
    assert ("france", "favours") not in of(found, SANCTIONS)


@pytest.mark.parametrize(
    "text",
    [
        "Rome backs EU talks with Moscow.",
        "Rome welcomed new Russia sanctions.",
        "The idea of resuming direct contacts with the Kremlin was supported.",
    ],
)
def test_who_only_stands_before_a_noun_or_behind_a_preposition_is_no_subject(stances, text):
    assert {holder for holder, _, _ in stances(text)} <= {"italy"}


def test_a_verb_behind_a_name_may_look_like_a_noun(stances):
    found = stances("Rome plans to send troops to Ukraine.")
    assert ("italy", "favours") in of(found, TROOPS)


def test_they_are_not_the_one_who_spoke_before(stances):
    text = (
        "The opposition thinks little of Italy, Bruno Fictius said, commenting on a meeting "
        "in Kyiv, where they promised to support sending troops to Ukraine."
    )
    assert of(stances(text), TROOPS) == set()


def test_its_continuation_is_that_of_the_matter_even_where_another_ends_it(stances):
    text = (
        "Bruno Fictius wants to end military aid to Ukraine. Carlo Madeup advocates its extension."
    )
    assert of(stances(text), "military-aid-to-ukraine") == {
        ("bruno-fictius", "opposes"),
        ("carlo-madeup", "favours"),
    }
