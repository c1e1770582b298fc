from __future__ import annotations

from datetime import date

import pytest

from kg.extract.coreference import resolve
from kg.extract.lexicon import english
from kg.extract.mentions import find_mentions
from kg.extract.roster import roster
from kg.extract.segment import segment
from kg.extract.strangers import introduce
from tests.extract.conftest import ACTORS, TENURES


def named(text: str, day: date = date(2026, 2, 3)) -> list[tuple[str, str | None]]:
    segments, on_day = segment(text), roster(ACTORS, TENURES, day, english())
    known = find_mentions(segments, on_day, english())
    introduced, widened = introduce(segments, known, on_day, english())
    found = resolve(segments, introduced, widened, english())
    return [(text[one.start : one.end], one.actor) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anna Examplova spoke.", [("Anna Examplova", "anna-examplova")]),
        ("Examplova spoke.", [("Examplova", "anna-examplova")]),
        ("The French president spoke.", [("French president", "carlo-madeup")]),
        ("France's president spoke.", [("France's president", "carlo-madeup")]),
        ("The president of France spoke.", [("president of France", "carlo-madeup")]),
        (
            "French President Carlo Madeup spoke.",
            [("French President Carlo Madeup", "carlo-madeup")],
        ),
        (
            "Madeup, the French president, spoke.",
            [("Madeup, the French president", "carlo-madeup")],
        ),
        ("The Czech foreign minister spoke.", [("Czech foreign minister", "anna-examplova")]),
        ("The Kremlin leader spoke.", [("Kremlin leader", "igor-fabula")]),
        ("Paris and the Kremlin spoke.", [("Paris", "france"), ("Kremlin", "kremlin")]),
        ("The EU spoke.", [("EU", "european-union")]),
        ("The government in Rome spoke.", [("government in Rome", "italy")]),
        ("It moved the paris green.", []),
        ("Tell us.", []),
    ],
)
def test_names_offices_and_metonyms(text, expected):
    assert named(text) == expected


@pytest.mark.parametrize(
    ("day", "bearer"), [(date(2025, 6, 1), "bruno-fictius"), (date(2025, 8, 1), "dora-inventa")]
)
def test_an_office_is_its_bearers_on_the_day_of_publication(day, bearer):
    assert named("The Italian prime minister spoke.", day) == [("Italian prime minister", bearer)]


def test_a_stranger_with_the_same_surname_is_another_person():
    assert named("Peter Fictius said no.") == [("Peter Fictius", "peter-fictius")]


@pytest.mark.parametrize(
    "text",
    [
        "The plan is mad, said Madeup Simexka of the opposition.",
        "Prime Minister Madeup Simexka wants peace.",
        "They spoke with Madeup Simexka in the street.",
        "Tony Madeup sang in the street.",
        "It was Hans Madeup of the local choir.",
    ],
)
def test_a_surname_in_another_name_is_nobody_of_the_registry(text):
    assert "carlo-madeup" not in {actor for _, actor in named(text)}


@pytest.mark.parametrize(
    "text",
    [
        "President Madeup spoke.",
        "Herr Madeup spoke.",
        "The president, Madeup, spoke.",
        "They heard Madeup Thursday on the radio.",
        "President Madeup Rome saw was another man.",
        "The speech that Madeup OSCE envoys gave was short.",
        "Madeup Says No to New Talks With Moscow",
        "Madeup Eyes Quick Talks With Moscow",
        "Angry Madeup Leaves Talks With Moscow",
        "Madeup-Simexka talks were short.",
        "They heard what was said by Madeup\nSimexka spoke next.",
        "A quarrel over Europe\nMadeup spoke next.",
        "Madeup Carlo spoke.",
    ],
)
def test_a_surname_beside_other_capitals_is_its_bearers(text):
    assert "carlo-madeup" in {actor for _, actor in named(text)}


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Anna Examplova spoke. She left.", "anna-examplova"),
        ("Anna Examplova met Carlo Madeup. She left.", "anna-examplova"),
        ("Anna Examplova met Carlo Madeup. He left.", "carlo-madeup"),
        ("Anna Examplova spoke. The foreign minister left.", "anna-examplova"),
        ("Carlo Madeup spoke of Russia. The president left.", "carlo-madeup"),
        ("Dora Inventa spoke. The minister left.", "dora-inventa"),
        ("Peter Stranger said no. He left.", "peter-stranger"),
        ('Carlo Madeup left. "Igor Fabula lies," he said.', "carlo-madeup"),
    ],
)
def test_pronouns_and_bare_offices_mean_the_last_who_fits(text, actor):
    assert named(text)[-1][1] == actor


def test_two_persons_are_meant_by_both():
    found = named("Anna Examplova met Carlo Madeup. Both politicians left.")
    assert [actor for _, actor in found[-2:]] == ["anna-examplova", "carlo-madeup"]
