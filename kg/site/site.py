"""The site: every page in each of its forms, and what lies beside them, as files."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Store

from kg.build.plan import Watch, unseen
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
    watch: Watch = unseen,
    workers: int | None = None,
) -> Written:
    """Make a folder the site of the store; ``base`` is its public address, with a slash.

    ``watch`` hears of a stage, how much of it is done, and of how much. The same store gives the
    same bytes, whatever the number of ``workers``. Raises UsageError where the folder must not be
    replaced, StoreError where the store or the folder cannot be used; then nothing changed.
    """
    with SiteFolder(place, project) as folder:
        snapshot = Snapshot(project.folder)
        try:
            forms: dict[str, tuple[str, ...]] = {}
            studio = Studio(project, snapshot.database)
            watch("lists of pages", 0, 1)
            paths = studio.paths()
            watch("pages", 0, len(paths))
            drawing = studio.draw(paths, workers or _processors())
            for done, (path, drawn) in enumerate(drawing, start=1):
                forms[path] = tuple(drawn)
                for form, content in drawn.items():
                    folder.write(f"{path}.{form}", content)
                watch("pages", done, len(paths))
            # Only now: a process should not open the database and then be forked.
            store = Store.read_only(str(snapshot.database))
            beside = Beside(Library(project, store), base, live=False)
            if base:
                watch("sitemaps", 0, 1)
            names = list(beside.names())
            for done, name in enumerate(names):
                watch("files beside the pages", done, len(names))
                folder.write(name, _made(beside, name))
            folder.write(".htaccess", host_rules(moved(store)))
            if base:
                for name, content in w3id_files(forms, base).items():
                    folder.write(f"w3id/{name}", content)
            watch("files put in place", 0, len(folder.files))
        finally:
            snapshot.close()
    return Written(len(paths), len(folder.files), sum(folder.files.values()))


def _made(beside: Beside, name: str) -> bytes:
    content = beside.find(name)
    assert content is not None, name  # noqa: S101 (it told the name itself)
    return content


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
