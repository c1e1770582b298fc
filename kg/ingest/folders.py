"""What lies behind the names of sources, before anything is read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.ingest.articles import Refused
from kg.ingest.kinds import Kind, kind_by_name


def is_web(source: str) -> bool:
    """Whether a source is a URL and not a file."""
    return source.lower().startswith(("http://", "https://"))


def files_below(folder: Path, written: Path | None = None) -> Iterator[Path]:
    """The files of a folder and its folders that may hold articles, by their names, sorted."""
    result = written.resolve() if written else None
    for here, folders, names in os.walk(folder, onerror=_cannot_list):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(here) / name
            hidden = name.startswith(".") or path.resolve() == result
            if kind_by_name(name) and not hidden and path.is_file():
                yield path


def count_documents(sources: Iterable[str], written: Path | None = None) -> int | None:
    """How many documents the sources hold, or None where only reading them would tell."""
    total = 0
    for source in sources:
        path = Path(source)
        if source == "-" or is_web(source):
            return None
        try:
            for part in files_below(path, written) if path.is_dir() else (path,):
                if kind_by_name(part.name) in (Kind.WARC, Kind.LINES, Kind.FEED):
                    return None
                total += 1
        except Refused:
            return None
    return total


def tells_nothing(source: str) -> bool:
    """Whether a source is one plain text, which cannot say who published it, by its name."""
    if source == "-" or is_web(source) or Path(source).is_dir():
        return False
    return kind_by_name(source) in (Kind.TEXT, None)


def _cannot_list(error: OSError) -> None:
    raise Refused(f"{error.filename}: {error.strerror}")
