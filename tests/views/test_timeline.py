"""The timeline tab: rows and marks for each selection, the day, the keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from kg.model.actors import ActorKind
from kg.model.stances import Status
from kg.views.contract import PageActor
from kg.views.page import draw_page
from tests.views.conftest import Open, Visit
from tests.views.invented_page import EMPTY, PAGE, document, hostile_page, stance

MARKS = "#timeline-chart .when"


@pytest.fixture(scope="module")
def invented() -> str:
    return draw_page(PAGE)


@pytest.fixture
def seen(visit: Open, invented: str) -> Callable[..., Visit]:
    def opened(address: str, **options: Any) -> Visit:
        return visit(invented, f"#tab=timeline&{address}", **options)

    return opened


def names(seen: Visit) -> list[str]:
    return [str(one) for one in seen.evaluate(
        "[...document.querySelectorAll('.lane-name text')].map((one) => one.textContent)"
    )]  # fmt: skip


def keys(seen: Visit, selector: str = MARKS) -> list[str]:
    return [str(one) for one in seen.evaluate(
        "all => [...document.querySelectorAll(all)].map((one) => one.dataset.key)", selector
    )]  # fmt: skip


def focused(seen: Visit) -> str:
    return str(seen.evaluate("document.activeElement.dataset.key"))


def test_with_nothing_selected_it_tells_who_moved_when(seen: Callable[..., Visit]) -> None:
    page = seen("")
    assert names(page) == ["Talks with Exampleland", "Tariffs on Exampleland"]
    assert keys(page) == ["stance/s2"]
    assert page.texts(".change-list li") == [
        "1 May 2025\nAnna Examplova: Talks\nrejects talks\n→\nwants talks"
    ]
    page.page.click(MARKS)
    assert "exact words of s2-1" in page.texts("#panel .stance")[0]
    assert names(page) == ["Talks with Exampleland", "Tariffs on Exampleland"]
    assert not page.errors


def test_of_an_actor_each_stance_is_a_mark_and_bars_join_them(
    seen: Callable[..., Visit],
) -> None:
    page = seen("actor=anna")
    assert names(page) == ["Talks with Exampleland", "Tariffs on Exampleland"]
    assert keys(page) == ["stance/s1", "stance/s2", "stance/s3"]
    assert page.page.locator(f"{MARKS} rect").count() == 1, "s1 is against: a square"
    assert page.page.locator(f"{MARKS} circle").count() == 2
    moved = page.page.locator(MARKS, has_text="Δ")
    assert moved.get_attribute("data-key") == "stance/s2"
    bars = page.page.locator(".lane line[stroke-width='3']")
    assert [one.get_attribute("stroke-dasharray") for one in bars.all()] == ["7 3", None, None]
    marks = [one.get_attribute("data-x") for one in page.page.locator(MARKS).all()]
    assert bars.nth(0).get_attribute("x1") == marks[0]
    assert bars.nth(0).get_attribute("x2") == bars.nth(1).get_attribute("x1") == marks[1]
    words = str(moved.get_attribute("aria-label"))
    assert (
        words == "Changed. 1 May 2025, Anna Examplova: wants talks (Talks). “exact words of s2-1”"
    )


def test_changes_too_close_to_be_told_apart_share_one_sign(visit: Open) -> None:
    days = {"2024-05-10": "favours", "2024-05-12": "opposes", "2025-05-01": "favours"}
    told = tuple(
        replace(stance(f"s{number}", "anna", "talks", polarity, day), evidence=())
        for number, (day, polarity) in enumerate({"2024-05-01": "opposes", **days}.items())
    )
    page = visit(draw_page(replace(PAGE, stances=told)), "#tab=timeline&actor=anna")
    signs = page.page.locator(f"{MARKS} > text")
    assert signs.all_text_contents() == ["2Δ", "Δ"]
    named = [one.get_attribute("aria-label") for one in page.page.locator(MARKS).all()]
    assert sum(str(one).startswith("Changed.") for one in named) == 3


def test_a_change_from_what_a_filter_leaves_out_is_none(visit: Open) -> None:
    found = tuple(
        replace(one, status=Status.EXTRACTED) if one.id == "s1" else one for one in PAGE.stances
    )
    html = draw_page(replace(PAGE, stances=found))
    assert keys(visit(html, "#tab=timeline")) == ["stance/s2"]
    assert keys(visit(html, "#tab=timeline&status=curated")) == []


def test_the_offices_of_an_actor_stand_on_top(seen: Callable[..., Visit]) -> None:
    page = seen("actor=anna")
    offices = [one.get_attribute("aria-label") for one in page.page.locator(
        "#timeline-chart [role='img']"
    ).all()]  # fmt: skip
    assert offices == [
        "Deputy of the Invented Assembly, since 2020, until 31 Dec 2024",
        "Minister of Inventions, since Jan 2025",
    ]


def test_on_a_proposition_who_moved_last_stands_on_top(seen: Callable[..., Visit]) -> None:
    page = seen("proposition=talks")
    assert names(page) == ["Anna Examplova", "Invented Party", "Örjan Öztürkłund"]
    page.page.check("[name='moved']")
    assert names(page) == ["Anna Examplova"]
    page.wait("location.hash.includes('moved=yes')")
    assert page.evaluate("document.activeElement.name") == "moved"


def test_of_a_group_the_rows_stand_under_their_propositions(seen: Callable[..., Visit]) -> None:
    page = seen("group=family/moderates")
    assert names(page) == ["Anna Examplova", "Invented Party", "Anna Examplova", "Invented Party"]
    headings = page.page.locator(".timeline-body > text[font-weight='700']")
    assert headings.all_text_contents() == ["Talks with Exampleland", "Tariffs on Exampleland"]
    cell = seen("group=family/moderates&proposition=tariffs")
    assert names(cell) == ["Anna Examplova", "Invented Party"]


def test_a_selected_mark_keeps_the_rows_and_the_link_tells_them(
    seen: Callable[..., Visit],
) -> None:
    page = seen("proposition=talks")
    page.page.click(f"{MARKS}[data-key='stance/s4']")
    assert names(page) == ["Anna Examplova", "Invented Party", "Örjan Öztürkłund"]
    page.wait("location.hash.includes('lanes=proposition')")
    again = seen(page.evaluate("location.hash.slice(1)"))
    assert names(again) == names(page)
    again.page.select_option("[name='lanes']", "actor")
    assert names(again) == ["Talks with Exampleland", "Tariffs on Exampleland"]


def test_filters_leave_marks_and_bars_out(seen: Callable[..., Visit]) -> None:
    page = seen("actor=anna&polarity=opposes")
    assert keys(page) == ["stance/s1"]
    bars = page.page.locator(".lane line[stroke-width='3']")
    assert [one.get_attribute("stroke") for one in bars.all()] == ["var(--against)"]


def test_what_is_later_than_the_day_is_pale_and_the_chart_stays(
    seen: Callable[..., Visit],
) -> None:
    page = seen("actor=anna&day=2025-01-01")
    page.evaluate("window.before = document.querySelector('.timeline-body')")
    line = page.page.locator(".timeline-body .veil line")
    place = float(str(line.get_attribute("x1")))
    places = [float(str(one.get_attribute("data-x"))) for one in page.page.locator(MARKS).all()]
    assert places[0] < place < places[2] < places[1]
    pale = page.page.locator(".timeline-body .veil rect")
    assert float(str(pale.get_attribute("x"))) == place
    page.page.click("#day-last")
    assert float(str(line.get_attribute("x1"))) > places[1]
    assert page.evaluate("window.before === document.querySelector('.timeline-body')")


def test_a_shorter_period_ends_with_the_last_day_or_holds_the_chosen_one(
    seen: Callable[..., Visit],
) -> None:
    page = seen("actor=anna")
    page.page.select_option("[name='span']", "12")
    assert keys(page) == ["stance/s2", "stance/s3"]
    assert "1 before 30 Jun 2024" in page.texts("#tab-timeline .tab-tools")[0]
    early = seen("actor=anna&span=12&day=2024-05-15")
    assert keys(early) == ["stance/s1"]


def test_arrows_walk_and_enter_opens(seen: Callable[..., Visit]) -> None:
    page = seen("actor=anna")
    assert page.page.locator("#timeline-chart [tabindex='0']").count() == 1
    page.page.focus("#timeline-chart [tabindex='0']")
    path = [focused(page)]
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowUp", "Home"):
        page.page.keyboard.press(key)
        path.append(focused(page))
    lane = path[0]
    assert lane.startswith("lane/")
    assert path == [lane, "stance/s1", "stance/s2", "stance/s3", "stance/s2", lane]
    page.page.keyboard.press("ArrowRight")
    page.page.keyboard.press("Enter")
    assert "exact words of s1-1" in page.texts("#panel .stance.chosen")[0]
    assert focused(page) == "stance/s1"


def test_an_event_opens_beside_the_rows_that_react_to_it(seen: Callable[..., Visit]) -> None:
    page = seen("actor=party")
    assert keys(page, ".event-mark") == ["event/summit"]
    page.page.locator(".event-mark").focus()
    page.page.keyboard.press("Enter")
    assert page.texts("#panel h2") == ["Invented summit"]
    assert page.texts(".timeline-title") == ["Invented Party"]
    assert keys(seen("actor=anna"), ".event-mark") == []


def test_many_rows_come_in_pieces(visit: Open) -> None:
    people = tuple(
        PageActor(f"p{number}", f"Invented Person {number:03}", ActorKind.PERSON)
        for number in range(130)
    )
    said = tuple(
        stance(f"t{number}", f"p{number}", "talks", "favours", "2025-02-01")
        for number in range(130)
    )
    papers = tuple(document(f"d-t{number}-1") for number in range(130))
    page = visit(
        draw_page(replace(PAGE, actors=people, stances=said, documents=papers, events=())),
        "#tab=timeline&proposition=talks",
    )
    assert len(names(page)) == 60
    page.page.click("text=Show 60 more (130 in all)")
    assert len(names(page)) == 120
    page.page.click("text=Show 10 more (130 in all)")
    assert len(set(names(page))) == 130
    last = visit(
        draw_page(replace(PAGE, actors=people, stances=said, documents=papers, events=())),
        "#tab=timeline&stance=t129&lanes=proposition",
    )
    assert len(names(last)) == 61
    assert last.page.locator(".lane.chosen").is_visible()


@pytest.mark.parametrize("width", [390, 1440])
def test_names_of_events_and_months_keep_off_each_other(
    seen: Callable[..., Visit], width: int
) -> None:
    page = seen("")
    page.page.set_viewport_size({"width": width, "height": 800})
    page.page.wait_for_timeout(200)
    assert page.evaluate(
        """() => {
            const boxes = [...document.querySelectorAll(".timeline-head text")]
                .map((one) => one.getBoundingClientRect());
            return boxes.some((box, at) => boxes.slice(0, at).some((other) => (
                box.left < other.right && other.left < box.right
                    && box.top + 2 < other.bottom && other.top + 2 < box.bottom)));
        }"""
    ) is False  # fmt: skip
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_hostile_and_empty_pages_open_here_too(visit: Open) -> None:
    html = draw_page(hostile_page())
    for address in ("", "&actor=__proto__", "&proposition=__proto__", "&group=country/__proto__"):
        page = visit(html, f"#tab=timeline{address}")
        assert page.page.locator("#timeline-chart .lane").count() > 0, address
        assert page.evaluate("window.PWN === undefined")
        assert not page.errors, address
    empty = visit(draw_page(EMPTY), "#tab=timeline")
    assert "Nothing to draw" in empty.texts("#tab-timeline")[0]
    assert not empty.errors
