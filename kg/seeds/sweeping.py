"""What writers of the seeds that were killed have left beside them, removed by the next build."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from kg.files import UNFINISHED
from kg.project import Project


def sweep_seeds(project: Project) -> None:
    """Remove the files beside the seeds that nobody will finish; never fails.

    Whoever writes holds the lock of the seeds, see kg.seeds.lock: while one does, all stays.
    """
    with contextlib.suppress(OSError):
        handle = os.open(project.seeds, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for name in [*_unfinished(str(project.seeds)), *_beside(str(project.ontology))]:
                with contextlib.suppress(OSError):
                    Path(name).unlink()
        finally:
            os.close(handle)


def _unfinished(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _unfinished(entry.path)
            elif _is_unfinished(entry):
                yield entry.path


def _beside(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        yield from (entry.path for entry in entries if _is_unfinished(entry))


def _is_unfinished(entry: os.DirEntry[str]) -> bool:
    # The first look spares the others of nearly all that lies there.
    return (
        entry.name[0] == "."
        and bool(UNFINISHED.fullmatch(entry.name))
        and entry.is_file(follow_symlinks=False)
    )
