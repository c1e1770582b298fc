"""One call of the system fails, whichever: the program tells of it, and nothing is there by half.

A library laid before the C library has the n-th call that opens, writes, syncs, moves, links or
makes something in the project fail, of whatever process, and whether Python, the engine or SQLite
makes it. The command ends as if nothing had been, or with the code of a store that cannot be used
and one line that names a place; seeds, store and output are as before or as after; and the same
command works when the fault is over.
"""

from __future__ import annotations

import errno
import re
import shutil
import struct
import subprocess
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from kg.project import Project
from tests.trust.killed_scenes import SCENES, Scene, copied, first_project, launched
from tests.trust.tally import FULL, count
from tests.trust.test_killed import (
    SEED,
    Course,
    beside,
    course_of,
    dumped,
    faults,
    faults_of_again,
    faults_of_next,
    files,
)

SOURCE = Path(__file__).with_name("failing_calls.c")
NAMES = (
    "first build", "build --anew", "build after a change", "import", "review --accept",
    "export turtle", "export csv", "export jsonld", "new", "format", "extract --into", "view",
    "report", "site",
)  # fmt: skip
SLOW = (
    "export csv", "export jsonld", "new", "format", "extract --into", "view", "report", "site",
)  # fmt: skip
"""They are tried in the whole campaign alone."""
MOST = {"site": 60}
"""Of a command that makes very many sorts of calls so many fail, drawn by chance."""
FEW = 2
"""So many calls of each command fail in the everyday tests."""
_ERRORS = (errno.EIO, errno.ENOSPC)
_VARIES = re.compile(r"[0-9a-f]{12,}|\d{6}|[^/]*\.[a-z0-9_]{8}(?=$|/)")
_UNREADABLE = (3, 4)
"""The codes of a file that cannot be used: what is entered is input, the rest is the store's."""


@dataclass(frozen=True)
class Shim:
    """The library, and where it counts and tells the calls."""

    library: Path
    folder: Path

    def around(self, project: Project, number: int, error: int) -> dict[str, str]:
        """The environment in which that call fails; none does where the number is 0."""
        (self.folder / "count").write_bytes(bytes(8))
        (self.folder / "told").write_bytes(b"")
        return {
            "LD_PRELOAD": str(self.library),
            "FAILING_UNDER": str(project.root),
            "FAILING_AT": str(number),
            "FAILING_WITH": str(error),
            "FAILING_COUNT": str(self.folder / "count"),
            "FAILING_TOLD": str(self.folder / "told"),
        }

    def calls(self) -> dict[int, tuple[str, str]]:
        """The calls of the last command by their numbers: their names and paths.

        A worker that was cut off from files may count calls that it cannot tell of.
        """
        lines = (self.folder / "told").read_text(encoding="utf-8", errors="replace").splitlines()
        parts = [line.split(" ", 2) for line in lines]
        (many,) = struct.unpack("q", (self.folder / "count").read_bytes())
        told = {int(number): (name, path) for number, name, path in parts}
        return {number: told.get(number, ("a call", "?")) for number in range(1, many + 1)}


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Shim:
    """Raises what makes the test be skipped where nothing can be laid before the C library."""
    folder = tmp_path_factory.mktemp("shim")
    if not shutil.which("gcc"):
        pytest.skip("gcc is not there: no call of the system was made to fail")
    library = folder / "failing_calls.so"
    built = ["gcc", "-O1", "-shared", "-fPIC", "-o", str(library), str(SOURCE), "-ldl"]
    done = subprocess.run(built, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"gcc cannot make the library, so that no call was made to fail: {done.stderr}")
    return Shim(library, folder)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return first_project(tmp_path_factory.mktemp("first"))


def chosen(calls: dict[int, tuple[str, str]], root: Path, name: str) -> list[int]:
    """The numbers of the calls that are to fail: of each sort the first, the last, one between."""
    sorts = defaultdict[str, list[int]](list)
    for number, (call, path) in calls.items():
        place = Path(path.removeprefix(str(root)))
        where = _VARIES.sub("*", "/".join(place.parts[1:3]))
        sorts[f"{call} {where} {_VARIES.sub('*', place.suffix or place.name)}"].append(number)
    chance = Random(f"{SEED} {name}")
    found = {one for sort in sorts.values() for one in (sort[0], sort[-1], chance.choice(sort))}
    most = min(len(found), MOST.get(name, len(found)) if FULL else FEW)
    return sorted(chance.sample(sorted(found), most))


def faults_of_end(course: Course, project: Project, said: str, code: int) -> list[str]:
    """What is wrong with how the command ended."""
    told = [line for line in said.splitlines() if not line.startswith("hint: ")]
    if code == 0:
        as_wanted = files(project) == course.after and dumped(project) == course.stored[1]
        return [] if as_wanted else [f"it ended well, and it is not done: {said}"]
    wrong = {
        f"exit {code}": code not in _UNREADABLE,
        f"{len(told)} lines": len(told) != 1,
        "a trace or a bug": "Traceback" in said or "this is a bug" in said,
        "no place": "/" not in said,
    }
    return [f"{name}: {said}" for name, found in wrong.items() if found]


@pytest.mark.parametrize(
    "scene",
    [one for one in SCENES if one.name in NAMES and (FULL or one.name not in SLOW)],
    ids=lambda scene: scene.name,
)
def test_a_call_that_fails_is_told_and_harms_nothing(
    scene: Scene, first: Project, tmp_path: Path, shim: Shim
) -> None:
    course = course_of(scene, first, tmp_path)
    whole = copied(course.project, tmp_path / "whole")
    told_of_it = launched(whole, scene, more=shim.around(whole, 0, 0)).communicate(timeout=300)[0]
    assert scene.says in told_of_it
    calls = shim.calls()
    assert calls
    told, held = [], 0
    numbers = chosen(calls, whole.root, scene.name)
    for number in numbers:
        error = _ERRORS[number % len(_ERRORS)]
        project = copied(course.project, tmp_path / "run")
        process = launched(project, scene, more=shim.around(project, number, error))
        said, _ = process.communicate(timeout=300)
        failed = shim.calls().get(number, ("none", "none"))
        found = faults_of_end(course, project, said, process.returncode)
        # "cannot be written" is no word that it was.
        found += faults(scene, course, project, "", process.returncode)
        found += [f"{path.name} is left beside the output" for path in beside(project)]
        found += [f"{path} is left" for path in (project.root / "tmp").iterdir()]
        found += faults_of_again(scene, course, project)
        found += faults_of_next(project, tmp_path)
        held += not found
        where = " ".join(failed).replace(str(project.root), "")
        told += [f"call {number}, {where}, {errno.errorcode[error]}: {one}" for one in found]
        shutil.rmtree(project.root)
    count("input and output errors", scene.name, len(numbers), held)
    assert not told, "\n".join(told)
