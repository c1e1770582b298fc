"""What opening a page in a browser takes: until its first picture, until all is ready, a step."""

from __future__ import annotations

import shutil
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""Of the browser: no graphics card, and nothing of its own that asks for a network."""

LONGEST = 120.0
"""Seconds after which a picture is given up."""
STEPS = 50

# A canvas of one colour is no picture yet, and neither is one behind a loading bar.
WATCH = """
const shown = (canvas) => {
  if (!canvas || !canvas.width) return false;
  const small = new OffscreenCanvas(96, 96).getContext("2d");
  small.drawImage(canvas, 0, 0, 96, 96);
  return new Set(new Uint32Array(small.getImageData(0, 0, 96, 96).data.buffer)).size > 1;
};
const look = () => {
  const bar = document.getElementById("loadingBar");
  const covered = bar && bar.style.opacity !== "0" && bar.style.display !== "none";
  const canvas = document.querySelector("#canvas canvas, #mynetwork canvas");
  if (!window.firstPicture && !covered && shown(canvas)) window.firstPicture = performance.now();
  const ready = document.documentElement?.classList.contains("ready");
  if (!window.loaded && ready) window.loaded = performance.now();
  if (!window.firstPicture || (!window.loaded && !bar)) setTimeout(look, 10);
};
look();
"""
SLIDE = """
async (steps) => {
  const range = document.getElementById("day-range");
  const times = [];
  for (let step = 1; step <= steps; step += 1) {
    range.value = String(Math.round((Number(range.max) * step) / (steps + 1)));
    const start = performance.now();
    range.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    times.push(performance.now() - start);
  }
  return times;
}
"""
PICTURE = 'document.querySelector("#canvas canvas").toDataURL()'
PLACES = "network.getPositions()"


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening a page took: seconds to the first picture and until all is ready.

    ``step`` is the median step of the slider; ``still`` says whether nothing had moved after
    three seconds more.
    """

    first: float | None
    loaded: float | None = None
    step: float | None = None
    still: bool | None = None


@contextmanager
def browser() -> Iterator[Any]:
    """A browser without graphics card, sound or network services of its own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        opened = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


def visit(chromium: Any, file: Path, *, ours: bool) -> Opened:
    """What opening the file offline takes, in a fresh window."""
    context = chromium.new_context(offline=True, viewport={"width": 1280, "height": 800})
    try:
        page = context.new_page()
        page.set_default_timeout(LONGEST * 2000)
        page.add_init_script(WATCH)
        page.goto(file.as_uri(), wait_until="commit")
        wanted = "window.loaded && window.firstPicture" if ours else "window.firstPicture"
        begun = monotonic()
        while not page.evaluate(wanted):
            if monotonic() - begun > LONGEST:
                return Opened(None)
            sleep(0.1)
        first = page.evaluate("window.firstPicture") / 1000
        state = PICTURE if ours else PLACES
        before = page.evaluate(state)
        page.wait_for_timeout(3000)
        still = page.evaluate(state) == before
        if not ours:
            return Opened(first, still=still)
        loaded = page.evaluate("window.loaded") / 1000
        step = statistics.median(page.evaluate(SLIDE, STEPS)) / 1000
        return Opened(first, loaded, step, still)
    finally:
        context.close()


def typical(rounds: list[Opened]) -> Opened:
    """The medians of several openings; no picture in most of them is none."""

    def middle(value: Callable[[Opened], float | None]) -> float | None:
        found = [value(one) for one in rounds]
        told = [one for one in found if one is not None]
        return statistics.median(told) if len(told) * 2 > len(found) else None

    return Opened(
        middle(lambda one: one.first),
        middle(lambda one: one.loaded),
        middle(lambda one: one.step),
        all(one.still for one in rounds),
    )
