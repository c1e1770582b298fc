from __future__ import annotations

import pytest

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
def test_background_has_little_confidence(read, text):
    assert all(candidate.confidence < 0.5 for candidate in read(text).candidates)
