"""The review in a real browser: by keys alone, read by machines, and without a script."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from kg.model.stances import Verdict
from tests.invented import BORIS
from tests.review.conftest import reviews_of
from tests.serve.reviewing import ADA, RITA, Reviewed, decide
from tests.views.conftest import chromium  # noqa: F401 (a fixture)


@pytest.fixture
def page(chromium: Any, review: Reviewed) -> Iterator[Any]:  # noqa: F811
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    found = context.new_page()
    found.wrong = []
    found.on("pageerror", lambda error: found.wrong.append(str(error)))
    base = review.served.base
    found.on("request", lambda one: one.url.startswith(base) or found.wrong.append(one.url))
    sign_in(found, review)
    yield found
    assert found.wrong == []
    context.close()


def sign_in(page: Any, review: Reviewed) -> None:
    page.goto(f"{review.served.base}review")
    page.locator("#token:focus").wait_for()
    page.keyboard.insert_text(review.tokens[RITA])
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "wait" in page.inner_text("h1")


def press(page: Any, key: str) -> None:
    """Press a key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def told(page: Any) -> str:
    """What the live region says, once the script has put it there."""
    page.locator("#told").filter(has_text=".").wait_for()
    return str(page.inner_text("#told"))


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.tagName"))


def open_candidate(page: Any, review: Reviewed, name: str) -> None:
    page.goto(f"{review.served.base}review/candidate/{name}")


def test_five_are_decided_by_keys_alone(page: Any, review: Reviewed) -> None:
    page.goto(f"{review.served.base}review/start")
    assert focused(page) == "H1"
    press(page, "a")
    assert told(page).startswith("Accepted: Boris Fictionov")
    page.keyboard.press("r")
    assert focused(page) == "note"
    page.keyboard.type("a as in another Anna")
    press(page, "Enter")
    assert told(page).startswith("Refused: ")
    page.keyboard.press("l")
    page.keyboard.press("m")
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    page.keyboard.type("2021-02")
    press(page, "Enter")
    assert "is mixed on" in page.inner_text("#draft")
    assert len(reviews_of(review.project)) == 2
    press(page, "a")
    page.keyboard.press("h")
    page.keyboard.type("Boris")
    page.keyboard.press("Escape")
    press(page, "a")
    assert "boris-fictionov" in page.inner_text("#problem")
    assert focused(page) == "problem"
    press(page, "a")
    press(page, "s")
    assert told(page).startswith("Skipped")
    press(page, "u")
    assert told(page).startswith("Taken back: accept of Boris Fictionov")
    page.keyboard.press("h")
    page.keyboard.type(BORIS.name)
    page.keyboard.press("Escape")
    press(page, "a")
    press(page, "a")
    verdicts = [one.verdict for one in reviews_of(review.project)]
    assert verdicts.count(Verdict.ACCEPT) == 5
    assert [one.polarity for one in reviews_of(review.project)].count("mixed") == 1
    assert verdicts.count(Verdict.WITHDRAW) == 1


def test_letters_in_a_field_are_letters(page: Any, review: Reviewed) -> None:
    open_candidate(page, review, "first")
    page.keyboard.press("r")
    page.keyboard.type("asuq?")
    assert page.input_value("#note") == "asuq?"
    assert reviews_of(review.project) == []


def test_enter_in_a_note_refuses_only_after_the_key(page: Any, review: Reviewed) -> None:
    open_candidate(page, review, "first")
    page.click("#note")
    page.keyboard.type("a thought")
    press(page, "Enter")
    assert "As corrected" in page.inner_text("#draft")
    assert page.input_value("#note") == "a thought"
    assert reviews_of(review.project) == []


def test_keys_can_be_explained_and_switched_off(page: Any, review: Reviewed) -> None:
    open_candidate(page, review, "first")
    page.keyboard.press("?")
    assert page.is_visible("#listening")
    assert focused(page) == "listening"
    page.keyboard.press("Space")
    page.keyboard.press("a")
    open_candidate(page, review, "first")
    page.keyboard.press("a")
    open_candidate(page, review, "first")
    assert not page.is_checked("#listening")
    assert reviews_of(review.project) == []


def test_a_browsers_shortcut_is_no_key(page: Any, review: Reviewed) -> None:
    open_candidate(page, review, "first")
    for key in ("Control+a", "Alt+a", "Meta+a", "A"):
        page.keyboard.press(key)
    open_candidate(page, review, "first")
    assert reviews_of(review.project) == []


def test_one_press_is_one_decision(page: Any, review: Reviewed) -> None:
    open_candidate(page, review, "first")
    press_often = """() => {
      for (let n = 0; n < 3; n += 1) {
        document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "a", bubbles: true}));
      }
    }"""
    with page.expect_navigation():
        page.evaluate(press_often)
    assert len(reviews_of(review.project)) == 1


def test_no_script_can_read_the_cookie(page: Any, review: Reviewed) -> None:
    cookies = page.context.cookies()
    (cookie,) = [one for one in cookies if one["name"] == "kg-review"]
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Strict", "/review")
    assert page.evaluate("document.cookie") == ""


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("dark", 390)])
def test_machines_that_read_aloud_find_nothing_wrong(
    page: Any, review: Reviewed, scheme: str, width: int
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    decide(review.browser(ADA), "first", "refuse", note="no")
    decide(review.browser(RITA), "first", "accept")
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    for path in ("queue", "candidate/stranger", "candidate/first", "agreement"):
        page.goto(f"{review.served.base}review/{path}")
        for details in page.query_selector_all("details"):
            details.evaluate("one => { one.open = true; }")
        found = axe.run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


def test_a_narrow_window_needs_no_scrolling_sideways(page: Any, review: Reviewed) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    for path in ("queue", "candidate/stranger", "agreement"):
        page.goto(f"{review.served.base}review/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        cut = """[...document.querySelectorAll(".scroll")]
          .filter((one) => one.scrollWidth > one.clientWidth).length"""
        assert page.evaluate(cut) == 0, path


def test_on_a_phone_the_verdict_is_in_sight_and_covers_nothing(page: Any, review: Reviewed) -> None:
    page.set_viewport_size({"width": 390, "height": 700})
    open_candidate(page, review, "stranger")
    bar = page.locator(".verdicts").bounding_box()
    assert bar["y"] + bar["height"] <= 700
    assert page.evaluate("document.documentElement.scrollHeight") > 700
    for summary in page.query_selector_all(".decide summary"):
        summary.click()
    reached = page.locator("footer a, .decide input:not([type=hidden])").all()
    for each in reached:
        each.focus()
        box = each.bounding_box()
        assert box["y"] >= 0, each.inner_html()
        assert box["y"] + box["height"] <= bar["y"], each.inner_html()


def test_a_finger_is_told_of_no_keys(chromium: Any, review: Reviewed) -> None:  # noqa: F811
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    sign_in(page, review)
    open_candidate(page, review, "stranger")
    assert page.is_visible(".verdicts >> text=Accept")
    assert page.locator("kbd:visible").count() == 0
    context.close()


def test_all_can_be_done_without_a_script(chromium: Any, review: Reviewed) -> None:  # noqa: F811
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, review)
    page.click("text=Begin")
    page.click("summary:has-text('Correct')")
    page.fill("#holder", BORIS.name)
    page.press("#holder", "Enter")
    assert "As corrected: Boris Fictionov" in page.inner_text("#draft")
    page.click("button:has-text('Accept')")
    assert page.inner_text("#told").startswith("Accepted: Boris Fictionov")
    page.fill("#note", "another Anna")
    page.click("button:has-text('Refuse')")
    page.click("button:has-text('Undo')")
    assert page.inner_text("#told").startswith("Taken back: refuse")
    page.click("button:has-text('Sign out')")
    assert page.is_visible("#token")
    context.close()
    assert [one.verdict for one in reviews_of(review.project)] == ["accept", "refuse", "withdraw"]
