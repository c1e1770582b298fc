"""The flat table of stances: a whole row, and memberships of the day."""

from __future__ import annotations

from kg.analysis.corpus.listing import stance_table
from kg.analysis.counting.pooling import Level, pool
from tests.analysis.invented_corpus import corpus

TOLD = corpus(
    [
        ("anna", "talks", "-", "2025-03", ["d1", "d2"], "blue-land", 0.75),
        ("anna", "talks", "+", "2023-05-01", ["d3"]),
        ("bela", "talks", "~", "2024-01-01", ["d4"], None, 1.0, False),
    ],
    tenures=[
        ("anna", "Minister of Blue", "blue-land", "2025-01-01"),
        ("anna", "Member", "reds", "2020-01-01", "2024-12-31"),
        ("anna", "Member", "greens", "2025-01-01"),
    ],
    actors={
        "anna": ("person", "XA"),
        "blue-land": ("state", "XA"),
        "reds": "party",
        "greens": "party",
    },
    themes={"talks": "diplomacy"},
)
ROWS = {str(row["stance"]): row for row in stance_table(TOLD).dicts()}


def test_a_row_in_full() -> None:
    assert ROWS["s001"] == {
        "stance": "s001",
        "actor": "anna",
        "actorLabel": "Anna",
        "kind": "person",
        "country": "XA",
        "office": "Minister of Blue",
        "party": "greens",
        "family": None,
        "onBehalfOf": "blue-land",
        "proposition": "talks",
        "propositionLabel": "Talks",
        "theme": "diplomacy",
        "polarity": "opposes",
        "earliest": "2025-03-01",
        "latest": "2025-03-31",
        "dateTold": "true",
        "status": "extracted",
        "confidence": "0.75",
        "documents": "2",
    }


def test_a_membership_is_that_of_the_day() -> None:
    before = ROWS["s002"]
    assert (before["party"], before["office"], before["onBehalfOf"]) == ("reds", None, None)
    assert (before["polarity"], before["status"]) == ("favours", "curated")


def test_who_is_in_no_party_and_of_no_date_has_empty_cells() -> None:
    other = ROWS["s003"]
    assert (other["party"], other["country"], other["dateTold"]) == (None, None, "false")
    assert other["polarity"] == "mixed"


def test_the_office_is_the_one_in_the_body_spoken_for() -> None:
    told = corpus(
        [("anna", "talks", "+", "2025-03-01", ["d1"], "blue-land")],
        tenures=[
            ("anna", "Minister of Blue", "blue-land", "2024"),
            ("anna", "Chair of the Council", "council", "2025"),
        ],
        actors={"blue-land": "state", "council": "organisation"},
    )
    (row,) = stance_table(told).dicts()
    (unit,) = pool(told, Level.OFFICE).units
    assert row["office"] == unit.label == "Minister of Blue"


def test_a_document_that_shows_a_stance_twice_is_one() -> None:
    told = corpus([("anna", "talks", "+", "2025-03-01", ["d1", "d1", "d2"])])
    assert [row["documents"] for row in stance_table(told).dicts()] == ["2"]
