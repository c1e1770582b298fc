"""The site: every page in each of its forms, and what lies beside them, as files."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Store

from kg.pages.beside import Beside
from kg.pages.library import Library
from kg.pages.moved import moved
from kg.project import Project
from kg.site.folder import SiteFolder
from kg.site.hosts import host_rules, w3id_files
from kg.site.studio import Studio
from kg.store.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Written:
    """What a site has become: its pages, its files, and their size in bytes."""

    pages: int
    files: int
    size: int


def write_site(
    project: Project,
    place: Path,
    base: str | None,
    *,
    begun: Callable[[int], Callable[[], None]],
    workers: int | None = None,
) -> Written:
    """Make a folder the site of the store; ``base`` is its public address, with a slash.

    ``begun`` is told the number of pages and gives what is called for each. The same store gives
    the same bytes, whatever the number of ``workers``. Raises UsageError where the folder must
    not be replaced, StoreError where the store or the folder cannot be used; then nothing changed.
    """
    with SiteFolder(place, project) as folder:
        snapshot = Snapshot(project.folder)
        try:
            forms: dict[str, tuple[str, ...]] = {}
            studio = Studio(project, snapshot.database)
            paths = studio.paths()
            step = begun(len(paths))
            for path, drawn in studio.draw(paths, workers or _processors()):
                forms[path] = tuple(drawn)
                for form, content in drawn.items():
                    folder.write(f"{path}.{form}", content)
                step()
            # Only now: a process should not open the database and then be forked.
            store = Store.read_only(str(snapshot.database))
            _write_beside(folder, Beside(Library(project, store), base, live=False))
            folder.write(".htaccess", host_rules(moved(store)))
            if base:
                for name, content in w3id_files(forms, base).items():
                    folder.write(f"w3id/{name}", content)
        finally:
            snapshot.close()
    return Written(len(paths), len(folder.files), sum(folder.files.values()))


def _write_beside(folder: SiteFolder, beside: Beside) -> None:
    for name in beside.names():
        content = beside.find(name)
        assert content is not None, name  # noqa: S101 (it told the name itself)
        folder.write(name, content)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
