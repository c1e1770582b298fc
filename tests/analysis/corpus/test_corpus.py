from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kg.analysis.corpus.corpus import read_corpus
from kg.errors import StoreError
from kg.model.stances import Status
from kg.queries.narrowing import Narrowing
from tests.analysis.invented_corpus import corpus

DEBATE = corpus(
    [
        ("anna", "talks", "+", "2025-01-03", ["d1", "d2"]),
        ("bela", "talks", "-", "2025-02", ["d2"]),
        ("anna", "gas", "~", "2024-12-31", ["d3"], None, 0.9),
        ("cleo", "gas", "+", "2025-03-01", ["d1"]),
    ],
    actors={"anna": ("person", "XA"), "bela": ("person", "XB"), "cleo": "person"},
    themes={"talks": "diplomacy", "gas": "energy"},
)


@pytest.mark.parametrize(
    ("narrowing", "expected"),
    [
        (Narrowing(), ["s001", "s002", "s003", "s004"]),
        (Narrowing(actors=frozenset({"anna"})), ["s001", "s003"]),
        (Narrowing(countries=frozenset({"XB", "XC"})), ["s002"]),
        (Narrowing(propositions=frozenset({"gas"})), ["s003", "s004"]),
        (Narrowing(themes=frozenset({"diplomacy"})), ["s001", "s002"]),
        # A theme adds to the propositions.
        (
            Narrowing(propositions=frozenset({"gas"}), themes=frozenset({"diplomacy"})),
            ["s001", "s002", "s003", "s004"],
        ),
        (Narrowing(statuses=frozenset({Status.EXTRACTED})), ["s003"]),
        (Narrowing(since=date(2025, 1, 1)), ["s001", "s002", "s004"]),
        # The last day that a month may mean.
        (Narrowing(until=date(2025, 2, 27)), ["s001", "s003"]),
        (Narrowing(until=date(2025, 2, 28)), ["s001", "s002", "s003"]),
        (Narrowing(as_of=date(2025, 1, 1)), ["s003"]),
        (Narrowing(until=date(2025, 1, 3), as_of=date(2025, 1, 1)), ["s003"]),
        (Narrowing(stances=frozenset({"s004", "s999"})), ["s004"]),
        (Narrowing(stances=frozenset()), []),
        (Narrowing(actors=frozenset({"anna"}), since=date(2025, 1, 1)), ["s001"]),
    ],
)
def test_a_narrowing_keeps_its_part(narrowing: Narrowing, expected: list[str]) -> None:
    assert list(DEBATE.narrow(narrowing).stances.ids) == expected


def test_the_part_has_the_reports_of_its_stances() -> None:
    part = DEBATE.narrow(Narrowing(countries=frozenset({"XB", "XA"}))).stances
    shown = [
        (part.ids[stance], part.documents[document])
        for stance, document in zip(part.evidence_of, part.evidence_in, strict=True)
    ]
    assert shown == [("s001", "d1"), ("s001", "d2"), ("s002", "d2"), ("s003", "d3")]


def test_places_keep_their_meaning_in_a_part() -> None:
    part = DEBATE.narrow(Narrowing(stances=frozenset({"s004"}))).stances
    assert part.actors[part.holder[0]] == "cleo"
    assert part.propositions[part.proposition[0]] == "gas"
    assert (part.sign.tolist(), part.sure.tolist()) == ([1], [1.0])


def test_nothing_is_left_out_where_nothing_is_asked_for() -> None:
    assert DEBATE.narrow(Narrowing()).stances is DEBATE.stances


def test_a_corpus_has_the_records_that_its_stances_name(world_store: Path) -> None:
    found = read_corpus(world_store)
    assert set(found.stances.actors) <= set(found.actors)
    assert set(found.stances.propositions) <= set(found.propositions)
    assert {tenure.actor for tenure in found.tenures} <= set(found.actors)
    assert "sample-city-summit-2025-04" in found.events
    assert found.countries["XA"] == "Exampleland"


def test_without_a_store_there_is_no_corpus(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        read_corpus(tmp_path / "none")
