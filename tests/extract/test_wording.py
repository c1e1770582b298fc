"""Whole classes of wording, each tried in sentences made up for it."""

from __future__ import annotations

import pytest

TROOPS = "troops-in-ukraine"
CEASEFIRE = "unconditional-ceasefire"
SANCTIONS = "sanctions-on-russia"
ASSETS = "frozen-russian-assets"
DIALOGUE = "direct-dialogue-with-russia"
ACCESSION = "ukraine-eu-membership"


def of(found, holder, proposition):
    return {polarity for one, what, polarity in found if (one, what) == (holder, proposition)}


@pytest.mark.parametrize(
    "told",
    [
        "This was stated by Bruno Fictius in an interview.",
        "This was announced on Monday in Rome by Bruno Fictius.",
        "It was also emphasized in Rome by the minister Bruno Fictius on Sunday.",
    ],
)
def test_a_sentence_may_tell_whose_the_one_before_is(stances, told):
    found = stances(f"New sanctions on Russia are needed. {told}")
    assert of(found, "bruno-fictius", SANCTIONS) == {"favours"}


def test_a_sentence_with_a_source_of_its_own_stays_with_it(stances):
    found = stances(
        "New sanctions on Russia are needed, Anna Examplova said. This was stated by Bruno Fictius."
    )
    assert of(found, "anna-examplova", SANCTIONS) == {"favours"}
    assert of(found, "bruno-fictius", SANCTIONS) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Bruno Fictius, as well as Anna Examplova, said Europe should talk to Putin.",
        "Bruno Fictius, together with Anna Examplova, called for talks with Moscow.",
    ],
)
def test_who_stands_beside_a_subject_holds_what_it_holds(stances, text):
    found = stances(text)
    assert of(found, "bruno-fictius", DIALOGUE) == {"favours"}
    assert of(found, "anna-examplova", DIALOGUE) == {"favours"}


def test_neither_of_two_backs_what_neither_backs(stances):
    found = stances("Neither Rome nor Paris supports the deployment of troops to Ukraine.")
    assert of(found, "italy", TROOPS) == of(found, "france", TROOPS) == {"opposes"}


@pytest.mark.parametrize(
    "text",
    [
        "Rejecting a truce, Igor Fabula ordered new strikes.",
        "Having ruled out a ceasefire on Monday, Igor Fabula left the capital.",
    ],
)
def test_the_subject_may_follow_a_participle(stances, text):
    assert of(stances(text), "igor-fabula", CEASEFIRE) == {"opposes"}


def test_by_doing_a_thing_is_no_act_yet(stances):
    found = stances("By imposing new sanctions on Russia, France would stand with its neighbours.")
    assert of(found, "france", SANCTIONS) == set()


def test_the_subject_may_stand_at_the_head_of_the_words_of_a_topic(stances):
    found = stances("Kyiv rejected limits on the size of its army.")
    assert of(found, "ukraine", "strong-ukrainian-army") == {"favours"}


@pytest.mark.parametrize(
    "text",
    [
        "Russia must agree to an immediate ceasefire.",
        "Moscow now needs to accept a full ceasefire.",
    ],
)
def test_who_must_do_a_thing_is_not_for_it_by_that(stances, text):
    assert of(stances(text), "russia", CEASEFIRE) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Paris once opposed the accession of Ukraine to the EU, but now it has come round.",
        "Paris, which long opposed the accession of Ukraine to the EU, has since fallen silent.",
        "Paris had opposed the accession of Ukraine to the EU; it now backs it.",
    ],
)
def test_what_was_once_held_and_is_no_more_is_no_stance(stances, text):
    assert "opposes" not in of(stances(text), "france", ACCESSION)


def test_what_was_long_held_and_still_is_stays_a_stance(stances):
    found = stances("Paris has long opposed the accession of Ukraine to the EU.")
    assert of(found, "france", ACCESSION) == {"opposes"}


def test_what_is_less_urgent_than_another_thing_is_left_open(stances):
    found = stances("Anna Examplova said it was more important to arm than to talk to Putin.")
    assert of(found, "anna-examplova", DIALOGUE) == set()


def test_who_abstains_takes_no_side(stances):
    found = stances("Paris abstained in the vote on new sanctions against Russia.")
    assert of(found, "france", SANCTIONS) == set()


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("The frozen Russian assets should not be touched, Bruno Fictius warned.", "opposes"),
        ("The frozen Russian assets should now be seized, Bruno Fictius said.", "favours"),
        ("Bruno Fictius hesitates to seize the frozen Russian assets.", "opposes"),
        ("Bruno Fictius did not hesitate to seize the frozen Russian assets.", "favours"),
        ("Bruno Fictius branded the use of frozen Russian assets insane.", "opposes"),
    ],
)
def test_what_may_be_done_is_favoured_and_what_is_shied_from_opposed(stances, text, polarity):
    assert of(stances(text), "bruno-fictius", ASSETS) == {polarity}


def test_yet_opens_a_clause_of_its_own(stances):
    found = stances(
        "Bruno Fictius would not send soldiers to Ukraine, yet he favours security guarantees."
    )
    assert of(found, "bruno-fictius", "security-guarantees") == {"favours"}


def test_a_matter_that_completes_the_name_of_another_is_no_matter_of_its_own(stances):
    found = stances("Bruno Fictius warned against the normalisation of ties with Moscow.")
    assert of(found, "bruno-fictius", "normalise-relations-with-russia") == {"opposes"}
    assert of(found, "bruno-fictius", DIALOGUE) == set()


def test_two_matters_in_a_row_are_two(stances):
    found = stances("Rome says no twice: neither new sanctions nor loan for Kyiv")
    assert of(found, "italy", SANCTIONS) == {"opposes"}


def test_a_refusal_of_two_things_is_its_owners(stances):
    text = (
        "European leaders met after President Igor Fabula's refusal to attend peace talks in "
        "Istanbul or to agree to an immediate ceasefire."
    )
    assert of(stances(text), "igor-fabula", CEASEFIRE) == {"opposes"}


@pytest.mark.parametrize(
    "text",
    [
        "Moscow has repeatedly ruled out temporary ceasefires.",
        "Moscow rejected a ceasefire hours after the meeting in Paris.",
        "Moscow says it will not stop fighting until its conditions are met.",
    ],
)
def test_a_truce_is_refused_in_many_words(stances, text):
    assert of(stances(text), "russia", CEASEFIRE) == {"opposes"}


def test_what_comes_after_a_ceasefire_says_nothing_of_one(stances):
    found = stances("Bruno Fictius supports elections in Ukraine after a lasting ceasefire.")
    assert of(found, "bruno-fictius", CEASEFIRE) == set()


def test_no_doubt_any_longer_is_belief(stances):
    found = stances(
        "Bruno Fictius said Rome no longer had any doubt that Russia was a threat to Europe."
    )
    assert of(found, "bruno-fictius", "russia-is-threat") == {"favours"}


def test_a_number_with_a_point_is_one_word(stances):
    found = stances("Estonia plans to spend 5.38% of its GDP on defence next year.")
    assert of(found, "estonia", "defence-spending") == {"favours"}


def test_the_withdrawal_asked_of_ukraine_is_a_concession(stances):
    found = stances("Igor Fabula demanded that Ukraine withdraw from the whole of the Donbas.")
    assert of(found, "igor-fabula", "territorial-concessions") == {"favours"}


def test_a_deal_without_europeans_is_one_matter(stances):
    found = stances("Bruno Fictius wants no deal on Ukraine over the heads of Europeans.")
    assert of(found, "bruno-fictius", "european-seat-at-talks") == {"favours"}
    assert of(found, "bruno-fictius", "nothing-without-ukraine") == set()


def test_who_is_opposed_to_it_opposes_the_matter_before(stances):
    found = stances("While Paris supports sending troops to Ukraine, Rome is opposed to it.")
    assert of(found, "italy", TROOPS) == {"opposes"}


def test_talks_with_europe_are_dialogue_with_russia_where_moscow_seeks_them(stances):
    found = stances("Igor Fabula said the Kremlin saw no point in talks with the Europeans.")
    assert of(found, "igor-fabula", DIALOGUE) == {"opposes"}


def test_what_putin_must_do_tells_nothing_of_his_will(stances):
    found = stances("Russian President Vladimir Putin must make concessions, Bruno Fictius said.")
    assert of(found, "bruno-fictius", "russia-peace-willingness") == set()
