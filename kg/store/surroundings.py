"""What a store needs of the machine: open files, room on its disk, a place for passing files."""

from __future__ import annotations

import resource
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kg.store.findings import Finding, shown_size

_OPEN_FILES = 96
"""So many files may be open beside the tables of a database: the engine keeps 48 for others."""
_PASSING = 64 * 2**20
"""So many bytes an export that sorts may put aside."""


def look_around(store: Path, database: Path | None) -> Iterator[Finding]:
    """What the machine lacks for a store, of which that is the folder of the database in use."""
    files = [path for path in database.iterdir() if path.is_file()] if database else []
    needed = _OPEN_FILES + sum(path.suffix == ".sst" for path in files)
    allowed = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if allowed != resource.RLIM_INFINITY and allowed < needed:
        told = f"only {allowed} files may be open, and reading it needs {needed}"
        yield Finding(store, told, f"ulimit -n {needed}")
    if database:
        # A build that makes it anew writes it beside the one in use.
        size = sum(path.stat().st_size for path in files)
        free = shutil.disk_usage(store).free
        if free < size:
            told = f"{shown_size(free)} are free on its disk; to make it anew takes"
            yield Finding(store, f"{told} {shown_size(size)}", f"df -h {store}")
    yield from _passing()


def _passing() -> Iterator[Finding]:
    mend = "export TMPDIR=FOLDER"
    try:
        folder = Path(tempfile.gettempdir())
        free = shutil.disk_usage(folder).free
    except OSError as error:
        yield Finding(Path("TMPDIR"), f"no folder for passing files: {error.strerror}", mend)
        return
    if free < _PASSING:
        yield Finding(folder, f"{shown_size(free)} are free for passing files", mend)
