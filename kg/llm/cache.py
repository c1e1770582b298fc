"""Answers kept on disk, so that the same question is paid for once."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from pathlib import Path

from kg.files import cannot_write, write_whole

LARGEST = 8 * 2**20
"""The largest entry that is read, in bytes; a larger one is none of ours."""


class Cache:
    """A folder with one file for each question, named by the question's hash.

    An entry that is damaged, cut off or foreign counts as not there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, question: str) -> str | None:
        """The answer to the question of that hash, None where there is no sound entry."""
        try:
            with self._path(question).open("rb") as stream:
                content = stream.read(LARGEST + 1)
            entry = json.loads(content) if len(content) <= LARGEST else None
        except (OSError, ValueError, RecursionError):
            return None
        if not isinstance(entry, dict) or not isinstance(entry.get("answer"), str):
            return None
        answer: str = entry["answer"]
        return answer if entry.get("digest") == _digest(question, answer) else None

    def require(self) -> None:
        """Make the folder where it is missing; raises StoreUnusable where it takes no file.

        To be asked before an answer is paid for that is to be kept here.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if not os.access(self._folder, os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        except OSError as error:
            raise cannot_write(self._folder, error) from None

    def keep(self, question: str, answer: str) -> None:
        """Write the answer whole; raises StoreUnusable where the folder takes no file."""
        entry = {"answer": answer, "digest": _digest(question, answer)}
        write_whole(self._path(question), json.dumps(entry, indent=1).encode() + b"\n")

    def _path(self, question: str) -> Path:
        return self._folder / f"{question}.json"


def _digest(question: str, answer: str) -> str:
    whole = f"{question}\n{answer}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(whole).hexdigest()
