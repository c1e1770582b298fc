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


@pytest.mark.parametrize(
    "text",
    [
        "Bruno Fictius spoke after Igor Fabula's refusal to send troops to Ukraine.",
        "Bruno Fictius spoke of Igor Fabula's plan to send troops to Ukraine.",
    ],
)
def test_anothers_offer_or_refusal_is_not_that_of_who_speaks_of_it(stances, text):
    assert "bruno-fictius" not in {holder for holder, _ in of(stances(text), TROOPS)}


def test_who_welcomes_anothers_offer_is_for_it(stances):
    text = "Bruno Fictius welcomed Madeup's offer to send troops to Ukraine."
    assert ("bruno-fictius", "favours") in of(stances(text), TROOPS)


def test_the_one_who_is_told_of_with_who_may_be_an_object(stances):
    text = "Bruno Fictius met Anna Examplova, on 5 December, who opposes sending troops to Ukraine."
    assert of(stances(text), TROOPS) == {("anna-examplova", "opposes")}


def test_who_is_named_as_something_does_nothing(stances):
    found = stances("Rome named Carlo Madeup as a possible European envoy to Moscow.")
    assert "carlo-madeup" not in {holder for holder, _ in of(found, ENVOY)}


@pytest.mark.parametrize(
    "text",
    [
        "Europe should talk to Russia, Bruno Fictius and Anna Examplova said.",
        "Europe should talk to Russia, Bruno Fictius and Anna Examplova told the outlet on the "
        "sidelines of a long summit in Dubai on Wednesday.",
    ],
)
def test_a_row_of_speakers_does_not_begin_with_an_object(stances, text):
    both = {("bruno-fictius", "favours"), ("anna-examplova", "favours")}
    assert of(stances(text), DIALOGUE) == both


def test_the_second_object_of_a_preposition_is_no_subject(stances):
    text = (
        "Bruno Fictius opened a meeting with Carlo Madeup and Anna Examplova, wanting troops in "
        "Ukraine."
    )
    assert "anna-examplova" not in {holder for holder, _ in of(stances(text), TROOPS)}


def test_a_contrast_with_another_takes_nothing_back(stances):
    found = stances("Rome has backed sending troops to Ukraine, while Prague has rejected it.")
    assert ("italy", "favours") in of(found, TROOPS)


def test_it_has_been_backed_by_somebody(stances):
    text = "Rome wants talks with Putin. It has been backed by Carlo Madeup."
    assert ("carlo-madeup", "favours") in of(stances(text), DIALOGUE)


@pytest.mark.parametrize(
    "text",
    [
        "While Bruno Fictius praised Prague, Carlo Madeup made clear that he rejects sending "
        "troops to Ukraine.",
        "Bruno Fictius listened, and Carlo Madeup said he opposed sending troops to Ukraine.",
        "Although Bruno Fictius spoke first, Carlo Madeup told reporters that he was against "
        "sending troops to Ukraine.",
    ],
)
def test_he_in_reported_words_is_who_reports_them(stances, text):
    assert of(stances(text), TROOPS) == {("carlo-madeup", "opposes")}


def test_who_adds_words_is_who_was_quoted_last(stances):
    text = (
        "Bruno Fictius met Carlo Madeup in Rome. Bruno Fictius was late.\n\n"
        "Bruno Fictius had brought a letter.\n\n"
        '"It would ruin us all, and it would be a burden for decades," said Carlo Madeup.\n\n'
        '"We will not send troops to Ukraine," he added.'
    )
    assert of(stances(text), TROOPS) == {("carlo-madeup", "opposes")}


@pytest.mark.parametrize(
    "text",
    [
        "Bruno Fictius, unlike Carlo Madeup, refused to send troops to Ukraine.",
        "Bruno Fictius, in contrast to Carlo Madeup, refused to send troops to Ukraine.",
    ],
)
def test_who_is_only_compared_with_is_no_holder(stances, text):
    assert of(stances(text), TROOPS) == {("bruno-fictius", "opposes")}


def test_who_is_excepted_does_not_do_what_all_do(stances):
    text = "All capitals except Rome backed sending troops to Ukraine."
    assert of(stances(text), TROOPS) == set()


def test_countries_such_as_some_act_themselves(stances):
    text = "Countries such as Italy and France are reluctant to send troops to Ukraine."
    assert of(stances(text), TROOPS) == {("italy", "opposes"), ("france", "opposes")}


def test_countries_such_as_some_may_be_objects(stances):
    text = "In talks with countries such as Italy and France, Prague refused to send troops there."
    assert {"italy", "france"}.isdisjoint(holder for holder, _ in of(stances(text), TROOPS))


@pytest.mark.parametrize(
    "text",
    [
        "The EU backed new sanctions on Moscow as Rome and Paris refused to send troops to "
        "Ukraine.",
        "Sanctions stall and talks are blocked as Rome and Paris refuse to send troops to Ukraine.",
    ],
)
def test_as_opens_a_clause_with_a_subject_of_its_own(stances, text):
    assert of(stances(text), TROOPS) == {("italy", "opposes"), ("france", "opposes")}


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("The plan to send troops to Ukraine has faced resistance from Rome and Paris.", "opposes"),
        ("Sending troops to Ukraine met with fierce opposition from Rome and Paris.", "opposes"),
        (
            "Sending troops to Ukraine, which has faced resistance from Rome and Paris, is a plan "
            "of Prague's.",
            "opposes",
        ),
        ("Sending troops to Ukraine drew criticism from Rome and Paris.", "opposes"),
        ("The plan to send troops to Ukraine won the backing of Rome and Paris.", "favours"),
        ("Sending troops to Ukraine received approval from Rome and Paris.", "favours"),
    ],
)
def test_a_plan_may_meet_with_the_resistance_or_support_of_some(stances, text, polarity):
    assert of(stances(text), TROOPS) == {("italy", polarity), ("france", polarity)}


def test_who_is_criticised_by_another_for_an_act_does_not_oppose_it(stances):
    text = "Bruno Fictius, who met the Russian leader in Moscow last week, was criticised by Paris."
    assert ("bruno-fictius", "opposes") not in of(stances(text), DIALOGUE)
    assert ("france", "opposes") in of(stances(text), DIALOGUE)
