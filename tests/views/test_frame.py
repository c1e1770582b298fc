"""Header, tabs and columns at every width, on paper, and by keyboard."""

from __future__ import annotations

import re

import pytest

from kg.views.page import draw_page
from tests.views.conftest import Open
from tests.views.invented_page import PAGE, hostile_page

TABS = ("network", "matrix", "timeline", "agreement", "map", "table")
SIZES = [(390, 844), (720, 450), (844, 390), (1100, 800), (1150, 800), (1440, 900)]


@pytest.fixture(scope="module")
def html() -> str:
    return draw_page(PAGE)


@pytest.fixture(scope="module")
def hostile_html() -> str:
    return draw_page(hostile_page())


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("made", ["html", "hostile_html"])
def test_no_width_makes_the_page_scroll_sideways(
    visit: Open, request: pytest.FixtureRequest, size: tuple[int, int], made: str
) -> None:
    seen = visit(request.getfixturevalue(made))
    seen.page.set_viewport_size({"width": size[0], "height": size[1]})
    for tab in TABS:
        seen.page.click(f"#to-{tab}")
        assert seen.evaluate("document.documentElement.scrollWidth") <= size[0], tab
        for handle in seen.page.locator("header button:visible").all():
            box = handle.bounding_box()
            assert box["x"] >= 0, tab
            assert box["x"] + box["width"] <= size[0], tab


@pytest.mark.parametrize("size", SIZES[:4], ids=str)
def test_the_filters_can_be_reached_and_left(visit: Open, html: str, size: tuple[int, int]) -> None:
    page = visit(html).page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    assert not page.is_visible("#search")
    page.click("#show-filters")
    assert page.get_attribute("#show-filters", "aria-expanded") == "true"
    assert page.evaluate("document.activeElement.id") == "search"
    page.check("input[name=polarity][value=opposes]")
    page.keyboard.press("Escape")
    assert not page.is_visible("#search")
    assert page.evaluate("document.activeElement.id") == "show-filters"
    page.click("#show-filters")
    page.click("#close-filters")
    assert not page.is_visible("#search")


def test_the_panel_comes_below_where_there_is_no_room(visit: Open, html: str) -> None:
    page = visit(html, "#actor=anna&proposition=talks").page
    wide = page.locator("#panel").bounding_box()
    assert wide["x"] > page.locator("#stages").bounding_box()["x"]
    page.set_viewport_size({"width": 720, "height": 450})
    picture, panel = (page.locator(one).bounding_box() for one in ("#picture", "#panel"))
    assert panel["x"] == picture["x"]
    assert panel["y"] >= picture["y"] + picture["height"]


def test_on_a_narrow_screen_what_changes_the_picture_shows_it(visit: Open, html: str) -> None:
    seen = visit(html, "#proposition=talks", reduced_motion="reduce")
    page = seen.page
    page.set_viewport_size({"width": 390, "height": 844})
    top = "document.getElementById('picture').getBoundingClientRect().top"
    for name in ("For | against", "Who moved when", "Map"):
        page.locator("#bottom").scroll_into_view_if_needed()
        assert page.evaluate(top) < -100, name
        page.click(f"#panel button:text-is('{name}')")
        assert abs(page.evaluate(top)) < 2, name
    page.evaluate("location.hash = 'actor=anna&tab=table'")
    page.wait_for_selector("#panel h2:text-is('Anna Examplova')")
    page.click("#panel button:text-is('Show in the picture') >> nth=0")
    assert abs(page.evaluate(top)) < 2
    assert "Talks" in seen.texts("#panel h2")[0]


@pytest.mark.parametrize(("tab", "reached"), [("network", "canvas"), ("table", "tab-table")])
def test_the_first_stop_leads_to_the_picture(
    visit: Open, html: str, tab: str, reached: str
) -> None:
    page = visit(html, f"#tab={tab}").page
    clip = "getComputedStyle(document.getElementById('skip')).clipPath"
    assert page.evaluate(clip) == "inset(50%)"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "skip"
    assert page.evaluate(clip) == "none"
    assert page.locator("#skip").bounding_box()["width"] > 60
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == reached


def test_the_search_stays_while_the_filters_scroll(visit: Open, html: str) -> None:
    page = visit(html).page
    page.set_viewport_size({"width": 1440, "height": 500})
    page.evaluate("document.querySelectorAll('#choices details').forEach((one) => one.open = true)")
    page.evaluate("document.getElementById('filters').scrollTop = 0")
    place = page.locator("#search").bounding_box()
    page.evaluate("document.getElementById('filters').scrollTop = 200")
    assert page.evaluate("document.getElementById('filters').scrollTop") > 50
    assert page.locator("#search").bounding_box() == place


@pytest.mark.parametrize("tab", ["network", "map", "table"])
def test_paper_holds_the_picture_and_then_the_evidence(visit: Open, html: str, tab: str) -> None:
    seen = visit(html, f"#tab={tab}&actor=anna&proposition=talks", color_scheme="dark")
    page = seen.page
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    if tab == "table":
        assert page.is_visible("#tab-table table")
    else:
        paper, panel = (page.locator(one).bounding_box() for one in ("#paper > svg", "#panel"))
        assert paper["width"] > 300
        assert panel["y"] >= paper["y"] + paper["height"]
        assert not page.is_visible("#stages")
    for part in ("#filters", "#days", ".tools", "#tabs"):
        assert not page.is_visible(part), part
    ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert ground == "rgb(255, 255, 255)"
    written = page.evaluate(
        "getComputedStyle(document.querySelector('#panel .source a'), '::after').content"
    )
    assert "attr(href)" in written or "https://times.example/" in written
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("#paper *").count() == 0
    assert re.match(rb"%PDF", page.pdf(prefer_css_page_size=True))
    assert seen.errors == []


def test_the_theme_changes_and_changes_back(visit: Open, html: str) -> None:
    seen = visit(html, color_scheme="light")
    grounds = []
    for _ in range(3):
        grounds.append(seen.evaluate("getComputedStyle(document.documentElement).backgroundColor"))
        seen.page.click("#theme")
    assert grounds[0] != grounds[1]
    assert grounds[0] == grounds[2]


def test_nothing_moves_for_those_who_want_no_motion(visit: Open, html: str) -> None:
    seen = visit(html, reduced_motion="reduce")
    moving = seen.evaluate(
        """() => [...document.querySelectorAll("*")].filter((one) => {
            const { transitionDuration, animationName } = getComputedStyle(one);
            return parseFloat(transitionDuration) > 0 || animationName !== "none";
        }).length"""
    )
    assert moving == 0


def test_every_colour_may_be_forced(visit: Open, html: str) -> None:
    seen = visit(html, "#actor=anna", forced_colors="active")
    assert seen.page.is_visible("#canvas")
    assert seen.errors == []
