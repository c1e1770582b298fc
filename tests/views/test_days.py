"""The time control: the chart behind the slider, the window, the events, playing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kg.views.page import draw_page
from tests.views.conftest import Open, Visit
from tests.views.invented_page import EMPTY, PAGE, hostile_page


@pytest.fixture(scope="module")
def invented() -> str:
    return draw_page(PAGE)


@pytest.fixture
def seen(visit: Open, invented: str) -> Callable[..., Visit]:
    def opened(address: str = "", **options: Any) -> Visit:
        return visit(invented, address, **options)

    return opened


def columns(seen: Visit, side: str) -> int:
    """How many columns of the chart have something of that side."""
    path = seen.page.locator(f"#chart .columns .{side}").first.get_attribute("d")
    return str(path).count("M")


def day(seen: Visit) -> str:
    return str(seen.evaluate("document.getElementById('day').value"))


def move(seen: Visit, number: int) -> None:
    seen.evaluate(
        """number => {
            const range = document.getElementById("day-range");
            range.value = number;
            range.dispatchEvent(new Event("input", { bubbles: true }));
        }""",
        number,
    )


def test_the_chart_counts_what_passes_the_filters_whatever_the_day(
    seen: Callable[..., Visit],
) -> None:
    whole = seen("#day=2024-06-01")
    assert (columns(whole, "for"), columns(whole, "mixed"), columns(whole, "against")) == (3, 1, 4)
    assert whole.page.locator("#chart .ghost").count() == 0
    against = seen("#polarity=opposes")
    assert (columns(against, "for"), columns(against, "against")) == (0, 4)
    assert columns(against, "ghost") == 7
    assert not against.errors


def test_a_step_of_the_slider_moves_the_day_and_keeps_the_chart(
    seen: Callable[..., Visit],
) -> None:
    page = seen()
    page.evaluate("window.before = document.querySelector('#chart svg')")
    place = "Number(document.querySelector('#chart-day line').getAttribute('x1'))"
    end = page.evaluate(place)
    move(page, 31)
    assert day(page) == "2024-06-01"
    assert page.texts("#day-words") == ["1 Jun 2024"]
    assert page.evaluate(place) < end / 5
    assert page.evaluate("window.before === document.querySelector('#chart svg')")
    veil = page.page.locator("#chart-day .veil")
    assert float(str(veil.get_attribute("width"))) > 0.8 * end


def test_arrows_go_by_days_and_the_page_keys_by_months(seen: Callable[..., Visit]) -> None:
    page = seen("#day=2025-03-31")
    page.page.focus("#day-range")
    for key, then in (
        ("ArrowLeft", "2025-03-30"),
        ("ArrowRight", "2025-03-31"),
        ("PageDown", "2025-02-28"),
        ("PageUp", "2025-03-28"),
        ("Home", "2024-05-01"),
        ("PageDown", "2024-05-01"),
        ("End", "2025-06-30"),
    ):
        page.page.keyboard.press(key)
        assert day(page) == then, key
    assert page.page.locator("#day-last").is_disabled()


def test_a_day_can_be_typed_key_by_key(seen: Callable[..., Visit]) -> None:
    page = seen(locale="en-US")
    page.page.focus("#day")
    for key in "0601202":
        page.page.keyboard.press(key)
    assert (day(page), page.texts("#day-words")[0][-4:]) == ("0202-06-01", "2025")
    page.page.keyboard.press("4")
    assert (day(page), page.texts("#day-words")) == ("2024-06-01", ["1 Jun 2024"])
    page.page.keyboard.press("ArrowLeft")
    page.page.keyboard.press("Backspace")
    assert (day(page), page.texts("#day-words")) == ("", ["1 Jun 2024"])
    page.page.focus("#theme")
    assert (day(page), page.texts("#day-words")) == ("2024-06-01", ["1 Jun 2024"])


@pytest.mark.parametrize(
    ("typed", "nearest"), [("1999-01-01", "1 May 2024"), ("2999-01-01", "30 Jun 2025")]
)
@pytest.mark.parametrize("leave", ["Enter", "Tab"])
def test_an_exact_day_outside_the_data_becomes_the_nearest(
    seen: Callable[..., Visit], typed: str, nearest: str, leave: str
) -> None:
    page = seen("#day=2025-02-01")
    page.page.fill("#day", typed)
    assert (day(page), page.texts("#day-words")) == (typed, ["1 Feb 2025"])
    if leave == "Enter":
        page.page.keyboard.press("Enter")
    else:
        page.page.focus("#play")
    assert page.texts("#day-words") == [nearest]
    assert day(page) != typed
    assert page.texts("#announcer") == [
        f"The data go from 1 May 2024 to 30 Jun 2025: as of {nearest}"
    ]


def test_the_last_day_is_one_click_away(seen: Callable[..., Visit]) -> None:
    page = seen("#day=2025-02-01")
    page.page.click("#day-last")
    assert day(page) == "2025-06-30"


def test_a_window_counts_only_its_days_and_is_tinted(seen: Callable[..., Visit]) -> None:
    page = seen()
    page.page.select_option("#window", "90")
    assert "2 of 6 positions" in page.texts("#shown-count")[0]
    tint = page.page.locator("#chart-day .tint")
    width = float(str(page.page.locator("#chart svg").get_attribute("width"))) - 16
    assert float(str(tint.get_attribute("width"))) == pytest.approx(width * 89 / 425, abs=1)
    page.wait("location.hash.includes('window=90')")


def test_playing_goes_to_the_last_day_and_stops(seen: Callable[..., Visit]) -> None:
    page = seen("#day=2025-06-27")
    assert page.page.locator("#play").get_attribute("aria-label") == "Play through time"
    page.page.click("#play")
    assert page.page.locator("#play").get_attribute("aria-label") == "Pause"
    assert page.texts("#announcer") == ["Playing from 27 Jun 2025"]
    page.wait("document.getElementById('day').value === '2025-06-30'")
    assert page.page.locator("#play").get_attribute("aria-label") == "Play through time"
    assert "Stopped at 30 Jun 2025" in page.texts("#announcer")[0]


def test_whoever_moves_the_day_stops_the_playing(seen: Callable[..., Visit]) -> None:
    page = seen()
    page.page.click("#play")
    assert day(page) == "2024-05-01"
    move(page, 100)
    assert page.page.locator("#play").get_attribute("aria-label") == "Play through time"
    page.page.wait_for_timeout(600)
    assert day(page) == "2024-08-09"


def test_who_wants_less_motion_gets_slow_steps(seen: Callable[..., Visit]) -> None:
    page = seen("#day=2025-01-01", reduced_motion="reduce")
    page.page.click("#play")
    page.page.wait_for_timeout(600)
    assert day(page) == "2025-01-01"
    page.wait("document.getElementById('day').value === '2025-01-03'")
    page.page.click("#play")


def test_an_event_is_found_in_the_list_with_the_keyboard(seen: Callable[..., Visit]) -> None:
    page = seen()
    page.page.focus("#event-list summary")
    page.page.keyboard.press("Enter")
    assert page.texts("#event-list li") == ["1 Apr 2025\nInvented summit\n1 reaction"]
    page.page.keyboard.press("Escape")
    assert page.page.locator("#event-list[open]").count() == 0
    page.page.keyboard.press("Enter")
    page.page.keyboard.press("Tab")
    page.page.keyboard.press("Enter")
    assert page.texts("#panel h2") == ["Invented summit"]
    assert day(page) == "2025-04-01"
    page.wait("location.hash.includes('event=summit')")


def test_the_panel_of_an_event_has_reactions_and_what_was_said_around(
    seen: Callable[..., Visit],
) -> None:
    page = seen("#event=summit")
    assert page.texts("#panel h3") == ["Reactions (1)", "Said within 14 days (1)"]
    assert "exact words of s7-1" in page.texts("#panel .stance")[0]
    page.page.click("#panel .rows .row")
    assert "Invented Party" in page.texts("#panel h2")[0]
    page.wait("location.hash.includes('stance=s8')")
    assert not page.errors


@pytest.mark.parametrize("width", [390, 1280])
def test_no_label_of_the_chart_lies_over_another(seen: Callable[..., Visit], width: int) -> None:
    page = seen()
    page.page.set_viewport_size({"width": width, "height": 800})
    page.page.wait_for_timeout(200)
    assert page.page.locator("#chart .chart-axis text").count() >= 3
    overlaps = page.evaluate(
        """() => ["#chart .chart-axis text", "#chart .event-tick text"].flatMap((all) => {
            const boxes = [...document.querySelectorAll(all)]
                .map((one) => one.getBoundingClientRect()).sort((a, b) => a.left - b.left);
            return boxes.filter((box, at) => at && box.left < boxes[at - 1].right);
        }).length"""
    )
    assert overlaps == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_hostile_events_stay_text_and_an_empty_page_has_no_days(visit: Open) -> None:
    hostile = visit(draw_page(hostile_page()))
    hostile.page.click("#event-list summary")
    hostile.page.click("#event-list li:first-child button")
    assert hostile.page.locator("#panel h2").count() == 1
    assert hostile.evaluate("window.PWN === undefined")
    empty = visit(draw_page(EMPTY))
    assert empty.page.locator("#days").is_hidden()
    assert not [*hostile.errors, *empty.errors]
