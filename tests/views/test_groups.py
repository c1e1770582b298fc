"""The panels of a country or family, of one on a proposition, and of two."""

from __future__ import annotations

import pytest

from kg.views.page import draw_page
from tests.views.conftest import Open
from tests.views.invented_page import PAGE, hostile_page


@pytest.fixture(scope="module")
def html() -> str:
    return draw_page(PAGE)


def test_a_family_with_its_sides_actors_and_changes(visit: Open, html: str) -> None:
    seen = visit(html, "#group=family/moderates")
    assert seen.texts("#panel h2") == ["Invented Moderates"]
    assert "party family: 4 positions of 2 actors, as of 30 Jun 2025" in seen.texts("#panel p")
    assert seen.texts("#panel .held h4") == ["Talks with Exampleland", "Tariffs on Exampleland"]
    assert seen.texts("#panel .side-line") == [
        "wants talks Anna Examplova",
        "mixed or conditional Invented Party",
        "backs tariffs Anna Examplova",
        "opposes tariffs Invented Party",
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
