"""A browser that tells of all that a page does which its own makers did not mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from tests.trust.payloads import ADDRESSES, MARK, OUTSIDE, PRODUCT, TEXTS

_PATIENCE = 10_000
_INERT = ("about:", "blob:", "data:")
_NUMBER = re.compile(rf"__ran\((\d+)\)|{re.escape(OUTSIDE)}/(\d+)")
_KNOWN = frozenset(re.findall(r"\d{3}", " ".join(one.text for one in (*TEXTS, *ADDRESSES))))
_SETTLED = "() => new Promise((done) => setTimeout(done, 0))"
_PLANTED = """(_, [mark, product, own]) => {
  const found = [];
  const runs = /^[\\x00-\\x20]*(javascript|vbscript|data|file):/i;
  const places = new Set(["href", "xlink:href", "src", "action", "formaction", "data"]);
  for (const one of document.querySelectorAll("*")) {
    const tell = (why) => found.push(`${why}: ${one.outerHTML.slice(0, 200)}`);
    const isPicture = ["img", "link"].includes(one.localName);
    for (const { name, value } of one.attributes) {
      if (name === mark) tell("planted");
      if (/^on/i.test(name)) tell("a handler");
      if (name === "srcdoc") tell("a page in a page");
      if (name === "style" && /url\\(|expression/i.test(value)) tell("a style that asks");
      if (places.has(name) && !isPicture && !value.startsWith(own) && runs.test(value)) {
        tell("an address that runs");
      }
    }
    if (one.localName === "base") tell("another base");
    if (one.localName === "meta" && /refresh/i.test(one.httpEquiv)) tell("leads away");
  }
  if (document.documentElement.outerHTML.includes(product)) found.push("a template was filled");
  return found;
}"""
_POLICY = """() => [...document.querySelectorAll("meta[http-equiv=Content-Security-Policy]")]
  .map((one) => one.content).join("; ")"""


class Watched:
    """A page of a browser, and what went wrong on it; whatever is not ``own`` is outside."""

    def __init__(self, context: Any, own: str) -> None:
        self.wrong: list[str] = []
        self._own, self._answer = own, None
        self.is_kept = False
        context.expose_binding("__ran", lambda _, *told: self.wrong.append(f"ran {told}"))
        # An expression is looked at by the browser's driver; a function would be asked here, of
        # every file of every page.
        inert = "|".join(map(re.escape, (own, *_INERT)))
        context.route(re.compile(f"^(?!{inert})"), self._refuse)
        self.page = context.new_page()
        self.page.on("dialog", self._close)
        self.page.on("pageerror", lambda error: self.wrong.append(f"failed: {error}"))
        context.on("page", lambda other: self.wrong.append(f"opened {other.url}"))

    def go(self, address: str) -> None:
        """Open an address of its own, as new."""
        self.page.goto("about:blank")
        self.wrong.clear()
        self._answer, self.is_kept = None, False
        try:
            self._answer = self.page.goto(address)
        except Exception as error:
            # What becomes a file on the disk is not shown.
            self.is_kept = "Download is starting" in str(error)
            if not self.is_kept:
                raise

    def faults(self) -> list[str]:
        """What went wrong since the page was opened, and what stands on it that must not."""
        with suppress(Exception):
            self.page.evaluate(_SETTLED)
        found = list(self.wrong)
        # A frame that waits to be seen has nothing in it, and would never answer.
        frames = [one for one in self.page.frames if one.url not in ("", "about:blank", ":")]
        for frame in frames:
            # One that was led away or ended has been told of already.
            with suppress(Exception):
                root = frame.locator(":root")
                found += root.evaluate(_PLANTED, [MARK, PRODUCT, self._own], timeout=_PATIENCE)
        return sorted(set(found))

    def policy(self) -> str:
        """The content security policy of the page, from the header and from the page."""
        told = self._answer.headers.get("content-security-policy", "") if self._answer else ""
        return f"{told}; {self.page.evaluate(_POLICY)}"

    def kind(self) -> str:
        """The media type of the answer, empty where it is a file."""
        told: str = self._answer.headers.get("content-type", "") if self._answer else ""
        return told

    def met(self) -> set[str]:
        """The numbers of the payloads that the page holds."""
        pairs = _NUMBER.findall(self.page.content())
        return {one or other for one, other in pairs} & _KNOWN

    def _refuse(self, route: Any) -> None:
        self.wrong.append(f"asked {route.request.url}")
        route.abort()

    def _close(self, dialog: Any) -> None:
        self.wrong.append(f"said {dialog.message}")
        dialog.dismiss()


@contextmanager
def watched(browser: Any, own: str, *, trusting: bool) -> Iterator[Watched]:
    """A page to open things in; ``trusting`` heeds no policy: escaping alone has to hold."""
    context = browser.new_context(
        bypass_csp=trusting, viewport={"width": 1280, "height": 900}, service_workers="block"
    )
    try:
        yield Watched(context, own)
    finally:
        context.close()
