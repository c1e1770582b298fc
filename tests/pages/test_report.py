"""The pages of the report: what they count, what they list, and of which state."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.analysis.report.report import CHECKS
from kg.analysis.report.weaknesses import Report
from kg.build.build import build
from kg.pages import report as report_pages
from kg.pages.gathered import Gathered
from kg.pages.library import Library
from kg.store.embedded import open_reader
from tests.invented import REGISTRY, enter, evidence, new_project, stance
from tests.pages.reading import every, read, read_page, text, within


def page(library: Library, path: str) -> Any:
    found = library.find(path)
    assert found is not None, path
    return found


def facts(library: Library) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(page(library, "report").render("json", live=False))
    return told


def test_the_page_tells_what_the_checks_find(library: Library) -> None:
    told = {one["id"]: one for one in facts(library)["checks"]}
    assert told.keys() == {check.id for check in CHECKS}
    assert told["one-document"]["found"] == 20
    words = text(read_page(page(library, "report")))
    assert "20 of 22 stances 91 %" in words
    assert "22 stances, 24 pieces of evidence, 13 documents" in words
    assert "2 Aug 2025" in words


def test_every_check_leads_to_its_list_and_each_line_to_the_thing(library: Library) -> None:
    tree = read_page(page(library, "report"))
    led = {within("report", link.get("href", "")) for link in every(tree, "a")}
    known = set(library.paths())
    for one in facts(library)["checks"]:
        path = f"report/{one['id']}"
        assert f"{path}.html" in led
        told = json.loads(page(library, path).render("json", live=False))
        assert len(told["rows"]) == one["findings"]
        shown = read_page(page(library, path))
        targets = {within(path, link.get("href", "")) for link in every(shown, "a")}
        for row in told["rows"]:
            assert row["thing"] in known
            space = row["thing"].partition("/")[0]
            led_to = f"actor/{row['actor']}" if space == "tenure" else row["thing"]
            if space == "evidence":
                told_of = json.loads(page(library, row["thing"]).render("json", live=False))
                led_to = next(one for one in _things(told_of) if one.startswith("stance/"))
            assert f"{led_to}.html" in targets


def _things(told: Any) -> Iterator[str]:
    """Every thing that is named anywhere in some JSON, by its path."""
    if isinstance(told, dict | list):
        for value in told.values() if isinstance(told, dict) else told:
            yield from _things(value)
    elif isinstance(told, str):
        yield told.removeprefix("https://w3id.org/eurostance/")


def test_the_table_has_the_whole_and_each_period(library: Library) -> None:
    content = page(library, "report").render("csv", live=False).decode()
    rows = [row for row in csv.DictReader(io.StringIO(content)) if row["check"] == "partial-date"]
    whole, *periods = rows
    assert (whole["period"], whole["found"], whole["of"]) == ("", "5", "22")
    assert sum(int(row["of"]) for row in periods) == 22
    assert sum(int(row["found"]) for row in periods) == 5


def test_a_chart_says_in_words_what_it_shows(library: Library) -> None:
    tree = read_page(page(library, "report/partial-date"))
    (title,) = tree.iter("{http://www.w3.org/2000/svg}title")
    assert title.text == "Told to the month or year only: 0 % of 2024-Q1, 33 % of 2025-Q3"


def test_long_lists_are_cut_and_say_so(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_pages, "MOST", 2)
    cut = Library(library.project, library.store)
    words = text(read_page(page(cut, "report/no-quote")))
    assert "The newest 2 of 4; all: kg report --check no-quote -f csv" in words
    assert "4 of 22 stances" in words
    assert len(json.loads(page(cut, "report/no-quote").render("json", live=False))["rows"]) == 2


def test_the_pages_are_of_the_state_that_they_were_opened_on(tmp_path: Path) -> None:
    project = new_project(tmp_path, (*REGISTRY, stance("a"), evidence("a")))
    build(project)
    opened = Library(project, open_reader(project.store))
    enter(project, (stance("b", said_on="2021-03"), evidence("b")))
    build(project)
    assert facts(opened)["stances"] == 1
    assert facts(Library(project, open_reader(project.store)))["stances"] == 2


def test_nothing_is_read_before_a_page_is_asked_for(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("read")

    monkeypatch.setattr(report_pages, "read_stances", refuse)
    fresh = Library(library.project, library.store)
    assert "report/no-quote" in set(fresh.paths())
    assert fresh.find("report") is not None


def test_a_record_of_thousands_of_years_has_a_page(
    shelve: Callable[[Iterable[Any]], Library], tmp_path: Path
) -> None:
    records = (
        *REGISTRY,
        stance("old", said_on="0001-01-01"),
        evidence("old"),
        stance("new"),
        evidence("new"),
    )
    project = new_project(tmp_path, records)
    build(project)
    told = facts(Library(project, open_reader(project.store)))
    assert (told["periods"][0], told["periods"][-1]) == ("1982", "2021")
    assert len(told["periods"]) == 40


def test_labels_are_never_markup(shelve: Callable[[Iterable[Any]], Library]) -> None:
    # What no build has looked at has no day.
    library = shelve((*REGISTRY, stance("a"), evidence("a")))
    words = text(read_page(page(library, "report/no-day")))
    assert "1 of 1 stances (100 %)" in words


def test_one_file_needs_nothing_else(library: Library) -> None:
    drawn = report_pages.draw_file(library_report(library), ("Anna <b>",))
    tree = read(drawn)
    assert not [*every(tree, "script"), *every(tree, "link"), *every(tree, "img")]
    (style,) = every(tree, "style")
    digest = base64.b64encode(hashlib.sha256((style.text or "").encode()).digest()).decode()
    (policy,) = (one.get("content") or "" for one in every(tree, "meta") if one.get("http-equiv"))
    assert f"style-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    ids = [one.get("id") for one in tree.iter() if one.get("id")]
    assert len(set(ids)) == len(ids)
    targets = [link.get("href") or "" for link in every(tree, "a")]
    assert {one[1:] for one in targets if one.startswith("#")} <= set(ids)
    assert all(one.startswith(("#", "https://")) for one in targets)
    assert "Anna <b>" in text(tree)


def library_report(library: Library) -> Report:
    shelf = report_pages.Reports(Gathered(library.published))
    return shelf.report


def test_the_published_graph_misleads_in_one_known_way_only(real_library: Library) -> None:
    told = facts(real_library)
    assert told["stances"] == len(Gathered(real_library.published).stances)
    serious = {one["id"] for one in told["checks"] if one["weight"] == "serious" and one["found"]}
    assert serious <= {"mirror"}


def test_every_thing_of_the_published_graph_has_its_page(real_library: Library) -> None:
    known = set(real_library.paths())
    for found in library_report(real_library).found:
        for line in found.lines:
            assert {line.page, line.finding.thing} <= known, line
            assert not line.finding.other or line.finding.other in known, line
