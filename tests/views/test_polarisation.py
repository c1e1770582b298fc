"""Polarisation over time on the page: its numbers against Python's, its words, keys and room."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from kg.analysis.counting.periods import periods
from kg.analysis.counting.resampling import Draws
from kg.analysis.counting.statements import count_statements
from kg.analysis.polarisation.polarisation import Gauge
from kg.analysis.polarisation.polarised import Polarisation, polarisations
from kg.views.columns import page_corpus
from kg.views.contract import GraphPage, PageStance
from kg.views.page import draw_page
from tests.views.conftest import Open, Visit
from tests.views.invented_page import EMPTY, PAGE, hostile_page

SAID = re.compile(
    r"(?:polarisation (?P<figure>[\d.]+)(?: \((?P<low>[\d.]+) to (?P<high>[\d.]+)\))?"
    r"|no figure,.*?)"
    r"; (?P<actors>[\d,]+) actors?: (?P<favours>\d+) for, (?P<opposes>\d+) against, "
    r"(?P<mixed>\d+) mixed; (?P<stances>[\d,]+) stances? in (?P<documents>[\d,]+) documents?"
    r"(?P<few> \(few\))?"
)
NOBODY = (None, 0, 0, 0, 0, 0, 0, True)
Told = tuple[str | None, int, int, int, int, int, int, bool]


@pytest.fixture(scope="module")
def html() -> str:
    return draw_page(PAGE)


def labels(seen: Visit) -> list[str]:
    found: list[str] = seen.evaluate(
        "[...document.querySelectorAll('.period')].map((one) => one.getAttribute('aria-label'))"
    )
    return found


def told(seen: Visit) -> list[Told]:
    """Figure, actors, the sides, stances, documents and few of each period, as the page says it."""
    found: list[Told] = []
    for label in labels(seen):
        if label.endswith("nobody took a position"):
            found.append(NOBODY)
            continue
        said = SAID.search(label)
        assert said, label
        names = ("actors", "favours", "mixed", "opposes", "stances", "documents")
        numbers = [int(said[name].replace(",", "")) for name in names]
        found.append((said["figure"], *numbers, bool(said["few"])))  # type: ignore[arg-type]
    return found


def polarised(
    stances: Iterable[PageStance], page: GraphPage, months: int = 6, draws: int = 0
) -> list[Polarisation]:
    corpus = page_corpus(replace(page, stances=tuple(stances)))
    statements = count_statements(corpus)
    windows = periods(statements.day.min().item(), statements.day.max().item(), months)
    return polarisations(corpus, statements, windows, Gauge(), Draws(draws))


def expected(stances: Iterable[PageStance], page: GraphPage, months: int = 6) -> list[Told]:
    return [
        (
            None if one.figure is None else f"{int(one.figure * 100 + 0.5) / 100:.2f}",
            one.units,
            one.favours,
            one.mixed,
            one.opposes,
            one.statements,
            one.documents,
            one.few,
        )
        for one in polarised(stances, page, months)
    ]


def goto(seen: Visit, address: str, words: str) -> None:
    seen.evaluate("hash => { location.hash = hash; }", address)
    seen.wait(
        f"document.querySelector('.polarisation').textContent.includes({words!r})"
        " && document.querySelectorAll('.period').length > 0"
    )


def test_it_tells_the_invented_stances_by_hand(visit: Open, html: str) -> None:
    seen = visit(html, "#tab=agreement&proposition=talks")
    # Anna alone; nobody; then she for, Oz against, the party on both sides of one day: 16/27.
    first, second, third = labels(seen)
    assert first == (
        "Jan–Jun 2024: no figure, fewer than 2 took a position on one thing; "
        "1 actor: 0 for, 1 against, 0 mixed; 1 stance in 1 document (few)"
    )
    assert second == "Jul–Dec 2024: nobody took a position"
    assert third.startswith("Jan–Jun 2025: polarisation 0.59")
    assert third.endswith("3 actors: 1 for, 1 against, 1 mixed; 4 stances in 4 documents")
    assert seen.texts(".polarisation h2") == ["Polarisation over time: Talks with Exampleland"]


def test_where_nobody_took_a_position_no_empty_picture_stands(visit: Open, html: str) -> None:
    assert visit(html, "#tab=agreement").page.is_visible(".polarisation svg")
    seen = visit(draw_page(EMPTY), "#tab=agreement")
    assert seen.texts("#polarisation-said") == ["Nobody took a position."]
    assert not seen.page.is_visible(".polarisation svg")


@pytest.mark.parametrize(("window", "months"), [(0, 6), (30, 1), (90, 3), (180, 6), (365, 12)])
def test_the_page_and_python_agree_on_the_real_stances(
    visit: Open, real_page: GraphPage, real_html: str, window: int, months: int
) -> None:
    seen = visit(real_html, f"#tab=agreement&window={window}")
    found = told(seen)
    assert found == expected(real_page.stances, real_page, months)[-60:]
    assert any(figure and float(figure) > 0 for figure, *_ in found)
    assert seen.errors == []


def test_it_follows_filters_and_the_day(visit: Open, real_page: GraphPage, real_html: str) -> None:
    about = "direct-dialogue-with-russia"
    seen = visit(real_html, f"#tab=agreement&proposition={about}")
    mine = [one for one in real_page.stances if one.proposition == about]
    assert told(seen) == expected(mine, real_page)

    countries = {one.id: one.country for one in real_page.actors}
    goto(seen, f"tab=agreement&on={about}&country=FR&country=DE", "Direct dialogue")
    seen.wait("document.querySelectorAll('#chips button').length > 1")
    french = [one for one in mine if countries[one.actor] in {"FR", "DE"}]
    assert told(seen) == expected(french, real_page)

    day = "2025-10-15"
    goto(seen, f"tab=agreement&proposition={about}&day={day}", "Direct dialogue")
    seen.wait("document.querySelector('#days').innerText.includes('15 Oct 2025')")
    # Half of 2025 and all of 2026 are gone when the day rests.
    seen.wait("document.querySelectorAll('.period').length === 8")
    until = [one for one in mine if one.latest <= day]
    assert told(seen) == expected(until, real_page) != expected(mine, real_page)

    goto(seen, f"tab=agreement&proposition={about}&polarity=favours", "Direct dialogue")
    seen.wait("document.querySelector('#chips').innerText.includes('for')")
    assert told(seen) == expected(mine, real_page)


def test_its_intervals_are_those_of_python_but_for_the_draws(
    visit: Open, real_page: GraphPage, real_html: str
) -> None:
    seen = visit(real_html, "#tab=agreement")
    seen.wait("document.querySelectorAll('.period[aria-label*=\"(0.\"]').length > 8")
    python = polarised(real_page.stances, real_page, draws=500)
    compared = 0
    for label, one in zip(labels(seen), python, strict=True):
        said = SAID.search(label)
        assert said
        assert (said["low"] is None) == (one.interval is None)
        if one.interval and one.documents > 50:
            compared += 1
            assert float(said["low"]) == pytest.approx(one.interval.low, abs=0.04)
            assert float(said["high"]) == pytest.approx(one.interval.high, abs=0.04)
    assert compared > 2


def test_it_is_drawn_when_the_tab_shows(visit: Open, html: str) -> None:
    seen = visit(html)
    assert seen.page.locator(".period").count() == 0
    seen.page.click("#to-agreement")
    assert seen.page.locator(".period").count() == 3


def test_it_is_walked_by_arrows_and_tells_what_is_under_the_pointer(visit: Open, html: str) -> None:
    seen = visit(html, "#tab=agreement")
    said = "#polarisation-said"
    assert seen.texts(said)[0].startswith("Jan–Jun 2025: polarisation")
    assert seen.page.locator(".period[tabindex='0']").count() == 1
    seen.page.locator(".period[tabindex='0']").focus()
    seen.page.keyboard.press("ArrowLeft")
    assert seen.texts(said)[0].startswith("Jul–Dec 2024: nobody")
    assert seen.page.locator(".period[tabindex='0']").count() == 1
    seen.page.keyboard.press("Home")
    assert seen.evaluate("document.activeElement.getAttribute('aria-label')").startswith("Jan–Jun")
    seen.page.keyboard.press("ArrowLeft")
    assert seen.texts(said)[0].startswith("Jan–Jun 2024")
    seen.page.locator(".period").nth(2).hover()
    assert seen.texts(said)[0].startswith("Jan–Jun 2025")
    assert "Esteban and Ray 1994" in seen.texts(".polarisation figcaption")[0]


def test_it_stays_where_no_two_countries_can_be_compared(visit: Open, html: str) -> None:
    seen = visit(html, "#tab=agreement&on=tariffs")
    assert "No two countries" in seen.texts("#tab-agreement p")[0]
    assert [one[1] for one in told(seen)] == [3]


def test_on_an_empty_page_nobody_took_a_position(visit: Open) -> None:
    seen = visit(draw_page(EMPTY), "#tab=agreement")
    assert seen.texts("#polarisation-said") == ["Nobody took a position."]
    assert seen.page.locator(".period").count() == 0
    assert seen.errors == []


def test_hostile_names_stay_text(visit: Open) -> None:
    seen = visit(draw_page(hostile_page()), "#tab=agreement")
    assert seen.page.locator(".period").count() == 1
    seen.page.locator(".period").hover()
    assert seen.evaluate("window.PWN") is None
    assert seen.errors == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_has_no_serious_fault_of_access(visit: Open, html: str, scheme: str) -> None:
    seen = visit(html, "#tab=agreement", color_scheme=scheme)
    found = Axe().run(seen.page, context=".polarisation").response["violations"]
    assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == []


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("window", [0, 30])
def test_it_stays_within_its_room(visit: Open, real_html: str, width: int, window: int) -> None:
    seen = visit(real_html, f"#tab=agreement&window={window}")
    seen.page.set_viewport_size({"width": width, "height": 900})
    seen.page.wait_for_timeout(300)
    outside = seen.evaluate(
        """(() => {
          const box = document.querySelector(".polarisation svg").getBoundingClientRect();
          return [...document.querySelectorAll(".polarisation svg text")].filter((one) => {
            const { left, right, bottom, height } = one.getBoundingClientRect();
            const over = left < box.left - 1 || right > box.right + 1 || bottom > box.bottom + 1;
            return over || height < 9;
          }).map((one) => one.textContent);
        })()"""
    )
    assert outside == []
    assert seen.evaluate("document.querySelectorAll('.polarisation svg text').length") > 8


def test_it_is_part_of_the_picture_for_files_and_paper(visit: Open, html: str) -> None:
    seen = visit(html, "#tab=agreement&proposition=talks")
    seen.page.click("#export-open")
    with seen.page.expect_download() as waiting:
        seen.page.click("#export-list button:has(.export-name:text-is('SVG'))")
    svg = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert ">Polarisation over time: Talks with Exampleland</text>" in svg
    assert ">0.59</text>" in svg
    assert "var(" not in svg
    seen.page.emulate_media(media="print")
    seen.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert "Polarisation over time" in seen.page.locator("#paper").text_content()
