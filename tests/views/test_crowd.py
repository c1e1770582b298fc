"""Twenty thousand stances of five thousand actors: built soon, shown in groups, and unfolded."""

from __future__ import annotations

from time import process_time

import pytest

from benchmarks.crowd import crowd
from kg.views.page import draw_page
from tests.views.conftest import Open
from tests.views.test_picture_of_network import look, probed

SEEN = "edges.get({ filter: (edge) => !edge.hidden }).length"


@pytest.fixture(scope="module")
def built() -> tuple[str, float]:
    page = crowd(5_000, 20_000)
    start = process_time()
    return draw_page(page), process_time() - start


@pytest.fixture(scope="module")
def html(built: tuple[str, float]) -> str:
    return probed(built[0])


def test_the_crowd_is_as_large_as_one_asks_for_and_the_same_each_time() -> None:
    page = crowd(300, 900)
    assert (len(page.actors), len(page.stances)) == (300, 900)
    assert {stance.actor for stance in page.stances} == {actor.id for actor in page.actors}
    assert crowd(300, 900) == page
    assert draw_page(crowd(300, 900)) == draw_page(page)


def test_a_crowd_is_built_within_a_minute(built: tuple[str, float]) -> None:
    assert built[1] < 60


def test_it_says_that_it_shows_groups(visit: Open, html: str) -> None:
    seen = visit(html)
    assert "5,000 actors are too many to draw one by one" in seen.texts(".folded")[0]
    assert look(seen, "visibleNodes.size") < 100
    assert look(seen, "[...visibleNodes].some((node) => node.startsWith('actor/'))") is False
    assert look(seen, "folded.groups.get('country/DE').actors.size") > 300
    assert seen.errors == []


def test_the_line_of_a_group_is_of_its_majority(visit: Open, html: str) -> None:
    seen = visit(html)
    told = look(
        seen,
        """(() => {
          const cell = folded.cells.get("cell/country/FR/question-0");
          const sides = countPolarities([...shown.values()].filter(({ pair }) => (
            pair.actor.country === "FR" && pair.proposition.id === "question-0")));
          const colour = edges.get(cell.id).color.color;
          return [sides, look[SIDE[majority(cell)]] === colour, cell.sides, foldedWords(cell)];
        })()""",
    )
    sides, coloured, summed, words = told
    assert coloured
    assert sides == summed
    assert words.startswith(f"France – Question 0: {sides['favours']} for, ")


def test_a_group_unfolds_and_the_link_keeps_it(visit: Open, html: str) -> None:
    seen = visit(html)
    seen.page.wait_for_timeout(200)
    spot = look(seen, "network.canvasToDOM(places.get('group/country/EE'))")
    box = seen.page.locator("#canvas").bounding_box()
    seen.page.mouse.click(box["x"] + spot["x"], box["y"] + spot["y"])
    seen.page.wait_for_function("location.hash.includes('unfolded=country%2FEE')")
    assert seen.texts("#panel h2") == ["Estonia"]
    many = look(seen, "folded.groups.get('country/EE').drawn.length")
    assert many == look(seen, "[...visibleNodes].filter((one) => one.startsWith('actor/')).length")
    again = visit(html, seen.evaluate("location.hash"))
    assert look(again, "folded.single.size") == many
    again.page.click("text=Fold all")
    assert look(again, "folded.single.size") == 0


def test_only_known_groups_unfold(visit: Open, html: str) -> None:
    seen = visit(html, "#unfolded=country/XX&unfolded=__proto__&unfolded=country/none&fold=x")
    assert look(seen, "[...state.unfolded]") == ["country/none"]
    assert seen.errors == []


def test_party_families_are_groups_too(visit: Open, html: str) -> None:
    seen = visit(html)
    seen.page.select_option("select[name=fold]", "family")
    groups = look(seen, "[...visibleNodes].filter((node) => node.startsWith('group/')).length")
    assert groups == 10
    assert seen.errors == []


def test_a_filter_brings_back_everyone_who_is_left(visit: Open, html: str) -> None:
    seen = visit(html, "#country=EE&country=LV")
    assert seen.page.locator(".folded").count() == 0
    drawn = look(seen, "[...visibleNodes].filter((node) => node.startsWith('actor/')).length")
    assert drawn == look(seen, "seenActors().size")
    assert look(seen, SEEN) == look(seen, "shown.size")
    seen.page.keyboard.press("Escape")
    look(seen, "reset()")
    assert seen.page.locator(".folded").count() == 1
    assert look(seen, SEEN) == look(seen, "folded.cells.size")


def test_the_keyboard_unfolds_a_group(visit: Open, html: str) -> None:
    seen = visit(html, "#group=country/EE")
    seen.page.focus("#canvas")
    seen.page.keyboard.press("ArrowRight")
    assert seen.texts("#announcer")[0].startswith("Estonia (")
    seen.page.keyboard.press("Enter")
    assert seen.texts("#announcer") == ["Estonia unfolded"]
    assert look(seen, "folded.single.size") > 10
