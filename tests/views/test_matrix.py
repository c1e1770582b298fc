"""The matrix: every position in its cell, rows in a telling order, reached by keys alone."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from axe_playwright_python.sync_playwright import Axe

from benchmarks.crowd import crowd
from kg.model.actors import ActorKind
from kg.views.contract import GraphPage, PageActor
from kg.views.page import draw_page
from kg.views.positions import positions
from tests.views.conftest import Open, Visit
from tests.views.invented_page import EMPTY, PAGE, TALKS, hostile_page, stance

SVG = "{http://www.w3.org/2000/svg}"
FOCUS = "[document.activeElement.dataset.row ?? '', document.activeElement.dataset.column ?? '']"


@pytest.fixture(scope="module")
def html() -> str:
    return draw_page(PAGE)


@pytest.fixture(scope="module")
def crowded() -> str:
    return draw_page(crowd(605, 2_700))


def cells(seen: Visit) -> dict[tuple[str, str], str]:
    found = seen.evaluate(
        """() => [...document.querySelectorAll(".matrix td button")].map(
            (one) => [one.dataset.row, one.dataset.column, one.ariaLabel])"""
    )
    return {(row, column): label for row, column, label in found}


def rows(seen: Visit) -> list[str]:
    found: list[str] = seen.evaluate(
        "[...document.querySelectorAll('.matrix tbody th button')].map((one) => one.dataset.row)"
    )
    return found


def camps() -> GraphPage:
    """Six actors whose names mix two camps; only the first is heard on every proposition."""
    about = tuple(replace(TALKS, id=f"p{number}", label=f"P {number}") for number in range(4))
    people = tuple(
        PageActor(name, f"Invented {name}", ActorKind.PERSON, country=country)
        for name, country in zip("abcdef", ("SE", "FR", "SE", "FR", "SE", "FR"), strict=True)
    )
    held = tuple(
        replace(stance(f"{person.id}-{one.id}", person.id, one.id, side, "2025-01-01"), evidence=())
        for number, person in enumerate(people)
        for one in about[: 4 - number % 3]
        for side in ["favours" if number in {0, 3, 4} else "opposes"]
    )
    return GraphPage(PAGE.meta, about, people, held)


def test_each_position_has_its_cell_and_words(visit: Open, html: str) -> None:
    seen = visit(html, "#tab=matrix")
    assert cells(seen) == {
        ("anna", "talks"): (
            "Anna Examplova: wants talks (Talks with Exampleland), 1 May 2025, changed"
        ),
        ("anna", "tariffs"): "Anna Examplova: backs tariffs (Tariffs on Exampleland), 1 Mar 2025",
        ("oz", "talks"): "Örjan Öztürkłund: rejects talks (Talks with Exampleland), 9 Mar 2025",
        ("oz", "tariffs"): (
            "Örjan Öztürkłund: mixed or conditional (Tariffs on Exampleland), 20 Jan 2025"
        ),
        ("party", "talks"): (
            "Invented Party: wants talks and rejects talks at once (Talks with Exampleland), "
            "4 Apr 2025"
        ),
        ("party", "tariffs"): (
            "Invented Party: opposes tariffs (Tariffs on Exampleland), "
            "not dated; reported by 3 Feb 2025"
        ),
    }  # fmt: skip
    marks = seen.evaluate(
        "[...document.querySelectorAll('.matrix td button')].map((one) => one.className)"
    )
    assert Counter(marks) == {
        "mark for moved": 1,
        "mark for": 1,
        "mark against": 2,
        "mark mixed": 2,
    }
    assert seen.texts(".matrix thead th") == ["Diplomacy", "Trade", "3 actors", "Talks", "Tariffs"]
    assert seen.errors == []


def test_real_positions_are_all_there(visit: Open, real_html: str, real_page: GraphPage) -> None:
    seen = visit(real_html, "#tab=matrix")
    assert {*cells(seen)} == {(one.actor, one.proposition) for one in positions(real_page)}


def test_a_country_or_family_counts_its_actors(visit: Open, html: str) -> None:
    seen = visit(html, "#tab=matrix")
    seen.page.select_option("[name=rows]", "family")
    assert cells(seen) == {
        ("family/moderates", "talks"): (
            "Invented Moderates on Talks with Exampleland: 1 for, 0 against, 1 mixed, some changed"
        ),
        ("family/moderates", "tariffs"): (
            "Invented Moderates on Tariffs on Exampleland: 1 for, 1 against, 0 mixed"
        ),
    }
    sides = seen.evaluate(
        """[...document.querySelectorAll(".matrix .share")].map(
            (one) => [one.className, one.innerText])"""
    )
    assert sides == [["share for", "2"], ["share mixed", "2"]]
    assert "Not counted: 1 actor without a party family." in seen.texts(".matrix-box p")
    seen.page.select_option("[name=rows]", "country")
    assert rows(seen) == ["country/FR", "country/DE", "country/SE"]
    seen.page.click(".matrix [data-row='country/FR'][data-column=talks]")
    seen.page.wait_for_function("() => location.hash.includes('group=country%2FFR')")
    assert "proposition=talks" in seen.evaluate("location.hash")


def test_the_keys_go_from_mark_to_mark_and_open_it(visit: Open, html: str) -> None:
    seen = visit(html, "#tab=matrix&on=talks&on=tariffs&polarity=favours")
    page = seen.page
    assert {*cells(seen)} == {("anna", "talks"), ("anna", "tariffs"), ("party", "talks")}
    page.focus("[name=order]")
    page.keyboard.press("Tab")
    path = [seen.evaluate(FOCUS)]
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowUp", "ArrowUp", "PageDown", "Home",
                "ArrowDown", "End"):  # fmt: skip
        page.keyboard.press(key)
        path.append(seen.evaluate(FOCUS))
    assert path == [
        ["anna", ""], ["anna", "talks"], ["anna", "tariffs"], ["anna", "tariffs"], ["", "tariffs"],
        ["", "tariffs"], ["anna", "tariffs"], ["anna", ""], ["party", ""], ["party", "talks"],
    ]  # fmt: skip
    assert page.locator(".matrix [tabindex='0']").count() == 1
    page.keyboard.press("Enter")
    assert page.locator("#panel .stance").count() == 2
    assert seen.evaluate(FOCUS) == ["party", "talks"]
    page.keyboard.press("]")
    page.keyboard.press("[")
    assert seen.evaluate(FOCUS) == ["party", "talks"]


def test_what_is_selected_is_marked(visit: Open, html: str) -> None:
    seen = visit(html, "#tab=matrix&actor=oz&proposition=talks")
    marked = "[...document.querySelectorAll('.matrix [aria-current]')].map((one) => \
        [one.dataset.row ?? '', one.dataset.column ?? ''])"
    assert seen.evaluate(marked) == [["", "talks"], ["oz", ""], ["oz", "talks"]]
    seen.page.click(".matrix tbody th button:text-is('Anna Examplova')")
    assert seen.evaluate(marked) == [["anna", ""]]
    seen.page.click(".matrix thead button:has-text('Tariffs')")
    assert seen.evaluate(marked) == [["", "tariffs"]]
    seen.evaluate("location.hash = 'tab=matrix&rows=country&actor=anna&proposition=tariffs'")
    seen.page.wait_for_selector(".matrix [data-row='country/FR']")
    assert seen.evaluate(marked) == [
        ["", "tariffs"], ["country/FR", ""], ["country/FR", "tariffs"]
    ]  # fmt: skip


def test_full_names_show_beside_what_is_pointed_at(visit: Open, html: str) -> None:
    seen = visit(html, "#tab=matrix")
    seen.page.focus(".matrix thead button[data-column=talks]")
    assert seen.texts(".matrix-tip") == [
        "Talks with Exampleland: There should be talks with Exampleland."
    ]
    # Above the name of a column, or it would cover the rows.
    head = seen.page.locator(".matrix thead button[data-column=talks]").bounding_box()
    tip = seen.page.locator(".matrix-tip").bounding_box()
    assert tip["y"] + tip["height"] <= head["y"]
    seen.page.hover(".matrix tbody button[data-row=anna]")
    assert seen.texts(".matrix-tip") == ["Anna Examplova, Minister of Inventions, France"]
    seen.page.hover("#panel")
    assert not seen.page.is_visible(".matrix-tip")


def test_headings_and_names_are_whole_where_there_is_room(visit: Open, real_html: str) -> None:
    seen = visit(real_html, "#tab=matrix")
    seen.page.set_viewport_size({"width": 1440, "height": 900})
    cut = """all => all.filter((one) => (
        one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1
      )).map((one) => one.textContent)"""
    for part in (".themes span", "thead button span"):
        found = seen.page.locator(f".matrix {part}")
        assert found.count() > 5
        assert found.evaluate_all(cut) == []
    names = seen.page.locator(".matrix tbody th button")
    # The longest of all may be cut: every column keeps its least width.
    assert len(names.evaluate_all(cut)) < names.count() / 30
    seen.page.set_viewport_size({"width": 1900, "height": 900})
    seen.page.wait_for_timeout(200)
    assert seen.page.locator(".matrix tbody th button").evaluate_all(cut) == []


def test_the_day_and_the_filters_change_it_at_once(visit: Open, html: str) -> None:
    seen = visit(html, "#tab=matrix&day=2024-06-01")
    assert cells(seen) == {
        ("anna", "talks"): "Anna Examplova: rejects talks (Talks with Exampleland), 1 May 2024"
    }
    assert seen.texts(".matrix thead tr:last-child button") == ["Talks", "Tariffs"]
    seen.evaluate("location.hash = 'tab=matrix&polarity=mixed&on=tariffs'")
    seen.page.wait_for_selector(".matrix [data-row=oz]")
    assert {*cells(seen)} == {("oz", "tariffs")}
    assert seen.texts(".matrix thead tr:last-child button") == ["Tariffs"]


@pytest.mark.parametrize(
    ("order", "expected"),
    [("activity", "adbecf"), ("country", "dbfaec"), ("agreement", None)],
)
def test_rows_stand_in_the_order_asked_for(visit: Open, order: str, expected: str | None) -> None:
    seen = visit(draw_page(camps()), f"#tab=matrix&order={order}")
    found = "".join(rows(seen))
    if expected:
        assert found == expected
    else:
        assert {frozenset(found[:3]), frozenset(found[3:])} == {frozenset("ade"), frozenset("bcf")}


def test_a_long_matrix_shows_more_when_asked(visit: Open, crowded: str) -> None:
    seen = visit(crowded, "#tab=matrix")
    held = seen.page.locator(".matrix tbody tr")
    first = held.count()
    assert 100 <= first <= 300
    assert seen.texts(".matrix thead th:has-text('actors')") == ["605 actors"]
    seen.page.click(".matrix-more")
    assert held.count() == 2 * first


def test_the_selected_actor_has_a_row_wherever_it_stands(visit: Open, crowded: str) -> None:
    seen = visit(crowded, "#tab=matrix")
    while seen.page.locator(".matrix-more").count():
        seen.page.click(".matrix-more")
    last = rows(seen)[-1]
    fresh = visit(crowded, f"#tab=matrix&actor={last}")
    assert rows(fresh)[-1] == last
    assert len(rows(fresh)) < 400
    box, line = (fresh.page.locator(one).bounding_box() for one in (".matrix-box", "tr.chosen"))
    assert line["y"] + line["height"] <= box["y"] + box["height"]
    # The same where the matrix was open before somebody was chosen.
    later = visit(crowded, "#tab=matrix")
    assert last not in rows(later)
    later.evaluate("actor => { location.hash = `tab=matrix&actor=${actor}`; }", last)
    later.page.wait_for_selector("tr.chosen")
    assert rows(later)[-1] == last
    line = later.page.locator("tr.chosen").bounding_box()
    assert line["y"] + line["height"] <= box["y"] + box["height"]


def picture(seen: Visit) -> ET.Element:
    seen.page.click("#export-open")
    with seen.page.expect_download() as waiting:
        seen.page.click("#export-list button:has(.export-name:text-is('SVG'))")
    return ET.fromstring(Path(waiting.value.path()).read_text(encoding="utf-8"))


def test_the_picture_holds_every_mark_and_name(visit: Open, html: str) -> None:
    seen = visit(html, "#tab=matrix", color_scheme="dark")
    drawn = picture(seen).find(f"{SVG}svg")
    assert drawn is not None
    words = [one.text for one in drawn.iter(f"{SVG}text")]
    assert {"Anna Examplova", "Örjan Öztürkłund", "Invented Party", "Talks", "Trade"} <= {*words}
    assert words.count("Δ") == 1
    shapes = Counter(
        one.get("fill") for name in ("circle", "rect", "path") for one in drawn.iter(SVG + name)
    )
    # Each colour once more than it has positions: in the legend.
    assert shapes["rgb(26, 102, 166)"] == 2 + 1
    assert shapes["rgb(168, 63, 11)"] == 2 + 1
    assert shapes["rgb(107, 114, 120)"] == 2 + 1


def test_the_picture_says_how_many_rows_it_leaves_out(visit: Open, crowded: str) -> None:
    words = [one.text for one in picture(visit(crowded, "#tab=matrix")).iter(f"{SVG}text")]
    assert "455 more rows left out" in words


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["actor", "country"])
def test_it_has_no_fault_of_access(visit: Open, html: str, scheme: str, kind: str) -> None:
    seen = visit(html, f"#tab=matrix&rows={kind}&actor=anna", color_scheme=scheme)
    found = Axe().run(seen.page, context="#tab-matrix").response["violations"]
    assert [one["id"] for one in found] == []


@pytest.mark.parametrize("width", [390, 1440])
def test_only_its_own_box_scrolls_sideways(visit: Open, real_html: str, width: int) -> None:
    seen = visit(real_html, "#tab=matrix")
    seen.page.set_viewport_size({"width": width, "height": 900})
    wide = "one => one.scrollWidth - one.clientWidth"
    assert seen.page.eval_on_selector("html", wide) == 0
    assert seen.page.eval_on_selector("#tab-matrix", wide) == 0
    inside = seen.page.eval_on_selector(".matrix-box", wide)
    assert (inside > 0) == (width == 390)
    seen.page.eval_on_selector(".matrix-box", "one => one.scrollTo(200, 400)")
    for held in (".matrix thead", ".matrix tbody th >> nth=20"):
        box, part = (seen.page.locator(one).bounding_box() for one in (".matrix-box", held))
        side = "y" if held.endswith("thead") else "x"
        assert abs(box[side] - part[side]) < 1


@pytest.mark.parametrize("kind", ["actor", "country", "family"])
def test_hostile_names_stay_text(visit: Open, kind: str) -> None:
    seen = visit(draw_page(hostile_page()), f"#tab=matrix&rows={kind}&order=agreement")
    assert len(rows(seen)) == 10
    for one in seen.page.locator(".matrix tbody tr:first-child button").all():
        one.hover()
        one.click()
    assert seen.evaluate("window.PWN") is None
    assert seen.errors == []


def test_nothing_to_show_is_said_and_can_be_undone(visit: Open, html: str) -> None:
    empty = visit(draw_page(EMPTY), "#tab=matrix&order=agreement&rows=family")
    assert "holds no stances" in empty.texts("#tab-matrix p")[0]
    assert empty.errors == []
    seen = visit(html, "#tab=matrix&country=SE&polarity=favours")
    assert re.match("No actor has a position here as of", seen.texts("#tab-matrix p")[0])
    seen.page.click("#tab-matrix button:text-is('Reset')")
    assert len(rows(seen)) == 3
