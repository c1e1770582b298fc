from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "report",
    [
        "Anna Examplova asked whether Europe should appoint a special envoy to Russia.",
        "Anna Examplova said it was too early to say whether Europe should talk to Putin.",
        "Anna Examplova said nothing about the use of frozen Russian assets.",
        "Reporters asked Anna Examplova whether she supports a special envoy.",
        "Anna Examplova did not comment on a special envoy.",
        "Anna Examplova declined to say whether she backs sanctions on Russia.",
        "Anna Examplova said she did not know if Europe should talk to Putin.",
        'Anna Examplova said: "Should Europe talk to Putin?"',
    ],
)
def test_what_is_asked_or_passed_over_is_nobodys_stance(stances, report):
    assert stances(report) == set()


@pytest.mark.parametrize(
    ("report", "proposition", "polarity"),
    [
        (
            "Anna Examplova questioned if Russia really wants peace.",
            "russia-peace-willingness",
            "opposes",
        ),
        ("Anna Examplova said sanctions do not work.", "sanctions-on-russia", "opposes"),
        (
            'Anna Examplova said: "Sanctions have hurt us more than them."',
            "sanctions-on-russia",
            "opposes",
        ),
    ],
)
def test_doubt_and_regret_are_stances(stances, report, proposition, polarity):
    assert ("anna-examplova", proposition, polarity) in stances(report)
