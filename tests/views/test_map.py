"""The tile map: who stands where, the same countries as in the table, and no outlines."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from kg.model.actors import ActorKind
from kg.views.contract import GraphPage, PageActor
from kg.views.page import draw_page
from kg.views.tiles import tile_places
from tests.views.conftest import Open, Visit
from tests.views.invented_page import EMPTY, PAGE, hostile_page, stance

EUROPE = [
    "AD",
    "AL",
    "AM",
    "AT",
    "AZ",
    "BA",
    "BE",
    "BG",
    "BY",
    "CH",
    "CY",
    "CZ",
    "DE",
    "DK",
    "EE",
    "ES",
    "EU",
    "FI",
    "FR",
    "GB",
    "GE",
    "GR",
    "HR",
    "HU",
    "IE",
    "IS",
    "IT",
    "LI",
    "LT",
    "LU",
    "LV",
    "MC",
    "MD",
    "ME",
    "MK",
    "MT",
    "NL",
    "NO",
    "PL",
    "PT",
    "RO",
    "RS",
    "RU",
    "SE",
    "SI",
    "SK",
    "SM",
    "TR",
    "UA",
    "VA",
    "XK",
]


def everywhere() -> GraphPage:
    """The invented page, with actors of other continents, of no country, and many of Malta."""
    others = (
        PageActor("far", "Invented Envoy", ActorKind.PERSON, country="US"),
        PageActor("alliance", "Invented Alliance of Examples", ActorKind.ORGANISATION),
        *(
            PageActor(f"malta-{number}", f"Invented {number}", ActorKind.PERSON, country="MT")
            for number in range(20)
        ),
    )
    sides = ("favours", "opposes", "mixed")
    held = tuple(
        replace(stance(f"of-{one.id}", one.id, "talks", sides[at % 3], "2025-01-01"), evidence=())
        for at, one in enumerate(others)
    )
    return replace(PAGE, actors=PAGE.actors + others, stances=PAGE.stances + held)


@pytest.fixture(scope="module")
def html() -> str:
    return draw_page(everywhere())


def tiles(seen: Visit) -> dict[str, str]:
    """What each tile says, by its key."""
    found: dict[str, str] = seen.evaluate(
        "() => Object.fromEntries([...document.querySelectorAll('.tile')].map("
        "(one) => [one.dataset.key, one.getAttribute('aria-label')]))"
    )
    return found


def marks(seen: Visit, key: str) -> Counter[str]:
    """The shapes in a tile, by their fill."""
    return Counter(
        seen.evaluate(
            "key => [...document.querySelectorAll(`[data-key='${key}'] :is(circle, rect, path)`)]"
            ".slice(1).map((one) => `${one.tagName} ${one.getAttribute('fill')}`)",
            key,
        )
    )


def test_each_country_of_europe_has_a_square_of_its_own() -> None:
    places = tile_places()
    assert sorted(places) == sorted(EUROPE)
    assert len(set(places.values())) == len(places)
    assert all(0 <= column < 11 and 0 <= row < 9 for column, row in places.values())


@pytest.mark.parametrize(
    ("west", "east"), [("PT", "ES"), ("IE", "GB"), ("FR", "CH"), ("DE", "PL"), ("PL", "LT"),
                       ("SK", "UA"), ("RO", "MD"), ("BG", "TR"), ("AL", "GR")]
)  # fmt: skip
def test_west_is_left_of_east(west: str, east: str) -> None:
    assert tile_places()[west][0] < tile_places()[east][0]


@pytest.mark.parametrize(
    ("north", "south"),
    [("NO", "DK"), ("FI", "EE"), ("EE", "LV"), ("LV", "LT"), ("BE", "FR"), ("IT", "MT"),
     ("AT", "SI"), ("RS", "GR"), ("UA", "BG"), ("GE", "AM"), ("GB", "FR"), ("RU", "GE")],
)  # fmt: skip
def test_north_is_above_south(north: str, south: str) -> None:
    assert tile_places()[north][1] < tile_places()[south][1]


@pytest.mark.parametrize("filters", ["", "&on=tariffs", "&polarity=opposes", "&day=2025-02-10"])
def test_map_and_table_name_the_same_countries(visit: Open, html: str, filters: str) -> None:
    seen = visit(html, f"#tab=map&mapped=all{filters}")
    recorded = {
        said.rpartition(": ")[0]
        for key, said in tiles(seen).items()
        if key.startswith("country/") and "none recorded" not in said
    }
    seen.page.click("#to-table")
    country = seen.texts("#tab-table thead th").index("Country") + 1
    named = {*seen.texts(f"#tab-table tbody tr > :nth-child({country})")} - {""}
    assert recorded == {name for name in named if len(name) > 1} != set()


def test_one_mark_for_each_actor_on_a_proposition(visit: Open, html: str) -> None:
    seen = visit(html, "#tab=map&proposition=talks")
    assert seen.texts("#tab-map h2") == ["Talks with Exampleland by country, as of 30 Jun 2025"]
    said = tiles(seen)
    assert said["country/FR"] == "France: 1 for, 0 against, 0 mixed"
    assert said["country/DE"] == "Germany: 0 for, 0 against, 1 mixed"
    assert said["country/US"] == "United States: 1 for, 0 against, 0 mixed"
    assert said["actor/alliance"] == "Invented Alliance of Examples: 0 for, 1 against, 0 mixed"
    assert said["country/AT"] == "Austria: none recorded"
    assert marks(seen, "country/FR") == {"circle var(--for)": 1}
    assert marks(seen, "country/SE") == {"rect var(--against)": 1}
    assert marks(seen, "country/DE") == {"path var(--mixed)": 1}
    assert marks(seen, "country/AT") == {}
    drawn = marks(seen, "country/MT").total()
    more = seen.page.locator("[data-key='country/MT'] text").last.text_content()
    assert drawn <= 12
    assert more == f"+{20 - drawn}"
    assert seen.texts(".map-legend > span") == [
        "wants talks (9)", "mixed or conditional (8)", "rejects talks (8)", "none recorded",
    ]  # fmt: skip


def test_it_begins_with_the_most_contested_proposition(visit: Open, html: str) -> None:
    seen = visit(html, "#tab=map")
    assert seen.texts("#tab-map h2")[0].startswith("Talks with Exampleland")
    assert " · pictured: " in seen.texts("#shown-count")[0]
    assert seen.texts("#shown-count")[0].endswith(" on Talks")


def test_all_propositions_together_are_a_number_without_a_side(visit: Open, html: str) -> None:
    seen = visit(html, "#tab=map")
    seen.page.select_option("#tab-map select", "")
    assert seen.texts("#tab-map h2")[0].startswith("How many positions, on all propositions")
    assert tiles(seen)["country/MT"] == "Malta: 20 positions"
    assert seen.page.locator("[data-key='country/MT'] text").last.text_content() == "20"
    fills = seen.page.eval_on_selector_all(
        ".tiles [fill]", "all => all.map((one) => one.getAttribute('fill'))"
    )
    assert not {*fills} & {"var(--for)", "var(--mixed)", "var(--against)"}
    seen.page.select_option("#tab-map select", "tariffs")
    seen.page.focus("#to-map")
    seen.page.keyboard.press("Escape")
    assert seen.texts("#tab-map h2")[0].startswith("Talks with Exampleland")


def test_the_proposition_is_chosen_above_the_map(visit: Open, html: str) -> None:
    seen = visit(html, "#tab=map&group=country/FR")
    seen.page.select_option("#tab-map select", "tariffs")
    assert seen.texts("#tab-map h2")[0].startswith("Tariffs on Exampleland")
    assert seen.texts("#panel h2") == ["France – Tariffs on Exampleland"]
    assert seen.evaluate("document.activeElement.name") == "mapped"
    seen.page.select_option("#tab-map select", "")
    assert seen.texts("#panel h2") == ["France"]


def test_arrows_walk_the_map_and_enter_opens(visit: Open, html: str) -> None:
    seen = visit(html, "#tab=map&proposition=talks")
    here = "document.activeElement.dataset.key"
    seen.page.locator(".tile[tabindex='0']").focus()
    assert seen.evaluate(here) == "country/DE"
    for key, there in (
        ("ArrowRight", "PL"), ("ArrowRight", "LT"), ("ArrowUp", "LV"), ("ArrowDown", "LT"),
        ("ArrowLeft", "PL"), ("ArrowLeft", "DE"), ("ArrowUp", "DK"), ("ArrowDown", "DE"),
    ):  # fmt: skip
        seen.page.keyboard.press(key)
        assert seen.evaluate(here) == f"country/{there}"
    assert seen.page.locator(".tile[tabindex='0']").count() == 1
    seen.page.keyboard.press("Enter")
    assert seen.texts("#panel h2") == ["Germany – Talks with Exampleland"]
    assert seen.evaluate(here) == "country/DE"
    seen.page.click("[data-key='actor/alliance']")
    assert seen.texts("#panel h2") == ["Invented Alliance of Examples – Talks with Exampleland"]


def test_every_square_is_reached_by_arrows(visit: Open, html: str) -> None:
    seen = visit(html, "#tab=map")
    reached = seen.evaluate(
        """() => {
            const key = (name) => new KeyboardEvent("keydown", { key: name, bubbles: true });
            const found = new Set();
            const open = [document.querySelector(".tile[tabindex='0']")];
            while (open.length) {
                const tile = open.pop();
                if (found.has(tile)) continue;
                found.add(tile);
                for (const name of ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]) {
                    tile.focus();
                    tile.dispatchEvent(key(name));
                    open.push(document.activeElement);
                }
            }
            return [found.size, document.querySelectorAll(".tile").length];
        }"""
    )
    assert reached[0] == reached[1] == len(EUROPE) + 2


def test_a_grey_square_opens_nothing(visit: Open, html: str) -> None:
    seen = visit(html, "#tab=map")
    seen.page.click("[data-key='country/AT']", force=True)
    assert seen.texts("#panel h2") == ["Who stands where"]
    assert seen.texts("#announcer") == ["Austria: none recorded"]


def test_what_is_drawn_can_be_taken_as_a_picture(visit: Open, html: str) -> None:
    seen = visit(html, "#tab=map&proposition=talks")
    seen.page.click("#export-open")
    with seen.page.expect_download() as waiting:
        seen.page.click("#export-list button:has(.export-name:text-is('SVG'))")
    svg = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert set(EUROPE) <= set(re.findall(r">([A-Z]{2})</text>", svg))
    assert {"wants talks (9)", "rejects talks (8)"} <= set(re.findall(r">([^<]*)</text>", svg))
    assert "var(" not in svg


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_has_no_serious_fault_of_access(visit: Open, html: str, scheme: str) -> None:
    seen = visit(html, "#tab=map&proposition=talks", color_scheme=scheme)
    found = Axe().run(seen.page, context="#tab-map").response["violations"]
    assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == []


@pytest.mark.parametrize("width", [390, 1100, 1440])
def test_it_fits(visit: Open, html: str, width: int) -> None:
    seen = visit(html, "#tab=map")
    seen.page.set_viewport_size({"width": width, "height": 900})
    seen.page.wait_for_timeout(100)
    assert seen.evaluate(
        "(() => { const s = document.querySelector('#tab-map'); "
        "return s.scrollWidth <= s.clientWidth; })()"
    )


def test_hostile_names_stay_text(visit: Open) -> None:
    seen = visit(draw_page(hostile_page()), "#tab=map&mapped=all")
    assert seen.page.locator(".tile").count() == len(EUROPE) + 10
    seen.page.locator("[data-key$='__proto__']").click()
    assert seen.texts("#panel h2") == ["__proto__"]
    assert seen.evaluate("window.PWN") is None
    assert seen.errors == []


def test_an_empty_page_is_an_empty_map(visit: Open) -> None:
    seen = visit(draw_page(EMPTY), "#tab=map")
    assert {said.rpartition(": ")[2] for said in tiles(seen).values()} == {"none recorded"}
    assert seen.errors == []
