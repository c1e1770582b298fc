"""Where an actor stands is one word, and the same one wherever it is told."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.pages.gathered import Gathered, Sides
from kg.pages.published import Published
from kg.project import Project
from kg.queries.catalogue import read_catalogue
from kg.queries.run import answer
from kg.queries.table import Table
from kg.store.embedded import open_reader
from kg.views.card import draw_card
from kg.views.subject import find_subject
from tests.invented import ROOT

BERT = "https://w3id.org/eurostance/actor/bert-samplovic"
SANCTIONS = "sanctions-on-russia"
"""Bert Samplović has favoured and opposed these at dates that overlap."""


@pytest.fixture(scope="module")
def reader(world_store: Path) -> Store:
    return open_reader(world_store)


@pytest.fixture(scope="module")
def sides(world: Project, reader: Store) -> dict[str, Sides]:
    """The camps on each proposition as the pages count them."""
    return Gathered(Published(world, reader)).sides


def rows(store: Store, name: str, **asked: str) -> list[dict[str, str | None]]:
    table = answer(store, read_catalogue(Project(ROOT, ROOT))[name], asked)
    assert isinstance(table, Table)
    return table.dicts()


def numbers(row: dict[str, str | None]) -> Sides:
    return Sides(*(int(row[side] or 0) for side in ("favouring", "mixed", "opposing")))


def test_positions_are_the_camps_of_the_pages(reader: Store, sides: dict[str, Sides]) -> None:
    for proposition, camps in sides.items():
        told = rows(reader, "positions-on", proposition=proposition)
        held = {(row["actor"], row["positionLabel"]) for row in told}
        assert Sides(**Counter(side for _, side in held)) == camps


def test_who_is_for_and_who_against_are_the_camps_of_the_pages(
    reader: Store, sides: dict[str, Sides]
) -> None:
    for proposition, camps in sides.items():
        for query, number in (("who-favours", camps.favours), ("who-opposes", camps.opposes)):
            found = rows(reader, query, proposition=proposition)
            alone = {row["actor"] for row in found if row["positionLabel"] != "mixed"}
            assert len(alone) == number


def test_counts_of_positions_are_the_camps_of_the_pages(
    reader: Store, sides: dict[str, Sides]
) -> None:
    told = rows(reader, "most-contested")
    found = {str(row["proposition"]).rsplit("/", 1)[-1]: row for row in told}
    assert {name: numbers(row) for name, row in found.items()} == sides
    assert {name: int(row["contested"] or 0) for name, row in found.items()} == {
        name: camps.contested for name, camps in sides.items()
    }


def test_who_is_on_both_sides_is_mixed_everywhere(reader: Store) -> None:
    lines = [r for r in rows(reader, "positions-on", proposition=SANCTIONS) if r["actor"] == BERT]
    assert {row["positionLabel"] for row in lines} == {"mixed"}
    assert {row["polarityLabel"] for row in lines} == {"favours", "opposes"}
    for query in ("who-favours", "who-opposes"):
        found = rows(reader, query, proposition=SANCTIONS)
        assert {row["positionLabel"] for row in found if row["actor"] == BERT} == {"mixed"}
    assert {
        row["country"]: numbers(row) for row in rows(reader, "by-country", proposition=SANCTIONS)
    }["XB"] == Sides(mixed=1)
    differing = rows(
        reader, "disagreements-between", actor="bert-samplovic", other="anna-examplova"
    )
    held = defaultdict(set)
    for row in differing:
        held[str(row["proposition"]).rsplit("/", 1)[-1]].add(row["positionLabel"])
    assert held[SANCTIONS] == {"mixed"}
    allies = {row["ally"]: row for row in rows(reader, "allies-of", actor="bert-samplovic")}
    assert all(int(row["shared"] or 0) >= int(row["agreeing"] or 0) for row in allies.values())
    for row in rows(reader, "allies-of", actor="anna-examplova"):
        assert row["ally"] != BERT


def test_the_card_counts_the_camps_of_the_pages(reader: Store, sides: dict[str, Sides]) -> None:
    card = draw_card(reader, find_subject(reader, SANCTIONS).node, width=100)
    heads = [line for line in card.splitlines() if line and not line.startswith(" ")][-3:]
    camps = sides[SANCTIONS]
    told = [line.split(": ")[1].split()[0] for line in heads]
    assert told == [str(camps.favours), str(camps.opposes), str(camps.mixed)]
    assert heads[2] == "is mixed: 1 (1 by differing stances of overlapping dates)"
    assert card.rstrip().endswith("\n  Bert Samplović")
    assert card.count("Bert Samplović") == 1
