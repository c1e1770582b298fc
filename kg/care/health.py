"""What is to be mended of a store, its seeds and the machine: looked at, and left as it is."""

from __future__ import annotations

import contextlib
import fcntl
import os
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from pyoxigraph import Store

from kg.build.plan import Watch, unseen
from kg.build.revise import INVENTORY
from kg.care.fitting import look_at_inventory
from kg.care.left import look_for_left
from kg.care.rederived import look_at_content
from kg.errors import InputError, LimitReached, Severity, StoreError, StoreLocked, StoreMissing
from kg.printing import counted
from kg.project import Project
from kg.remedies import number_in, remedy
from kg.seeds.check import check
from kg.store.embedded import ENGINE_ERRORS, database, unusable
from kg.store.findings import ANEW, BUILD, CHECK, Finding
from kg.store.guard import run_guarded
from kg.store.leftovers import COLUMNS_FILE
from kg.store.orders import Seen, limits_for, read_through
from kg.store.postings import fault_of_words
from kg.store.snapshot import state
from kg.store.surroundings import look_around
from kg.store.words import place

_FILES = ("current", "lock", COLUMNS_FILE, INVENTORY, "building")
"""What is to lie in the store's folder itself."""
_MORE_FILES = "ulimit -n 1024"


@dataclass(frozen=True, slots=True)
class Health:
    """What is to be mended, and how many quads there are; None where they cannot be read."""

    findings: list[Finding]
    quads: int | None


def examine(project: Project, *, deep: bool = False, watch: Watch = unseen) -> Health:
    """All that is to be mended of a project's store, of its seeds and around them.

    Every block of the database is read; ``deep`` also has all seeds read and everything derived
    anew. Raises StoreLocked where a program writes to the store meanwhile.
    """
    folder = project.folder
    _refuse_written(folder)
    before = _state(folder)
    findings, seen = _of_database(folder, watch)
    if seen is not None:
        findings += _of_words(database(folder), seen)
    sound = seen is not None and not findings
    findings += _of_seeds(project, seen, deep=deep and sound, watch=watch)
    findings += look_for_left(project)
    with contextlib.suppress(StoreError):
        findings += look_around(folder, database(folder))
    if _state(folder) != before:
        raise _written(folder)
    return Health(findings, sum(seen.numbers.values()) if seen else None)


def _of_database(folder: Path, watch: Watch) -> tuple[list[Finding], Seen | None]:
    """What is wrong with the database, and what was seen of it, where it can be read."""
    try:
        used = database(folder)
    except StoreMissing:
        return [Finding(folder, "there is no store", BUILD, unusable=True)], None
    except StoreError as error:
        return [Finding(folder / "current", _said(folder, error), ANEW, unusable=True)], None
    linked = [folder / name for name in (*_FILES, used.name, place(used).name)]
    found = [
        Finding(path, "is a link to elsewhere", f"rm {path}")
        for path in linked
        if path.is_symlink()
    ]
    try:
        seen = read_through(used, partial(watch, "quads"))
    except (StoreError, LimitReached) as error:
        # What the machine forbids is no fault of the database.
        told = remedy(number_in(str(error))) or ANEW
        mend = _MORE_FILES if _MORE_FILES in str(error.hint) else told
        return [*found, Finding(used, _said(used, error), mend, unusable=True)], None
    if seen.astray:
        told = f"its orders hold different quads: {', '.join(seen.astray)}"
        found.append(Finding(used, told, ANEW, unusable=True))
    if seen.state is None:
        found.append(Finding(used, "does not tell what it was built from", ANEW, unusable=True))
    return found, seen


def _of_words(used: Path, seen: Seen) -> list[Finding]:
    def job(out: IO[bytes]) -> None:
        try:
            fault = fault_of_words(Store.read_only(str(used)), used, seen.state)
        except ENGINE_ERRORS as error:
            raise unusable(used, error) from None
        out.write((fault or "").encode())

    try:
        fault = b"".join(run_guarded(job, limits_for(used))).decode()
    except (StoreError, LimitReached) as error:
        fault = f"cannot be read: {_said(used, error)}"
    return [Finding(place(used), fault, ANEW)] if fault else []


def _of_seeds(project: Project, seen: Seen | None, *, deep: bool, watch: Watch) -> list[Finding]:
    """What is wrong with the seeds, and with what the store and its inventory tell of them."""
    found: list[Finding] = []
    try:
        errors = [one for one in check(project) if one.severity is Severity.ERROR]
        if seen is not None:
            found += look_at_inventory(project, seen, deep=deep)
            if deep and not (found or errors):
                found += look_at_content(project, seen, watch)
    except InputError as error:
        first = error.problems[0] if error.problems else error
        return [*found, Finding(project.seeds, f"cannot be read: {first}", CHECK)]
    if errors:
        told = f"{counted(len(errors), 'error')}, the first: {errors[0]}"
        found.append(Finding(project.seeds, told, CHECK))
    return found


def _said(path: Path, error: Exception) -> str:
    return str(error).removeprefix(f"{path}: ")


def _state(folder: Path) -> tuple[object, ...] | None:
    try:
        return state(folder)
    except (StoreError, OSError):
        return None


def _refuse_written(folder: Path) -> None:
    """Raise StoreLocked where a program is writing to a store."""
    try:
        lock = os.open(folder / "lock", os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        # Nobody has written there with a lock, or it is a link, which is told.
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        raise _written(folder) from None
    finally:
        os.close(lock)


def _written(folder: Path) -> StoreLocked:
    return StoreLocked(f"{folder}: a program is writing to it", hint="look again when it has ended")
