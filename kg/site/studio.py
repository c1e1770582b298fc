"""Pages drawn by several processes, each with the graph open for itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from pyoxigraph import Store

from kg.errors import KgError
from kg.files import refused
from kg.pages.library import Library
from kg.project import Project
from kg.store.embedded import ENGINE_ERRORS, unusable
from kg.workers import Lost, Worker, answers

_SECONDS = 300.0
"""The longest that a batch may take; pages take milliseconds each."""
_BATCH = 16
"""Pages that a worker draws at a time: fewer, larger messages."""

Forms = dict[str, bytes]
"""A page's content by form."""


class Studio:
    """Draws the pages of a database that nobody writes to, as they are without a server."""

    def __init__(self, project: Project, database: Path) -> None:
        self._project = project
        self._database = database

    def paths(self) -> list[str]:
        """The path of every page, sorted."""
        worker: Worker[None, list[str]] = Worker(
            lambda: lambda _: list(self._library().paths()), _SECONDS
        )
        try:
            found = worker.ask(None)
        finally:
            worker.close()
        if isinstance(found, Lost):
            raise _told("the pages cannot be listed", found)
        return found

    def draw(self, paths: list[str], workers: int) -> Iterator[tuple[str, Forms]]:
        """Each page with its forms, in the order of the paths, whatever the number of workers.

        Raises KgError where one cannot be drawn.
        """
        batches = [paths[start : start + _BATCH] for start in range(0, len(paths), _BATCH)]
        crew: list[Worker[list[str], list[Forms]]] = [
            Worker(self._prepare, _SECONDS) for _ in range(max(1, min(workers, len(batches))))
        ]
        for batch, drawn in answers(crew, ((batch, batch) for batch in batches)):
            if isinstance(drawn, Lost):
                raise _told(f"a page of {batch[0]} to {batch[-1]} cannot be drawn", drawn)
            yield from zip(batch, drawn or (), strict=True)

    def _prepare(self) -> Callable[[list[str]], list[Forms]]:
        library = self._library()
        return lambda batch: [_forms(library, path) for path in batch]

    def _library(self) -> Library:
        try:
            store = Store.read_only(str(self._database))
        except ENGINE_ERRORS as error:
            raise unusable(self._database, error) from None
        return Library(self._project, store)


def _forms(library: Library, path: str) -> Forms:
    page = library.find(path)
    if page is None:
        raise KgError(f"the library lists {path!r} and does not find it")
    try:
        return {form: page.render(form, live=False) for form in page.forms}
    except OSError as error:
        # What the disk refuses is no fault of the page.
        raise refused(error) or error from None


def _told(failed: str, lost: Lost) -> KgError:
    error = KgError(f"{failed}: {lost.why}")
    if lost.trace:
        error.add_note(lost.trace)
    return error
