"""What a site holds beside its pages: the drawn graph, downloads, and what programs look for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from threading import RLock

from kg.errors import UsageError
from kg.exports.distributions import catalogue
from kg.exports.dumps import DUMPS, Sum, checksums, dump
from kg.pages.library import Library
from kg.pages.rendering import asset
from kg.pages.sitemap import robots, sitemaps
from kg.views.assemble import assemble_page
from kg.views.page import draw_page

_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*/?", re.ASCII)
_SITEMAP = re.compile(r"sitemap(-[0-9]{1,6})?\.xml")


class Beside:
    """The files beside the pages; ``base`` is the public address with a slash at the end.

    Each is made when it is first asked for and then kept; it may be asked by several threads.
    """

    def __init__(self, library: Library, base: str | None, *, live: bool) -> None:
        self._library = library
        self._base = base
        self._live = live
        self._kept: dict[str, bytes] = {}
        self._mapped: dict[str, bytes] | None = None
        self._alone = RLock()

    def names(self) -> Iterator[str]:
        """The path of every file, in the order in which they are best made."""
        yield "graph.html"
        yield from (f"dump/{name}" for name in DUMPS)
        yield from ("dump/SHA256SUMS", "void.ttl", "robots.txt")
        yield from sorted(f"assets/{name}" for name in _assets())
        if self._base:
            yield from self._sitemaps()

    def find(self, name: str) -> bytes | None:
        """The file of a path, or None where there is none; any text may come in."""
        folder, _, file = name.partition("/")
        if folder == "assets":
            return asset(file) if file in _assets() else None
        make = self._maker(name)
        if make is None or name in self._kept:
            return self._kept.get(name)
        with self._alone:
            if name not in self._kept and (made := make()) is not None:
                self._kept[name] = made
            return self._kept.get(name)

    def _maker(self, name: str) -> Callable[[], bytes | None] | None:
        folder, _, file = name.partition("/")
        if folder == "dump" and file in DUMPS:
            return lambda: dump(self._library.store, self._library.project, file)
        if self._base and _SITEMAP.fullmatch(name):
            return lambda: self._sitemaps().get(name)
        return {
            "graph.html": self._graph,
            "void.ttl": self._catalogue,
            "dump/SHA256SUMS": lambda: checksums(self._sums()),
            "robots.txt": lambda: robots(self._base, live=self._live),
        }.get(name)

    def _graph(self) -> bytes:
        return draw_page(assemble_page(self._library.store), home="index.html").encode()

    def _catalogue(self) -> bytes:
        return catalogue(self._library.store, self._base, self._sums(), endpoint=self._live)

    def _sums(self) -> dict[str, Sum]:
        return {name: Sum.of(self.find(f"dump/{name}") or b"") for name in DUMPS}

    def _sitemaps(self) -> dict[str, bytes]:
        # All pages are gone through for it, so once: a number beyond the last is asked for too.
        with self._alone:
            if self._mapped is None:
                found = ((path, self._library.find(path)) for path in self._library.paths())
                listed = [f"{path}.html" for path, page in found if page and "html" in page.forms]
                self._mapped = sitemaps(self._base or "", listed)
            return self._mapped


def public_address(told: str) -> str:
    """A public address, with a slash at its end.

    Raises UsageError where it is not http(s) with a host and a plain path: it is written into
    rules of web servers.
    """
    if not _ADDRESS.fullmatch(told):
        raise UsageError(
            f"{told!r} is no public address", hint="give one such as https://example.org/stances/"
        )
    return told if told.endswith("/") else f"{told}/"


def _assets() -> frozenset[str]:
    return frozenset(_names(files("kg.pages") / "assets"))


def _names(folder: Traversable, above: str = "") -> Iterator[str]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _names(entry, f"{above}{entry.name}/")
        elif not entry.name.startswith((".", "__")):
            yield f"{above}{entry.name}"
