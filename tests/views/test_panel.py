"""The panel: every stance with its evidence, its office, its reactions, how to cite and link it."""

from __future__ import annotations

import json
from dataclasses import replace
from urllib.parse import unquote

import pytest

from kg.model.actors import ActorKind
from kg.model.stances import Status
from kg.views.contract import GraphPage, PageActor, PageTenure
from kg.views.page import draw_page
from tests.views.conftest import Open, Visit
from tests.views.invented_page import EMPTY, PAGE, hostile_page, stance


@pytest.fixture(scope="module")
def html() -> str:
    return draw_page(PAGE)


def changed(name: str, **fields: object) -> GraphPage:
    """The invented page with other values in one stance."""
    return replace(
        PAGE,
        stances=tuple(
            replace(one, **fields) if one.id == name else one  # type: ignore[arg-type]
            for one in PAGE.stances
        ),
    )


def copied(seen: Visit, selector: str) -> str:
    """What a button writes to the clipboard."""
    seen.evaluate(
        "() => Object.defineProperty(navigator, 'clipboard', {configurable: true,"
        " value: {writeText: async text => { window.COPIED = text; }}})"
    )
    seen.page.locator(selector).first.click()
    text: str = seen.evaluate("window.COPIED")
    return text


def settled(seen: Visit) -> str:
    """The address once it is written."""
    seen.page.wait_for_timeout(250)
    address: str = seen.evaluate("location.hash")
    return address


def unfold(seen: Visit, title: str) -> None:
    """Opens what folds, and waits until it is filled."""
    summary = seen.page.locator(f"#panel summary:text-is('{title}')").first
    summary.click()
    summary.locator("xpath=following-sibling::*[1]").wait_for()


def test_the_landing_counts_and_leads_to_evidence_by_one_click(visit: Open, html: str) -> None:
    seen = visit(html)
    assert "6 positions of 3 actors on 2 propositions" in seen.texts("#panel p")[0]
    assert seen.texts("#panel h3") == ["Latest changes of position", "Most contested"]
    assert seen.page.locator(".beginnings li").count() == 3
    assert seen.texts("#panel .rows .row-label")[0] == "Anna Examplova: Talks"
    seen.page.locator("#panel .row").first.click()
    assert seen.texts(".stance.chosen blockquote") == ["“exact words of s2-1”"]


def test_a_pair_shows_every_stance_newest_first(visit: Open, html: str) -> None:
    seen = visit(html, "#actor=anna&proposition=talks")
    assert seen.texts(".stance blockquote") == ["“exact words of s2-1”", "“exact words of s1-1”"]
    assert seen.texts(".stance-head .date") == ["1 May 2025", "1 May 2024"]
    assert seen.texts(".stance-head .changed") == ["Δ changed"]
    assert "Before: rejects talks (1 May 2024)" in seen.texts(".stance")[0]
    link = seen.page.locator(".source a").first
    assert link.get_attribute("href") == "https://times.example/d-s2-1"
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_an_office_is_that_of_the_day(visit: Open, html: str) -> None:
    seen = visit(html, "#actor=anna&proposition=talks")
    assert seen.texts(".stance .office") == [
        "then Minister of Inventions", "then Deputy of the Invented Assembly",
    ]  # fmt: skip


def test_an_actor_shows_offices_current_first(visit: Open, html: str) -> None:
    seen = visit(html, "#actor=anna")
    assert seen.texts("#panel .offices li") == ["Minister of Inventions, since Jan 2025"]
    unfold(seen, "Other offices (1)")
    assert seen.texts("#panel details .offices li") == [
        "Deputy of the Invented Assembly, 2020 – 31 Dec 2024"
    ]
    assert seen.texts("#panel summary .row-label") == [
        "Talks with Exampleland", "Tariffs on Exampleland",
    ]  # fmt: skip
    seen = visit(html, "#actor=anna&day=2024-06-01")
    assert seen.texts("#panel .offices li") == [
        "Deputy of the Invented Assembly, 2020 – 31 Dec 2024"
    ]


def test_an_actor_leads_to_its_country_and_its_timeline(visit: Open, html: str) -> None:
    seen = visit(html, "#actor=anna")
    seen.page.click("#panel button:text-is('Timeline')")
    assert seen.evaluate("document.documentElement.dataset.tab") == "timeline"
    seen.page.click("#panel button:text-is('France')")
    assert "group=country%2FFR" in settled(seen)


def test_evidence_says_what_it_is(visit: Open, html: str) -> None:
    seen = visit(html, "#actor=party&proposition=tariffs")
    card = seen.texts(".stance")[0]
    assert "not dated; reported by 3 Feb 2025" in card
    assert "“des mots exacts” French" in card
    assert "In English: “exact words, translated”" in card
    assert "found by rules, not yet reviewed" in card
    assert "rule score: good" in card
    assert "%" not in card
    seen.pair("oz", "tariffs")
    assert "Would weigh tariffs. paraphrase, not a quotation" in seen.texts(".stance")[0]


def test_reason_condition_and_whom_it_was_for(visit: Open) -> None:
    page = changed("s3", reason="an invented reason", condition="an end", on_behalf_of="state")
    seen = visit(draw_page(page), "#stance=s3")
    card = seen.texts(".stance")[0]
    assert "Reason given: an invented reason" in card
    assert "On condition: an end" in card
    seen.page.click(".stance button:text-is('Exampleland')")
    assert seen.texts("#panel h2") == ["Exampleland"]
    unfold(seen, "Said on its behalf (1)")
    assert seen.texts("#panel details .row-label") == ["Anna Examplova: Tariffs"]


def test_overlapping_positions_are_all_told(visit: Open, html: str) -> None:
    seen = visit(html, "#actor=party&proposition=talks")
    assert seen.texts("#panel .now .chip") == ["wants talks", "rejects talks"]
    seen = visit(html, "#actor=party")
    assert seen.texts("#panel summary:has-text('Talks') .chip") == ["wants talks", "rejects talks"]


def test_a_reaction_is_linked_both_ways(visit: Open, html: str) -> None:
    seen = visit(html, "#stance=s4")
    assert "Reacts to: Anna Examplova backs tariffs (1 Mar 2025)" in seen.texts(".stance")[0]
    seen.page.click(".stance .fact button")
    assert seen.texts("#panel h2") == ["Anna Examplova – Tariffs on Exampleland"]
    assert seen.texts(".stance .rows .row-label") == ["Örjan Öztürkłund: Talks"]
    assert seen.texts(".stance .rows .chip") == ["rejects talks"]
    seen.page.click(".stance .row")
    assert seen.texts(".stance.chosen .iri") == ["s4"]
    seen = visit(html, "#stance=s7")
    seen.page.click(".stance button:has-text('Invented summit (1 Apr 2025)')")
    assert seen.texts("#panel h2") == ["Invented summit"]


def test_a_reaction_to_what_the_page_lacks_is_linked_by_its_iri(visit: Open) -> None:
    seen = visit(draw_page(changed("s4", reacts_to="stance/elsewhere")), "#stance=s4")
    link = seen.page.locator(".stance .fact a")
    assert link.get_attribute("href") == "https://example.org/stance/elsewhere"


def test_a_link_to_a_stance_scrolls_to_it(visit: Open, html: str) -> None:
    many = tuple(
        stance(f"x{day:02}", "state", "talks", "favours", f"2023-01-{day:02}")
        for day in range(1, 31)
    )
    seen = visit(
        draw_page(replace(PAGE, stances=(*PAGE.stances, *with_documents(many)))), "#stance=x02"
    )
    assert seen.texts(".stance.chosen .iri") == ["x02"]
    place = seen.page.locator(".stance.chosen").bounding_box()
    assert place["y"] > 0
    assert place["y"] + place["height"] < 800
    link = copied(seen, ".stance.chosen [aria-label='Copy link to this stance']")
    assert link.endswith("#stance=x02")


def with_documents(told: tuple) -> tuple:  # type: ignore[type-arg]
    """The same stances in a document that the invented page has."""
    return tuple(
        replace(one, evidence=(replace(one.evidence[0], document="d-s1-1"),)) for one in told
    )


def test_a_long_list_comes_in_pieces(visit: Open) -> None:
    many = tuple(
        replace(stance(f"x{n:03}", "state", "talks", "favours", "2023-01-01"), reacts_to=None)
        for n in range(70)
    )
    page = replace(PAGE, stances=(*PAGE.stances, *with_documents(many)))
    seen = visit(draw_page(page), "#actor=state&proposition=talks")
    assert seen.page.locator(".stance").count() == 25
    seen.page.click("text=Show 25 more (70 in all)")
    seen.page.click("text=Show 20 more (70 in all)")
    assert seen.page.locator(".stance").count() == 70
    assert seen.page.locator("#panel .more").count() == 0
    assert seen.evaluate("document.activeElement.closest('.stance') !== null")


def test_a_citation_holds_words_source_and_iri(visit: Open, html: str) -> None:
    seen = visit(html, "#stance=s2")
    unfold(seen, "Cite this")
    text = copied(seen, "text=Copy citation")
    assert text == (
        "Anna Examplova, Minister of Inventions, 1 May 2025: wants talks – Talks with "
        "Exampleland. “exact words of s2-1” (The Sample Times, “Invented headline”, 3 Feb 2025, "
        "https://times.example/d-s2-1). In: Invented stances, version 0.0, data to 30 Jun 2025. "
        "https://example.org/stance/s2"
    )
    seen.evaluate("() => { window.COPIED = ''; }")
    (record,) = json.loads(copied(seen, "text=CSL-JSON"))
    assert record["issued"] == {"date-parts": [[2025, 2, 3]]}
    assert record["container-title"] == "The Sample Times"
    assert record["URL"] == "https://times.example/d-s2-1"
    assert record["note"].endswith("https://example.org/stance/s2")


def test_a_proposition_shows_camps_and_ways_on(visit: Open, html: str) -> None:
    seen = visit(html, "#proposition=talks")
    assert seen.texts("#panel h3") == [
        "For: wants talks (1)", "Against: rejects talks (1)", "Mixed or conditional (1)",
    ]  # fmt: skip
    assert seen.texts("#panel dd") == ["calls for talks", "warns against talks"]
    unfold(seen, "Latest changes (1)")
    assert seen.texts("#panel details .chip") == ["rejects talks", "wants talks"]
    for label, tab in (
        ("Who moved when", "timeline"),
        ("Map", "map"),
        ("For | against", "network"),
    ):
        seen.page.click(f"#panel button:text-is('{label}')")
        assert seen.evaluate("document.documentElement.dataset.tab") == tab
    assert "arrange=split" in settled(seen)


def test_what_is_unfolded_stays_so_on_another_day(visit: Open) -> None:
    anna = replace(PAGE.actors[0], tenures=(PageTenure("Old Inventor", "2010", "2011"),))
    seen = visit(draw_page(replace(PAGE, actors=(anna, *PAGE.actors[1:]))), "#actor=anna")
    unfold(seen, "Other offices (1)")
    seen.page.fill("#day", "2025-06-01")
    seen.page.dispatch_event("#day", "change")
    assert "2025-06-01" in seen.page.input_value("#day")
    assert seen.page.is_visible("text=Old Inventor")


def test_what_the_filters_hide_is_said(visit: Open, html: str) -> None:
    seen = visit(html, "#actor=anna&on=talks")
    assert "1 position is hidden by the filters or the day. Reset" in seen.texts("#panel p.aside")
    assert seen.texts("#panel .now") == ["1 position as of 30 Jun 2025 Timeline"]
    passing, hidden = ".positions:not(.hidden-ones)", ".hidden-ones"
    assert seen.texts(f"{passing} .row-label") == ["Talks with Exampleland"]
    assert seen.texts(f"{hidden} .row-label") == ["Tariffs on Exampleland"]
    assert seen.page.locator(f"{hidden} .stance").count() == 0, "folded"
    colours = [
        seen.evaluate(f"getComputedStyle(document.querySelector('{part} .row-label')).color")
        for part in (passing, hidden)
    ]
    assert colours[0] != colours[1]
    seen.page.click("#panel button:text-is('Reset')")
    assert seen.texts("#shown-count") == ["6 of 6 positions"]
    assert seen.page.locator(f"{hidden} *").count() == 0


LISTED = {
    "": 1,
    "day=2025-04-30": 0,
    "day=2025-05-30&window=30": 1,
    "day=2025-05-31&window=30": 0,
    "status=curated": 0,
    "status=extracted": 0,
}
"""How many changes there are where Anna's old stance is extracted and her new one of 1 May."""


@pytest.mark.parametrize("address", LISTED)
def test_a_change_is_listed_where_its_mark_stands(visit: Open, address: str) -> None:
    seen = visit(draw_page(changed("s1", status=Status.EXTRACTED)), f"#{address}")
    moved = seen.texts("#panel section:has(h3:text-is('Latest changes of position')) .row-label")
    assert len(moved) == LISTED[address]
    seen.page.click("#to-table")
    assert seen.page.locator("#tab-table .changed").count() == LISTED[address]
    for where in ("actor=anna", "proposition=talks"):
        again = visit(draw_page(changed("s1", status=Status.EXTRACTED)), f"#{where}&{address}")
        told = again.page.locator("#panel summary:has-text('hanges')").count()
        assert told == LISTED[address], where


def test_the_iri_is_named(visit: Open, html: str) -> None:
    seen = visit(html, "#stance=s4")
    assert "Lasting name (IRI): s4" in seen.texts(".stance.chosen footer")[0]


def test_help_opens_by_key_and_gives_the_focus_back(visit: Open, html: str) -> None:
    seen = visit(html, "#actor=anna")
    seen.page.focus("#theme")
    seen.page.keyboard.press("?")
    assert "8 stances of 3 actors on 2 propositions" in seen.texts("dialog")[0]
    assert "Missing is not neutral" in seen.texts("dialog")[0]
    assert seen.evaluate("document.querySelector('dialog').contains(document.activeElement)")
    seen.page.keyboard.press("Escape")
    assert seen.page.locator("dialog[open]").count() == 0
    assert seen.evaluate("document.activeElement.id") == "theme"
    assert seen.texts("#panel h2") == ["Anna Examplova"]
    assert seen.evaluate("location.hash") == "#actor=anna"
    seen.page.fill("#search", "?")
    seen.page.focus("#search")
    seen.page.keyboard.press("?")
    assert seen.page.locator("dialog[open]").count() == 0
    seen.page.click("#help")
    assert seen.page.locator("dialog[open]").count() == 1


def test_an_empty_page_says_so(visit: Open) -> None:
    seen = visit(draw_page(EMPTY))
    assert seen.texts("#panel h2") == ["No stances yet"]
    seen.page.click("#help")
    assert "0 stances" in seen.texts("dialog")[0]
    assert seen.errors == []


def test_hostile_panels_run_nothing(visit: Open) -> None:
    page = hostile_page()
    seen = visit(draw_page(page))
    links: set[str] = set()
    for told in page.stances[::7]:
        seen.evaluate(
            "id => { location.hash = new URLSearchParams({stance: id}).toString(); }", told.id
        )
        seen.page.wait_for_selector(".stance.chosen")
        for summary in seen.page.locator(".stance.chosen summary").all():
            summary.click()
        links |= {*seen.page.eval_on_selector_all("#panel a", "all => all.map(a => a.protocol)")}
    for told in page.actors[:4]:
        seen.evaluate(
            "id => { location.hash = new URLSearchParams({actor: id}).toString(); }", told.id
        )
        seen.page.wait_for_timeout(30)
    assert unquote(seen.evaluate("location.hash"))
    assert links <= {"https:", "http:"}
    assert seen.evaluate("window.PWN") is None
    assert seen.page.locator("#panel :is(img, svg, script)").count() == 0
    assert seen.errors == []


def test_an_actor_without_stances_is_not_called_neutral(visit: Open) -> None:
    bare = PageActor("bare", "Bare Inventia", ActorKind.PERSON)
    seen = visit(draw_page(replace(PAGE, actors=(*PAGE.actors, bare))), "#actor=bare")
    assert "That is not neutrality." in seen.texts("#panel p")[-1]
