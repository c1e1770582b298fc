"""Killed while a build publishes under a server: the server, the build, or both.

The server looks all the time whether there is a newer state, so that a kill finds it before, while
and after it takes one over. Whoever lives answers as before or as after; the store is the one or
the other; a new server starts on it; and the next build leaves nothing behind.
"""

from __future__ import annotations

import contextlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from kg.project import Project
from tests.trust.killed_scenes import SCENES, copied, first_project, launched, surroundings
from tests.trust.tally import amount, count
from tests.trust.test_killed import SEED, Course, course_of, dumped, faults_of_next

RUNS = amount(1, 10)
"""So often is each of the victims killed."""
BUILDS = [
    next(one for one in SCENES if one.name == name)
    for name in ("build after a change", "build --anew")
]
VICTIMS = ("server", "build", "both")
ASKED = """SELECT ?holder ?proposition ?polarity (COUNT(?s) AS ?n) {
    ?s a st:Stance ; st:holder ?holder ; st:proposition ?proposition ; st:polarity ?polarity
} GROUP BY ?holder ?proposition ?polarity ORDER BY ?holder ?proposition ?polarity"""
_SERVE = """
import sys
from kg.serve import server
server._LOOKS = 0.02
from kg.cli.main import main
sys.argv[1:] = ["serve", "--port", "0"]
sys.exit(main())
"""
_PATIENCE = 60


@contextmanager
def served(project: Project) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server of its own, which has ended at the end with all that it began, and its address."""
    process = subprocess.Popen(
        [sys.executable, "-c", _SERVE],
        cwd=project.root,
        env=surroundings(project),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stderr
    try:
        told = next((line for line in process.stderr if "serving" in line), "")
        found = re.search(r"http://\S+/", told)
        assert found, told
        yield process, found[0]
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
            process.wait(_PATIENCE)
        process.stderr.close()
        # What is left has been told; it is not to outlast the test.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def answer(address: str) -> str:
    """What a server answers: the rows."""
    reply = httpx.get(
        f"{address}sparql",
        params={"query": ASKED},
        headers={"Accept": "text/csv"},
        trust_env=False,
        timeout=_PATIENCE,
    )
    assert reply.status_code == 200, reply.text
    return reply.text


def answer_of(project: Project) -> str:
    """What a new server of a project answers."""
    with served(project) as (_, address):
        return answer(address)


def ends(group: int) -> bool:
    """Whether a group of processes ends by itself, soon."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def faults(
    course: Course, answers: tuple[str, str], project: Project, victim: str, chance: random.Random
) -> list[str]:
    """What is wrong after a kill at a moment drawn by chance."""
    found = []
    with served(project) as (server, address):
        asked = answer(address)
        building = launched(project, course.scene)
        # A server needs a while after a build until it has taken it over.
        with contextlib.suppress(subprocess.TimeoutExpired):
            building.wait(chance.uniform(0, course.seconds + 1))
        if victim != "server":
            with contextlib.suppress(ProcessLookupError):
                os.killpg(building.pid, signal.SIGKILL)
        if victim != "build":
            # It alone: its workers have to see to it themselves.
            server.kill()
            server.wait()
            if not ends(server.pid):
                found.append("workers of the killed server live on")
        said, _ = building.communicate(timeout=300)
        if victim == "server" and building.returncode:
            found.append(f"the build failed as the server was killed: {said}")
        if victim == "build":
            found += [
                f"the server {when} answers neither as before nor as after"
                for when, told in (("before the kill", asked), ("after it", answer(address)))
                if told not in answers
            ]
    held = dumped(project)
    if held not in course.stored:
        found.append("the store is neither as it was nor as it was to be")
    elif answer_of(project) != answers[course.stored.index(held)]:
        found.append("a new server does not answer what the store holds")
    return found


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return first_project(tmp_path_factory.mktemp("first"))


@pytest.fixture(scope="module")
def courses(
    first: Project, tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[Course, tuple[str, str]]]:
    """Each build of a change, with what is answered before it and after it."""
    begun, edit = answer_of(first), BUILDS[0].prepare
    played = [
        course_of(replace(scene, prepare=edit), first, tmp_path_factory.mktemp("course"))
        for scene in BUILDS
    ]
    answers = [(begun, answer_of(course.played)) for course in played]
    assert all(before != after for before, after in answers)
    return list(zip(played, answers, strict=True))


@pytest.mark.parametrize("victim", VICTIMS)
def test_killed_while_a_build_publishes(
    victim: str, courses: list[tuple[Course, tuple[str, str]]], tmp_path: Path
) -> None:
    told, held = [], 0
    chance = random.Random(f"{SEED} {victim}")
    for number in range(RUNS):
        # Each build in turn, and not the same first with each victim.
        course, answers = courses[(number + VICTIMS.index(victim)) % len(courses)]
        project = copied(course.project, tmp_path / f"run-{number}")
        found = faults(course, answers, project, victim, chance)
        found += faults_of_next(project, tmp_path)
        told += [f"{course.scene.name}, run {number} of seed {SEED}: {one}" for one in found]
        held += not found
        shutil.rmtree(project.root)
    count("killed", f"serve beside builds, killed: {victim}", RUNS, held)
    assert not told, "\n".join(told)
