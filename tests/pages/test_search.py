"""The search: on the server, in the browser from a file, and for who runs no script."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import html5lib
import pytest

from kg.pages.library import Library
from kg.pages.search import SearchPage
from kg.project import Project
from kg.store.embedded import open_reader
from tests.pages.test_finding import HOSTILE
from tests.views.conftest import chromium  # noqa: F401 - the browser, as a fixture

Visit = Callable[[str], Any]


@pytest.fixture(scope="module")
def library(world: Project, world_store: Path) -> Library:
    return Library(world, open_reader(world_store))


@pytest.fixture(scope="module")
def search(library: Library) -> SearchPage:
    page = library.find("search")
    assert isinstance(page, SearchPage)
    return page


def hits(page: bytes) -> list[str]:
    tree = html5lib.HTMLParser(namespaceHTMLElements=False).parse(page)
    return [one.get("href") for one in tree.findall(".//ul[@class='hits']/li/a")]


def test_the_server_finds_names(search: SearchPage) -> None:
    page = search.answer("EXAMPLOVA", live=True)
    assert hits(page)[0] == "actor/anna-examplova.html"
    assert b'role="status"' in page
    assert b'value="EXAMPLOVA"' in page
    assert "<title>“EXAMPLOVA” – Search – " in page.decode()


def test_the_words_of_a_quote_are_found_on_the_server_only(
    library: Library, search: SearchPage
) -> None:
    quotes = library.store.query(
        "SELECT ?s ?q { ?e st:quote ?q ; st:supports ?s } ORDER BY ?e LIMIT 1",
        prefixes={"st": "https://w3id.org/eurostance/ns#"},
    )
    (row,) = quotes
    words, stance = row["q"].value.upper(), row["s"].value.rpartition("/")[2]
    assert stance in [saying.stance.id for saying, _ in search.quotes(words).listed]
    page = search.answer(words, live=True).decode()
    assert "In quotes and paraphrases" in page
    assert f'href="stance/{stance}.html"' in page
    static = search.answer(words, live=False).decode()
    assert "In quotes and paraphrases" not in static
    assert "The words of quotes are searched in the" in static
    assert "kg serve" not in static
    assert "<noscript>" in static


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_is_typed_is_shown_as_text(typed: str, search: SearchPage) -> None:
    page = search.answer(typed, live=True)
    tree = html5lib.HTMLParser(namespaceHTMLElements=False).parse(page)
    assert b"<script" not in page
    assert len(tree.findall(".//main")) == 1


def test_without_a_script_every_actor_is_listed(library: Library) -> None:
    page = library.find("search")
    assert page
    text = page.render("html", live=False).decode()
    actors = [one for one in library.paths() if one.startswith("actor/") and "index" not in one]
    assert actors
    assert all(f'href="{one}.html"' in text for one in actors)


@pytest.fixture
def visit(chromium: Any, library: Library, tmp_path: Path) -> Any:  # noqa: F811
    (tmp_path / "assets").mkdir()
    for one in (files("kg.pages") / "assets").iterdir():
        if one.is_file():
            (tmp_path / "assets" / one.name).write_bytes(one.read_bytes())
    for path, form in (("index", "html"), ("search", "html"), ("search-names", "js")):
        page = library.find(path)
        assert page
        (tmp_path / f"{path}.{form}").write_bytes(page.render(form, live=False))
    context = chromium.new_context(offline=True)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: said.type == "error" and faults.append(said.text))

    def opened(address: str) -> Any:
        page.goto((tmp_path / "index.html").as_uri().removesuffix("index.html") + address)
        return page

    yield opened
    context.close()
    assert faults == []


def test_a_file_in_a_browser_finds_what_the_server_finds(visit: Visit, search: SearchPage) -> None:
    page = visit("search.html?q=exampl%C3%B3va")
    found = hits(search.answer("exampl\u00f3va", live=True))
    links = page.locator("#found a").all()
    assert [link.get_attribute("href") for link in links] == found
    assert page.locator("#words").input_value() == "exampl\u00f3va"
    assert page.locator("[role=status]").inner_text() == f"{len(links)} found by name."
    assert not page.locator("#all").is_visible()


def test_the_hits_are_reached_by_the_arrow_keys(visit: Visit) -> None:
    page = visit("search.html")
    assert page.locator("#all").is_visible()
    page.fill("#words", "examplova")
    page.press("#words", "ArrowDown")
    focused = "document.activeElement.getAttribute('href')"
    assert page.evaluate(focused) == "actor/anna-examplova.html"
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "words"
    page.fill("#words", "")
    assert page.locator("#found a").count() == 0
    assert page.locator("#all").is_visible()


def test_hostile_words_in_the_address_stay_words(visit: Visit) -> None:
    page = visit("search.html?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&q=2")
    assert page.locator("#found *").count() == 0
    assert page.locator("[role=status]").inner_text() == "Nothing is found."


def test_the_first_page_finds_while_one_types(visit: Visit) -> None:
    page = visit("index.html")
    page.fill("#words", "examplova")
    assert page.locator("#found a").first.get_attribute("href") == "actor/anna-examplova.html"
