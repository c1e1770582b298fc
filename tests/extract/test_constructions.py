"""Forms of speech that articles use and that single words do not give away."""

from __future__ import annotations

import pytest

TROOPS = "troops-in-ukraine"
ENERGY = "russian-energy-phase-out"
SANCTIONS = "sanctions-on-russia"
ASSETS = "frozen-russian-assets"
ENVOY = "eu-special-envoy"


def of(found, holder, proposition):
    return {polarity for one, what, polarity in found if (one, what) == (holder, proposition)}


@pytest.mark.parametrize(
    "text",
    [
        "Bruno Fictius won't rule out sending troops to Ukraine.",
        "Bruno Fictius refused to rule out sending troops to Ukraine.",
        "Sending troops to Ukraine could not be ruled out, Bruno Fictius said.",
        "Bruno Fictius said that sending soldiers to Ukraine was not off the table.",
        "There was no consensus on sending troops to Ukraine, but nothing could be excluded, "
        "Bruno Fictius said.",
    ],
)
def test_who_does_not_rule_a_thing_out_is_neither_for_nor_against_it(stances, text):
    assert of(stances(text), "bruno-fictius", TROOPS) == {"mixed"}


def test_who_sees_no_consensus_has_said_nothing_of_his_own(stances):
    text = "Bruno Fictius said there was no consensus on sending troops to Ukraine."
    assert of(stances(text), "bruno-fictius", TROOPS) == set()


@pytest.mark.parametrize(
    "text",
    [
        '"There will be no foreign troops, no soldiers on Ukrainian soil," Bruno Fictius said.',
        "Bruno Fictius said that there would be no troops and no trainers in Ukraine.",
        "Bruno Fictius doesn't want to send soldiers to Ukraine.",
        "Bruno Fictius of Italy struck another note, saying there would be no soldiers in Ukraine.",
        "Bruno Fictius said that Rome would not intervene militarily.",
        "Bruno Fictius said that a European peacekeeping force in Ukraine could not deter Moscow.",
    ],
)
def test_several_denials_and_short_ones_are_one_refusal(stances, text):
    assert of(stances(text), "bruno-fictius", TROOPS) == {"opposes"}


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("Rome said it would not join Paris and Tallinn in sending soldiers to Ukraine.", "france"),
        ("Moscow warned France over the possible deployment of troops to Ukraine.", "france"),
        ("Rome said it would back France on sending its soldiers to Ukraine.", "france"),
    ],
)
def test_a_name_behind_a_verb_is_no_subject(stances, text, holder):
    assert of(stances(text), holder, TROOPS) == set()


def test_a_warning_over_a_plan_is_against_it(stances):
    text = "Bruno Fictius warned Paris over the possible deployment of troops to Ukraine."
    assert of(stances(text), "bruno-fictius", TROOPS) == {"opposes"}


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ('Carlo Madeup called the plan to use frozen Russian assets "plainly wrong".', "opposes"),
        ("Carlo Madeup was highly critical of the use of frozen Russian assets.", "opposes"),
        ("Carlo Madeup asked for a postponement of the use of frozen Russian assets.", "opposes"),
        ("Carlo Madeup will sue over the use of frozen Russian assets.", "opposes"),
        ("Carlo Madeup presented a scheme to use frozen Russian assets.", "favours"),
    ],
)
def test_judgements_by_adjective_noun_and_lawsuit(stances, text, polarity):
    assert of(stances(text), "carlo-madeup", ASSETS) == {polarity}


@pytest.mark.parametrize(
    "text",
    [
        "Anna Examplova demanded that the sanctions against Russia be postponed.",
        "Anna Examplova insisted that the sanctions on Russia should be lifted.",
        "Anna Examplova has slowed down sanctions against Russia.",
    ],
)
def test_demands_that_something_be_put_off_are_against_it(stances, text):
    assert of(stances(text), "anna-examplova", SANCTIONS) == {"opposes"}


def test_a_cause_is_no_object_of_the_verb_before_it(stances):
    text = "Anna Examplova said the flights were suspended due to the sanctions on Russia."
    assert "opposes" not in of(stances(text), "anna-examplova", SANCTIONS)


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        (
            "Anna Examplova rejected a proposal from the EU to end imports of Russian gas.",
            "favours",
        ),
        ("Anna Examplova has criticised the EU's new plan to ban Russian gas.", "favours"),
        ("Anna Examplova regretted the EU's refusal to stop imports of Russian gas.", "opposes"),
    ],
)
def test_a_plan_is_its_authors_whatever_others_say_of_it(stances, text, polarity):
    found = stances(text)
    assert of(found, "european-union", ENERGY) == {polarity}


def test_who_has_no_plan_is_not_its_author(stances):
    assert "favours" not in of(
        stances("Italy has no intention of sending soldiers to Ukraine."), "italy", TROOPS
    )


def test_what_rules_do_is_not_the_speakers_act(stances):
    text = (
        "Anna Examplova recalled that others had written the rules, "
        "which from November ban the import of Russian gas."
    )
    assert of(stances(text), "anna-examplova", ENERGY) == set()


def test_the_plan_is_the_matter_and_not_the_last_stance_on_it(stances):
    text = "Italy opposes the use of frozen Russian assets. Estonia has also rejected the plan."
    assert of(stances(text), "estonia", ASSETS) == {"opposes"}


def test_the_idea_does_not_mean_an_assessment(stances):
    text = (
        "Carlo Madeup wants a European envoy. "
        "Igor Fabula said that Europe did not want peace. Bruno Fictius rejected the idea."
    )
    found = stances(text)
    assert of(found, "bruno-fictius", ENVOY) == {"opposes"}


def test_the_missiles_are_those_named_before(stances):
    text = (
        "Paris has talked of Taurus missiles for weeks. "
        "Bruno Fictius is open to delivering the missiles to Ukraine."
    )
    found = stances(text)
    assert of(found, "bruno-fictius", "long-range-weapons") == {"favours"}
    assert of(found, "bruno-fictius", "military-aid-to-ukraine") == set()


def test_a_headline_names_its_speaker_before_what_it_is_about(stances):
    text = "Bruno Fictius on Italy-Russia talks: no troops for Ukraine\n\nIt rained all day."
    assert of(stances(text), "bruno-fictius", TROOPS) == {"opposes"}


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        (
            "It rained. Estonia's foreign ministry called for sanctions on Russia.",
            "estonia",
        ),
        (
            "European leaders meeting in haste in a hotel called for sanctions on Russia.",
            "european-leaders",
        ),
        ("European leaders met. The leaders called for sanctions on Russia.", "european-leaders"),
        (
            "Bruno Fictius (Party of Clay) on Friday called for sanctions on Russia.",
            "bruno-fictius",
        ),
        (
            "Interior minister Zorblax Quimby on Friday demanded sanctions on Russia.",
            "zorblax-quimby",
        ),
        ("Bruno Fictius and other officials called for sanctions on Russia.", "bruno-fictius"),
    ],
)
def test_sources_are_known_by_office_group_and_party(stances, text, holder):
    assert of(stances(text), holder, SANCTIONS) == {"favours"}


def test_he_of_a_speech_is_who_gave_it(stances):
    text = (
        "Bruno Fictius spoke after Carlo Madeup's speech, "
        "in which he called for sanctions on Russia."
    )
    found = stances(text)
    assert of(found, "carlo-madeup", SANCTIONS) == {"favours"}
    assert of(found, "bruno-fictius", SANCTIONS) == set()


def test_a_clause_with_with_has_its_own_speaker(stances):
    text = (
        "Carlo Madeup said Paris would send no troops to Ukraine, with Bruno Fictius also saying "
        "that sanctions on Russia were necessary."
    )
    found = stances(text)
    assert of(found, "bruno-fictius", SANCTIONS) == {"favours"}
    assert of(found, "carlo-madeup", SANCTIONS) == set()


@pytest.mark.parametrize(
    ("text", "proposition", "polarity"),
    [
        ("said that Kyiv must have a seat at the table", "nothing-without-ukraine", "favours"),
        (
            "would never accept decisions made about Ukraine without Kyiv",
            "nothing-without-ukraine",
            "favours",
        ),
        ("said that Ukraine was closer to NATO than ever", "ukraine-nato-membership", "favours"),
        ("said that this was not the time to call Putin", "direct-dialogue-with-russia", "opposes"),
        ("said that Europe would never again import Russian gas", ENERGY, "favours"),
        ("said that not a single bullet would go to Ukraine", "military-aid-to-ukraine", "opposes"),
        (
            "said that European capitals were not inclined to look for peace",
            "europe-obstructs-peace",
            "favours",
        ),
        (
            "asked the others to refrain from phone calls to Putin",
            "direct-dialogue-with-russia",
            "opposes",
        ),
        ("has no intention of calling Putin", "direct-dialogue-with-russia", "opposes"),
        (
            "discouraged others from renewing relations with Moscow",
            "normalise-relations-with-russia",
            "opposes",
        ),
        ("backs zero military aid to Ukraine", "military-aid-to-ukraine", "opposes"),
        (
            "opposes the envoy and will not send weapons to Ukraine",
            "military-aid-to-ukraine",
            "opposes",
        ),
        ("dismissed the tribunal as illegitimate", "special-tribunal", "opposes"),
        ("said that the tribunal has no legal basis", "special-tribunal", "opposes"),
    ],
)
def test_wordings_of_single_propositions(stances, text, proposition, polarity):
    assert of(stances(f"Bruno Fictius {text}."), "bruno-fictius", proposition) == {polarity}


@pytest.mark.parametrize(
    ("text", "proposition"),
    [
        ("said that Russia's latest attack on Ukraine came at noon", "attacks-on-ukraine"),
        ("said that Putin has no plans to end the war", "russia-is-threat"),
        ("asked who should talk to Putin", "direct-dialogue-with-russia"),
        ("said that Putin could set foot on Swiss soil", "reparations-by-russia"),
        ("hopes for a peace agreement between Ukraine and Russia", "nothing-without-ukraine"),
        ("said that Kyiv must have a seat at the table", "european-seat-at-talks"),
        ("decided to join the European Union sanctions", "ukraine-eu-membership"),
        ("pledged money for military support to Kyiv", "defence-spending"),
        ("called it premature to talk of Russian peacekeepers", "direct-dialogue-with-russia"),
        ("backed a tribunal for Russia's crimes of Russian aggression", "attacks-on-ukraine"),
    ],
)
def test_words_that_only_sound_like_a_proposition(stances, text, proposition):
    assert of(stances(f"Bruno Fictius {text}."), "bruno-fictius", proposition) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Bruno Fictius said leaders had failed to reach an agreement on sending troops to Ukraine.",
        "Bruno Fictius said that the allies were divided over sending troops to Ukraine.",
        "Bruno Fictius stopped short of backing the sending of troops to Ukraine.",
        "Bruno Fictius left the question of sending troops to Ukraine to others.",
        '"It is no secret," Bruno Fictius said of the plan to send troops to Ukraine.',
    ],
)
def test_who_tells_of_a_quarrel_or_stops_short_has_said_nothing_of_his_own(stances, text):
    assert of(stances(text), "bruno-fictius", TROOPS) == set()


def test_one_more_package_is_counted_not_wanted(stances):
    text = "It would be the 18th package of sanctions against Russia, Bruno Fictius said."
    assert of(stances(text), "bruno-fictius", SANCTIONS) == set()


@pytest.mark.parametrize(
    "text",
    [
        '"The time for dialogue with Moscow has not come," Bruno Fictius said.',
        "Bruno Fictius opposes dialogue with Moscow.",
        "Bruno Fictius called the idea of talking to Putin naive.",
        "Bruno Fictius cautioned that direct talks with Moscow would undermine Europe.",
        "Bruno Fictius described talks with Putin as a dead end.",
    ],
)
def test_who_finds_fault_with_dialogue_opposes_it(stances, text):
    dialogue = "direct-dialogue-with-russia"
    assert of(stances(text), "bruno-fictius", dialogue) == {"opposes"}


def test_an_end_to_one_thing_is_no_end_to_the_next(stances):
    text = (
        "Bruno Fictius called for an end to sanctions and a resumption of gas imports from Russia."
    )
    assert of(stances(text), "bruno-fictius", SANCTIONS) == {"opposes"}
    assert of(stances(text), "bruno-fictius", ENERGY) == {"opposes"}


@pytest.mark.parametrize(
    ("text", "proposition"),
    [
        ("Rome rejected the presence of European troops in Ukraine.", "european-seat-at-talks"),
        ("Igor Fabula accused European states of obstructing the peace process.",
         "european-seat-at-talks"),
        ("Igor Fabula called European troops in Ukraine legitimate targets.",
         "attacks-on-ukraine"),
        ("Rome set aside 3.5 billion euros for military support to Ukraine.",
         "joint-debt-for-ukraine"),
    ],
)  # fmt: skip
def test_words_of_one_matter_are_not_taken_for_another(stances, text, proposition):
    assert proposition not in {what for _, what, _ in stances(text)}


@pytest.mark.parametrize(
    "text",
    [
        "After four years of refusing to engage with Moscow, Bruno Fictius met the press.",
        "Bruno Fictius answered the question when it is better not to talk to Putin.",
    ],
)
def test_what_was_refused_for_years_or_asked_is_left_open(stances, text):
    assert of(stances(text), "bruno-fictius", "direct-dialogue-with-russia") == set()


def test_who_is_not_the_first_to_want_it_wants_it(stances):
    text = "Bruno Fictius is not the first European to call for talks with Putin."
    assert of(stances(text), "bruno-fictius", "direct-dialogue-with-russia") == {"favours"}


@pytest.mark.parametrize(
    ("text", "proposition", "polarity"),
    [
        ("Bruno Fictius spoke of Putin's lack of willingness to negotiate.",
         "russia-peace-willingness", "opposes"),
        ('"He is avoiding serious negotiations," Bruno Fictius said of Putin.',
         "russia-peace-willingness", "opposes"),
        ('"These are not the actions of someone who wants peace," Bruno Fictius said.',
         "russia-peace-willingness", "opposes"),
        ("Threats to the EU are growing, Bruno Fictius said.", "russia-is-threat", "favours"),
        ("The presence of our army on the territory of Ukraine runs counter to our interests, "
         "Bruno Fictius said.", TROOPS, "opposes"),
    ],
)  # fmt: skip
def test_wordings_of_a_matter(stances, text, proposition, polarity):
    assert of(stances(text), "bruno-fictius", proposition) == {polarity}


@pytest.mark.parametrize(
    ("text", "proposition"),
    [
        (
            "Bruno Fictius opposes sending troops to Ukraine to enforce a full ceasefire.",
            "unconditional-ceasefire",
        ),
        (
            "Bruno Fictius refused to extend sanctions over Russia's attacks on Ukraine.",
            "attacks-on-ukraine",
        ),
        (
            "Bruno Fictius rejected the idea of a special envoy for talks with Russia.",
            "direct-dialogue-with-russia",
        ),
    ],
)
def test_who_refuses_a_thing_has_not_refused_its_purpose(stances, text, proposition):
    assert of(stances(text), "bruno-fictius", proposition) == set()


def test_who_refuses_two_things_has_refused_both(stances):
    text = "Bruno Fictius opposes sending troops to Ukraine and extending sanctions on Russia."
    assert of(stances(text), "bruno-fictius", TROOPS) == {"opposes"}
    assert of(stances(text), "bruno-fictius", SANCTIONS) == {"opposes"}


@pytest.mark.parametrize(
    "name",
    ["declaration of war", "betrayal", "provocation", "mistake"],
)
def test_what_is_called_by_a_bad_name_is_opposed(stances, name):
    text = f"Bruno Fictius called Ukraine's accession to the EU a {name}."
    assert of(stances(text), "bruno-fictius", "ukraine-eu-membership") == {"opposes"}


def test_what_is_called_by_a_name_that_tells_nothing_is_nobodys_stance(stances):
    text = "Bruno Fictius called Ukraine's accession to the EU a long road."
    assert of(stances(text), "bruno-fictius", "ukraine-eu-membership") == set()


@pytest.mark.parametrize(
    "text",
    [
        "Bruno Fictius said Italy would only send troops to Ukraine after a peace deal.",
        "Bruno Fictius would only send troops to Ukraine once the guns are silent.",
    ],
)
def test_who_would_act_only_after_something_else_sets_a_condition(stances, text):
    assert of(stances(text), "bruno-fictius", TROOPS) == {"mixed"}


@pytest.mark.parametrize(
    "text",
    [
        "Bruno Fictius withdrew his veto of the sanctions package against Russia.",
        "Bruno Fictius dropped his veto of the sanctions package against Russia.",
    ],
)
def test_who_takes_back_a_veto_lets_it_pass(stances, text):
    assert of(stances(text), "bruno-fictius", SANCTIONS) == {"favours"}


@pytest.mark.parametrize(
    ("text", "proposition", "polarity"),
    [
        ("Bruno Fictius proposed to eliminate all gas deliveries from Russia.", ENERGY, "favours"),
        (
            "Bruno Fictius suggested that Putin be invited to a meeting with EU leaders.",
            "direct-dialogue-with-russia",
            "favours",
        ),
        (
            "Bruno Fictius rejected taking part in a military force on the ground in Ukraine.",
            TROOPS,
            "opposes",
        ),
        ("Bruno Fictius offered to provide frontline soldiers for Ukraine.", TROOPS, "favours"),
    ],
)
def test_more_wordings_of_a_matter(stances, text, proposition, polarity):
    assert of(stances(text), "bruno-fictius", proposition) == {polarity}


@pytest.mark.parametrize(
    ("text", "proposition"),
    [
        ("Bruno Fictius will host a summit on artificial intelligence.", "peace-summit-with-putin"),
        ("Bruno Fictius will host a meeting of premiers in Rome.", "peace-summit-with-putin"),
        ("Bruno Fictius agreed that the assets stay frozen until the conflict is over.", ASSETS),
        (
            "Bruno Fictius agreed that the assets stay frozen until the conflict is over.",
            "territorial-concessions",
        ),
        (
            "Bruno Fictius asked others to share costs if compensation becomes due.",
            "reparations-by-russia",
        ),
        (
            "Bruno Fictius told what Russia must do to meet the conditions for a peace without "
            "loss.",
            "reparations-by-russia",
        ),
        (
            'Bruno Fictius warned that Moscow\'s "maximalist demands" cannot be met.',
            "us-led-peace-plan",
        ),
        (
            "Bruno Fictius said Italy would not take part in any European force.",
            "european-seat-at-talks",
        ),
        ("Bruno Fictius formed a club to deter further threats by Russia.", "russia-is-threat"),
    ],
)
def test_words_that_tell_of_something_else(stances, text, proposition):
    assert of(stances(text), "bruno-fictius", proposition) == set()


def test_neither_and_nor_deny_once(stances):
    text = "Bruno Fictius said Italy will neither send soldiers nor weapons to Ukraine."
    assert of(stances(text), "bruno-fictius", TROOPS) == {"opposes"}


def test_who_would_influence_anothers_decision_has_not_taken_it(stances):
    text = "Bruno Fictius said he wants to influence the Czech decision to block sanctions."
    text = text.replace("the Czech", "Prague's")
    assert of(stances(text), "bruno-fictius", SANCTIONS) == set()
    assert of(stances(text), "czechia", SANCTIONS) == {"opposes"}


@pytest.mark.parametrize(
    "text",
    [
        "Bruno Fictius objected because most of the frozen Russian assets lie in Rome.",
        "Bruno Fictius travelled to Paris, which holds some of the frozen Russian assets.",
    ],
)
def test_a_matter_only_named_in_another_clause_is_not_its_subjects(stances, text):
    assert of(stances(text), "bruno-fictius", ASSETS) == set()


def test_what_would_follow_from_a_thing_is_no_demand_for_it(stances):
    text = (
        "Bruno Fictius stressed that if Taurus missiles were delivered to Ukraine, Italy would "
        "have to be involved."
    )
    assert of(stances(text), "bruno-fictius", "long-range-weapons") == set()


def test_what_an_act_waits_for_is_not_judged_by_it(stances):
    text = "Bruno Fictius is ready to send troops to Ukraine if there is a full ceasefire."
    assert of(stances(text), "bruno-fictius", "unconditional-ceasefire") == set()
    assert of(stances(text), "bruno-fictius", TROOPS) == {"favours"}


def test_who_stalls_is_not_always_russia(stances):
    text = "Bruno Fictius has stalled for months on Ukraine's wish for new tanks."
    assert of(stances(text), "bruno-fictius", "russia-peace-willingness") == set()


def test_a_judgement_behind_as_is_not_a_second_one(stances):
    text = 'Bruno Fictius dismissed as "naive" the sending of troops to Ukraine.'
    assert of(stances(text), "bruno-fictius", TROOPS) == {"opposes"}


@pytest.mark.parametrize(
    "text",
    [
        "Italy has so far agreed to send its soldiers to Ukraine.",
        "Italy has pledged to send its soldiers to Ukraine.",
    ],
)
def test_an_agreement_may_be_part_of_the_matter(read, text):
    found = read(text)
    evidence = [found.reasons[one.id].evidence for one in found.candidates if one.holder == "italy"]
    assert any("cue-before" in one for one in evidence)


@pytest.mark.parametrize(
    "text",
    [
        "Bruno Fictius refused to give details of the sending of troops to Ukraine.",
        "Bruno Fictius has clashed with Paris over sending troops to Ukraine.",
        "Bruno Fictius insisted that no consent was needed for sending troops to Ukraine.",
    ],
)
def test_what_is_only_spoken_about_is_nobodys_stance(stances, text):
    assert of(stances(text), "bruno-fictius", TROOPS) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Bruno Fictius was urged to send troops to Ukraine.",
        "Bruno Fictius has repeatedly been asked to send troops to Ukraine.",
    ],
)
def test_who_is_urged_to_do_a_thing_has_not_said_yes(stances, text):
    assert of(stances(text), "bruno-fictius", TROOPS) == set()


def test_who_refuses_a_bargain_has_not_asked_for_its_price(stances):
    text = "Bruno Fictius dismissed the idea of giving up Donbas in return for security guarantees."
    assert of(stances(text), "bruno-fictius", "security-guarantees") == set()


@pytest.mark.parametrize(
    "text",
    [
        "Bruno Fictius demanded that Italy stop arms deliveries to Kyiv and buy Russian gas again.",
        "Bruno Fictius demanded an end to sanctions and the return of Russian gas.",
    ],
)
def test_an_end_to_one_thing_and_a_return_to_gas_is_no_end_to_gas(stances, text):
    assert "favours" not in of(stances(text), "bruno-fictius", ENERGY)


def test_who_doubts_anothers_push_is_against_what_it_is_for(stances):
    text = "Bruno Fictius voiced scepticism about French president Carlo Madeup's push for "
    found = stances(text + "sending troops to Ukraine.")
    assert of(found, "bruno-fictius", TROOPS) == {"opposes"}
    assert of(found, "carlo-madeup", TROOPS) == {"favours"}


def test_who_should_not_rush_into_a_thing_is_not_for_it(stances):
    found = stances("Bruno Fictius said Europe should not rush to send troops to Ukraine.")
    assert of(found, "bruno-fictius", TROOPS) == {"opposes"}
    assert of(found, "bruno-fictius", "escalation-restraint") == set()


@pytest.mark.parametrize(
    "text",
    [
        "Bruno Fictius is ready to provide Kyiv with help unrelated to the supply of weapons to "
        "Ukraine.",
        "The EU should turn from an arms supplier into a peacemaker, Bruno Fictius said.",
    ],
)
def test_help_of_another_kind_is_no_military_aid(stances, text):
    assert of(stances(text), "bruno-fictius", "military-aid-to-ukraine") == set()


@pytest.mark.parametrize(
    "text",
    [
        "Bruno Fictius has yet to decide on sending troops to Ukraine.",
        "Bruno Fictius has not yet agreed to send troops to Ukraine.",
        "Bruno Fictius is under growing pressure from Paris to send troops to Ukraine.",
        "Bruno Fictius said Europe should turn from pressure on Paris to send troops to Ukraine.",
    ],
)
def test_what_is_undecided_or_pressed_for_by_others_is_left_open(stances, text):
    assert of(stances(text), "bruno-fictius", TROOPS) == set()


def test_support_with_arms_is_military_aid(stances):
    text = "Bruno Fictius is in favour of continuing to support Ukraine with defence equipment."
    assert of(stances(text), "bruno-fictius", "support-for-ukraine") == set()
