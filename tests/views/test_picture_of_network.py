"""The network in a real browser: what is drawn where, and what it says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from benchmarks.crowd import crowd
from kg.views.page import draw_page
from tests.views.conftest import POLICY, Open, Visit
from tests.views.invented_page import EMPTY, PAGE, hostile_page

Area = Any
WAYS = ("agreement", "country", "split")
SVG = "{http://www.w3.org/2000/svg}"

# Rectangles in pixels of the screen: of names, headings, boxes with text, and marks.
AREAS = """(() => {
  const scale = network.getScale();
  nameNodes(scale);
  const size = nameHeight(scale);
  const box = (id, x, y, w, h) => [id, x - w / 2, y - h / 2, x + w / 2, y + h / 2];
  const words = [...named.names].map(([id, n]) => box(id, n.x, n.y, n.width, n.height));
  const titles = named.titles.map((t) => box(t.text, t.left + t.width / 2, t.y, t.width, size));
  const signs = named.signs.map((s, n) => box(`sign ${n}`, s.x, s.y, SIGN, SIGN));
  const lit = [...visibleNodes].filter((node) => !bright || bright.has(node));
  const boxes = lit.filter((node) => node.startsWith("proposition/")).map((node) => {
    const { x, y } = places.get(node);
    const { width, height } = boxSize(node, scale);
    return box(node, x * scale, y * scale, width * scale, height * scale);
  }).filter(([node]) => !named.gone.has(node));
  const marks = lit.filter((node) => node.startsWith("actor/")).map((node) => {
    const { x, y } = places.get(node);
    const across = 2 * markRadius(node, scale) * scale;
    return box(node, x * scale, y * scale, across, across);
  });
  return { words: [...words, ...titles, ...signs], boxes, marks };
})()"""


def probed(html: str) -> str:
    """The page with a way to look into its own script, which its policy would not allow."""
    found = POLICY.sub("", html).replace(
        "start();\n})();", "start(); window.probe = (code) => eval(code);\n})();"
    )
    assert "window.probe" in found
    return found


def look(seen: Visit, code: str) -> Any:
    return seen.evaluate("code => probe(code)", code)


def overlapping(
    areas: list[list[object]], others: list[list[object]]
) -> list[tuple[object, object]]:
    return [
        (one[0], other[0])
        for number, one in enumerate(areas)
        for other in (areas[number + 1 :] if areas is others else others)
        if one[0] != other[0]
        and one[1] + 0.01 < other[3]
        and other[1] + 0.01 < one[3]
        and one[2] + 0.01 < other[4]
        and other[2] + 0.01 < one[4]
    ]  # fmt: skip


@pytest.fixture(scope="module")
def html() -> str:
    return draw_page(PAGE)


@pytest.fixture(scope="module")
def town() -> str:
    return probed(draw_page(crowd(140, 570)))


@pytest.mark.parametrize("way", WAYS)
def test_no_word_stands_on_another_at_any_zoom(visit: Open, town: str, way: str) -> None:
    seen = visit(town, f"#arrange={way}")
    named = []
    for factor in (1, 0.4, 0.5, 3, 2, 2):
        look(seen, f"zoom({factor})")
        found = look(seen, AREAS)
        assert overlapping(found["words"], found["words"]) == []
        assert overlapping(found["words"], found["boxes"]) == []
        assert overlapping(found["words"], found["marks"]) == []
        assert overlapping(found["boxes"], found["boxes"]) == []
        named.append(len(found["words"]))
    assert named[2] < named[0]
    assert named[0] > 20


UNNAMED = """[...bright].filter((node) => (
    !named.names.has(node) && (node.startsWith("actor/") || named.small.has(node))))"""
# How far each name ends from the rim of its mark, in pixels of the screen.
LEADERS = """[...named.names].map(([id, { x, y, width, height }]) => {
  const [scale, at] = [network.getScale(), places.get(id)];
  const off = [[at.x * scale - x, width], [at.y * scale - y, height]].map(
    ([apart, size]) => Math.max(Math.abs(apart) - size / 2, 0));
  const rim = id.startsWith("actor/") ? markRadius(id, scale) * scale : SMALL_BOX[1] / 2;
  return Math.hypot(...off) - rim;
})"""
# What is written when a node is pointed at.
PLATE = """(node) => {
  const told = [];
  const context = new Proxy({}, {
    get: (_, name) => (...words) => name === "fillText" && told.push(words[0]), set: () => true,
  });
  [hovered, scale] = [node, network.getScale()];
  drawPointed(context, scale);
  hovered = null;
  return told;
}"""


@pytest.mark.parametrize("way", ["agreement", "country"])
def test_the_focus_names_at_their_marks_all_who_have_room(visit: Open, town: str, way: str) -> None:
    seen = visit(town, f"#arrange={way}&proposition=question-3")
    assert look(seen, "bright.size") > 10
    found = look(seen, AREAS)
    assert overlapping(found["words"], found["words"]) == []
    assert len(look(seen, UNNAMED)) < look(seen, "bright.size") / 4
    assert max(look(seen, LEADERS)) <= 24
    # Whoever has none is named once one points there, and by zooming in.
    pointed = look(seen, f"let scale; {UNNAMED}.map(({PLATE})).map((told) => told.length)")
    assert set(pointed) <= {1}
    look(seen, "zoom(6)")
    look(seen, AREAS)
    assert look(seen, UNNAMED) == []


def test_in_a_crowd_no_name_is_far_from_its_mark(visit: Open) -> None:
    seen = visit(probed(draw_page(crowd(960, 4000))))
    for address in ("#actor=invented-1", "#proposition=question-12", "#"):
        seen.evaluate("(hash) => { location.hash = hash; }", address)
        seen.page.wait_for_timeout(300)
        look(seen, AREAS)
        assert look(seen, "named.names.size") > 0
        assert max(look(seen, LEADERS)) <= 24


def test_who_is_chosen_is_named_though_there_is_no_room(visit: Open, html: str) -> None:
    seen = visit(probed(html), "#actor=anna")
    look(seen, AREAS)
    look(seen, "named.names.delete('actor/anna')")
    assert look(seen, f"let scale; ({PLATE})(null)") == ["Anna Examplova"]


@pytest.mark.parametrize("way", WAYS)
def test_a_selected_line_names_both_its_ends(visit: Open, html: str, way: str) -> None:
    seen = visit(probed(html), f"#arrange={way}&actor=anna&proposition=talks")
    assert look(seen, "nameNodes(network.getScale()); [...named.names.keys()].sort()") == (
        ["actor/anna", "actor/oz", "actor/party"] if way == "split" else ["actor/anna"]
    )
    assert look(seen, "named.small.has('proposition/talks')") is False


def test_columns_hold_each_side_under_its_verb(visit: Open, html: str) -> None:
    seen = visit(probed(html), "#arrange=split&proposition=talks")
    assert look(seen, "headings.map(({ text, polarity }) => [text, polarity])") == [
        ["wants talks · 1", "favours"], ["rejects talks · 1", "opposes"],
        ["mixed or conditional · 1", "mixed"],
    ]  # fmt: skip
    assert look(seen, "places.get('actor/anna').x < 0 && places.get('actor/oz').x > 0")
    assert look(seen, "[...visibleNodes].sort()") == [
        "actor/anna", "actor/oz", "actor/party", "proposition/talks",
    ]  # fmt: skip
    seen.page.select_option("select[name=split]", "tariffs")
    assert seen.texts("#panel h2") == ["Tariffs on Exampleland"]
    # An actor chosen in the columns opens what they said on this proposition.
    look(seen, "openNode('actor/oz')")
    assert "Would weigh tariffs" in seen.texts(".stance")[0]


def test_columns_follow_the_selection_then_the_filter_then_what_is_contested(
    visit: Open, html: str
) -> None:
    seen = visit(probed(html), "#arrange=split&proposition=tariffs")
    about = "[splitOn(), document.querySelector('select[name=split]').value]"
    assert look(seen, about) == ["tariffs", "tariffs"]
    assert seen.texts("#shown-count") == ["6 of 6 positions · pictured: 3 on Tariffs"]
    look(seen, "toggle('about', 'talks')")
    assert look(seen, about) == ["talks", "talks"]
    assert look(seen, "visibleNodes.size") == 4
    look(seen, "change({ ...NOTHING, country: new Set(['US']) })")
    assert look(seen, "visibleNodes.size") == 0
    assert seen.texts("#nothing") == ["No position on “Talks with Exampleland” passes the filters."]
    look(seen, "reset()")
    assert look(seen, about)[0] == look(seen, "mostContested()[0].proposition.id")
    look(seen, "select({ proposition: 'tariffs' })")
    seen.page.click("#panel .back")
    assert look(seen, "[state.arrange, state.proposition]") == ["agreement", None]
    assert seen.texts("#shown-count") == ["6 of 6 positions"]
    assert seen.errors == []


def test_nobody_is_named_on_an_island_without_a_heading(visit: Open, town: str) -> None:
    seen = visit(town, "#arrange=country")
    for factor in (1, 0.6, 0.5, 4):
        look(seen, f"zoom({factor}); nameNodes(network.getScale())")
        homeless = look(
            seen,
            """(() => {
              const titled = new Set(named.titles.map(({ id }) => id));
              return [...named.names.keys()].filter((node) => node.startsWith("actor/")
                && !titled.has(islandOf(actors.get(thingOf(node).actor), "country")));
            })()""",
        )
        assert homeless == []


def test_every_real_island_has_its_heading(visit: Open, real_html: str) -> None:
    seen = visit(probed(real_html), "#arrange=country")
    seen.page.set_viewport_size({"width": 1440, "height": 900})
    seen.page.wait_for_timeout(200)
    missing = "headings.filter(({ id }) => !named.titles.some((one) => one.id === id))"
    assert look(seen, f"nameNodes(network.getScale()); {missing}.map(({{ id }}) => id)") == []


def test_a_high_canvas_is_filled_and_boxes_in_focus_stand_apart(
    visit: Open, real_html: str
) -> None:
    seen = visit(probed(real_html))
    seen.page.set_viewport_size({"width": 390, "height": 844})
    seen.page.wait_for_timeout(300)
    used = "(() => { const ys = [...visibleNodes].map((node) => places.get(node).y);"
    used += "return (Math.max(...ys) - Math.min(...ys)) * network.getScale() / freeHeight(); })()"
    assert look(seen, used) > 0.75
    look(seen, "select({ actor: 'emmanuel-macron' })")
    found = look(seen, AREAS)
    assert len(found["boxes"]) > 10
    assert overlapping(found["boxes"], found["boxes"]) == []
    assert overlapping(found["words"], found["boxes"]) == []


def test_lines_keep_their_colour_under_the_mouse(visit: Open, html: str) -> None:
    seen = visit(probed(html))
    colours = look(seen, "edges.get().map(({ color }) => [color.color, color.hover])")
    assert len(colours) == 6
    assert all(one == other for one, other in colours)
    assert look(seen, "network.interactionHandler.options.hoverConnectedEdges") is False


def test_sixty_names_are_all_readable_in_columns(visit: Open) -> None:
    seen = visit(probed(draw_page(crowd(140, 570))), "#arrange=split&proposition=question-0")
    seen.page.set_viewport_size({"width": 1440, "height": 900})
    seen.page.wait_for_timeout(200)
    found = look(seen, AREAS)
    assert len(found["marks"]) > 45
    assert {name[0] for name in found["words"]} >= {mark[0] for mark in found["marks"]}
    assert look(seen, "network.getScale()") == 1


def test_the_legend_filters_by_position(visit: Open, html: str) -> None:
    seen = visit(probed(html))
    key = seen.page.locator(".legend-key").filter(has_text="against")
    key.click()
    assert key.get_attribute("aria-pressed") == "true"
    drawn = "edges.get({ filter: (edge) => !edge.hidden }).length"
    assert look(seen, drawn) == look(seen, "shown.size") == 3
    assert seen.evaluate("document.activeElement.className") == "legend-key"
    key.click()
    assert look(seen, drawn) == 6


def test_keys_step_through_weeks_and_tabs(visit: Open, html: str) -> None:
    seen = visit(html, "#day=2025-05-04")
    seen.page.focus("#canvas")
    seen.page.keyboard.press("[")
    assert seen.texts("#announcer") == ["As of 27 Apr 2025"]
    for _ in range(2):
        seen.page.keyboard.press("]")
    assert seen.texts("#announcer") == ["As of 11 May 2025"]
    seen.page.keyboard.press("6")
    assert seen.evaluate("document.documentElement.dataset.tab") == "table"
    seen.page.keyboard.press("1")
    assert seen.evaluate("document.documentElement.dataset.tab") == "network"
    seen.page.focus("#search")
    seen.page.keyboard.type("2[")
    assert seen.evaluate("document.documentElement.dataset.tab") == "network"


@pytest.mark.parametrize("way", WAYS)
def test_a_picture_for_files_is_whole_and_light(visit: Open, html: str, way: str) -> None:
    seen = visit(probed(html), f"#arrange={way}", color_scheme="dark")
    told = look(seen, "new XMLSerializer().serializeToString(networkPicture())")
    root = ET.fromstring(told)
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert {"Talks", "Anna Examplova, FR" if way == "split" else "Anna Examplova"} <= {*texts}
    fills = {path.get("fill") for path in root.iter(f"{SVG}path")}
    assert "rgb(255, 255, 255)" in fills
    assert all(part.get("style") is None for part in root.iter())
    dashes = [path.get("stroke-dasharray") for path in root.iter(f"{SVG}path")]
    assert {"9 5", "1.5 5", None} <= {*dashes}
    assert ("Δ" in texts) is ("changed" in texts) is True
    assert look(seen, "look.surface") == "rgb(20, 24, 29)"


def test_an_empty_page_has_no_picture(visit: Open) -> None:
    assert look(visit(probed(draw_page(EMPTY))), "networkPicture()") is None


@pytest.mark.parametrize("way", WAYS)
def test_hostile_words_run_nothing_in_the_picture(visit: Open, way: str) -> None:
    seen = visit(probed(draw_page(hostile_page())), f"#arrange={way}")
    told = look(seen, "document.body.append(networkPicture())")
    seen.page.wait_for_timeout(200)
    assert told is None
    assert seen.page.locator("svg img, svg script, svg a").count() == 0
    assert seen.evaluate("window.PWN") is None
    assert seen.errors == []


@pytest.mark.parametrize(("width", "most"), [(1280, 80), (390, 40)])
def test_the_plate_of_a_very_long_name_does_not_cover_the_picture(
    visit: Open, width: int, most: int
) -> None:
    long = [replace(one, name=one.name + "W" * 300) for one in PAGE.actors]
    page = probed(draw_page(replace(PAGE, actors=tuple(long))))
    seen = visit(page)
    seen.page.set_viewport_size({"width": width, "height": 800})
    drawn = """(() => {
      const [was, told] = [drawName, []];
      named.names.delete("actor/anna");
      drawName = (context, name) => told.push(name.text);
      drawPlate(null, "actor/anna", 1);
      drawName = was;
      return told;
    })()"""
    (text,) = look(seen, drawn)
    assert text.startswith("Anna Examplova")
    assert len(text) <= most
