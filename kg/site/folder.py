"""The folder of a site: written beside its place, and put there only when it is whole."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from pathlib import Path
from types import TracebackType
from typing import Self

from kg.errors import KgError, UsageError
from kg.files import cannot_write, sync_folder, whole_path
from kg.held import NUMBER, find_left_over, held_folder, left_over
from kg.project import Project

MARK = ".kg-site"
"""In every site: the list of its files, one a line. A folder with others in it is not replaced."""
_FILE = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9._-]*/)*\.?[A-Za-z0-9][A-Za-z0-9._-]*", re.ASCII)
_LISTED = 3


class SiteFolder:
    """A site on its way; with it as a context, it takes its place at the end or not at all."""

    def __init__(self, place: Path, project: Project) -> None:
        """Raises UsageError where ``place`` holds, or is, what a site must not replace.

        Raises StoreUnusable where it cannot be looked at.
        """
        try:
            refuse(place, project)
            self.place = place.absolute()
        except OSError as error:
            raise cannot_write(place, error) from None
        self._before = self.place.with_name(f".{self.place.name}.before")
        self._prefix = f".{self.place.name}.new-"
        self.files: dict[str, int] = {}

    def __enter__(self) -> Self:
        """Begin; raises StoreUnusable where the folder beside cannot be written.

        Raises UsageError where something else lies in what an earlier run left there.
        """
        try:
            self.place.parent.mkdir(parents=True, exist_ok=True)
            self._tidy()
            self._new, self._handle = held_folder(self.place.parent, self._prefix, 0o777)
            try:
                self._mark = (self._new / MARK).open("w", encoding="ascii", newline="\n")
            except BaseException:
                self._leave()
                raise
        except OSError as error:
            raise cannot_write(self.place, error) from None
        return self

    def write(self, name: str, content: bytes) -> None:
        """One file, by its path from the top; raises StoreUnusable where it cannot be written."""
        if not _FILE.fullmatch(name) or name in self.files:
            raise KgError(f"{name!r} cannot be a file of a site, or is twice in it")
        path = self._new / name
        try:
            # Before the file: whoever clears up after a run that was ended knows all of it as ours.
            self._mark.write(f"{name}\n")
            self._mark.flush()
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        except OSError as error:
            raise cannot_write(self.place / name, error) from None
        self.files[name] = len(content)

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        """Put the site in its place, or where something went wrong, remove what there is of it.

        Raises UsageError where something came into the old one meanwhile: it stays, with that.
        """
        try:
            if kind is None:
                # One call for thousands of files, each of which costs one alone.
                os.sync()
                self._swap()
        except OSError as error:
            raise cannot_write(self.place, error) from None
        finally:
            # All is written that could be; what could not be is tried once more by close.
            with contextlib.suppress(OSError):
                self._mark.close()
            self._leave()

    def _leave(self) -> None:
        shutil.rmtree(self._new, ignore_errors=True)
        os.close(self._handle)

    def _swap(self) -> None:
        # It took a while to draw, and whoever stands in the folder can write until it has gone.
        _refuse_others(self.place, self.place)
        if self.place.exists():
            self.place.replace(self._before)
        try:
            _refuse_others(self._before, self.place)
            self._new.replace(self.place)
        except BaseException:
            if self._before.exists():
                self._before.replace(self.place)
            raise
        sync_folder(self.place.parent)
        _clear(self._before)

    def _tidy(self) -> None:
        """Clear up after a run that was ended between two steps."""
        if self.place.exists():
            _clear(self._before)
        elif os.path.lexists(self._before):
            _refuse_others(self._before, self._before)
            self._before.replace(self.place)
        names = re.compile(re.escape(self._prefix) + NUMBER)
        for left in find_left_over(self.place.parent, names):
            with left_over(left) as handle:
                if handle is not None and (left / MARK).is_file():
                    _clear(left)
                elif handle is not None:
                    # It was ended before its list began; a stranger's folder is not empty.
                    with contextlib.suppress(OSError):
                        left.rmdir()


def refuse(place: Path, project: Project) -> None:
    """Raise UsageError where a folder must not become a site: nothing of it was touched."""
    whole = whole_path(place)
    kept = [project.folder, project.seeds, project.ontology, project.queries]
    inner = [whole_path(path) for path in kept]
    outer = [whole_path(project.root), *_current()]
    if any(path.is_relative_to(whole) for path in (*outer, *inner)):
        raise UsageError(
            f"{place} holds the project, its store or where you are",
            hint="name a folder that may be replaced, such as build/site",
        )
    project.require_outside(place)
    if os.path.ismount(whole):
        # Every file could be written, and at the end the folder could not be exchanged.
        raise UsageError(
            f"there begins a disk at {place}, and no folder can take its place",
            hint=f"name a folder inside: {place / 'site'}",
        )
    _refuse_others(place, place)


def _current() -> list[Path]:
    """The current folder, where it is there."""
    try:
        return [Path.cwd()]
    except OSError:
        return []


def _clear(folder: Path) -> None:
    """Remove a folder, where there is one; raises UsageError where not all in it is a site's."""
    _refuse_others(folder, folder)
    shutil.rmtree(folder, ignore_errors=True)


def _refuse_others(folder: Path, place: Path) -> None:
    """Raise UsageError where not all in a folder is a site's; ``place`` is what it is called."""
    if folder.is_symlink():
        raise UsageError(f"{place} is a link to elsewhere", hint="name the folder itself")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{place} is a file", hint="name a folder with -o")
    if strangers := _strangers(folder):
        listed = ", ".join(strangers[:_LISTED])
        raise UsageError(
            f"{place} holds what kg site did not write: {listed}",
            hint="name a new folder, or move these away",
        )


def _strangers(place: Path) -> list[str]:
    """What is in a folder that no earlier site put there, by path."""
    try:
        known = (place / MARK).read_text(encoding="ascii", errors="replace").split("\n")
    except FileNotFoundError:
        known = []
    except OSError as error:
        raise cannot_write(place, error) from None
    expected = {MARK, *known}
    # Those of our folders in which there is nothing left hold nothing that could be lost.
    ours = {parent for name in known for parent in Path(name).parents}
    found: list[str] = []
    for folder, folders, names in os.walk(place):
        here = Path(folder).relative_to(place)
        linked = [name for name in folders if (Path(folder) / name).is_symlink()]
        empty = [] if names or folders or here in {Path(), *ours} else ["."]
        found += [(here / name).as_posix() for name in (*names, *linked, *empty)]
    return sorted(set(found) - expected)
