from __future__ import annotations

import pytest

from kg.analysis.corpus.corpus import Corpus
from kg.analysis.corpus.stances import NOBODY
from kg.analysis.counting.pooling import Level, Pooled, pool
from tests.analysis.invented_corpus import Said, corpus

ACTORS: dict[str, str | tuple[str, str]] = {
    "anna": ("person", "XA"),
    "bela": ("person", "XA"),
    "utopia": ("state", "XA"),
    "sampland": ("state", "XB"),
    "union": ("organisation", "XU"),
    "world-body": "organisation",
    "office-of-bela": ("organisation", "XA"),
    "blues": ("party", "XA"),
    "reds": ("party", "XA"),
    "moderates": ("organisation", "XU"),
    "radicals": ("organisation", "XU"),
}
TENURES = [
    ("blues", "Member party", "moderates", "2019"),
    ("reds", "Member party", "radicals", "2019", "2023-06-30"),
    ("anna", "Member", "blues", "2015", "2022-03-31"),
    ("anna", "Member", "reds", "2022-04-01"),
    ("anna", "Minister of Salt of Utopia", "utopia", "2020-01-01", "2022-06-30"),
    ("anna", "Prime Minister of Utopia (second term)", "utopia", "2022-07-01", "2024-05"),
    ("anna", "President of the Union", "union", "2024-12-01"),
    ("bela", "Member", "blues"),
]


def said(day: str, holder: str = "anna", behalf: str | None = None) -> Corpus:
    return corpus([(holder, "talks", "+", day, [], behalf)], tenures=TENURES, actors=ACTORS)


def unit(level: Level, day: str, holder: str = "anna", behalf: str | None = None) -> str | None:
    found = pool(said(day, holder, behalf), level)
    return found.units[0].id if found.units else None


@pytest.mark.parametrize(
    ("level", "day", "expected"),
    [
        (Level.ACTOR, "2021-01-01", "anna"),
        # The last day in one party, and the first in the next.
        (Level.PARTY, "2022-03-31", "blues"),
        (Level.PARTY, "2022-04-01", "reds"),
        (Level.FAMILY, "2022-03-31", "moderates"),
        (Level.FAMILY, "2022-04-01", "radicals"),
        # The party has left its family.
        (Level.FAMILY, "2023-06-30", "radicals"),
        (Level.FAMILY, "2023-07-01", None),
        (Level.OFFICE, "2022-06-30", "Minister of Salt of Utopia"),
        (Level.OFFICE, "2022-07-01", "Prime Minister of Utopia"),
        # An end in a month may be its last day.
        (Level.OFFICE, "2024-05-31", "Prime Minister of Utopia"),
        (Level.OFFICE, "2024-06-01", None),
        (Level.OFFICE, "2019-12-31", None),
        (Level.GOVERNMENT, "2024-05-31", "utopia"),
        (Level.GOVERNMENT, "2024-06-01", None),
        (Level.GOVERNMENT, "2024-12-01", "union"),
        (Level.COUNTRY, "2022-01-01", "XA"),
        # Without an office it is the country of the person, and then that of the new office.
        (Level.COUNTRY, "2024-06-01", "XA"),
        (Level.COUNTRY, "2024-12-01", "XU"),
    ],
)
def test_a_person_counts_for_what_she_was_on_the_day(
    level: Level, day: str, expected: str | None
) -> None:
    assert unit(level, day) == expected


@pytest.mark.parametrize(
    ("level", "holder", "behalf", "expected"),
    [
        # A minister of Utopia speaks for Sampland, or for the Union.
        (Level.GOVERNMENT, "anna", "sampland", "sampland"),
        (Level.COUNTRY, "anna", "sampland", "XB"),
        (Level.GOVERNMENT, "anna", "union", "union"),
        (Level.COUNTRY, "anna", "union", "XU"),
        # A body of many countries is of none, and neither is who speaks for it.
        (Level.COUNTRY, "anna", "world-body", None),
        (Level.COUNTRY, "world-body", None, None),
        # For her party she does not speak for the government, and is still of her country.
        (Level.GOVERNMENT, "anna", "blues", None),
        (Level.GOVERNMENT, "anna", "moderates", None),
        (Level.COUNTRY, "anna", "blues", "XA"),
        # For another party than her own.
        (Level.PARTY, "anna", "reds", "reds"),
        (Level.FAMILY, "anna", "reds", "radicals"),
        (Level.FAMILY, "anna", "radicals", "radicals"),
        # For a state she remains one of her party.
        (Level.PARTY, "anna", "sampland", "blues"),
        (Level.FAMILY, "anna", "sampland", "moderates"),
        # For a person: an office of hers speaks.
        (Level.ACTOR, "office-of-bela", "bela", "office-of-bela"),
        (Level.PARTY, "office-of-bela", "bela", "blues"),
        (Level.FAMILY, "office-of-bela", "bela", "moderates"),
        (Level.GOVERNMENT, "office-of-bela", "bela", "office-of-bela"),
    ],
)
def test_on_whose_behalf_it_was_said_comes_first(
    level: Level, holder: str, behalf: str | None, expected: str | None
) -> None:
    assert unit(level, "2021-01-01", holder, behalf) == expected


@pytest.mark.parametrize(
    ("holder", "expected"),
    [
        ("utopia", {"office": "utopia", "government": "utopia", "country": "XA"}),
        ("union", {"office": "union", "government": "union", "country": "XU"}),
        ("blues", {"office": "blues", "party": "blues", "family": "moderates", "country": "XA"}),
        ("moderates", {"office": "moderates", "family": "moderates", "country": "XU"}),
    ],
)
def test_bodies_stand_for_themselves(holder: str, expected: dict[str, str]) -> None:
    levels = {level.value: unit(level, "2021-01-01", holder) for level in Level}
    known = {level: name for level, name in levels.items() if name}
    assert known == {"actor": holder, **expected}


def test_a_membership_since_nobody_knows_when_counts_always() -> None:
    assert unit(Level.PARTY, "1999-01-01", "bela") == "blues"


def test_of_two_offices_that_for_which_one_speaks_counts() -> None:
    tenures = [
        ("anna", "Minister of Salt", "utopia", "2020"),
        ("anna", "President of the Union", "union", "2021"),
    ]
    rows = [
        Said("anna", "talks", "+", "2022-01-01", behalf=behalf)
        for behalf in (None, "utopia", "union", "sampland")
    ]
    found = pool(corpus(rows, tenures=tenures, actors=ACTORS), Level.OFFICE)
    # Without a word on it, the one entered last.
    assert [found.units[place].id for place in found.unit.tolist()] == [
        "President of the Union", "Minister of Salt",
        "President of the Union", "President of the Union",
    ]  # fmt: skip


@pytest.mark.parametrize("level", [Level.OFFICE, Level.PARTY, Level.GOVERNMENT, Level.COUNTRY])
def test_a_person_counts_for_two_units_where_she_changed_between_two_stances(
    level: Level,
) -> None:
    rows = [("anna", "talks", "+", day) for day in ("2022-02-01", "2025-01-01", "2022-02-01")]
    found = pool(corpus(rows, tenures=TENURES, actors=ACTORS), level).unit.tolist()
    assert found[0] == found[2] != found[1]


def test_a_month_counts_by_its_last_day() -> None:
    # The change of party was on 1 April, and what was said in April may be of the 30th.
    assert unit(Level.PARTY, "2022-03") == "blues"
    assert unit(Level.PARTY, "2022-04") == "reds"
    assert unit(Level.PARTY, "2022") == "reds"


def test_stances_of_no_unit_are_left_out_and_counted() -> None:
    rows = [
        ("anna", "talks", "+", "2021-01-01"),
        ("utopia", "talks", "+", "2021-01-01"),
        ("nobody-known", "talks", "-", "2021-01-01"),
    ]
    found = pool(corpus(rows, tenures=TENURES, actors=ACTORS), Level.PARTY)
    assert found.unit.tolist() == [0, NOBODY, NOBODY]
    assert found.left_out == 2


def labels(found: Pooled) -> dict[str, str]:
    return {unit.id: unit.label for unit in found.units}


def test_units_go_by_id_with_the_names_of_what_they_are() -> None:
    rows = [("bela", "talks", "+", "2021-01-01"), ("anna", "talks", "+", "2021-01-01")]
    known = corpus(rows, tenures=TENURES, actors=ACTORS)
    assert labels(pool(known, Level.PARTY)) == {"blues": "Blues"}
    # Two states have no code in common: the code's name is that of its state.
    assert labels(pool(known, Level.COUNTRY)) == {"XA": "Utopia"}
    assert list(labels(pool(known, Level.ACTOR))) == ["anna", "bela"]
    office = "Minister of Salt of Utopia"
    assert labels(pool(known, Level.OFFICE)) == {office: office}


def test_of_nothing_said_there_are_no_units() -> None:
    for level in Level:
        assert pool(corpus([]), level).units == ()


def test_several_units_have_a_word() -> None:
    assert [level.plural for level in Level] == [
        "actors", "offices", "parties", "party families", "governments", "countries",
    ]  # fmt: skip
