"""Where several reviewers work at once: the seeds in memory, looked at again when files change."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from kg.project import Project
from kg.review.context import Texts, find_texts
from kg.review.desk import Desk
from kg.review.ledger import ledger_of
from kg.seeds.read import seed_paths

State = dict[Path, tuple[int, int, int]]


class Room:
    """One desk for all reviewers of a process, each of whom sits at it in turn."""

    def __init__(
        self,
        project: Project,
        folders: Sequence[Path] = (),
        today: Callable[[], date] = date.today,
    ) -> None:
        self._project = project
        self._folders = folders
        self._today = today
        self._turn = threading.Lock()
        self._state: State = {}
        self._desk: Desk | None = None
        self._hashes: set[str] = set()
        self.texts = Texts(given=bool(folders))
        """The texts that were read, as far as the folders hold them."""

    @contextmanager
    def sit(self, reviewer: str) -> Iterator[Desk]:
        """The desk as the files are now, while nobody else of this process works at it.

        Raises InputError where the seeds, or the folders of texts, cannot be read.
        """
        with self._turn:
            yield self._look().of(reviewer, self._today())

    def _look(self) -> Desk:
        # Taken before reading: what changes meanwhile is seen the next time.
        state = _state(self._project)
        if self._desk is None or self._must_reread(state):
            # Half read seeds must not pass for read ones.
            self._state, self._desk = {}, None
            self._desk = self._sit_down()
        elif state != self._state:
            self._state = {}
            self._desk.read_reviews()
        self._state = state
        return self._desk

    def _must_reread(self, state: State) -> bool:
        """Whether another file than that of the decisions has changed."""
        ledger = ledger_of(self._project)
        before, now = dict(self._state), dict(state)
        before.pop(ledger, None)
        now.pop(ledger, None)
        return before != now

    def _sit_down(self) -> Desk:
        desk = Desk(self._project, "", self._today())
        hashes = {candidate.span.text_hash for candidate in desk.candidates.values()}
        if self._folders and hashes != self._hashes:
            self.texts = find_texts((), self._folders, hashes)
            self._hashes = hashes
        return desk


def _state(project: Project) -> State:
    found = {}
    for path in seed_paths(project):
        try:
            told = path.stat()
        except FileNotFoundError:
            continue
        found[path] = (told.st_mtime_ns, told.st_size, told.st_ino)
    return found
