"""Pages of the site in a real browser, from the disk, with the network off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from kg.build.build import build
from kg.site.site import write_site
from tests.invented import REGISTRY, ROOT, evidence, new_project, stance
from tests.site.conftest import BASE
from tests.site.walking import Seen, broken, pages, read
from tests.views.conftest import chromium

__all__ = ["chromium"]

LOOKS = {
    "light": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"},
    "narrow": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"},
    "narrow-dark": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
}
GROWING = {"actor", "proposition", "country", "stance", "queries"}
HOSTILE = (
    "</title></script><script>alert(1)</script><img src=https://example.org/x onerror=alert(2)>"
    "\"' onmouseover=alert(3) \u202egnp.exe " + "Llanfairpwllgwyngyll" * 12
)


@dataclass
class Visit:
    """An open page, and what it asked for and complained of."""

    page: Any
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


Go = Callable[[Path, str], Visit]


@pytest.fixture
def go(chromium: Any) -> Iterator[Go]:
    """Opens a file of a site in a look."""
    contexts: list[Any] = []

    def opened(file: Path, look: str) -> Visit:
        contexts.append(chromium.new_context(offline=True, **LOOKS[look]))
        found = Visit(contexts[-1].new_page())
        found.page.on("request", lambda request: found.asked.append(request.url))
        found.page.on("pageerror", lambda error: found.said.append(str(error)))
        found.page.on("dialog", lambda dialog: found.said.append(dialog.message))
        found.page.on("console", lambda told: found.said.append(told.text))
        found.page.goto(file.as_uri())
        return found

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a graph whose every label means harm."""
    folder = tmp_path_factory.mktemp("hostile")
    records = [
        replace(one, **{name: HOSTILE for name in ("name", "label") if hasattr(one, name)})
        for one in REGISTRY
    ]
    project = new_project(folder, [*records, stance("one"), evidence("one")])
    (project.root / "queries").symlink_to(ROOT / "queries", target_is_directory=True)
    build(project)
    write_site(project, folder / "site", BASE, workers=1)
    return folder / "site"


def sample(site: Path) -> list[str]:
    """Of every sort of page the first, of those that grow the longest too."""
    sorts: dict[str, list[str]] = {}
    for name in pages(site):
        sorts.setdefault(name.partition("/")[0], []).append(name)
    grown = [names for sort, names in sorts.items() if sort in GROWING]
    longest = {max(names, key=lambda one: (site / one).stat().st_size) for names in grown}
    return sorted({names[0] for names in sorts.values()} | longest)


def faults(visit: Visit, site: Path, *, read_out: bool) -> list[str]:
    """What is wrong with an open page: requests, complaints, width, accessibility."""
    out = [one for one in visit.asked if not one.startswith((site.as_uri(), "data:"))]
    wide = visit.page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    found = [*out, *visit.said, *([f"{wide} pixels too wide"] if wide > 0 else [])]
    if read_out:
        # The drawn graph in a frame has tests of its own.
        axe = Axe().run(visit.page, options={"preload": False, "iframes": False}).response
        found += [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in axe["violations"]]
    return found


def watch(go: Go, site: Path, name: str) -> list[str]:
    """What is wrong with a page in any of the looks; the first and the last are read out."""
    found = []
    for look, read_out in zip(LOOKS, (True, False, False, True), strict=True):
        visit = go(site / name, look)
        found += [f"{look}: {one}" for one in faults(visit, site, read_out=read_out)]
        visit.page.context.close()
    return found


def test_every_sort_of_page_is_for_everyone(go: Go, real: Path) -> None:
    wrong = {name: found for name in sample(real) if (found := watch(go, real, name))}
    assert wrong == {}


def test_no_label_does_harm(go: Go, hostile: Path) -> None:
    wrong = {name: found for name in sample(hostile) if (found := watch(go, hostile, name))}
    assert wrong == {}


def test_a_hostile_graph_is_a_valid_site(hostile: Path) -> None:
    seen: dict[str, Seen] = {name: read((hostile / name).read_bytes()) for name in pages(hostile)}
    assert {name: one.faults for name, one in seen.items() if one.faults} == {}
    assert list(broken(hostile, seen)) == []


def test_a_framed_part_of_the_graph_shows(go: Go, real: Path) -> None:
    visit = go(real / "actor" / "giorgia-meloni.html", "light")
    part = visit.page.locator("details:has(iframe)").first
    part.locator("summary").click()
    frame = part.locator("iframe")
    frame.scroll_into_view_if_needed()
    inner = frame.element_handle().content_frame()
    inner.wait_for_selector("html.ready", timeout=60_000)
    assert "actor=giorgia-meloni" in inner.url
    assert visit.said == []


def test_the_search_finds_without_a_server(go: Go, real: Path) -> None:
    visit = go(real / "search.html", "light")
    box = visit.page.locator("main input[type=search]").first
    box.fill("makron")
    box.press("Enter")
    visit.page.locator("main a", has_text="Emmanuel Macron").first.wait_for(timeout=10_000)
    assert visit.said == []
