"""Pictures of the page, as it is today: python -m docs.pictures draws every tab into docs/view/."""

from __future__ import annotations

import io
import shutil
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from benchmarks.opened import FLAGS
from kg.project import find_project
from kg.store.embedded import open_reader
from kg.views.assemble import assemble_page
from kg.views.page import draw_page

FOLDER = Path(__file__).parent / "view"
TABS = {
    "network": "",
    "for-against": "arrange=split&proposition=eu-special-envoy",
    "matrix": "tab=matrix",
    "timeline": "tab=timeline&actor=emmanuel-macron",
    "agreement": "tab=agreement",
    "map": "tab=map&proposition=eu-special-envoy",
    "table": "tab=table&proposition=eu-special-envoy",
}
LOOKS = {
    "light": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"},
    "narrow": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"},
}
COLOURS = 128


def main() -> None:
    """Draws the page of the built graph and writes one PNG per tab and look."""
    html = draw_page(assemble_page(open_reader(find_project().store)))
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        file = Path(folder) / "graph.html"
        file.write_text(html, encoding="utf-8", newline="\n")
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for look in LOOKS:
            for tab, address in TABS.items():
                _keep(_shot(browser, f"{file.as_uri()}#{address}", look), f"{tab}-{look}")
        browser.close()


def _shot(browser: Browser, address: str, look: str) -> bytes:
    context = browser.new_context(offline=True, **LOOKS[look])
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("html.ready")
    page.wait_for_timeout(500)
    shot = page.screenshot(full_page=look == "narrow")
    context.close()
    return shot


def _keep(shot: bytes, name: str) -> None:
    picture = Image.open(io.BytesIO(shot)).convert("RGB")
    # A phone shows the first screens only; the rest of a long panel says nothing new.
    picture = picture.crop((0, 0, picture.width, min(picture.height, 1800)))
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
