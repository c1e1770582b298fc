"""Every page of the graph, by its path: what ``kg serve`` answers with and ``kg site`` writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pyoxigraph import Store

from kg.pages.contract import Page, Shelf
from kg.pages.gathering import GatheringShelf
from kg.pages.published import Published
from kg.pages.queries import QueriesShelf
from kg.pages.things import Things
from kg.project import Project

__all__ = ["SHELVES", "Library", "Page"]

SHELVES: tuple[Callable[[Published], Shelf], ...] = (GatheringShelf, QueriesShelf, Things)
"""What makes the shelves; a path goes to the first one that has it.

The shelf of things comes last: it has a page for whatever is a subject in the graph.
"""


class Library:
    """The pages over an open store; ``version`` changes whenever one of them may."""

    def __init__(self, project: Project, store: Store) -> None:
        self.published = Published(project, store)
        self.project = project
        self.store = store
        self.version = self.published.version
        self._shelves = [make(self.published) for make in SHELVES]

    def find(self, path: str) -> Page | None:
        """The page of a path without ending, or None where there is none."""
        found = (shelf.find(path) for shelf in self._shelves)
        return next((page for page in found if page is not None), None)

    def paths(self) -> Iterator[str]:
        """The path of every page, sorted."""
        return iter(sorted({path for shelf in self._shelves for path in shelf.paths()}))
