"""Agreement: the numbers by hand, and the page's against Python's, on invented and real stances."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from kg.build.build import build
from kg.model.actors import ActorKind
from kg.project import Project
from kg.store.embedded import open_reader
from kg.views.agreement import Agreement, agreements, mean_positions
from kg.views.assemble import assemble_page
from kg.views.contract import GraphPage, PageActor, PageStance
from kg.views.page import draw_page
from kg.views.positions import positions
from tests.views.conftest import Open, Visit
from tests.views.invented_page import EMPTY, PAGE, TALKS, TARIFFS, hostile_page, stance

COUNTRIES = {actor.id: actor.country for actor in PAGE.actors if actor.country}
SAID = re.compile(r"(?P<share>\d+) % agreement on (?P<shared>\d+) shared")


@pytest.fixture(scope="module")
def html() -> str:
    return draw_page(PAGE)


@pytest.fixture(scope="module")
def real(checkout: Project, tmp_path_factory: pytest.TempPathFactory) -> GraphPage:
    project = Project(checkout.root, tmp_path_factory.mktemp("real") / "store")
    build(project)
    return assemble_page(open_reader(project.store))


def blocs() -> GraphPage:
    """Six countries: every other one by the alphabet is of the same mind, on four propositions."""
    about = tuple(replace(TALKS, id=f"p{number}", label=f"P {number}") for number in range(4))
    actors = tuple(
        PageActor(f"of-{code}", f"Invented {code}", ActorKind.PERSON, country=code)
        for code in ("AT", "BE", "CZ", "DE", "ES", "FR")
    )
    held: list[PageStance] = []
    for number, actor in enumerate(actors):
        for one in about:
            side = "favours" if number % 2 else "opposes"
            day = f"2025-0{1 + int(one.id[1])}-01"
            held.append(stance(f"{actor.id}-{one.id}", actor.id, one.id, side, day))
    return GraphPage(
        PAGE.meta, about, actors, tuple(replace(one, evidence=()) for one in held), events=()
    )


def told(seen: Visit) -> dict[tuple[str, str], tuple[int, int]]:
    """The percent and the number of each pair, as the cells of the grid say it."""
    cells = seen.evaluate(
        """() => [...document.querySelectorAll(".agreements [data-peer]")].map(
            (one) => [one.dataset.unit, one.dataset.peer, one.ariaLabel, one.firstChild?.data])"""
    )
    found = {}
    for unit, peer, label, text in cells:
        if said := SAID.search(label):
            assert text == said["share"]
            found[unit, peer] = int(said["share"]), int(said["shared"])
        else:
            assert text is None
    return found


def expected(
    page: GraphPage, unit_of: dict[str, str], level: str
) -> dict[tuple[str, str], tuple[int, int]]:
    return {
        pair: (int(found.share * 100 + 0.5), found.shared)
        for (one, other), found in agreements(positions(page), unit_of).items()
        for pair in [
            (f"{level}/{one}", f"{level}/{other}"),
            (f"{level}/{other}", f"{level}/{one}"),
        ]
    }


def test_agreement_by_hand() -> None:
    # Talks: FR +1, SE -1, DE both at once; tariffs: FR +1, SE 0, DE -1.
    assert agreements(positions(PAGE), COUNTRIES) == {
        ("DE", "FR"): Agreement((0.5 + 0) / 2, 2),
        ("DE", "SE"): Agreement((0.5 + 0.5) / 2, 2),
        ("FR", "SE"): Agreement((0 + 0.5) / 2, 2),
    }


def test_a_unit_stands_at_the_mean_of_its_actors() -> None:
    together = dict.fromkeys(COUNTRIES, "all")
    assert mean_positions(positions(PAGE), together) == {"all": {"talks": 0.0, "tariffs": 0.0}}
    assert agreements(positions(PAGE), together) == {}
    assert agreements(positions(PAGE), {}) == {}


def test_who_shares_no_proposition_has_no_agreement() -> None:
    page = replace(PAGE, stances=tuple(one for one in PAGE.stances if one.id in {"s3", "s4"}))
    assert agreements(positions(page), COUNTRIES) == {}


def test_the_page_and_python_agree_on_the_invented_stances(visit: Open, html: str) -> None:
    seen = visit(html, "#tab=agreement&least=1")
    assert told(seen) == expected(PAGE, COUNTRIES, "country") != {}


def test_the_page_and_python_agree_on_the_real_stances(visit: Open, real: GraphPage) -> None:
    countries = {actor.id: actor.country for actor in real.actors if actor.country}
    seen = visit(draw_page(real), "#tab=agreement&least=1")
    found = told(seen)
    assert len(found) > 500
    assert found == expected(real, countries, "country")

    day = "2025-06-30"
    seen.evaluate("hash => { location.hash = hash; }", f"tab=agreement&least=1&day={day}")
    seen.page.wait_for_function("document.querySelector('#days').innerText.includes('30 Jun')")
    earlier = replace(real, stances=tuple(one for one in real.stances if one.latest <= day))
    assert told(seen) == expected(earlier, countries, "country") != found

    families = {actor.id: actor.family for actor in real.actors if actor.family}
    seen.evaluate("hash => { location.hash = hash; }", "tab=agreement&least=1&level=family")
    seen.page.wait_for_function("!document.querySelector('.agreements [data-unit^=\"country/\"]')")
    assert told(seen) == expected(real, families, "family")
    assert seen.errors == []


def test_too_few_shared_propositions_make_no_number(visit: Open, html: str) -> None:
    seen = visit(html, "#tab=agreement")
    assert seen.texts("#tab-agreement p") == [
        "No two countries have a position on the same 3 propositions. "
        "Ask for fewer, or take a filter away."
    ]
    least = seen.page.locator("#tab-agreement select[name=least]")
    least.focus()
    least.select_option("2")
    assert len(told(seen)) == 6
    assert seen.evaluate("document.activeElement.name") == "least"
    assert "Few shared propositions (n) say little" in seen.texts(".definition")[0]


def test_those_of_one_mind_stand_together_and_are_joined(visit: Open) -> None:
    seen = visit(draw_page(blocs()), "#tab=agreement")
    order = seen.evaluate(
        "[...document.querySelectorAll('[role=rowheader]')].map((one) => one.dataset.unit)"
    )
    camps = {frozenset(order[:3]), frozenset(order[3:])}
    assert camps == {
        frozenset(f"country/{code}" for code in camp)
        for camp in (("AT", "CZ", "ES"), ("BE", "DE", "FR"))
    }
    assert seen.page.locator(".ties line").count() == 6


def test_nothing_moves_while_the_day_does(visit: Open) -> None:
    seen = visit(draw_page(blocs()), "#tab=agreement")
    whole = told(seen)
    layout = """() => {
        const stage = document.querySelector("#tab-agreement").getBoundingClientRect();
        const drawn = document.querySelectorAll(".agreements [data-unit], .ties circle");
        return [...drawn].map((one) => {
            const { x, y, width, height } = one.getBoundingClientRect();
            return [x - stage.x, y - stage.y, width, height].map(Math.round).join();
        });
    }"""
    places = seen.evaluate(layout)
    seen.evaluate("location.hash = 'tab=agreement&day=2025-02-15'")
    seen.page.wait_for_function("document.querySelector('#days').innerText.includes('15 Feb')")
    assert len(whole) == 30
    assert told(seen) == {}
    assert seen.evaluate(layout) == places


def test_the_grid_is_walked_by_arrows_and_opens_two(visit: Open, html: str) -> None:
    seen = visit(html, "#tab=agreement&least=1")
    grid = seen.page.locator(".agreements")
    assert grid.locator("[tabindex='0']").count() == 1
    seen.page.locator(".agreements [tabindex='0']").focus()
    units = seen.evaluate(
        "[...document.querySelectorAll('[role=rowheader]')].map((one) => one.dataset.unit)"
    )
    for key in ("ArrowRight", "ArrowDown", "ArrowRight", "ArrowRight"):
        seen.page.keyboard.press(key)
    assert seen.evaluate("({ ...document.activeElement.dataset })") == {
        "unit": units[1], "peer": units[2],
    }  # fmt: skip
    assert grid.locator("[tabindex='0']").count() == 1
    assert "agreement on 2 shared propositions" in seen.texts("#agreement-said")[0]
    seen.page.keyboard.press("Enter")
    assert "% agreement on 2 shared propositions" in seen.texts("#panel .now")[0]
    assert seen.evaluate("document.activeElement.dataset.peer") == units[2]
    for _ in range(3):
        seen.page.keyboard.press("ArrowLeft")
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_timeout(250)
    assert seen.evaluate("new URLSearchParams(location.hash.slice(1)).get('group')") == units[1]
    assert seen.evaluate("new URLSearchParams(location.hash.slice(1)).get('peer')") is None


def test_what_is_drawn_can_be_taken_as_a_picture(visit: Open, html: str) -> None:
    seen = visit(html, "#tab=agreement&least=1")
    seen.page.click("#export-open")
    with seen.page.expect_download() as waiting:
        seen.page.click("#export-list button:has(.export-name:text-is('SVG'))")
    svg = Path(waiting.value.path()).read_text(encoding="utf-8")
    table = svg[svg.index('class="agreement-table"') : svg.index('class="course"')]
    shares = sorted(share for share, _ in told(seen).values())
    assert sorted(int(one) for one in re.findall(r">(\d+)</text>", table)) == shares
    assert "var(" not in svg
    assert "color-mix" not in svg


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_has_no_serious_fault_of_access(visit: Open, scheme: str) -> None:
    seen = visit(draw_page(blocs()), "#tab=agreement", color_scheme=scheme)
    found = Axe().run(seen.page, context="#tab-agreement").response["violations"]
    assert [one["id"] for one in found] == []


@pytest.mark.parametrize("level", ["country", "family"])
def test_hostile_names_stay_text(visit: Open, level: str) -> None:
    seen = visit(draw_page(hostile_page()), f"#tab=agreement&least=1&level={level}")
    assert seen.page.locator(".agreements [role=rowheader]").count() == 10
    seen.page.hover(".agreements [data-peer]")
    seen.page.locator(".agreements [role=rowheader]").first.click()
    assert seen.evaluate("window.PWN") is None
    assert seen.errors == []


@pytest.mark.parametrize("width", [390, 1440])
def test_the_names_of_the_network_keep_their_size_and_stay_inside(
    visit: Open, real: GraphPage, width: int
) -> None:
    seen = visit(draw_page(real), "#tab=agreement&level=family")
    seen.page.set_viewport_size({"width": width, "height": 900})
    seen.page.wait_for_timeout(300)
    names = seen.evaluate(
        """(() => {
          const box = document.querySelector(".ties svg").getBoundingClientRect();
          return [...document.querySelectorAll(".tie-node text")].map((one) => {
            const { left, right, height } = one.getBoundingClientRect();
            return [left >= box.left - 1 && right <= box.right + 1, height > 10];
          });
        })()"""
    )
    assert len(names) > 3
    assert names == [[True, True]] * len(names)


def test_an_empty_page_says_so(visit: Open) -> None:
    seen = visit(draw_page(EMPTY), "#tab=agreement")
    assert "No two countries" in seen.texts("#tab-agreement p")[0]
    assert seen.errors == []


@pytest.mark.parametrize("width", [390, 1440])
def test_only_the_grid_scrolls_sideways(visit: Open, real: GraphPage, width: int) -> None:
    seen = visit(draw_page(real), "#tab=agreement")
    seen.page.set_viewport_size({"width": width, "height": 900})
    seen.page.wait_for_timeout(100)
    assert seen.evaluate("document.documentElement.scrollWidth") <= width
    assert seen.evaluate(
        "(() => { const s = document.querySelector('#tab-agreement'); "
        "return s.scrollWidth <= s.clientWidth; })()"
    )


def test_tariffs_alone_leave_one_shared_proposition(visit: Open, html: str) -> None:
    seen = visit(html, f"#tab=agreement&least=1&on={TARIFFS.id}")
    only = replace(PAGE, stances=tuple(s for s in PAGE.stances if s.proposition == TARIFFS.id))
    assert told(seen) == expected(only, COUNTRIES, "country")
