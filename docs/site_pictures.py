"""Pictures of the site, as it is today: python -m docs.site_pictures draws into docs/site/."""

from __future__ import annotations

import io
import shutil
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from benchmarks.opened import FLAGS
from docs.pictures import COLOURS, LOOKS
from kg.project import find_project
from kg.site.site import write_site

FOLDER = Path(__file__).parent / "site"
PICTURES = {
    "home-light": "index.html",
    "actor-light": "actor/emmanuel-macron.html",
    "actor-dark": "actor/emmanuel-macron.html",
    "proposition-light": "proposition/eu-special-envoy.html",
    "stance-light": "stance/macron-2026-02-03-transparent.html",
    "search-light": "search.html?q=makron",
    "actor-narrow": "actor/emmanuel-macron.html",
}
TALLEST = 1500


def main() -> None:
    """Writes the site of the built graph, and one PNG per page and look."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        site = Path(folder) / "site"
        write_site(find_project(), site, None)
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for name, address in PICTURES.items():
            _keep(_shot(browser, f"{site.as_uri()}/{address}", name.rpartition("-")[2]), name)
        browser.close()


def _shot(browser: Browser, address: str, look: str) -> bytes:
    context = browser.new_context(offline=True, **LOOKS[look])
    page = context.new_page()
    page.goto(address)
    page.wait_for_timeout(500)
    shot = page.screenshot(full_page=look == "narrow")
    context.close()
    return shot


def _keep(shot: bytes, name: str) -> None:
    picture = Image.open(io.BytesIO(shot)).convert("RGB")
    picture = picture.crop((0, 0, picture.width, min(picture.height, TALLEST)))
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
