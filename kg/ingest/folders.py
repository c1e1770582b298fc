"""What lies behind the names of sources, before anything is read."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from kg.files import is_folder, whole_path
from kg.ingest.articles import Unreadable, nothing_in
from kg.ingest.kinds import Kind, kind_by_name

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def is_web(source: str) -> bool:
    """Whether a source is a URL and not a file."""
    return source.lower().startswith(("http://", "https://"))


def is_foreign(source: str) -> bool:
    """Whether a source is a URL of a kind that is not fetched, such as ``ftp://``."""
    return bool(_SCHEME.match(source)) and not is_web(source)


def files_below(
    folder: Path,
    written: Path | None = None,
    closed: Callable[[OSError], object] | None = None,
) -> Iterator[Path]:
    """The files of a folder and its folders that may hold articles, by their names, sorted.

    ``closed`` is called for each folder that cannot be listed; without it OSError is raised.
    """
    return (path for path in _files(folder, written, closed) if kind_by_name(path.name))


def other_files(folder: Path, written: Path | None = None) -> Unreadable | None:
    """What is told of the other files of a folder: a fault where there are only such."""
    strange: set[str] = set()
    count = whole = 0
    for path in _files(folder, written, bool):
        whole += 1
        if not kind_by_name(path.name):
            count += 1
            strange.add(path.suffix or path.name)
    if not whole:
        return nothing_in(str(folder))
    why = f"{count} of {whole} files are of no kind that is read: {', '.join(sorted(strange)[:5])}"
    return Unreadable(str(folder), why, fault=count == whole) if count else None


def linked_folders(folder: Path) -> Unreadable | None:
    """What is told of links to folders, which are not followed: they may lead round in circles."""
    inside = ((here / name) for here, folders, _ in _walk(folder, bool) for name in folders)
    links = [path for path in inside if path.is_symlink()]
    if not links:
        return None
    listed = ", ".join(str(path.relative_to(folder)) for path in links[:5])
    return Unreadable(str(folder), f"links to folders are not followed: {listed}", fault=False)


def _walk(
    folder: Path, closed: Callable[[OSError], object]
) -> Iterator[tuple[Path, list[str], list[str]]]:
    """Each folder with the names of the folders and files in it, sorted, but for hidden ones."""
    for here, folders, names in os.walk(folder, onerror=closed):
        folders[:], names[:] = (
            sorted(name for name in some if not name.startswith(".")) for some in (folders, names)
        )
        yield Path(here), folders, names


def _files(
    folder: Path, written: Path | None, closed: Callable[[OSError], object] | None
) -> Iterator[Path]:
    result = whole_path(written) if written else None
    own = {result, result.with_name(f"{result.name}.done")} if result else set()
    for here, _, names in _walk(folder, closed or _raise):
        for name in names:
            path = here / name
            if own and whole_path(path) in own:
                continue
            if _may_be_read(path):
                yield path


def _raise(error: OSError) -> None:
    raise error


def _may_be_read(path: Path) -> bool:
    """Whether it is a file, or may be one for all that can be seen: to read it tells why not."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except FileNotFoundError:
        return False
    except OSError:
        return True


def count_documents(sources: Iterable[str], written: Path | None = None) -> int | None:
    """How many documents the sources hold, or None where only reading them would tell."""
    total = 0
    for source in sources:
        path = Path(source)
        if source == "-" or is_web(source):
            return None
        for part in files_below(path, written, bool) if is_folder(path) else (path,):
            if kind_by_name(part.name) in (Kind.WARC, Kind.LINES, Kind.FEED):
                return None
            total += 1
    return total


def tells_nothing(source: str) -> bool:
    """Whether a source is one plain text, which cannot say who published it, by its name."""
    if source == "-" or is_web(source) or is_folder(source):
        return False
    return kind_by_name(source) in (Kind.TEXT, None)
