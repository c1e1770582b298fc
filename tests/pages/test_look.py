"""The pages in a real browser: they fit, they are accessible, they ask nobody for anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from kg.model.stances import Stance
from kg.pages.citing import cite_stance
from kg.pages.library import Library
from kg.pages.rendering import asset
from kg.pages.sayings import Sayings
from kg.views.assemble import assemble_page
from kg.views.page import draw_page

SHOWN = (
    "actor/emmanuel-macron",
    "proposition/direct-dialogue-with-russia",
    "stance/giorgia-meloni-2025-05-20-summit",
    "stance/2026-02-03-euronews-9b3f69ad-giorgia-meloni-direct-dialogue-with-russia-favours-2026-01",
    "event/alaska-summit-2025-08-15",
    "country/fr",
    "dataset",
    "report",
    "report/no-office",
    "queries/who-opposes",
)
CITED = (
    "giorgia-meloni-2025-05-20-summit",
    "2026-02-03-euronews-9b3f69ad-emmanuel-macron-direct-dialogue-with-russia-favours-2025-12",
)


@pytest.fixture(scope="module")
def site(real_library: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some pages of the real graph as files, with the graph page beside them."""
    top = tmp_path_factory.mktemp("site")
    (top / "assets").mkdir()
    for name in ("site.css",):
        (top / "assets" / name).write_bytes(asset(name))
    for path in SHOWN:
        page = real_library.find(path)
        assert page is not None, path
        file = top / f"{path}.html"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(page.render("html", live=False))
    html = draw_page(assemble_page(real_library.store))
    (top / "graph.html").write_text(html, encoding="utf-8")
    return top


@pytest.fixture
def look(chromium: Any, site: Path) -> Iterator[Any]:
    contexts = []

    def looked(path: str, address: str = "", **options: Any) -> Any:
        contexts.append(chromium.new_context(offline=True, **options))
        page = contexts[-1].new_page()
        page.wrong = []
        page.asked = []
        page.on("console", lambda said: said.type == "error" and page.wrong.append(said.text))
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto((site / f"{path}.html").as_uri() + address)
        return page

    yield looked
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1440, "light")])
def test_pages_fit_and_axe_finds_nothing(look: Any, site: Path, width: int, scheme: str) -> None:
    for path in SHOWN:
        page = look(path, viewport={"width": width, "height": 900}, color_scheme=scheme)
        over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(over) == 0, path
        beside = [one for one in page.asked if not one.startswith(site.as_uri())]
        assert not beside, path
        assert not [one for one in page.wrong if "icon" not in one and "NOT_FOUND" not in one], path
        found = Axe().run(page).response["violations"]
        assert not [(one["id"], one["nodes"][0]["html"][:200]) for one in found], path


def test_an_answer_is_read_on_a_phone_without_scrolling_sideways(look: Any) -> None:
    page = look("queries/who-opposes", viewport={"width": 390, "height": 900})
    box, cells = page.locator(".scroll"), page.locator(".answer tbody tr >> nth=0").locator("td")
    assert box.evaluate("one => one.scrollWidth - one.clientWidth") == 0
    shown = "one => getComputedStyle(one, '::before').content"
    heads = [cell.evaluate(shown).strip('"') for cell in cells.all() if cell.is_visible()]
    assert heads[:3] == ["actor", "country", "position"]
    assert not [cell for cell in cells.all() if cell.is_visible() != bool(cell.inner_text())]


def test_the_foot_of_a_wide_page_stands_under_its_words(look: Any) -> None:
    for path in ("queries/who-opposes", "actor/emmanuel-macron"):
        page = look(path, viewport={"width": 1440, "height": 900})
        edge = "one => one.getBoundingClientRect().left"
        assert page.locator("footer").evaluate(edge) == page.locator("main").evaluate(edge), path


def test_the_graph_opens_in_the_page(look: Any) -> None:
    page = look("actor/emmanuel-macron", viewport={"width": 1200, "height": 900})
    page.locator(".embedded summary").click()
    frame = page.frame_locator(".embedded iframe")
    frame.locator("html.ready").wait_for(state="attached")
    assert frame.locator("html").get_attribute("data-embed") == "yes"


def test_a_stance_is_cited_in_the_words_of_the_graph_page(look: Any, real_library: Library) -> None:
    published = real_library.published
    sayings = Sayings(published)
    for name in CITED:
        page = look("graph", f"#stance={name}")
        page.wait_for_selector("#panel .stance")
        summaries = page.locator("#panel summary:text-is('Cite this')")
        summaries.first.wait_for()
        for summary in summaries.all():
            summary.click()
        page.wait_for_selector("#panel .citation")
        stance = published.one(Stance, name)
        assert stance is not None
        cited = page.locator("#panel .citation").all_inner_texts()
        assert cite_stance(published, sayings.one(stance)) in cited
