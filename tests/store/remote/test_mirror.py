"""A copy of a served store that follows it; and the commands on a served store."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.build.build import build
from kg.errors import StoreMissing
from kg.project import Address, Project
from kg.store.embedded import open_reader
from kg.store.remote.mirror import mirrored
from tests.store.engines import Served
from tests.store.remote.scripted import SmallEngine, scripted


def kg(project: Project, *words: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable, "-m", "kg", "--root", str(project.root), "--store", str(project.store),
    ]  # fmt: skip
    return subprocess.run([*command, *words], capture_output=True, text=True, timeout=120)


def test_a_folder_is_its_own_copy(world: Project, world_store: Path) -> None:
    with mirrored(world) as project:
        assert project is world


def test_a_copy_holds_the_same_and_goes(world: Project, world_reader: Store) -> None:
    with scripted(SmallEngine()) as url:
        there = Project(world.root, Address(url))
        build(there)
        with mirrored(there) as project:
            assert set(open_reader(project.folder)) == set(world_reader)
        assert not project.folder.exists()


def test_a_copy_follows(world: Project, world_reader: Store) -> None:
    engine = SmallEngine()
    with scripted(engine) as url:
        there = Project(world.root, Address(url))
        build(there)
        with mirrored(there, looks=0.05) as project:
            engine.store.update(
                "DELETE { GRAPH ?g { ?s ?p ?o } } INSERT { GRAPH ?g { ?s ?p 'other' } } WHERE "
                "{ GRAPH ?g { ?s <https://w3id.org/eurostance/ns#inputHash> ?o . ?s ?p ?o } }"
            )
            until = time.monotonic() + 30
            while set(open_reader(project.folder)) != set(engine.store):
                assert time.monotonic() < until
                time.sleep(0.05)


def test_a_server_that_does_not_answer_is_not_waited_for(
    world: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, never = threading.Event(), threading.Event()

    def hanging(*_: object) -> str:
        looked.set()
        never.wait(120)
        return ""

    monkeypatch.setattr("kg.store.remote.mirror._LEAVE", 0.05)
    with scripted(SmallEngine()) as url:
        there = Project(world.root, Address(url))
        build(there)
        try:
            with mirrored(there, looks=0.01) as project:
                monkeypatch.setattr("kg.store.remote.mirror.fingerprint", hanging)
                assert looked.wait(30)
            assert not never.is_set()
            assert not project.folder.exists()
            assert [one for one in threading.enumerate() if one.name == "kg-mirror"]
        finally:
            never.set()


def test_what_nobody_foresaw_does_not_end_the_following(
    world: Project, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    looked = threading.Semaphore(0)

    def failing(*_: object) -> None:
        looked.release()
        raise KeyError("unforeseen")

    with scripted(SmallEngine()) as url:
        there = Project(world.root, Address(url))
        build(there)
        with mirrored(there, looks=0.01):
            monkeypatch.setattr("kg.store.remote.mirror.fingerprint", failing)
            for _ in range(3):
                assert looked.acquire(timeout=30)
    assert [one.getMessage().split(" ", 1)[1] for one in caplog.records] == [
        "is not followed: KeyError('unforeseen')"
    ]


def test_nothing_to_copy(world: Project) -> None:
    with (
        scripted(SmallEngine()) as url,
        pytest.raises(StoreMissing),
        mirrored(Project(world.root, Address(url))),
    ):
        pass


def test_commands_on_a_served_store(oxigraph: Served, world: Project, world_store: Path) -> None:
    there = Project(world.root, oxigraph.address)
    first = kg(there, "build")
    assert (first.returncode, first.stdout) == (0, "")
    assert str(oxigraph.address) in first.stderr
    assert "nothing has changed" in kg(there, "build").stderr

    for words in (
        ("query", "positions-on", "-f", "csv"),
        ("show", "anna-examplova"),
        ("stats",),
        ("describe",),
        ("export", "turtle"),
        ("export", "trig"),
    ):
        here, elsewhere = kg(world, *words), kg(there, *words)
        assert elsewhere.returncode == here.returncode == 0, elsewhere.stderr
        assert elsewhere.stdout == here.stdout


def test_a_command_that_nobody_answers(world: Project) -> None:
    there = Project(world.root, Address("http://127.0.0.1:9"))
    for words in (("build",), ("query", "summary"), ("show", "x"), ("export",), ("stats",)):
        found = kg(there, *words)
        assert found.returncode == 4, found.stderr
        assert "nothing answers" in found.stderr
        assert "Traceback" not in found.stderr
