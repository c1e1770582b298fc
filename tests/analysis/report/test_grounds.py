"""What stances stand on, read property by property, is what the records say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pyoxigraph import Store

from kg.analysis.report.grounds import Unplaced, read_grounds
from kg.build.build import build
from kg.model.documents import Evidence
from kg.model.stances import Polarity, Stance, Status
from kg.store.embedded import open_reader
from kg.store.records import load
from tests.invented import PROPOSITION, REGISTRY, UNDATED, evidence, new_project, review, stance


def test_evidence_is_that_of_the_records(world_reader: Store) -> None:
    told = {item.id: item for shown in read_grounds(world_reader).shown.values() for item in shown}
    expected = {
        item.id: replace(item, paraphrase=None, span=None, run=None, confidence=None)
        for item in load(world_reader, Evidence)
    }
    assert told == expected
    assert len(told) == 24


def test_stances_are_told_as_in_their_records(world_reader: Store) -> None:
    grounds, stances = read_grounds(world_reader), load(world_reader, Stance)
    assert grounds.stances == {one.id for one in stances}
    assert grounds.said_on == {one.id: str(one.said_on) for one in stances if one.said_on}
    assert grounds.reacts_to == {one.id: one.reacts_to for one in stances if one.reacts_to}
    assert grounds.same == (
        ("anna-examplova-2025-06-02-sanctions", "anna-examplova-2025-06-sanctions"),
    )
    assert all(
        [item.id for item in shown] == sorted(item.id for item in shown)
        for shown in grounds.shown.values()
    )


def test_only_what_has_no_day_at_all_is_unplaced(tmp_path: Path) -> None:
    records = (
        *REGISTRY,
        stance("none", said_on=None),
        evidence("none", UNDATED),
        stance("reported", said_on=None),
        evidence("reported"),
        stance("refused", "opposes", None),
        evidence("refused", UNDATED),
        review("stance/refused", "refuse"),
    )
    project = new_project(tmp_path, records)
    build(project)
    told = read_grounds(open_reader(project.store))
    anna = Unplaced("anna-examplova", None, PROPOSITION, Polarity.FAVOURS, Status.CURATED)
    assert told.unplaced == {"none": anna}
    assert "refused" not in told.stances
