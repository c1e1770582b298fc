from __future__ import annotations

import pytest

from tests.extract.conftest import worded

SANCTIONS = "sanctions-on-russia"


@pytest.mark.parametrize(
    ("said", "polarity"),
    [
        ("backs new sanctions on Russia", "favours"),
        ("called for new sanctions on Russia", "favours"),
        ("does not support new sanctions on Russia", "opposes"),
        ("opposes sanctions on Russia", "opposes"),
        ("refused to extend the sanctions on Russia", "opposes"),
        ("wants to lift the sanctions on Russia", "opposes"),
        ("opposes lifting the sanctions on Russia", "favours"),
        ("warned against lifting the sanctions on Russia", "favours"),
        ("said that sanctions on Russia would be a mistake", "opposes"),
        ("said that sanctions on Russia are necessary", "favours"),
        ("said sanctions on Russia were not necessary", "opposes"),
        ("would support sanctions on Russia only if others paid", "mixed"),
        ("has not ruled out sanctions on Russia", "mixed"),
    ],
)
def test_cues_and_negations_make_the_polarity(stances, said, polarity):
    found = stances(f"Anna Examplova {said}.")
    assert ("anna-examplova", SANCTIONS, polarity) in found
    assert len({one[2] for one in found if one[1] == SANCTIONS}) == 1


@pytest.mark.parametrize(
    ("said", "proposition", "polarity"),
    [
        ("did not see any real willingness to negotiate", "russia-peace-willingness", "opposes"),
        ("said Russia is willing to negotiate", "russia-peace-willingness", "favours"),
        ("said Moscow was not ready for talks", "russia-peace-willingness", "opposes"),
        ("said Putin was never interested in peace", "russia-peace-willingness", "opposes"),
        (
            "said she did not think Russia is willing to negotiate",
            "russia-peace-willingness",
            "opposes",
        ),
        ("condemned the attacks on Ukrainian cities", "attacks-on-ukraine", "opposes"),
        ("said borders must not be changed by force", "territorial-concessions", "opposes"),
        ("opposed sending troops to Ukraine", "troops-in-ukraine", "opposes"),
        ("called for the appointment of a European envoy", "eu-special-envoy", "favours"),
        ("said there can be no deal without Europe", "european-seat-at-talks", "favours"),
        ("said nothing about Ukraine without Ukraine", "nothing-without-ukraine", "favours"),
        ("called for a tribunal", "special-tribunal", "favours"),
        ("wants Ukraine to join the EU", "ukraine-eu-membership", "favours"),
        ("opposes NATO membership for Ukraine", "ukraine-nato-membership", "opposes"),
        ("wants to stop buying Russian gas", "russian-energy-phase-out", "favours"),
        ("rejected the use of frozen Russian assets", "frozen-russian-assets", "opposes"),
        ("called for an unconditional ceasefire", "unconditional-ceasefire", "favours"),
        ("said Russia is a threat to Europe", "russia-is-threat", "favours"),
        ("backs higher defence spending", "defence-spending", "favours"),
        ("demands a visa ban for Russian tourists", "travel-restrictions", "favours"),
        ("urged Europe to avoid escalation", "escalation-restraint", "favours"),
    ],
)
def test_propositions_and_their_polarities(stances, said, proposition, polarity):
    assert ("anna-examplova", proposition, polarity) in stances(f"Anna Examplova {said}.")


@pytest.mark.parametrize(
    ("said", "polarity"),
    [
        ("condemned the war and opposed sanctions on Russia", "opposes"),
        ("does not support and will not agree to sanctions on Russia", "opposes"),
        ("refuses to support or prolong sanctions on Russia", "opposes"),
        ("called for talks rather than sanctions on Russia", "opposes"),
        ("said the economy would suffer if sanctions on Russia were agreed", "opposes"),
        ("said that sanctions on Russia would mean war", "opposes"),
        ("said she cannot imagine sanctions on Russia", "opposes"),
        ("would vote against sanctions on Russia", "opposes"),
        ("will not ratify the sanctions on Russia", "opposes"),
        ("has no objection to sanctions on Russia", "favours"),
        ("will not create obstacles to sanctions on Russia", "favours"),
        ("said that rejecting sanctions on Russia would be a mistake", "favours"),
        ("made no apology for having proposed sanctions on Russia", "favours"),
        ("wants sanctions on Russia to be lifted", "opposes"),
        ("will not agree to sanctions on Russia until Moscow quits the talks", "opposes"),
        ("backs sanctions on Russia but not on food", "mixed"),
        ("supports sanctions on Russia, yet rejects any on gas", "mixed"),
        ("fully supports sanctions on Russia and will not block sanctions on Russia", "favours"),
    ],
)
def test_joined_verbs_comparisons_and_contrasts_are_told_apart(stances, said, polarity):
    found = stances(f"Anna Examplova {said}.")
    signs = {one[2] for one in found if one[:2] == ("anna-examplova", SANCTIONS)}
    assert signs == {polarity}


def _evidence(read, text):
    found = read(text)
    return {
        name
        for candidate in found.candidates
        if candidate.proposition == SANCTIONS
        for name in found.reasons[candidate.id].evidence
    }


def test_words_that_say_little_are_told_apart_from_real_cues(read):
    mild = _evidence(read, "Anna Examplova would use sanctions on Russia.")
    assert "cue-mild" in mild
    assert "cue-before" not in mild
    real = _evidence(read, "Anna Examplova would support sanctions on Russia.")
    assert "cue-before" in real
    assert "cue-mild" not in real


def test_who_is_criticised_for_a_matter_is_not_against_it(stances):
    found = stances("Anna Examplova was criticised for sanctions on Russia.")
    assert ("anna-examplova", SANCTIONS, "opposes") not in found


@pytest.mark.parametrize(
    "text",
    [
        "The weather in Prague was mild on Tuesday.",
        "Talks between neighbours about the fence failed, Anna Examplova said.",
        "Oil rose 3 percent, traders said.",
        "Anna Examplova told the story of a shadow on the wall.",
        "Anna Examplova won the race.",
    ],
)
def test_other_sentences_give_nothing(stances, text):
    assert stances(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Since Russia launched its invasion, the bloc has imposed sanctions on Russia.",
        "Carlo Madeup had been criticised for talking to Putin.",
    ],
)
def test_background_is_not_published_unseen(read, text):
    assert all(candidate.confidence < 0.75 for candidate in worded(read(text)))
