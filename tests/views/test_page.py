"""The page in a real browser, with the network off."""

from __future__ import annotations

import random
from dataclasses import replace
from urllib.parse import quote

import pytest

from kg.model.dates import PartialDate
from kg.views.page import draw_page
from kg.views.positions import changes, positions
from tests.views.conftest import POLICY, Open
from tests.views.invented_page import PAGE, document, stance


@pytest.fixture(scope="module")
def html() -> str:
    return draw_page(PAGE)


def test_a_click_in_the_picture_opens_what_is_there(visit: Open, html: str) -> None:
    seen = visit(html)
    box = seen.page.locator("#canvas").bounding_box()
    seen.page.wait_for_timeout(200)
    opened = set()
    for row in range(2, 12):
        for column in range(2, 12):
            seen.page.mouse.click(
                box["x"] + box["width"] * column / 13, box["y"] + box["height"] * row / 13
            )
            opened |= {*seen.texts("#panel h2")} - {"Who stands where"}
            if {" – " in heading for heading in opened} == {True, False}:
                return
            seen.page.keyboard.press("Escape")
    pytest.fail(f"clicks opened only {opened}")


def test_the_title_leads_home_where_there_is_one(html: str) -> None:
    assert f'<h1><a href="index.html">{PAGE.meta.title}</a></h1>' in draw_page(
        PAGE, home="index.html"
    )
    assert f"<h1>{PAGE.meta.title}</h1>" in html


def test_a_filter_leaves_no_edge_of_another_polarity(visit: Open, html: str) -> None:
    seen = visit(html)
    assert seen.coloured("blue", "red") > 100
    assert seen.coloured("red", "blue") > 100
    seen.page.check("input[name=polarity][value=opposes]")
    assert seen.texts("#shown-count") == ["3 of 6 positions"]
    # A pixel or two of a grey line are bluish where it is smoothed.
    assert seen.coloured("blue", "red") < 5
    assert seen.coloured("red", "blue") > 100
    seen.page.click("#to-table")
    # Whoever held both sides on one day is against as well.
    chips = ["rejects talks", "opposes tariffs", "wants talks", "rejects talks"]
    assert sorted(seen.texts("#tab-table tbody .chip")) == sorted(chips)
    seen.page.click("text=Reset")
    assert seen.texts("#shown-count") == ["6 of 6 positions"]


@pytest.mark.parametrize(
    "day", ["2024-05-01", "2024-12-31", "2025-03-01", "2025-04-04", "2025-05-01", "2025-06-30"]
)
def test_the_page_knows_the_position_of_any_day(visit: Open, html: str, day: str) -> None:
    past = tuple(one for one in PAGE.stances if one.latest <= day)
    known = type(PAGE)(PAGE.meta, PAGE.propositions, PAGE.actors, past)
    verbs = {
        "talks": {"favours": "wants talks", "opposes": "rejects talks"},
        "tariffs": {"favours": "backs tariffs", "opposes": "opposes tariffs"},
    }
    expected = [
        verbs[one.proposition].get(polarity, "mixed or conditional")
        for one in positions(known)
        for polarity in sorted(
            {stance.polarity for stance in one.stances if stance.latest == one.latest.latest}
        )
    ]
    seen = visit(html, f"#tab=table&day={day}")
    assert sorted(seen.texts("#tab-table tbody .chip")) == sorted(expected)


@pytest.mark.parametrize("publisher", [None, "The Sample Times"])
def test_changes_are_those_of_the_stances_that_count(visit: Open, publisher: str | None) -> None:
    """On any day and under a filter of stances, as Python finds them in what is left."""
    chance = random.Random(3)
    told = ["2024", "2024-05", "2025-01", "2025"] + [f"2024-{n:02}-15" for n in range(1, 13)]
    stances = []
    for number in range(160):
        said_on = chance.choice(told)
        one = stance(
            f"t{number:03}", chance.choice(["anna", "oz", "party", "state"]),
            chance.choice(["talks", "tariffs"]),
            chance.choice(["favours", "opposes", "mixed"]),
            str(PartialDate.parse(said_on).latest),
        )  # fmt: skip
        paper = chance.choice(["The Sample Times", "The Other Sample"])
        shown = replace(one.evidence[0], document=f"d-{paper}")
        stances.append(replace(one, said_on=said_on, evidence=(shown,)))
    stances = stances if publisher is None else stances[:60]
    papers = ("The Sample Times", "The Other Sample")
    page = replace(
        PAGE, stances=tuple(stances), documents=tuple(document(f"d-{p}", p) for p in papers)
    )
    seen = visit(draw_page(page))
    found = 0
    for day in ("2024-04-20", "2024-08-20", "2024-12-31", "2025-12-31"):
        left = tuple(
            one
            for one in stances
            if one.latest <= day and publisher in {None, one.evidence[0].document[2:]}
        )
        expected = {(one.actor, one.proposition) for one in changes(replace(page, stances=left))}
        found += len(expected)
        publishers = f"&publisher={quote(publisher)}" if publisher else ""
        seen.evaluate("hash => { location.hash = hash; }", f"tab=table&day={day}{publishers}")
        seen.page.wait_for_timeout(150)
        assert seen.page.locator("#tab-table tbody .changed").count() == len(expected), day
    assert found


@pytest.mark.parametrize(
    "address",
    ["#", "#%E0%A4%A", "#actor=nobody&proposition=talks", "#day=2025-99-99&tab=x&arrange=split",
     "#actor=__proto__&polarity=constructor", "#actor=state&proposition=talks",
     "#" + quote("<img src=x onerror=window.PWN=1>")],
)  # fmt: skip
def test_any_address_opens(visit: Open, html: str, address: str) -> None:
    seen = visit(html, address)
    assert seen.errors == []
    assert seen.texts("#shown-count")[0].startswith("6 of 6 positions")
    assert seen.page.evaluate("window.PWN") is None


def test_nothing_moves_after_the_first_picture(visit: Open, html: str) -> None:
    seen = visit(html)
    seen.page.wait_for_timeout(200)
    before = seen.page.locator("#canvas").screenshot()
    seen.page.wait_for_timeout(700)
    assert seen.page.locator("#canvas").screenshot() == before


def test_a_list_stands_in_where_scripts_do_not_run(visit: Open, html: str) -> None:
    seen = visit(html, ready="body", java_script_enabled=False)
    assert seen.page.is_visible("#plain")
    assert not seen.page.is_visible("#app")
    assert "wants talks: Anna Examplova (2025-05-01)" in seen.texts("#plain li")


def test_a_list_stands_in_where_a_script_fails(visit: Open, html: str) -> None:
    broken = POLICY.sub("", html).replace("\nstart();\n", "\nthrow new Error('broken');\n")
    seen = visit(broken, ready="html:not(.js)")
    assert seen.errors == ["broken"]
    assert seen.page.is_visible("#plain")
