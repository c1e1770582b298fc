"""The list of what a backup holds, with the sum of every file: none is believed without it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from kg.errors import InputError, Problem
from kg.printing import counted

LIST = "backup.json"
FORM = "1"
"""Of a backup: another one when what stands in it changes."""
_BLOCK = 2**20
_TOP = ("store", "seeds", "ontology")
_SUM = "sum"


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup is of: the versions that wrote it, the state of its store, and its files.

    ``state`` is the hash of what the store was built from, ``graphs`` the quads of each graph,
    ``files`` the size and the SHA-256 of each file, by its path in the backup.
    """

    kg: str
    pyoxigraph: str
    state: str
    graphs: Mapping[str, int]
    files: Mapping[str, tuple[int, str]]
    form: str = FORM

    def packed(self) -> bytes:
        """The list as it is written, with a sum of its own."""
        told = asdict(self)
        return (json.dumps({**told, _SUM: _sum_of(told)}, indent=1, sort_keys=True) + "\n").encode()

    def below(self, top: str) -> list[str]:
        """The paths of the files below one of the folders of the backup, from there, sorted."""
        return sorted(name.partition("/")[2] for name in self.files if name.startswith(f"{top}/"))


def read_backup(folder: Path) -> Backup:
    """The list of a backup; raises InputError where there is none, or it is not as written."""
    path = folder / LIST
    try:
        told = json.loads(path.read_bytes())
        given = told.pop(_SUM)
        files = {str(name): (int(size), str(sum_)) for name, (size, sum_) in told["files"].items()}
        backup = Backup(**{**told, "files": files})
    except (FileNotFoundError, NotADirectoryError):
        raise InputError(f"{folder} is no backup: it has no {LIST}") from None
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from None
    except (ValueError, TypeError, KeyError, AttributeError):
        raise InputError(f"{path}: is not as kg backup wrote it") from None
    if backup.form != FORM:
        raise InputError(f"{path}: this kg does not know backups of form {backup.form!r}")
    if given != _sum_of(told) or not all(map(_is_inside, files)):
        raise InputError(f"{path}: is not as kg backup wrote it")
    return backup


def verify(folder: Path, backup: Backup) -> None:
    """Read every file of a backup; raises InputError with each that is not as it was written."""
    problems = list(_problems(folder, backup))
    if problems:
        told = f"{folder}: {counted(len(problems), 'file')} not as backed up"
        raise InputError(told, problems=problems)


def _problems(folder: Path, backup: Backup) -> Iterator[Problem]:
    for name, (size, digest) in backup.files.items():
        path = folder / name
        try:
            found = sum_file(path)
        except OSError as error:
            yield Problem(path, 0, 0, f"cannot be read: {error.strerror}")
            continue
        if found != (size, digest):
            yield Problem(path, 0, 0, "is not what was backed up: its sum is another")


def sum_file(path: Path) -> tuple[int, str]:
    """The size of a file and its SHA-256; raises OSError, also where it is a link."""
    hashed, size = sha256(), 0
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as stream:
        while block := stream.read(_BLOCK):
            hashed.update(block)
            size += len(block)
    return size, hashed.hexdigest()


def _sum_of(told: Mapping[str, object]) -> str:
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _is_inside(name: str) -> bool:
    """Whether a path of a list stays in the backup."""
    top, *parts = name.split("/")
    return top in _TOP and bool(parts) and not any(one in ("", ".", "..") for one in parts)
