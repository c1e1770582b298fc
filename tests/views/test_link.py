"""The address keeps the whole state, and takes nothing that the page does not know."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from kg.views.contract import GraphPage
from kg.views.page import draw_page
from tests.views.conftest import Open, Visit
from tests.views.invented_page import PAGE

FULL = (
    "polarity=favours&polarity=opposes&on=talks&country=FR&country=SE&family=none"
    "&family=moderates&kind=person&status=curated&publisher=The+Sample+Times"
    "&day=2025-05-02&window=365&tab=table"
)
KNOWN = {
    "actor": ["anna", "oz", "state", "nobody", "__proto__"],
    "proposition": ["talks", "tariffs", "x"],
    "stance": ["s1", "s99", "constructor"],
    "group": ["country/FR", "family/moderates", "country/XX", "FR"],
    "peer": ["country/FR", "country/SE", "toString"],
    "event": ["summit", "no"],
    "polarity": ["favours", "opposes", "mixed", "hates"],
    "on": ["talks", "tariffs", "valueOf"],
    "country": ["FR", "none", "ZZ"],
    "kind": ["person", "robot"],
    "status": ["curated", "rejected"],
    "publisher": ["The Sample Times", "Nobody"],
    "day": ["2025-03-01", "2025-02-30", "1900-01-01", "2999-01-01", "2025-99-99", "now"],
    "window": ["30", "31", "-1", "1e9"],
    "tab": ["matrix", "table", "network", "console"],
    "arrange": ["country", "split", "up"],
    "embed": ["yes", "days", "no", "1"],
}
STRANGE = {
    (name, value)
    for name, values in {
        "actor": ["nobody", "__proto__"], "proposition": ["x"], "stance": ["s99", "constructor"],
        "group": ["country/XX", "FR"], "peer": ["toString"], "event": ["no"],
        "polarity": ["hates"], "on": ["valueOf"], "country": ["ZZ"], "kind": ["robot"],
        "status": ["rejected"], "publisher": ["Nobody"], "window": ["31", "-1", "1e9"],
        "day": ["2025-02-30", "1900-01-01", "2999-01-01", "2025-99-99", "now"],
        "tab": ["console"], "arrange": ["up"], "embed": ["1"],
    }.items()
    for value in values
}  # fmt: skip
"""Of these, what the page cannot know."""
MIXED = some.lists(
    some.sampled_from(sorted(KNOWN)).flatmap(
        lambda name: some.tuples(
            some.just(name), some.sampled_from(KNOWN[name]) | some.text(max_size=9)
        )
    ),
    max_size=8,
)  # fmt: skip
COPIED = """() => {
    const put = [];
    navigator.clipboard.writeText = async (text) => { put.push(text); };
    document.getElementById("copy-link").click();
    return put;
}"""


@pytest.fixture(scope="module")
def html() -> str:
    return draw_page(PAGE)


def copied(seen: Visit) -> str:
    return str(seen.evaluate(COPIED)[0])


@pytest.mark.parametrize(
    "selection",
    ["actor=anna&proposition=talks", "stance=s4", "group=country%2FFR&peer=country%2FSE",
     "event=summit", "proposition=tariffs&group=family%2Fmoderates"],
)  # fmt: skip
def test_a_copied_link_shows_the_same(visit: Open, html: str, selection: str) -> None:
    first = visit(html, f"#{selection}&{FULL}")
    link = copied(first)
    again = visit(html, "#" + link.partition("#")[2])

    assert sorted(link.partition("#")[2].split("&")) == sorted(f"{selection}&{FULL}".split("&"))
    for part in ("#panel", "#tab-table", "#chips", "#choices"):
        assert again.page.inner_html(part) == first.page.inner_html(part)
    assert copied(again).partition("#")[2] == link.partition("#")[2]
    assert first.texts("#announcer") == ["Copied"]


def test_the_address_follows_what_is_done(visit: Open, html: str) -> None:
    page = visit(html).page
    page.click("#to-table")
    page.wait_for_url("**#tab=table")
    page.evaluate("location.hash = 'tab=table&stance=s4'")
    page.wait_for_selector("#panel h2:has-text('Örjan')")


def test_the_way_back_leads_through_what_was_selected(visit: Open, html: str) -> None:
    page = visit(html).page
    place = "[location.hash, document.querySelector('#panel h2').textContent, history.length]"
    page.locator("#panel .row").first.click()
    page.check("input[name=polarity][value=favours]")
    page.click("#to-table")
    page.click("#panel h2 button >> nth=0")
    page.check("input[name=polarity][value=mixed]")
    page.wait_for_timeout(250)
    walked = ["", "#stance=s2&polarity=favours", "#stance=s2&polarity=favours&tab=table",
              "#actor=anna&polarity=favours&polarity=mixed&tab=table"]  # fmt: skip
    heads = ["Who stands where", *["Anna Examplova – Talks with Exampleland"] * 2, "Anna Examplova"]
    entries = page.evaluate("history.length")
    steps = [("back", 2), ("back", 1), ("back", 0), *(("forward", n) for n in (1, 2, 3))]
    for step, at in [("", 3), *steps]:
        if step:
            page.evaluate(f"history.{step}()")
            page.wait_for_timeout(300)
        assert page.evaluate(place) == [walked[at], heads[at], entries], (step, at)


def test_steps_of_the_slider_make_no_history(visit: Open, html: str) -> None:
    page = visit(html).page
    entries = page.evaluate("history.length")
    page.focus("#day-range")
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
        page.wait_for_timeout(200)
    assert page.evaluate("location.hash") == "#day=2025-06-27"
    page.check("input[name=polarity][value=favours]")
    page.wait_for_timeout(200)
    assert page.evaluate("history.length") == entries


def test_a_link_into_a_file_says_how_far_it_reaches(visit: Open, html: str) -> None:
    seen = visit(html, "#tab=table&actor=anna")
    copied(seen)
    assert "on this computer only" in seen.texts("#note")[0]
    assert seen.texts("#note code") == ["#actor=anna&tab=table"]
    again = visit(html, seen.texts("#note code")[0])
    assert again.texts("#panel h2") == ["Anna Examplova"]
    seen.page.click("#note button:text-is('Close')")
    assert not seen.page.is_visible("#note")
    seen.page.evaluate("location.hash = 'stance=s4'")
    seen.page.wait_for_selector(".stance.chosen")
    seen.page.click(".stance.chosen button:text-is('Copy link')")
    seen.page.wait_for_selector("#note code")
    assert seen.texts("#note code") == ["#stance=s4"]


def test_a_page_made_to_open_elsewhere_can_be_linked_as_it_is(visit: Open) -> None:
    made = draw_page(
        GraphPage(
            meta=type(PAGE.meta)(PAGE.meta.title, "", PAGE.meta.base, opens="tab=table&actor=anna"),
            propositions=PAGE.propositions,
            actors=PAGE.actors,
            stances=PAGE.stances,
            documents=PAGE.documents,
            families=PAGE.families,
        )
    )
    seen = visit(made)
    assert seen.texts("#panel h2") == ["Anna Examplova"]
    seen.page.keyboard.press("Escape")
    seen.page.click("#to-network")
    words = copied(seen).partition("#")[2]
    assert words == "tab=network"
    assert visit(made, f"#{words}").page.is_visible("#canvas")


FOLLOW = """async (words) => {
    const put = [];
    navigator.clipboard.writeText = async (text) => { put.push(text); };
    for (const hash of [words, null]) {
        const heard = new Promise((done) => {
            window.addEventListener("hashchange", done, { once: true });
            setTimeout(done, 50);
        });
        location.hash = hash ?? put[0].split("#")[1];
        await heard;
        document.getElementById("copy-link").click();
    }
    return put.map((link) => link.split("#")[1]);
}"""
"""Goes where the words point and gives the link from there, and the link from where that points."""


def test_no_address_breaks_the_page_or_puts_in_what_it_does_not_know(
    visit: Open, html: str
) -> None:
    seen = visit(html, "#tab=table")

    @settings(max_examples=60, deadline=None)
    @given(MIXED)
    def check(words: list[tuple[str, str]]) -> None:
        address = urlencode([*words, ("on", "talks")], errors="replace")
        first, again = seen.evaluate(FOLLOW, address)
        assert first == again
        told = set(parse_qsl(first))
        assert ("on", "talks") in told
        assert {name for name, _ in told} <= {*KNOWN}
        assert not told & STRANGE

    check()
    assert seen.errors == []


def test_the_link_of_a_merged_stance_opens_the_one_that_is_there(visit: Open) -> None:
    first, *others = PAGE.stances
    page = replace(PAGE, stances=(replace(first, formerly=("s-old",)), *others))
    seen = visit(draw_page(page), "#stance=s-old")
    (old,) = seen.texts("#panel")
    assert visit(draw_page(page), f"#stance={first.id}").texts("#panel") == [old]
    assert visit(draw_page(page), "#stance=nobody").texts("#panel") != [old]
    assert seen.errors == []


def test_a_very_long_address_opens(visit: Open, html: str) -> None:
    seen = visit(html, "#tab=table&" + "&".join(["country=FR"] * 20_000))
    assert seen.errors == []
    assert seen.texts("#tab-table tbody th") == ["Anna Examplova"] * 2
