"""Killed at any moment: nothing is there by half, and nothing that was told is lost.

A command runs in a process group of its own, which is killed with SIGKILL after a while that is
drawn at random between nothing and as long as the command takes. What is there then is looked at,
and the next build has to make of it what a fresh build makes, and to clear away what was left.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import random
import re
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.build import build as building
from kg.build import sources
from kg.build.build import build
from kg.errors import Severity, StoreMissing
from kg.project import Project
from kg.seeds.check import check
from kg.store import loading
from kg.store.embedded import database
from kg.store.replacing import is_replaced
from kg.temporary import temporary_folder
from tests.invented import stored
from tests.trust.killed_scenes import (
    DOCTOR,
    LARGE,
    SCENES,
    Scene,
    copied,
    first_project,
    launched,
)
from tests.trust.tally import FULL, amount, count

SEED = 20_261_123
RUNS = amount(25, 200)
_UNFINISHED = re.compile(r"\..+\.(held-)?[a-z0-9_]{8}|\.site\.(new-.+|before)")
_OF_A_STORE = re.compile(
    r"current|lock|inventory\.sqlite|stances\.npz|db-[0-9a-f]{12}"
    r"|words-db-[0-9a-f]{12}\.(sqlite|added)"
)
_OF_THE_ENGINE = re.compile(
    r"CURRENT|IDENTITY|LOCK|LOG|LOG\.old\.\d+|(MANIFEST|OPTIONS)-\d+|\d+\.(log|sst)"
)
KILLED = (*SCENES, DOCTOR)
Files = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Course:
    """What a scene begins with, what it comes to, and how many seconds that takes."""

    scene: Scene
    project: Project
    played: Project
    before: Files
    after: Files
    stored: tuple[list[str] | None, list[str] | None]
    seconds: float


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return first_project(tmp_path_factory.mktemp("first"))


@pytest.fixture
def as_large(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Has this process build as the command does."""
    if request.getfixturevalue("scene").large:
        for module, (name, size) in zip((building, sources, loading), LARGE.items(), strict=True):
            monkeypatch.setattr(module, name, size)


def dumped(project: Project) -> list[str] | None:
    try:
        return stored(project)
    except StoreMissing:
        return None


def files(project: Project) -> Files:
    """All that stands in the seeds, the ontology and the output, but for what is not finished."""
    return {
        name: path.read_bytes()
        for part in ("seeds", "ontology", "out")
        for path in sorted((project.root / part).rglob("*"))
        if path.is_file() and not _is_left(name := path.relative_to(project.root).as_posix())
    }


def _is_left(name: str) -> bool:
    return any(_UNFINISHED.fullmatch(part) for part in name.split("/"))


def course_of(scene: Scene, first: Project, folder: Path) -> Course:
    """The scene played to its end."""
    begun = copied(first, folder / "begun")
    scene.prepare(begun)
    played = copied(begun, folder / "played")
    before, held = files(begun), dumped(begun)
    began = time.monotonic()
    process = launched(played, scene)
    told, _ = process.communicate(timeout=300)
    seconds = time.monotonic() - began
    assert process.returncode == 0, told
    assert scene.says in told, told
    return Course(scene, begun, played, before, files(played), (held, dumped(played)), seconds)


@functools.cache
def _fresh(content: str, project: Project, folder: Path) -> list[str]:
    del content
    other = Project(project.root, folder / "fresh")
    build(other)
    made = stored(other)
    shutil.rmtree(other.folder)
    return made


def faults(scene: Scene, course: Course, project: Project, said: str, code: int) -> list[str]:
    """What is wrong right after the kill."""
    found, held, now = [], dumped(project), files(project)
    if held not in course.stored:
        found.append("the store is neither as it was nor as it was to be")
    found += [
        f"{name} is there by half, or is no more"
        for name in sorted({*course.before, *course.after, *now})
        if now.get(name) not in (course.before.get(name), course.after.get(name))
    ]
    part, whole = (_below(scene.whole, told) for told in (now, course.after))
    if part and part != whole:
        found.append(f"{scene.whole} is there in part")
    if code == 0 or (scene.says and scene.says in said):
        if now != course.after or held != course.stored[1]:
            found.append("it said that it was done, and it is not")
    elif now not in (course.before, course.after):
        wrong = [str(one) for one in check(project) if one.severity is Severity.ERROR]
        found += [f"kg check: {one}" for one in wrong]
    return found


def _below(folder: str, told: Files) -> Files:
    return {name: told[name] for name in told if folder and name.startswith(f"{folder}/")}


def faults_of_next(project: Project, folder: Path) -> list[str]:
    """What is wrong after the next build, and after the next who needs a temporary folder."""
    build(project)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("tempfile.tempdir", str(project.root / "tmp"))
        with temporary_folder("kg-build-"):
            pass
    seeds = hashlib.sha256(repr(files(project)).encode()).hexdigest()
    found = []
    if stored(project) != _fresh(seeds, project, folder):
        found.append("the next build is no fresh build")
    return found + [f"{path.relative_to(project.root)} is left" for path in left(project)]


def left(project: Project) -> list[Path]:
    """What killed programs have left of no use."""
    used = database(project.folder)
    inside = list(used.iterdir())
    found = [path for path in project.folder.iterdir() if not _OF_A_STORE.fullmatch(path.name)]
    found += [p for p in project.folder.glob("db-*") if p != used and not is_replaced(p)]
    found += [path for path in inside if not _OF_THE_ENGINE.fullmatch(path.name)]
    found += sorted(path for path in inside if path.name.startswith("LOG.old"))[1:]
    found += (project.root / "tmp").iterdir()
    for part in (project.seeds, project.ontology):
        found += [path for path in part.rglob("*") if _UNFINISHED.fullmatch(path.name)]
    return found


def faults_of_again(scene: Scene, course: Course, project: Project) -> list[str]:
    """What is wrong where the command is given once more, and comes to its end."""
    process = launched(project, scene)
    said, _ = process.communicate(timeout=300)
    if process.returncode:
        return [f"given once more it fails: {said}"]
    found = [f"{path.name} is left beside the output" for path in beside(project)]
    if files(project) != course.after:
        found.append("given once more it does not do the same")
    return found


def beside(project: Project) -> list[Path]:
    """What killed programs have left beside what they were to write."""
    return [path for path in (project.root / "out").iterdir() if _UNFINISHED.fullmatch(path.name)]


@pytest.mark.parametrize("scene", KILLED, ids=lambda scene: scene.name)
def test_killed_at_any_moment(scene: Scene, first: Project, tmp_path: Path, as_large: None) -> None:
    course = course_of(scene, first, tmp_path)
    place = KILLED.index(scene)
    runs = len(range(place, RUNS, len(KILLED)))
    chance = random.Random(f"{SEED} {scene.name}")
    told, held = [], 0
    for number in range(runs):
        moment = chance.uniform(0, course.seconds)
        project = copied(course.project, tmp_path / f"run-{number}")
        process = launched(project, scene)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(moment)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        said, _ = process.communicate(timeout=60)
        found = faults(scene, course, project, said, process.returncode)
        unfinished = files(project) != course.after or beside(project)
        found += faults_of_next(project, tmp_path)
        if FULL and unfinished:
            found += faults_of_again(scene, course, project)
        held += not found
        told += [
            f"run {number} of seed {SEED}, killed after {moment:.3f} s: {one}" for one in found
        ]
        shutil.rmtree(project.root)
    count("killed", scene.name, runs, held)
    assert not told, "\n".join(told)
