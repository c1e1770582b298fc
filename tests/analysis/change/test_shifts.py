"""Changes of position: which are found, between whom, and how sure they are."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.analysis.change.change_tables import change_table, short_change_table
from kg.analysis.change.shifts import find_changes
from kg.analysis.corpus.corpus import read_corpus
from kg.analysis.counting.pooling import Level
from kg.analysis.counting.resampling import Draws
from kg.model.stances import Polarity, Shift
from kg.store.records import load
from tests.analysis.invented_corpus import corpus

NONE = Draws(0)


def test_actors_change_as_the_store_says(world_store: Path, world_reader: Store) -> None:
    found = find_changes(read_corpus(world_store), Level.ACTOR, NONE).found
    known = load(world_reader, Shift)
    assert known
    assert {(one.before.stance, one.after.stance, one.changed_by) for one in found} == {
        (one.before, one.after, one.changed_by) for one in known
    }


def test_the_stance_before_may_be_older_than_since() -> None:
    told = corpus(
        [
            ("anna", "talks", "-", "2020-05-01"),
            ("anna", "talks", "+", "2025-03-01"),
            ("bela", "talks", "-", "2020-05-01"),
            ("bela", "talks", "+", "2024-12-31"),
        ]
    )
    found = find_changes(told, Level.ACTOR, NONE, since=date(2025, 1, 1))
    assert [(one.unit.id, one.before.when, one.after.when) for one in found.found] == [
        ("anna", "2020-05-01", "2025-03-01")
    ]
    earlier = find_changes(told, Level.ACTOR, NONE, until=date(2024, 12, 31))
    assert [one.unit.id for one in earlier.found] == ["bela"]
    assert find_changes(told, Level.ACTOR, NONE).units == 2


def test_the_newest_comes_first() -> None:
    told = corpus(
        [
            ("anna", "talks", "-", "2025-01-01"),
            ("anna", "talks", "+", "2025-01-02"),
            ("anna", "talks", "~", "2025-01-03"),
            ("bela", "aid", "+", "2025-01-01"),
            ("bela", "aid", "-", "2025-01-03"),
        ]
    )
    found = find_changes(told, Level.ACTOR, NONE).found
    assert [(one.changed_by.day, one.unit.id) for one in found] == [
        (3, "anna"),
        (3, "bela"),
        (2, "anna"),
    ]


def test_a_line_of_a_government_changes_with_its_speakers() -> None:
    told = corpus(
        [
            ("anna", "talks", "+", "2024-01-10", ["d1"]),
            ("bela", "talks", "-", "2025-02-01", ["d2"]),
        ],
        tenures=[
            ("anna", "Minister of Blue (acting)", "blue-land", "2023-01", "2024-12-31"),
            ("bela", "Minister of Blue", "blue-land", "2025-01-01"),
        ],
        actors={"blue-land": ("state", "XA")},
    )
    assert find_changes(told, Level.ACTOR, NONE).found == ()
    (change,) = find_changes(told, Level.GOVERNMENT, NONE).found
    assert change.unit.id == "blue-land"
    assert (change.before.speaker.id, change.after.speaker.id) == ("anna", "bela")
    assert change.before.office == "Minister of Blue"
    assert (change.before.polarity, change.after.polarity) == (Polarity.FAVOURS, Polarity.OPPOSES)


def test_all_documents_of_the_runs_stand_behind_the_sides() -> None:
    told = corpus(
        [
            ("anna", "talks", "+", "2025-01-01", ["d1", "d2"]),
            ("anna", "talks", "+", "2025-01-02", ["d3"]),
            ("anna", "talks", "-", "2025-01-03", ["d4"]),
            ("anna", "talks", "-", "2025-01-04", ["d5", "d6"]),
        ]
    )
    (change,) = find_changes(told, Level.ACTOR, NONE).found
    assert (change.before.stance, change.after.stance) == ("s002", "s003")
    assert (change.before.documents, change.before.stances) == (3, 2)
    assert (change.after.documents, change.after.stances) == (3, 2)
    assert not change.few
    few = corpus([("anna", "talks", "+", "2025-01-01"), ("anna", "talks", "-", "2025-01-03")])
    assert find_changes(few, Level.ACTOR, NONE).found[0].few


def test_documents_of_units_that_are_left_out_are_not_drawn_and_not_counted() -> None:
    told = corpus(
        [
            ("anna", "talks", "+", "2025-01-01"),
            ("anna", "talks", "-", "2025-01-03"),
            ("bela", "talks", "+", "2025-01-01"),
        ],
        tenures=[("anna", "member", "blues", "2020")],
        actors={"blues": "party"},
    )
    found = find_changes(told, Level.PARTY, Draws(100))
    assert [one.unit.id for one in found.found] == ["blues"]
    # Two documents are drawn; the third shows nobody of a party.
    assert found.interval is None


def test_how_often_a_change_is_found_again() -> None:
    # Of three documents drawn from three, two are there in 1 - 2 (2/3)^3 + (1/3)^3 = 12/27.
    both = [("anna", "talks", "+", "2025-01-01"), ("anna", "talks", "-", "2025-01-03")]
    found = find_changes(
        corpus([*both, ("bela", "trade", "+", "2025-01-01")]), Level.ACTOR, Draws(2000)
    )
    assert found.found[0].again == pytest.approx(12 / 27, abs=0.04)
    assert found.interval is not None
    # Student's 4.303 of three x sqrt(3/2) x a standard error of sqrt(12/27 x 15/27) = 2.62.
    assert found.interval.low == 0
    assert found.interval.high == pytest.approx(3.62, abs=0.05)
    # Two documents say little of a third: in half of their draws both are there, that is all.
    found = find_changes(corpus(both), Level.ACTOR, Draws(2000))
    assert found.found[0].again == pytest.approx(0.5, abs=0.04)
    assert found.interval is None
    # One document that shows both is always drawn.
    one = corpus(
        [("anna", "talks", "+", "2025-01-01", ["d"]), ("anna", "talks", "-", "2025-01-03", ["d"])]
    )
    found = find_changes(one, Level.ACTOR, Draws(20))
    assert found.found[0].again == 1
    assert found.interval is None
    # What a machine is half sure of is there in half of these draws.
    unsure = corpus(
        [
            ("anna", "talks", "+", "2025-01-01", ["d"]),
            ("anna", "talks", "-", "2025-01-03", ["d"], None, 0.5),
        ]
    )
    assert find_changes(unsure, Level.ACTOR, Draws(2000)).found[0].again == pytest.approx(
        0.5, abs=0.04
    )
    assert find_changes(corpus(both), Level.ACTOR, NONE).found[0].again is None


def test_a_change_is_the_same_where_another_stance_of_the_run_stands_for_it() -> None:
    # Each side has two documents; in each draw of four one of each side suffices:
    # 1 - 2 * (1/2)^4 = 7/8.
    told = corpus(
        [
            ("anna", "talks", "+", "2025-01-01"),
            ("anna", "talks", "+", "2025-01-02"),
            ("anna", "talks", "-", "2025-01-03"),
            ("anna", "talks", "-", "2025-01-04"),
        ]
    )
    (change,) = find_changes(told, Level.ACTOR, Draws(2000)).found
    assert change.again == pytest.approx(7 / 8, abs=0.03)


def test_the_same_input_makes_the_same_rows() -> None:
    rows = [
        ("anna", "talks", "+", "2025-01-01"),
        ("anna", "talks", "-", "2025-01-03"),
        ("bela", "aid", "~", "2025-01"),
        ("bela", "aid", "-", "2025-03"),
    ]
    tables = [change_table(find_changes(corpus(rows), Level.ACTOR, Draws(30)), {}) for _ in "ab"]
    assert tables[0] == tables[1]
    rows_of = tables[0].dicts()
    assert rows_of[0]["beforeVerb"] == "is mixed"
    assert rows_of[0]["afterVerb"] == "refuses"
    assert rows_of[0]["beforeSaidOn"] == "2025-01"
    assert rows_of[0]["beforeQuote"] is None
    assert rows_of[1]["few"] == "few"


def test_the_short_table_names_speakers_of_pooled_units() -> None:
    told = corpus(
        [("anna", "talks", "+", "2025-01-01"), ("bela", "talks", "-", "2025-01-03")],
        actors={"anna": ("person", "XA"), "bela": ("person", "XA")},
    )
    table = short_change_table(find_changes(told, Level.COUNTRY, NONE)).dicts()
    assert table[0]["before"] == "wants, 2025-01-01 (Anna)"
    assert table[0]["after"] == "refuses, 2025-01-03 (Bela)"
