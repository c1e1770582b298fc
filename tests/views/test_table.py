"""The table: the same positions in words, sorted as asked, with what is selected marked."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe

from benchmarks.crowd import crowd
from kg.model.dated import place_in_time
from kg.model.dates import PartialDate
from kg.model.positions import by_pair, held_since, latest_position
from kg.model.stances import Polarity, Stance
from kg.views.contract import GraphPage, PageActor, PageStance
from kg.views.page import draw_page
from tests.views.conftest import Open, Visit
from tests.views.invented_page import ANNA, EMPTY, META, PAGE, TALKS, evidence, hostile_page, stance

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

SIDES = {"wants talks": 1, "backs tariffs": 1, "rejects talks": 3, "opposes tariffs": 3}


@pytest.fixture(scope="module")
def html() -> str:
    return draw_page(PAGE)


def column(seen: Visit, name: str) -> list[str]:
    return seen.texts(f"#tab-table tbody [data-column={name}]")


def side(position: str) -> int:
    """Where it stands from for to against; both at once stand in the middle."""
    held = position.replace("Δ changed", "").split()
    verbs = [" ".join(held[at : at + 2]) for at in range(0, len(held), 2)]
    return SIDES[verbs[0]] if len(verbs) == 1 else 2


def words(told: str) -> str:
    year, *rest = told.split("-")
    month = [MONTHS[int(rest[0]) - 1]] if rest else []
    return " ".join([*[str(int(day)) for day in rest[1:]], *month, year])


def changeable() -> GraphPage:
    """Sixty actors who speak up to six times on one matter, on days told well, badly or not."""
    chance = random.Random(11)
    people = tuple(
        PageActor(f"a{number:02}", f"Invented {number:02}", ANNA.kind) for number in range(60)
    )
    held: list[PageStance] = []
    for person in people:
        for number in range(chance.randint(1, 6)):
            day = f"2025-{chance.randint(1, 4):02}-{chance.randint(1, 3):02}"
            told = chance.choice([day, day, day[:7], "2025", None])
            latest = PartialDate.parse(told).latest.isoformat() if told else day
            held.append(
                PageStance(
                    f"{person.id}-{number}", person.id, "talks", chance.choice([*Polarity]),
                    latest=latest, said_on=told, evidence=(),
                )
            )  # fmt: skip
    return GraphPage(META, (TALKS,), people, tuple(held))


def since(page: GraphPage) -> dict[str, str]:
    """What Python says, by the name of the actor: empty for no told day or several sides."""
    names = {actor.id: actor.name for actor in page.actors}
    placed = [
        place_in_time(
            Stance(
                id=one.id, holder=one.actor, proposition=one.proposition, polarity=one.polarity,
                said_on=PartialDate.parse(one.said_on) if one.said_on else None,
            ),
            [PartialDate.parse(one.latest)],
        )
        for one in page.stances
    ]  # fmt: skip
    found = {}
    for (holder, _), pair in by_pair(one for one in placed if one).items():
        last = max(pair, key=lambda dated: (dated.earliest, dated.stance.id)).stance
        several = len({one.polarity for one in latest_position(pair)}) > 1
        day = None if several else held_since(pair, last)
        found[names[holder]] = day.isoformat() if day else ""
    return found


def test_since_when_a_position_is_held_is_what_python_says(visit: Open) -> None:
    page = changeable()
    seen = visit(draw_page(page), "#tab=table")
    shown = seen.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("#tab-table tbody tr")].map(
            (row) => [row.firstChild.innerText.trim(),
                row.querySelector("[data-column=since] time")?.dateTime || ""]))"""
    )
    told = {name: f"{day}-01-01"[:10] if len(day) == 4 else f"{day}-01"[:10]
            for name, day in shown.items() if day}  # fmt: skip
    expected = since(page)
    assert {**dict.fromkeys(shown, ""), **told} == expected
    assert 15 < sum(map(bool, expected.values())) < 60


def test_a_row_says_who_what_since_when_and_in_which_words(visit: Open, html: str) -> None:
    seen = visit(html, "#tab=table&actor=anna&only=yes")
    assert seen.texts("#tab-table thead th") == [
        "Actor", "Country", "Proposition", "Position", "Since", "Latest", "Words and source",
    ]  # fmt: skip
    assert column(seen, "actor") == ["Anna Examplova"] * 2
    assert column(seen, "country") == ["France"] * 2
    assert column(seen, "since") == ["1 May 2025", "1 Mar 2025"]
    assert [one.splitlines()[0] for one in column(seen, "latest")] == ["1 May 2025", "1 Mar 2025"]
    assert seen.page.locator("#tab-table tbody .changed").count() == 1
    assert "“exact words of s2-1”" in column(seen, "words")[0]
    links = seen.page.eval_on_selector_all(
        "#tab-table [data-column=words] a", "all => all.map(one => [one.href, one.rel])"
    )
    assert links == [
        [f"https://times.example/d-{one}-1", "noopener noreferrer"] for one in ("s2", "s3")
    ]


def test_words_stand_in_their_language_and_in_english(visit: Open, html: str) -> None:
    seen = visit(html, "#tab=table")
    french = seen.page.locator("#tab-table [lang=fr]")
    assert french.inner_text() == "“des mots exacts”"
    assert french.locator("+ [lang=en]").inner_text() == "“exact words, translated”"


def test_all_that_is_held_at_once_is_told(visit: Open, html: str) -> None:
    seen = visit(html, "#tab=table&actor=party&proposition=talks&only=yes")
    assert seen.texts("#tab-table tbody .chip") == ["wants talks", "rejects talks"]
    assert column(seen, "since") == [""]
    (said,) = column(seen, "words")
    assert "exact words of s7-1" in said
    assert "exact words of s8-1" in said


@pytest.mark.parametrize("name", ["actor", "country", "proposition", "position", "since", "latest"])
def test_columns_sort_both_ways_and_the_link_keeps_it(visit: Open, html: str, name: str) -> None:
    seen = visit(html, "#tab=table&sort=" + ("actor" if name != "actor" else "country"))
    heading = seen.page.locator(f"#tab-table thead [data-column={name}]")
    found = {}
    for _ in range(2):
        heading.locator("button").click()
        found[heading.get_attribute("aria-sort")] = column(seen, name)
        assert seen.evaluate("document.activeElement.closest('th').dataset.column") == name
    if name == "position":
        # What is the same comes by actor, both ways.
        found = {way: [side(one) for one in told] for way, told in found.items()}
    assert seen.page.locator("#tab-table [aria-sort]").count() == 1
    assert {*found} == {"ascending", "descending"}
    told = [one for one in found["ascending"] if one]
    assert told == [one for one in reversed(found["descending"]) if one]
    if name in {"actor", "country", "proposition"}:
        assert told == sorted(told, key=lambda one: one.replace("Ö", "O"))
    blank = len(found["ascending"]) - len(told)
    assert found["descending"][len(told) :] == [""] * blank
    wanted = seen.page.locator("#tab-table [aria-sort]").get_attribute("aria-sort")
    sort = f"sort={'-' * (wanted == 'descending')}{name}"
    seen.page.wait_for_function("sort => location.hash.includes(sort)", arg=sort)
    fresh = visit(html, seen.evaluate("location.hash"))
    assert column(fresh, name) == column(seen, name)


def test_the_latest_come_first_at_first(visit: Open, html: str) -> None:
    seen = visit(html, "#tab=table")
    days = [one.splitlines()[0] for one in column(seen, "latest")]
    expected = ("2025-05-01", "2025-04-04", "2025-03-09", "2025-03-01", "2025-02-03", "2025-01-20")
    assert [one.rpartition("by ")[2] for one in days] == [words(one) for one in expected]


def test_what_is_selected_is_marked_and_can_stand_alone(visit: Open, html: str) -> None:
    seen = visit(html, "#tab=table")
    assert not seen.page.is_visible("#tab-table [name=only]")
    seen.page.click("#tab-table tbody th button:text-is('Anna Examplova') >> nth=0")
    assert seen.texts("#tab-table tr.chosen th") == ["Anna Examplova"] * 2
    assert len(column(seen, "actor")) == 6
    assert seen.texts("#tab-table .tab-tools label") == ["only Anna Examplova (2)"]
    seen.page.check("#tab-table [name=only]")
    assert column(seen, "actor") == ["Anna Examplova"] * 2
    seen.page.click("#panel .back")
    assert len(column(seen, "actor")) == 6
    for chosen, number in {"group=family/moderates": 4, "event=summit": 1, "proposition=talks": 3,
                           "group=country/FR&peer=country/SE": 4}.items():  # fmt: skip
        seen.evaluate("hash => { location.hash = hash; }", f"tab=table&only=yes&{chosen}")
        seen.page.wait_for_function(
            "many => document.querySelectorAll('#tab-table tbody tr').length === many", arg=number
        )
        assert seen.page.locator("#tab-table tr.chosen").count() == number


def test_a_long_table_shows_more_when_asked(visit: Open) -> None:
    page = crowd(200, 1_000)
    many = len({(one.actor, one.proposition) for one in page.stances})
    seen = visit(draw_page(page), "#tab=table")
    held = seen.page.locator("#tab-table tbody tr")
    assert held.count() == 400 < many < 800
    seen.page.click("#tab-table .more")
    assert held.count() == many
    assert not seen.page.is_visible("#tab-table .more")


@pytest.mark.parametrize("width", [390, 1100, 1440])
def test_nothing_is_cut_off_sideways(visit: Open, real_html: str, width: int) -> None:
    seen = visit(real_html, "#tab=table&actor=emmanuel-macron")
    seen.page.set_viewport_size({"width": width, "height": 900})
    cut = seen.evaluate(
        """() => [...document.querySelectorAll("html, #tab-table, #tab-table :is(th, td)")]
            .filter((one) => one.scrollWidth > one.clientWidth + 1).length"""
    )
    assert cut == 0
    first = seen.page.locator("#tab-table tbody tr").first
    tops = {
        round(one.bounding_box()["y"]) for one in first.locator("> *").all() if one.is_visible()
    }
    assert (len(tops) == 1) == (width > 390)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_has_no_fault_of_access(visit: Open, html: str, scheme: str) -> None:
    seen = visit(html, "#tab=table&actor=anna", color_scheme=scheme)
    found = Axe().run(seen.page, context="#tab-table").response["violations"]
    assert [one["id"] for one in found] == []


def test_hostile_text_stays_text(visit: Open) -> None:
    seen = visit(draw_page(hostile_page()), "#tab=table&sort=country")
    assert len(column(seen, "actor")) > 40
    protocols = seen.page.eval_on_selector_all(
        "#tab-table a", "all => all.map(one => one.protocol)"
    )
    assert {*protocols} <= {"https:"}
    assert seen.page.locator("#tab-table img, #tab-table script").count() == 0
    seen.page.locator("#tab-table tbody button").first.click()
    assert seen.evaluate("window.PWN") is None
    assert seen.errors == []


def test_nothing_to_show_is_said_and_can_be_undone(visit: Open, html: str) -> None:
    empty = visit(draw_page(EMPTY), "#tab=table&only=yes")
    assert "holds no stances" in empty.texts("#tab-table tbody td")[0]
    assert empty.errors == []
    seen = visit(html, "#tab=table&country=SE&polarity=favours")
    seen.page.click("#tab-table tbody button:text-is('Reset')")
    assert len(column(seen, "actor")) == 6


def test_a_paraphrase_is_not_put_in_quotation_marks(visit: Open) -> None:
    told = replace(
        stance("s1", "anna", "talks", "favours", "2025-05-01"),
        evidence=(evidence("s1-1", quote=None, language=None, paraphrase="Would talk."),),
    )
    seen = visit(draw_page(replace(PAGE, stances=(told,))), "#tab=table")
    assert column(seen, "words")[0].splitlines()[0] == "Would talk."
