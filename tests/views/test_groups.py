"""The panels of a country or family, of one on a proposition, and of two."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.views.contract import PageTenure
from kg.views.page import draw_page
from tests.views.conftest import Open
from tests.views.invented_page import PAGE, document, hostile_page, stance


@pytest.fixture(scope="module")
def html() -> str:
    return draw_page(PAGE)


def test_a_family_with_its_sides_actors_and_changes(visit: Open, html: str) -> None:
    seen = visit(html, "#group=family/moderates")
    assert seen.texts("#panel h2") == ["Invented Moderates"]
    assert "party family: 4 positions of 2 actors, as of 30 Jun 2025" in seen.texts("#panel p")
    assert seen.texts("#panel .held h4") == ["Talks with Exampleland", "Tariffs on Exampleland"]
    assert seen.texts("#panel .side-line") == [
        "wants talks Anna Examplova (1 May 2025)",
        "mixed or conditional Invented Party (4 Apr 2025)",
        "backs tariffs Anna Examplova (1 Mar 2025)",
        "opposes tariffs Invented Party (not dated; reported by 3 Feb 2025)",
    ]
    assert seen.texts("#panel h3") == [
        "Where it stands", "Actors (2)", "Changes of position (1)",
    ]  # fmt: skip
    assert "Minister of Inventions" in seen.texts("#panel .rows .aside")
    seen.page.click("#panel .side-line button:text-is('Invented Party') >> nth=0")
    assert seen.texts("#panel h2") == ["Invented Party – Talks with Exampleland"]


def test_a_country_tells_with_whom_it_agrees(visit: Open, html: str) -> None:
    seen = visit(html, "#group=country/DE&least=1")
    rows = seen.texts("#panel section:has(h3:text('Agrees with')) .row")
    assert [" ".join(row.split()) for row in rows] == ["Sweden 50 % · n 2", "France 25 % · n 2"]
    seen.page.click("#panel .row:has-text('France')")
    assert seen.texts("#panel h2") == ["Germany and France"]


def test_on_one_proposition_every_stance_is_there(visit: Open, html: str) -> None:
    seen = visit(html, "#group=family/moderates&proposition=talks")
    assert seen.texts("#panel h2") == ["Invented Moderates – Talks with Exampleland"]
    assert sorted(seen.texts("#panel .iri")) == ["s1", "s2", "s7", "s8"]
    assert "1 for, 0 against, 1 mixed, as of 30 Jun 2025" in seen.texts("#panel p")
    seen = visit(html, "#group=country/SE&proposition=talks&polarity=favours")
    assert "No position shown as of 30 Jun 2025. That is not neutrality." in seen.texts("#panel p")
    assert "1 position is hidden by the filters or the day." in seen.texts("#panel p")[-1]


def test_two_countries_with_what_divides_them_first(visit: Open, html: str) -> None:
    seen = visit(html, "#group=country/FR&peer=country/DE&least=1")
    assert seen.texts("#panel .now") == [
        "25 % agreement on 2 shared propositions (n 2), as of 30 Jun 2025."
    ]
    assert [" ".join(one.split()) for one in seen.texts("#panel h4")] == [
        "Tariffs on Exampleland opposed",
        "Talks with Exampleland 50 % agreement",
    ]
    assert seen.texts("#panel .camp-name") == ["France", "Germany"] * 2
    seen.page.click("#panel .camp-name button >> nth=1")
    assert seen.texts("#panel h2") == ["Germany – Tariffs on Exampleland"]
    assert len(seen.texts("#panel .stance")) == 1


def test_old_positions_of_those_out_of_office_are_told_and_can_be_left_out(visit: Open) -> None:
    office = PageTenure("Minister of Inventions", "2020", "2025-03")
    seen_in_party = PageTenure("Politician of Inventors", "2021", first_seen=True)
    actors = tuple(
        replace(one, tenures=(seen_in_party, office)) if one.id == "anna" else one
        for one in PAGE.actors
    )
    late = stance("s9", "oz", "talks", "favours", "2026-04-01")
    page = replace(
        PAGE, meta=replace(PAGE.meta, as_of="2026-05-02"), actors=actors,
        stances=(*PAGE.stances, late), documents=(*PAGE.documents, document("d-s9-1")),
    )  # fmt: skip
    seen = visit(draw_page(page), "#group=country/FR&peer=country/SE&day=2025-03-31")
    former = "Anna Examplova (1 Mar 2025; formerly Minister of Inventions)"
    assert "formerly" not in " ".join(seen.texts("#panel .side-line"))
    seen = visit(draw_page(page), "#group=country/FR&peer=country/SE&tab=agreement&least=1")
    assert f"backs tariffs {former}" in seen.texts("#panel .side-line")
    assert "also of those who no longer hold office" in seen.texts("#panel .counting")[0]
    assert seen.texts(".definition .counting") == seen.texts("#panel .counting")

    seen.page.focus(".definition .counting button")
    seen.page.keyboard.press("Enter")
    assert seen.texts(".definition .counting") == [
        "Only what was said in the last 365 days counts. Count older ones too"
    ]
    assert seen.evaluate("document.activeElement.innerText") == "Count older ones too"
    assert "Tariffs on Exampleland" not in " ".join(seen.texts("#panel h4"))
    seen.page.click("#panel .counting button")
    assert f"backs tariffs {former}" in seen.texts("#panel .side-line")
    assert seen.errors == []


def test_few_shared_propositions_are_told(visit: Open, html: str) -> None:
    seen = visit(html, "#group=country/FR&peer=country/DE")
    assert "Fewer than 3: that says little." in seen.texts("#panel p")
    seen = visit(html, "#group=country/FR&peer=country/DE&polarity=mixed")
    assert "No proposition on which both have a position, as of 30 Jun 2025." in seen.texts(
        "#panel p"
    )


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("#group=country/FR&peer=country/FR", "France"),
        ("#group=country/FR&peer=country/none", "France"),
        ("#group=country/none&peer=country/FR", "Who stands where"),
        ("#group=family/nothing", "Who stands where"),
    ],
)
def test_an_address_names_only_what_is_there(
    visit: Open, html: str, address: str, heading: str
) -> None:
    seen = visit(html, address)
    assert seen.texts("#panel h2") == [heading]
    assert seen.errors == []


def test_hostile_names_stay_text(visit: Open) -> None:
    seen = visit(draw_page(hostile_page()), "#tab=agreement&least=1")
    rows = seen.page.locator(".agreements [role=rowheader]")
    for number in range(rows.count()):
        rows.nth(number).click()
        seen.page.locator("#panel section .row").first.click()
    seen.page.locator("#panel .camp-name button").first.click()
    assert seen.texts("#panel .stance")
    assert seen.evaluate("window.PWN") is None
    assert seen.errors == []


def test_a_source_without_a_headline_is_told_by_its_address(visit: Open) -> None:
    addresses = ["https://www.times.example/2025/talks", "javascript:window.PWN=1", None]
    documents = tuple(
        replace(one, title=None, url=url)
        for one, url in zip(PAGE.documents, addresses, strict=False)
    )
    seen = visit(
        draw_page(replace(PAGE, documents=(*documents, *PAGE.documents[3:]))), "#actor=anna"
    )
    assert seen.texts("#panel .source") == [
        "The Sample Times: source, 3 Feb 2025",
        "The Sample Times: times.example/2025/talks, 3 Feb 2025",
        "The Sample Times: source, 3 Feb 2025",
    ]
    assert seen.texts("#panel .status") == ["curated by hand · one source"] * 3
