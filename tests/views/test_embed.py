"""The page inside another page."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import pytest

from kg.views.page import draw_page
from tests.views.conftest import Open, Visit
from tests.views.invented_page import PAGE, hostile_page


@pytest.fixture(scope="module")
def html() -> str:
    return draw_page(PAGE)


class Frames(HTMLParser):
    """The attributes of every element that a text holds."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.found.append((tag, dict(attrs)))


def embed_code(seen: Visit) -> str:
    seen.page.click("#export-open")
    seen.page.click("#export-list button:has-text('Embed code')")
    text: str = seen.page.locator("dialog pre").inner_text()
    return text


def test_only_the_picture_is_left(visit: Open, html: str) -> None:
    seen = visit(html, "#embed=yes&country=FR")
    page = seen.page
    assert page.is_visible("#canvas")
    assert page.is_visible("h1")
    for part in (
        "#filters",
        "#days",
        "#bottom",
        ".title .aside",
        "#tabs",
        "#export-open",
        "#panel",
        "#copy-link",
    ):
        assert not page.is_visible(part), part
    whole = page.locator("#whole a")
    assert whole.get_attribute("href").endswith("#country=FR")
    assert whole.get_attribute("target") == "_blank"
    assert seen.errors == []


def test_the_days_come_where_they_are_wanted(visit: Open, html: str) -> None:
    assert visit(html, "#embed=days").page.is_visible("#days")


@pytest.mark.parametrize("width", [390, 900])
def test_evidence_comes_over_the_picture_and_goes(visit: Open, html: str, width: int) -> None:
    page = visit(html, "#embed=yes").page
    page.set_viewport_size({"width": width, "height": 500})
    stage = page.locator("#stages").bounding_box()
    page.evaluate("location.hash = 'embed=yes&actor=anna&proposition=talks'")
    page.wait_for_selector("#panel .stance")
    assert page.locator("#stages").bounding_box() == stage
    box = page.locator("#panel").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] + box["height"] <= 500
    page.keyboard.press("Escape")
    assert not page.is_visible("#panel")


def test_the_code_works_in_a_page_beside_it(visit: Open, html: str, chromium: Any) -> None:
    code = embed_code(visit(html, "#proposition=talks&arrange=split"))
    ((tag, frame),) = Frames(code).found
    assert tag == "iframe"
    assert (frame["src"] or "").startswith("./page0.html#")

    context = chromium.new_context()
    site = {"/host.html": f"<!doctype html><p>Before.</p>{code}", "/page0.html": html}
    context.route(
        "**/*",
        lambda route: route.fulfill(
            body=site[urlsplit(route.request.url).path], content_type="text/html; charset=utf-8"
        ),
    )
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto("https://paper.example/host.html")
    inner = page.frame_locator("iframe")
    inner.locator("#whole a").wait_for()
    assert not inner.locator("#panel").is_visible()
    inner.locator("#whole button").click()
    assert inner.locator("#panel h2").inner_text() == "Talks with Exampleland"
    with context.expect_page() as opened:
        inner.locator("#whole a").click()
    opened.value.wait_for_selector("html.ready #filters")
    assert opened.value.evaluate("location.hash") == "#proposition=talks&arrange=split"
    assert problems == []
    context.close()


def test_the_code_tells_nothing_of_other_tabs(visit: Open, html: str) -> None:
    seen = visit(html, "#tab=timeline&lanes=all&moved=yes&level=family&rows=country&day=2025-05-01")
    ((_, frame),) = Frames(embed_code(seen)).found
    assert (frame["src"] or "").partition("#")[2] == (
        "day=2025-05-01&tab=timeline&lanes=all&moved=yes&embed=yes"
    )


def test_a_title_cannot_leave_the_code(visit: Open) -> None:
    seen = visit(draw_page(hostile_page()))
    found = Frames(embed_code(seen)).found
    assert [tag for tag, _ in found] == ["iframe"]
    assert set(found[0][1]) == {
        "src", "title", "width", "height", "loading", "sandbox", "referrerpolicy",
    }  # fmt: skip
    assert "allow-same-origin" not in (found[0][1]["sandbox"] or "")
