"""Filters count under each other, name themselves as chips, and come off again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.views.contract import GraphPage
from kg.views.page import draw_page
from tests.views.conftest import Open, Visit
from tests.views.invented_page import EMPTY, PAGE, TALKS, document, hostile_page, stance


@pytest.fixture(scope="module")
def html() -> str:
    return draw_page(PAGE)


@pytest.fixture(scope="module")
def many_outlets() -> str:
    """Three propositions of one theme, and forty outlets of which one is much used."""
    documents = tuple(
        document(f"o{number}", f"Outlet {number:02}" if number < 40 else "Ärger täglich")
        for number in range(46)
    )
    propositions = tuple(
        replace(TALKS, id=f"talks{number}", label=f"Talks {number}") for number in range(3)
    )
    stances = tuple(
        replace(
            made := stance(f"m{number}", "anna", f"talks{number % 3}", "favours", "2025-01-01"),
            evidence=(replace(made.evidence[0], document=f"o{number}"),),
        )
        for number in range(46)
    )
    return draw_page(
        replace(PAGE, documents=documents, propositions=propositions, stances=stances, events=())
    )


def open_choice(seen: Visit, name: str) -> None:
    seen.page.click(f"details[data-choice={name}]:not([open]) > summary")


def offered(seen: Visit) -> list[str]:
    names: list[str] = seen.page.eval_on_selector_all(
        "#choices details", "all => all.map(one => one.dataset.choice)"
    )
    return names


def counts(seen: Visit, name: str) -> dict[str, str]:
    rows: dict[str, str] = seen.evaluate(
        """name => Object.fromEntries(
            [...document.querySelectorAll(`.choice[data-filter="${name}"]`)]
                .map(row => [row.dataset.value, row.querySelector(".count").textContent]))""",
        name,
    )
    return rows


def test_who_holds_several_is_told_where_the_counts_add_up_to_more(visit: Open, html: str) -> None:
    several = "details[data-choice=polarity] summary .aside"
    seen = visit(html)
    assert seen.texts(several) == ["· 1 holds several"]
    seen.page.check("input[name=polarity][value=favours]")
    assert seen.texts(several) == ["· 1 holds several"]
    seen.page.check("input[name=about][value=tariffs]")
    assert seen.texts(several) == [""]


def test_counts_are_those_under_the_other_filters(visit: Open, html: str) -> None:
    seen = visit(html)
    assert counts(seen, "polarity") == {"favours": "3", "mixed": "1", "opposes": "3"}
    assert counts(seen, "about") == {"talks": "3", "tariffs": "3"}
    seen.page.check("input[name=about][value=tariffs]")
    assert counts(seen, "polarity") == {"favours": "1", "mixed": "1", "opposes": "1"}
    assert counts(seen, "about") == {"talks": "3", "tariffs": "3"}
    assert counts(seen, "country") == {"FR": "1", "SE": "1", "DE": "1"}
    seen.page.check("input[name=polarity][value=mixed]")
    assert counts(seen, "country") == {"FR": "0", "SE": "1", "DE": "0"}
    assert seen.page.locator(".choice.none[data-value=FR]").count() == 1
    assert seen.texts("#shown-count") == ["1 of 6 positions"]


def test_a_theme_stands_for_its_propositions(visit: Open, many_outlets: str) -> None:
    seen = visit(many_outlets)
    theme = seen.page.locator(".choice.theme input")
    assert seen.texts(".choice.theme .count") == ["3"]
    seen.page.check("input[name=about][value=talks1]")
    assert theme.evaluate("box => box.indeterminate")
    assert not theme.is_checked()
    theme.click()
    assert theme.is_checked()
    assert seen.texts("#chips button") == ["Diplomacy ×", "Reset"]
    assert seen.texts("details[data-choice=about] .chosen-count") == ["· 3"]
    seen.page.click("text=Diplomacy ×")
    assert not theme.is_checked()
    assert seen.page.locator("input[name=about]:checked").count() == 0


def test_a_choice_of_one_value_is_not_offered(visit: Open, html: str, many_outlets: str) -> None:
    seen = visit(many_outlets)
    shown = seen.evaluate(
        "[...document.querySelectorAll('#choices details')].map(d => d.dataset.choice)"
    )
    assert shown == ["about", "publisher"]
    seen = visit(html)
    shown = seen.evaluate(
        "[...document.querySelectorAll('#choices details')].map(d => d.dataset.choice)"
    )
    assert shown == ["polarity", "about", "country", "family", "kind", "status", "publisher"]
    assert counts(seen, "status") == {"curated": "5", "extracted": "1"}


def test_a_long_list_shows_the_most_and_finds_the_rest(visit: Open, many_outlets: str) -> None:
    seen = visit(many_outlets)
    open_choice(seen, "publisher")
    rows = "details[data-choice=publisher] .choice-label"
    assert len(seen.texts(rows)) == 12
    assert seen.texts(rows)[0] == "Ärger täglich"
    seen.page.click("text=All 41")
    assert len(seen.texts(rows)) == 41
    assert seen.texts(rows)[:2] == ["Ärger täglich", "Outlet 00"]
    seen.page.click("text=The 12 most")
    seen.page.fill(".find", "outlet 39")
    assert seen.texts(rows) == ["Outlet 39"]
    assert counts(seen, "publisher") == {"Outlet 39": "1"}
    seen.page.check("input[name=publisher][value='Outlet 39']")
    seen.page.fill(".find", "AGLICH")
    assert seen.texts(rows) == []
    seen.page.fill(".find", "arger")
    assert seen.texts(rows) == ["Ärger täglich"]
    seen.page.fill(".find", "")
    assert seen.texts(rows)[-1] == "Outlet 39"
    assert seen.page.is_checked("input[name=publisher][value='Outlet 39']")


def test_a_link_shows_a_chosen_value_of_a_long_list(visit: Open, many_outlets: str) -> None:
    seen = visit(many_outlets, "#publisher=Outlet+33")
    open_choice(seen, "publisher")
    assert seen.page.is_checked("input[name=publisher][value='Outlet 33']")
    assert seen.texts("#chips button") == ["Outlet 33 ×", "Reset"]


def test_chips_take_off_filters_day_and_window(visit: Open, html: str) -> None:
    seen = visit(html, "#polarity=opposes&country=SE&day=2025-05-01&window=90")
    assert seen.texts("#chips button") == [
        "against ×", "Sweden ×", "last 90 days ×", "as of 1 May 2025 ×", "Reset",
    ]  # fmt: skip
    seen.page.focus("#chips button:nth-of-type(2)")
    seen.page.keyboard.press("Enter")
    assert seen.texts("#chips button")[:2] == ["against ×", "last 90 days ×"]
    assert seen.evaluate("document.activeElement.textContent") == "last 90 days ×"
    seen.page.click("text=last 90 days ×")
    seen.page.click("text=as of 1 May 2025 ×")
    assert seen.texts("#chips button") == ["against ×", "Reset"]
    seen.page.click("#chips >> text=Reset")
    assert seen.texts("#chips button") == []
    assert seen.texts("#shown-count") == ["6 of 6 positions"]


def test_many_values_are_one_chip(visit: Open, many_outlets: str) -> None:
    chosen = "&".join(f"publisher=Outlet+{number:02}" for number in range(8))
    seen = visit(many_outlets, f"#{chosen}")
    assert seen.texts("#chips button") == ["Publisher: 8 chosen ×", "Reset"]
    seen.page.click("text=Publisher: 8 chosen ×")
    assert seen.texts("#chips button") == []


def test_search_opens_the_drawer_where_it_is_closed(visit: Open, html: str) -> None:
    seen = visit(html)
    page = seen.page
    page.set_viewport_size({"width": 1000, "height": 800})
    assert not page.is_visible("#filters")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    assert page.get_attribute("#show-filters", "aria-expanded") == "true"
    page.keyboard.type("anna")
    page.keyboard.press("Enter")
    assert not page.is_visible("#filters")
    assert seen.texts("#panel h2") == ["Anna Examplova"]
    page.click("#show-filters")
    page.keyboard.press("Escape")
    assert not page.is_visible("#filters")
    assert page.evaluate("document.activeElement.id") == "show-filters"
    assert seen.texts("#panel h2") == ["Anna Examplova"]


@pytest.mark.parametrize("page", [EMPTY, hostile_page()], ids=["empty", "hostile"])
def test_any_page_can_be_filtered(visit: Open, page: GraphPage) -> None:
    seen = visit(draw_page(page))
    boxes = seen.page.locator("#choices input[type=checkbox]")
    for number in range(0, min(boxes.count(), 40), 3):
        boxes.nth(number).evaluate("box => box.click()")
    assert seen.errors == []
    assert seen.evaluate("window.PWN") is None
    assert seen.page.locator(":is(#choices, #chips) :is(img, svg, script)").count() == 0
