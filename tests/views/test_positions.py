from __future__ import annotations

from dataclasses import replace

from kg.views.contract import GraphPage
from kg.views.positions import changes, positions
from tests.views.invented_page import ANNA, META, PAGE, TALKS, stance


def test_a_position_is_the_latest_stance_of_the_pair() -> None:
    found = {(one.actor, one.proposition): one for one in positions(PAGE)}
    assert found["anna", "talks"].polarity == "favours"
    assert [one.id for one in found["anna", "talks"].stances] == ["s2", "s1"]
    assert len(found) == 6


def test_two_polarities_on_one_day_are_a_mixed_position_and_no_change() -> None:
    found = {(one.actor, one.proposition): one for one in positions(PAGE)}
    assert found["party", "talks"].polarity == "mixed"
    assert found["party", "talks"].several
    assert not found["oz", "tariffs"].several
    assert [one.actor for one in changes(PAGE)] == ["anna"]


def test_a_month_overlaps_with_its_days() -> None:
    month = stance("m", "anna", "talks", "opposes", "2025-01-31")
    month = replace(month, said_on="2025-01")
    day = stance("d", "anna", "talks", "favours", "2025-01-09")
    (position,) = positions(GraphPage(META, (TALKS,), (ANNA,), (month, day)))
    assert position.polarity == "mixed"
    assert position.several


def test_the_change_names_both_stances() -> None:
    (change,) = changes(PAGE)
    assert (change.before, change.after, change.changed_by) == ("s1", "s2", "2025-05-01")
