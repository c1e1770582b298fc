"""A real browser with the network off, in which a page is opened and watched."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from benchmarks.opened import FLAGS
from kg.build.build import build
from kg.project import Project
from kg.store.embedded import open_reader
from kg.views.assemble import assemble_page
from kg.views.contract import GraphPage
from kg.views.page import draw_page

POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')

Open = Callable[..., "Visit"]


def told(html: str) -> dict[str, Any]:
    """The records that the page's JSON tells, by kind, with what they name by its id."""
    match = re.search(r'id="kg-page">(.*?)</script>', html, re.DOTALL)
    assert match
    return records(match[1])


def records(text: str) -> dict[str, Any]:
    tables: dict[str, Any] = json.loads(text)
    page = {"meta": tables.pop("meta")}
    for kind, table in tables.items():
        page[kind] = [
            {
                name: value
                for name, value in zip(table["fields"], row, strict=False)
                if value is not None
            }
            for row in table["rows"]
        ]
    for stance in page.get("stances", ()):
        stance["actor"] = page["actors"][stance["actor"]]["id"]
        stance["proposition"] = page["propositions"][stance["proposition"]]["id"]
    return page


@dataclass
class Visit:
    """An open page, and what went wrong on it."""

    page: Any
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def texts(self, selector: str) -> list[str]:
        return [one.strip() for one in self.page.locator(selector).all_inner_texts()]

    def evaluate(self, script: str, given: Any = None) -> Any:
        return self.page.evaluate(script, given)

    def wait(self, script: str) -> None:
        """Until it holds; the page's policy forbids the browser's own way of waiting."""
        for _ in range(60):
            if self.evaluate(script):
                return
            self.page.wait_for_timeout(50)
        pytest.fail(f"never: {script}")

    def coloured(self, more: str, less: str) -> int:
        """How many pixels of the picture have clearly more of one primary colour than another."""
        self.page.wait_for_timeout(200)
        found: int = self.page.evaluate(
            """([more, less]) => {
                const canvas = document.querySelector("#canvas canvas");
                const { data } = canvas.getContext("2d")
                    .getImageData(0, 0, canvas.width, canvas.height);
                let count = 0;
                for (let at = 0; at < data.length; at += 4) {
                    const pixel = { red: data[at], blue: data[at + 2] };
                    if (data[at + 3] && pixel[more] - pixel[less] > 40) count += 1;
                }
                return count;
            }""",
            [more, less],
        )
        return found

    def pair(self, actor: str, proposition: str) -> None:
        self.page.evaluate(
            "hash => { location.hash = hash; }", f"actor={actor}&proposition={proposition}"
        )
        self.page.wait_for_selector(".stance")


# Not for longer: while it runs, no other test can have an event loop of its own.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    if path is None and os.environ.get("KG_REQUIRE_CHROMIUM") == "1":
        pytest.fail(f"KG_REQUIRE_CHROMIUM is 1, and there is none of {', '.join(names)}")
    if path is None:
        pytest.skip(f"no browser: none of {', '.join(names)} is installed")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Any, tmp_path: Path) -> Iterator[Open]:
    contexts = []

    def opened(html: str, address: str = "", ready: str = "html.ready", **options: Any) -> Visit:
        file = tmp_path / f"page{len(contexts)}.html"
        file.write_text(html, encoding="utf-8", newline="\n")
        size = {"width": 1280, "height": 800}
        contexts.append(chromium.new_context(offline=True, viewport=size, **options))
        page = contexts[-1].new_page()
        found = Visit(page)
        page.on("pageerror", lambda error: found.errors.append(str(error)))
        page.on(
            "console",
            lambda said: said.type in {"error", "warning"} and found.errors.append(said.text),
        )
        page.on("request", lambda request: found.requests.append(request.url))
        page.goto(file.as_uri() + address)
        page.wait_for_selector(ready)
        return found

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def real_page(tmp_path_factory: pytest.TempPathFactory, checkout: Project) -> GraphPage:
    """The page of the project's own seeds."""
    project = Project(checkout.root, tmp_path_factory.mktemp("real") / "store")
    build(project)
    return assemble_page(open_reader(project.store))


@pytest.fixture(scope="session")
def real_html(real_page: GraphPage) -> str:
    return draw_page(real_page)
