"""The shelf of the pages that gather: lists, news, search, codebook, ontology, report, first page.

It stands before the shelf of things: a thing whose id is ``index`` gives way to the list.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from kg.pages.about import AboutPage
from kg.pages.changes import Changes
from kg.pages.codebook import CodebookPage
from kg.pages.contract import Page
from kg.pages.gathered import Gathered
from kg.pages.home import HomePage
from kg.pages.news import FeedPage
from kg.pages.ontology import FILES, OntologyFile, OntologyPage
from kg.pages.periods import Periods
from kg.pages.published import Published
from kg.pages.registers import registers
from kg.pages.report import Reports
from kg.pages.search import NamesScript, SearchPage


class GatheringShelf:
    """The pages over the whole graph; each is made when it is asked for."""

    def __init__(self, published: Published) -> None:
        self._gathered = Gathered(published)
        self._periods = Periods(self._gathered)
        self._changes = Changes(self._gathered)
        self._reports = Reports(self._gathered)

    @cached_property
    def search(self) -> SearchPage:
        """The page of the search, with what it looks through."""
        return SearchPage(self._gathered)

    def find(self, path: str) -> Page | None:
        """The page of a path, or None."""
        return (
            self._single.get(path)
            or self._changes.find(path)
            or self._reports.find(path)
            or self._periods.find(path)
        )

    def paths(self) -> Iterator[str]:
        """The path of every page."""
        yield from self._single
        yield from self._changes.paths()
        yield from self._reports.paths()
        yield from self._periods.paths()

    @cached_property
    def _single(self) -> dict[str, Page]:
        gathered = self._gathered
        pages: tuple[Page, ...] = (
            HomePage(gathered),
            AboutPage(gathered),
            CodebookPage(gathered),
            OntologyPage(gathered),
            FeedPage(gathered),
            self.search,
            NamesScript(self.search),
            *(OntologyFile(gathered, path) for path in FILES),
            *registers(gathered),
        )
        return {page.path: page for page in pages}
