"""Changes of position are told with the words of both sides, in parts where they are many."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from kg.build.build import build
from kg.model.documents import Text
from kg.pages import changes
from kg.pages.changes import ChangePage, Changes
from kg.pages.gathered import Gathered, Sides
from kg.pages.published import Published
from kg.store.embedded import open_reader
from tests.invented import (
    BORIS,
    MARCH,
    MAY,
    OTHER,
    PROPOSITION,
    REGISTRY,
    evidence,
    new_project,
    stance,
)


@pytest.fixture(scope="module")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> Gathered:
    """Anna turns and turns back; Boris stands on both sides of another sentence on one day."""
    records = (
        *REGISTRY,
        stance("first", "favours", "2020-03-04"),
        stance("second", "opposes", "2021-03-04"),
        stance("third", "favours", "2021-05-06"),
        stance("both-a", "favours", "2021-05-06", BORIS.id, OTHER),
        stance("both-b", "opposes", "2021-05-06", BORIS.id, OTHER),
        evidence("first", MARCH, quote=Text("Let us talk.", "en")),
        evidence("second", MARCH, quote=Text("Let us not.", "en")),
        evidence("third", MAY, quote=None, paraphrase=Text("Would talk after all.", "en")),
        evidence("both-a", MAY),
        evidence("both-b", MAY),
    )
    project = new_project(tmp_path_factory.mktemp("changes"), records)
    build(project)
    return Gathered(Published(project, open_reader(project.store)))


def test_the_newest_change_comes_first_with_both_sides(gathered: Gathered) -> None:
    page = Changes(gathered).find("changes")
    assert page
    rows = json.loads(page.render("json", live=False))["rows"]
    told = [(row["changed_by"], row["before_polarity"], row["after_polarity"]) for row in rows]
    assert told == [
        ("2021-05-06", "opposes", "favours"),
        ("2021-03-04", "favours", "opposes"),
    ]
    assert [row["before_words"] for row in rows] == ["Let us not.", "Let us talk."]
    assert rows[0]["after_words"] == "Would talk after all."
    table = list(csv.DictReader(io.StringIO(page.render("csv", live=False).decode())))
    assert table == [{name: value or "" for name, value in row.items()} for row in rows]
    text = page.render("html", live=False).decode()
    assert "<p>2 changes, the newest first" in text
    places = [text.index(one["iri"].rpartition("/")[2]) for one in rows]
    assert places == sorted(places)


def test_many_changes_are_in_parts(gathered: Gathered, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "MOST", 1)
    shelf = Changes(gathered)
    assert list(shelf.paths()) == ["changes", "changes/index-2021", "changes/index-2021-part-2"]
    pages = [shelf.find(path) for path in shelf.paths()]
    assert all(isinstance(page, ChangePage) and len(page.turns) == 1 for page in pages)
    text = pages[0].render("html", live=False).decode() if pages[0] else ""
    assert 'href="changes/index-2021-part-2.html"' in text
    assert "<p>1 of 2 changes, the newest first" in text
    assert pages[1] is not None
    assert "atom" not in pages[1].forms


def test_who_stands_on_both_sides_counts_as_mixed(gathered: Gathered) -> None:
    assert gathered.sides == {PROPOSITION: Sides(favours=1), OTHER: Sides(mixed=1)}


def test_of_two_stances_of_one_day_the_order_is_that_of_ids(gathered: Gathered) -> None:
    assert [one.id for one in gathered.stances] == ["both-a", "both-b", "third", "second", "first"]


def test_the_store_need_not_hold_anything(tmp_path: Path) -> None:
    project = new_project(tmp_path, ())
    build(project)
    empty = Gathered(Published(project, open_reader(project.store)))
    assert (empty.stances, empty.span, empty.shifts) == ((), None, ())
    page = Changes(empty).find("changes")
    assert page
    assert "No change of position is on record" in page.render("html", live=False).decode()
