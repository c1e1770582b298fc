"""A reviewer's checklist of the page, step by step, on real, hostile, empty and large data."""

from __future__ import annotations

import io
import random
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image

from benchmarks.crowd import crowd
from kg.views.contract import GraphPage
from kg.views.page import draw_page
from kg.views.positions import positions
from tests.views.conftest import POLICY, Open, Visit
from tests.views.invented_page import EMPTY, hostile_page

TABS = ("network", "matrix", "timeline", "agreement", "map", "table")
KINDS = ("real", "hostile", "empty", "five-fold")
SIDES = {"favours": "for", "opposes": "against", "mixed": "mixed"}


@pytest.fixture(scope="session")
def pages(real_page: GraphPage) -> dict[str, str]:
    return {
        "real": draw_page(real_page),
        "hostile": draw_page(hostile_page()),
        "empty": draw_page(EMPTY),
        "five-fold": draw_page(crowd(605, 2_700)),
    }


def walk(seen: Visit) -> None:
    for tab in TABS:
        seen.page.click(f"#to-{tab}")
        assert seen.page.is_visible(f"#tab-{tab}")
        seen.page.wait_for_timeout(50)


class References(HTMLParser):
    """Every attribute by which a page may fetch, and the links by which a reader may leave it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.tags: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attrs)
        wanted = {"src", "srcset", "poster", "background", "action"} & {*given}
        self.fetched += [f"{tag}.{name}" for name in wanted]
        if tag in {"link", "base", "iframe", "object", "embed"}:
            self.fetched.append(tag)


@pytest.mark.parametrize("kind", KINDS)
def test_1_2_it_asks_for_nothing_on_any_tab_and_reports_no_error(
    visit: Open, pages: dict[str, str], kind: str
) -> None:
    seen = visit(pages[kind])
    walk(seen)
    seen.page.click("#export-open")
    for label in seen.texts("#export-list button:enabled .export-name"):
        if label in {"PNG", "SVG", "CSV", "JSON"}:
            if not seen.page.is_visible("#export-list"):
                seen.page.click("#export-open")
            with seen.page.expect_download():
                seen.page.click(f"#export-list button:has(.export-name:text-is('{label}'))")
    asked = [one for one in seen.requests if not one.startswith(("data:", "blob:"))]
    assert len(asked) == 1
    assert seen.errors == []
    assert seen.evaluate("document.compatMode") == "CSS1Compat"
    assert seen.page.locator("h1").count() == 1
    assert seen.evaluate("document.documentElement.lang") == "en"
    assert seen.page.title()
    assert References(pages[kind]).fetched == []
    style = re.search(r"<style>(.*?)</style>", pages[kind], re.DOTALL)
    assert style is not None
    assert "url(" not in style[1]
    assert "@import" not in style[1]


@pytest.mark.parametrize("guarded", [True, False], ids=["policy", "no-policy"])
def test_3_4_hostile_text_runs_nothing(visit: Open, pages: dict[str, str], guarded: bool) -> None:
    html = pages["hostile"] if guarded else POLICY.sub("", pages["hostile"])
    seen = visit(html)
    page = seen.page
    for tab in TABS:
        page.click(f"#to-{tab}")
        box = page.locator("#stages").bounding_box()
        for row in range(1, 6):
            for column in range(1, 8):
                page.mouse.move(
                    box["x"] + box["width"] * column / 8, box["y"] + box["height"] * row / 6
                )
        page.mouse.click(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.5)
    page.keyboard.press("Escape")
    for row in page.locator("#panel .row").all()[:12]:
        row.click(timeout=2_000)
        if page.locator("#panel .back").count():
            page.click("#panel .back")
    page.fill("#search", "script")
    page.wait_for_timeout(100)
    assert page.evaluate("window.PWN") is None
    assert (
        page.locator("#panel img, #hits img, .stage img, .stage script, #panel script").count() == 0
    )
    assert (
        page.evaluate(
            "[...document.querySelectorAll('*')].flatMap(one => [...one.attributes])"
            ".filter(one => one.name.startsWith('on')).length"
        )
        == 0
    )
    protocols = page.eval_on_selector_all("a", "all => all.map(one => one.protocol)")
    assert {*protocols} <= {"https:", "http:", "file:"}
    assert seen.errors == []


def test_4_an_added_script_does_not_run(visit: Open, real_html: str) -> None:
    seen = visit(real_html.replace("</body>", "<script>window.PWN = 1</script></body>"))
    assert seen.evaluate("window.PWN") is None
    assert len(seen.errors) == 1


def test_5_a_pair_shows_every_stance_newest_first(
    visit: Open, real_html: str, real_page: GraphPage
) -> None:
    held = max(positions(real_page), key=lambda one: len(one.stances))
    seen = visit(real_html, f"#actor={held.actor}&proposition={held.proposition}")
    assert seen.page.locator("#panel .stance").count() == len(held.stances)
    shown = seen.page.eval_on_selector_all(
        "#panel .stance .iri a",
        "all => all.map(one => decodeURIComponent(one.href).split('/').at(-1))",
    )
    assert shown == [stance.id for stance in held.stances]
    links = seen.page.eval_on_selector_all(
        "#panel .source a", "all => all.map(one => [one.protocol, one.rel])"
    )
    assert links
    assert {tuple(one) for one in links} <= {
        ("https:", "noopener noreferrer"),
        ("http:", "noopener noreferrer"),
    }


def test_6_the_slider_shows_the_positions_of_that_day(
    visit: Open, real_html: str, real_page: GraphPage
) -> None:
    chance = random.Random(6)
    days = sorted({stance.latest for stance in real_page.stances})
    seen = visit(real_html, "#tab=matrix")
    for day in chance.sample(days[10:], 5):
        past = tuple(one for one in real_page.stances if one.latest <= day)
        known = positions(GraphPage(real_page.meta, real_page.propositions, real_page.actors, past))
        seen.evaluate("day => { location.hash = `tab=network&day=${day}`; }", day)
        seen.page.wait_for_function(
            "many => document.getElementById('shown-count').textContent.startsWith(`${many} of`)",
            arg=len(known),
        )
        for one in chance.sample(known, 5):
            seen.evaluate(
                "hash => { location.hash = hash; }",
                f"day={day}&actor={one.actor}&proposition={one.proposition}",
            )
            polarities = {stance.polarity for stance in one.stances}
            sides = {*seen.page.eval_on_selector_all(
                "#panel h2 ~ p .chip", "all => all.map(one => one.className)"
            )}  # fmt: skip
            if one.several:
                assert len(sides) > 1
            else:
                assert sides == {f"chip {SIDES[one.polarity]}"}
            assert len(polarities) >= len(sides)


def test_7_a_filter_and_its_link(visit: Open, real_html: str) -> None:
    seen = visit(real_html)
    seen.page.check("input[name=polarity][value=opposes]")
    assert seen.coloured("red", "blue") > 100
    seen.page.click("#to-table")
    assert seen.page.locator("#tab-table tbody .chip.for").count() == 0
    seen.page.click("#to-network")
    seen.page.wait_for_timeout(400)
    address = seen.evaluate("location.hash")
    fresh = visit(real_html, address)
    assert fresh.texts("#shown-count") == seen.texts("#shown-count")
    seen.page.evaluate("document.activeElement.blur()")
    seen.page.mouse.move(0, 0)
    one, other = (v.page.locator("#canvas").screenshot() for v in (seen, fresh))
    assert one == other


@pytest.mark.parametrize(
    "address", ["#%E0%A4%A", "#tab=nothing&day=9999-99-99&actor=__proto__&window=-1&least=x"]
)
def test_7_any_link_opens(visit: Open, real_html: str, address: str) -> None:
    seen = visit(real_html, address)
    assert seen.errors == []
    assert re.match(r"(\d+) of \1 positions", seen.texts("#shown-count")[0])


def test_8_the_keyboard_does_it_all(visit: Open, real_html: str) -> None:
    seen = visit(real_html)
    page = seen.page
    page.keyboard.press("/")
    assert seen.evaluate("document.activeElement.id") == "search"
    page.keyboard.press("Escape")
    page.focus("#canvas")
    heard = set()
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "ArrowLeft", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
        heard |= {*seen.texts("#announcer")}
    assert len(heard) >= 5
    page.keyboard.press("Enter")
    assert page.locator("#panel .stance, #panel .row").count()
    page.focus("#canvas")
    page.keyboard.press("[")
    page.wait_for_timeout(300)
    assert "day=" in seen.evaluate("location.hash")
    for number, tab in enumerate(TABS, 1):
        page.keyboard.press(str(number))
        assert seen.evaluate("document.documentElement.dataset.tab") == tab
    page.focus("#to-table")
    page.keyboard.press("Home")
    assert seen.evaluate("document.activeElement.id") == "to-network"
    page.focus("#export-open")
    page.keyboard.press("Enter")
    assert page.is_visible("#export-list")
    page.keyboard.press("Escape")
    assert seen.evaluate("document.activeElement.id") == "export-open"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("tab", TABS)
def test_8_axe_finds_nothing_serious(visit: Open, real_html: str, tab: str, scheme: str) -> None:
    addresses = (f"#tab={tab}", f"#tab={tab}&actor=emmanuel-macron", f"#tab={tab}&country=DE")
    for address in addresses:
        seen = visit(real_html, address, color_scheme=scheme)
        found = Axe().run(seen.page).response["violations"]
        serious = [
            (one["id"], one["impact"], [node["target"] for node in one["nodes"]][:3])
            for one in found
            if one["impact"] in {"serious", "critical"}
        ]
        assert serious == [], address


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("deficiency", ["deuteranopia", "protanopia", "tritanopia"])
def test_9_for_and_against_stay_apart_for_every_eye(
    visit: Open, real_html: str, deficiency: str, scheme: str
) -> None:
    seen = visit(real_html, "#tab=map", color_scheme=scheme)
    session = seen.page.context.new_cdp_session(seen.page)
    session.send("Emulation.setEmulatedVisionDeficiency", {"type": deficiency})
    seen.evaluate(
        """() => {
            const strip = document.createElement("div");
            strip.id = "strip";
            Object.assign(strip.style, { position: "fixed", inset: "0 auto auto 0", zIndex: 99,
                display: "flex" });
            for (const name of ["for", "mixed", "against"]) {
                const part = document.createElement("span");
                Object.assign(part.style, { width: "40px", height: "40px",
                    background: `var(--${name})` });
                strip.append(part);
            }
            document.body.append(strip);
        }"""
    )
    pixels = _pixels(seen, "#strip", [(20, 20), (60, 20), (100, 20)])
    for one, other in ((0, 2), (0, 1), (1, 2)):
        assert _distance(pixels[one], pixels[other]) > 12, (one, other, pixels)


def _pixels(seen: Visit, selector: str, points: list[tuple[int, int]]) -> list[tuple[int, ...]]:
    shot = Image.open(io.BytesIO(seen.page.locator(selector).screenshot())).convert("RGB")
    return [shot.getpixel(point) for point in points]  # type: ignore[misc]


def _distance(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """CIE76: the distance in L*a*b* (D65); about 2.3 is just noticeable."""
    a, b = _lab(one), _lab(other)
    return float(sum((x - y) ** 2 for x, y in zip(a, b, strict=True)) ** 0.5)


def _lab(colour: tuple[int, ...]) -> tuple[float, float, float]:
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (channel / 255 for channel in colour)
    ]
    red, green, blue = linear
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    f = [t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z)]
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


@pytest.mark.parametrize("kind", ["real", "hostile"])
@pytest.mark.parametrize("width", [390, 720, 1100, 1440])
def test_9_no_tab_scrolls_sideways(
    visit: Open, pages: dict[str, str], kind: str, width: int
) -> None:
    seen = visit(pages[kind])
    seen.page.set_viewport_size({"width": width, "height": 800})
    for tab in TABS:
        seen.evaluate("tab => { location.hash = `tab=${tab}`; }", tab)
        seen.page.wait_for_timeout(120)
        assert seen.evaluate("document.documentElement.scrollWidth") <= width, tab


@pytest.mark.parametrize("tab", TABS)
def test_9_each_tab_prints(visit: Open, real_html: str, tab: str) -> None:
    seen = visit(real_html, f"#tab={tab}&proposition=eu-special-envoy")
    assert len(seen.page.pdf()) > 10_000
    assert seen.errors == []


@pytest.mark.parametrize(
    ("words", "name"),
    [("radoslaw", "Radosław Sikorski"),
     ("nauseda", "Gitanas Nausėda"), ("Путин", "Vladimir Putin"),
     ("zelensky", "Volodymyr Zelenskyy"),
     ("erdogan", "Recep Tayyip Erdoğan"), ("Μητσοτάκης", "Kyriakos Mitsotakis")],
)  # fmt: skip
def test_10_names_are_found_in_any_letters(
    visit: Open, real_html: str, real_page: GraphPage, words: str, name: str
) -> None:
    if name not in {actor.name for actor in real_page.actors}:
        pytest.skip(f"the seeds hold no stance of {name}")
    seen = visit(real_html)
    seen.page.fill("#search", words)
    assert name in seen.texts("#hits li > span:first-child")


def test_11_the_same_graph_gives_the_same_bytes(real_page: GraphPage, real_html: str) -> None:
    assert draw_page(real_page) == real_html


OVERLAPS = """svg => {
    const holder = document.createElement("div");
    const parsed = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
    holder.append(document.importNode(parsed, true));
    document.body.replaceChildren(holder);
    const boxes = [...holder.querySelectorAll("text")]
        .filter(one => one.textContent.trim())
        .map(one => [one.textContent, one.getBoundingClientRect()]);
    const over = [];
    boxes.forEach(([one, a], number) => boxes.slice(number + 1).forEach(([other, b]) => {
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (wide > 2 && high > 3) over.push(`${one} / ${other}`);
    }));
    return [boxes.length, over];
}"""


@pytest.mark.parametrize(
    "address",
    ["", "arrange=country", "arrange=split&proposition=direct-dialogue-with-russia",
     "actor=emmanuel-macron", "actor=giorgia-meloni&proposition=eu-special-envoy",
     "proposition=direct-dialogue-with-russia", "tab=matrix", "tab=timeline&actor=emmanuel-macron",
     "tab=timeline", "tab=agreement", "tab=map&proposition=direct-dialogue-with-russia"],
)  # fmt: skip
def test_12_no_word_stands_on_another(visit: Open, real_html: str, address: str) -> None:
    seen = visit(real_html, f"#{address}")
    seen.page.wait_for_timeout(200)
    seen.page.click("#export-open")
    with seen.page.expect_download() as waiting:
        seen.page.click("#export-list button:has(.export-name:text-is('SVG'))")
    svg = waiting.value.path().read_text(encoding="utf-8")
    fresh: Any = seen.page.context.new_page()
    many, over = fresh.evaluate(OVERLAPS, svg)
    assert many > 10
    assert over == []
    for name in {
        "actor=emmanuel-macron": ["Emmanuel Macron"],
        "actor=giorgia-meloni&proposition=eu-special-envoy": ["Giorgia Meloni"],
    }.get(address, ()):
        assert name in svg


def test_12_whoever_is_in_focus_is_named(visit: Open, real_html: str, real_page: GraphPage) -> None:
    seen = visit(real_html, "#proposition=eu-special-envoy")
    seen.page.click("#export-open")
    with seen.page.expect_download() as waiting:
        seen.page.click("#export-list button:has(.export-name:text-is('SVG'))")
    svg = waiting.value.path().read_text(encoding="utf-8")
    names = {actor.id: actor.name for actor in real_page.actors}
    held = {s.actor for s in real_page.stances if s.proposition == "eu-special-envoy"}
    assert [name for one in sorted(held) if (name := names[one]) not in svg] == []


def test_13_map_and_table_name_the_same_countries(visit: Open, real_html: str) -> None:
    address = "proposition=eu-special-envoy&on=eu-special-envoy"
    seen = visit(real_html, f"#tab=table&{address}")
    in_table = {*seen.texts("#tab-table tbody [data-column=country]")} - {""}
    seen.evaluate("hash => { location.hash = hash; }", f"tab=map&{address}")
    seen.page.wait_for_timeout(200)
    labels = seen.page.eval_on_selector_all(
        "#tab-map [aria-label]", "all => all.map(one => one.getAttribute('aria-label'))"
    )
    on_map = {country for country in in_table if any(one.startswith(country) for one in labels)}
    assert len(in_table) > 5
    assert on_map == in_table


def test_14_the_page_says_what_it_is(visit: Open, real_html: str) -> None:
    seen = visit(real_html)
    told = " ".join(seen.texts("body"))
    assert re.search(r"data to \d{4}-\d\d-\d\d", told)
    assert re.search(r"from \d+ stances", told)
    seen.page.click("#help")
    assert "report" in " ".join(seen.texts("dialog")).lower()
