"""The page in a real browser, with the network off."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from kg.views.network import draw_network
from kg.views.positions import positions
from tests.views.invented_page import EMPTY, PAGE, hostile_page

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')

Open = Callable[..., "Visit"]


@dataclass
class Visit:
    """An open page, and what went wrong on it."""

    page: Any
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def texts(self, selector: str) -> list[str]:
        return [one.strip() for one in self.page.locator(selector).all_inner_texts()]

    def coloured(self, more: str, less: str) -> int:
        """How many pixels of the picture have clearly more of one primary colour than another."""
        self.page.wait_for_timeout(200)
        found: int = self.page.evaluate(
            """([more, less]) => {
                const canvas = document.querySelector("#canvas canvas");
                const { data } = canvas.getContext("2d")
                    .getImageData(0, 0, canvas.width, canvas.height);
                let count = 0;
                for (let at = 0; at < data.length; at += 4) {
                    const pixel = { red: data[at], blue: data[at + 2] };
                    if (data[at + 3] && pixel[more] - pixel[less] > 40) count += 1;
                }
                return count;
            }""",
            [more, less],
        )
        return found

    def pair(self, actor: str, proposition: str) -> None:
        self.page.evaluate(
            "hash => { location.hash = hash; }", f"actor={actor}&proposition={proposition}"
        )
        self.page.wait_for_selector(".stance")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    if path is None and os.environ.get("KG_REQUIRE_CHROMIUM") == "1":
        pytest.fail(f"KG_REQUIRE_CHROMIUM is 1, and there is none of {', '.join(names)}")
    if path is None:
        pytest.skip(f"no browser: none of {', '.join(names)} is installed")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Any, tmp_path: Path) -> Iterator[Open]:
    contexts = []

    def opened(html: str, address: str = "", ready: str = "html.ready", **options: Any) -> Visit:
        file = tmp_path / f"page{len(contexts)}.html"
        file.write_text(html, encoding="utf-8", newline="\n")
        size = {"width": 1280, "height": 800}
        contexts.append(chromium.new_context(offline=True, viewport=size, **options))
        page = contexts[-1].new_page()
        found = Visit(page)
        page.on("pageerror", lambda error: found.errors.append(str(error)))
        page.on(
            "console",
            lambda said: said.type in {"error", "warning"} and found.errors.append(said.text),
        )
        page.on("request", lambda request: found.requests.append(request.url))
        page.goto(file.as_uri() + address)
        page.wait_for_selector(ready)
        return found

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def html() -> str:
    return draw_network(PAGE)


@pytest.fixture(scope="module")
def hostile_html() -> str:
    return draw_network(hostile_page())


def test_it_opens_without_errors_and_asks_for_nothing(visit: Open, html: str) -> None:
    seen = visit(html)
    seen.page.wait_for_timeout(300)
    assert seen.errors == []
    assert len(seen.requests) == 1
    assert seen.page.evaluate("document.compatMode") == "CSS1Compat"
    assert "6 positions of 3 actors on 2 propositions" in seen.texts("#panel p")[0]


def test_a_click_on_a_line_shows_every_quote_of_it(visit: Open, html: str) -> None:
    seen = visit(html)
    seen.page.click("text=Anna Examplova: Talks")
    seen.page.wait_for_selector(".stance")
    assert seen.texts(".stance blockquote") == ["“exact words of s2-1”", "“exact words of s1-1”"]
    assert seen.texts(".stance-head .chip") == ["wants talks", "rejects talks"]
    assert seen.texts(".stance-head .changed") == ["Δ changed"]
    link = seen.page.locator(".source a").first
    assert link.get_attribute("href") == "https://times.example/s2-1"
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert seen.texts(".iri")[0] == "s2"
    seen.page.keyboard.press("Escape")
    assert seen.texts("#panel h2") == ["Who stands where"]


def test_a_click_in_the_picture_opens_what_is_there(visit: Open, html: str) -> None:
    seen = visit(html)
    box = seen.page.locator("#canvas").bounding_box()
    seen.page.wait_for_timeout(200)
    opened = set()
    for row in range(2, 12):
        for column in range(2, 12):
            seen.page.mouse.click(
                box["x"] + box["width"] * column / 13, box["y"] + box["height"] * row / 13
            )
            opened |= {*seen.texts("#panel h2")} - {"Who stands where"}
            if {" – " in heading for heading in opened} == {True, False}:
                return
            seen.page.keyboard.press("Escape")
    pytest.fail(f"clicks opened only {opened}")


def test_evidence_says_what_it_is(visit: Open, html: str) -> None:
    seen = visit(html)
    seen.pair("party", "tariffs")
    card = seen.texts(".stance")[0]
    assert "not dated; reported by 3 Feb 2025" in card
    assert "“des mots exacts” French" in card
    assert "In English: “exact words, translated”" in card
    assert "rule score: good" in card
    assert "%" not in card
    seen.pair("oz", "tariffs")
    assert "Would weigh tariffs. paraphrase, not a quotation" in seen.texts(".stance")[0]
    seen.pair("party", "talks")
    assert "mixed positions" in seen.texts("#panel p .chip")


def test_an_actor_and_a_proposition_show_all_their_positions(visit: Open, html: str) -> None:
    seen = visit(html, "#actor=anna")
    assert seen.texts("#panel summary .row-label") == [
        "Talks with Exampleland",
        "Tariffs on Exampleland",
    ]
    seen = visit(html, "#proposition=talks")
    assert seen.texts("#panel h3") == [
        "For: wants talks (1)", "Against: rejects talks (1)", "Mixed or conditional (1)",
    ]  # fmt: skip


@pytest.mark.parametrize("words", ["ozturklund", "ORJAN", "öztürk"])
def test_search_folds_letters(visit: Open, html: str, words: str) -> None:
    seen = visit(html)
    seen.page.keyboard.press("/")
    seen.page.keyboard.type(words)
    assert seen.texts("#hits li > span:first-child") == ["Örjan Öztürkłund"]
    seen.page.keyboard.press("Enter")
    assert seen.texts("#panel h2") == ["Örjan Öztürkłund"]


def test_search_finds_other_names_and_those_without_stance(visit: Open, html: str) -> None:
    seen = visit(html)
    seen.page.fill("#search", "пример")
    assert seen.texts("#hits li > span:first-child") == ["Anna Examplova"]
    seen.page.fill("#search", "exampleland")
    assert any("no stance recorded" in hit for hit in seen.texts("#hits li"))


def test_a_filter_leaves_no_edge_of_another_polarity(visit: Open, html: str) -> None:
    seen = visit(html)
    assert seen.coloured("blue", "red") > 100
    assert seen.coloured("red", "blue") > 100
    seen.page.check("input[name=polarity][value=opposes]")
    assert seen.texts("#shown-count") == ["2 of 6 positions"]
    assert seen.coloured("blue", "red") == 0
    assert seen.coloured("red", "blue") > 100
    seen.page.click("#as-table")
    assert {*seen.texts("#positions tbody .chip")} == {"rejects talks", "opposes tariffs"}
    seen.page.click("text=Reset")
    assert seen.texts("#shown-count") == ["6 of 6 positions"]


def test_a_link_carries_selection_filters_and_day(visit: Open, html: str) -> None:
    address = "#actor=anna&polarity=opposes&country=FR&day=2025-01-01"
    seen = visit(html, address)
    assert seen.texts("#shown-count") == ["1 of 6 positions"]
    assert seen.texts("#day-words") == ["1 Jan 2025"]
    assert seen.texts("#panel summary .chip") == ["rejects talks"]
    seen.page.uncheck("input[name=polarity][value=opposes]")
    seen.page.wait_for_timeout(400)
    address = "#actor=anna&country=FR&day=2025-01-01"
    assert seen.page.evaluate("location.hash") == address


@pytest.mark.parametrize(
    "day", ["2024-05-01", "2024-12-31", "2025-03-01", "2025-04-04", "2025-05-01", "2025-06-30"]
)
def test_the_page_knows_the_position_of_any_day(visit: Open, html: str, day: str) -> None:
    past = tuple(one for one in PAGE.stances if one.latest <= day)
    known = type(PAGE)(PAGE.meta, PAGE.propositions, PAGE.actors, past)
    verbs = {
        ("talks", "favours"): "wants talks",
        ("talks", "opposes"): "rejects talks",
        ("tariffs", "favours"): "backs tariffs",
        ("tariffs", "opposes"): "opposes tariffs",
    }
    expected = [
        verbs.get(
            (one.proposition, str(one.polarity)),
            "mixed positions" if one.several else "mixed or conditional",
        )
        for one in positions(known)
    ]
    seen = visit(html, f"#view=table&day={day}")
    assert seen.texts("#positions tbody .chip") == expected


@pytest.mark.parametrize(
    "address",
    ["#", "#%E0%A4%A", "#actor=nobody&proposition=talks", "#day=2025-99-99&view=x&arrange=split",
     "#actor=__proto__&polarity=constructor", "#actor=state&proposition=talks",
     "#" + quote("<img src=x onerror=window.PWN=1>")],
)  # fmt: skip
def test_any_address_opens(visit: Open, html: str, address: str) -> None:
    seen = visit(html, address)
    assert seen.errors == []
    assert seen.texts("#shown-count") == ["6 of 6 positions"]
    assert seen.page.evaluate("window.PWN") is None


@pytest.mark.parametrize("guarded", [True, False], ids=["policy", "no-policy"])
def test_text_runs_nothing(visit: Open, hostile_html: str, guarded: bool) -> None:
    seen = visit(hostile_html if guarded else POLICY.sub("", hostile_html))
    page = seen.page
    box = page.locator("#canvas").bounding_box()
    for row in range(1, 6):
        for column in range(1, 8):
            page.mouse.move(
                box["x"] + box["width"] * column / 8, box["y"] + box["height"] * row / 6
            )
    page.locator(".row").first.click()
    page.locator("#panel .row").first.click()
    page.wait_for_selector(".stance")
    page.fill("#search", "script")
    page.click("#as-table")
    page.wait_for_timeout(100)
    assert page.evaluate("window.PWN") is None
    assert page.locator("#panel img, #hits svg, #positions img").count() == 0
    assert seen.errors == []
    assert len(seen.requests) == 1
    links = page.eval_on_selector_all("a", "all => all.map(one => one.protocol)")
    assert {*links} <= {"https:", "http:"}


def test_the_policy_stops_what_the_page_does_not_know(visit: Open, html: str) -> None:
    seen = visit(html.replace("</body>", "<script>window.PWN = 1</script></body>"))
    assert seen.page.evaluate("window.PWN") is None
    assert len(seen.errors) == 1


def test_an_empty_page_says_so(visit: Open) -> None:
    seen = visit(draw_network(EMPTY))
    assert seen.errors == []
    assert seen.texts("#panel h2") == ["No stances yet"]
    assert seen.page.is_visible("#nothing")


def test_the_keyboard_reaches_a_quote(visit: Open, html: str) -> None:
    seen = visit(html)
    page = seen.page
    page.focus("#canvas")
    page.keyboard.press("ArrowRight")
    first = seen.texts("#announcer")[0]
    assert re.match(r"Ta\w+ (with|on) Exampleland: ", first)
    said = {first}
    for key in ("ArrowUp", "ArrowLeft", "ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
        said |= set(seen.texts("#announcer"))
    assert len(said) > 1
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "panel"
    assert page.locator("#panel h2").inner_text() != "Who stands where"
    page.keyboard.press("Escape")
    assert seen.texts("#panel h2") == ["Who stands where"]


def test_nothing_moves_after_the_first_picture(visit: Open, html: str) -> None:
    seen = visit(html)
    seen.page.wait_for_timeout(200)
    before = seen.page.locator("#canvas").screenshot()
    seen.page.wait_for_timeout(700)
    assert seen.page.locator("#canvas").screenshot() == before


def test_the_theme_can_be_switched(visit: Open, html: str) -> None:
    seen = visit(html, color_scheme="light")
    grounds = []
    for _ in range(2):
        ground = "getComputedStyle(document.documentElement).backgroundColor"
        grounds.append(seen.page.evaluate(ground))
        seen.page.click("#theme")
    assert grounds[0] != grounds[1]
    assert seen.errors == []


def test_a_print_holds_the_picture(visit: Open, html: str) -> None:
    seen = visit(html)
    seen.page.wait_for_timeout(200)
    assert len(seen.page.pdf()) > 10_000
    assert seen.page.evaluate("document.getElementById('paper').width") > 100
    assert seen.errors == []


def test_a_narrow_page_does_not_scroll_sideways(visit: Open, html: str) -> None:
    seen = visit(html)
    for width in (390, 1100, 1440):
        seen.page.set_viewport_size({"width": width, "height": 800})
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_table_stands_in_where_scripts_do_not_run(visit: Open, html: str) -> None:
    seen = visit(html, ready="body", java_script_enabled=False)
    assert seen.page.is_visible("#positions")
    assert not seen.page.is_visible("#app")
    assert seen.page.locator("#positions tbody tr").count() == 6


def test_the_table_stands_in_where_a_script_fails(visit: Open, html: str) -> None:
    broken = POLICY.sub("", html).replace("start();\n})();", "throw new Error('broken');\n})();")
    seen = visit(broken, ready="html:not(.js)")
    assert seen.errors == ["broken"]
    assert seen.page.is_visible("#positions")
