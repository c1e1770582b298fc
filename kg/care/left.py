"""What programs that were ended have left in a project, and is of no use: found and removed."""

from __future__ import annotations

from collections.abc import Iterator

from kg.analysis.corpus.kept_columns import look_at_columns
from kg.project import Project
from kg.seeds.lock import alone
from kg.store.findings import SWEEP, Finding
from kg.store.leftovers import find_leftovers, find_unfinished, remove
from kg.store.locks import locked_to_write
from kg.temporary import find_passing, sweep_passing


def look_for_left(project: Project) -> list[Finding]:
    """What is of no use; raises StoreLocked where somebody keeps writing to the seeds."""
    found = [*look_at_columns(project.folder), *find_leftovers(project.folder), *_passing()]
    # What is being written at this moment is not left over.
    with alone(project.seeds):
        return [*found, *find_unfinished(project.seeds)]


def sweep(project: Project) -> list[Finding]:
    """Remove what is of no use, and tell what it was; raises StoreLocked where somebody writes."""
    # Before there is a lock: the process that looks would hold it too.
    swept = look_at_columns(project.folder)
    if project.folder.is_dir():
        with locked_to_write(project.folder):
            swept += find_leftovers(project.folder)
            for one in swept:
                remove(one.path)
    passing = list(_passing())
    sweep_passing()
    with alone(project.seeds):
        unfinished = find_unfinished(project.seeds)
        for one in unfinished:
            remove(one.path)
    return [*swept, *passing, *unfinished]


def _passing() -> Iterator[Finding]:
    """The folders for passing files of programs that were killed, wherever they worked."""
    for folder in find_passing():
        yield Finding(folder, "passing files of a program that was killed", SWEEP)
