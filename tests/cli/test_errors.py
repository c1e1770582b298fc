"""Each way to fail: one line, the right exit code, nothing half done."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.build.build import build
from kg.project import Project
from kg.store.embedded import write_lock
from tests.cli.conftest import Run


def lines(text: str) -> list[str]:
    return text.strip().splitlines()


@pytest.fixture
def own(world: Project, tmp_path: Path) -> Project:
    """A copy of the world that a test may spoil."""
    root = tmp_path / "own"
    for part in ("ontology", "queries", "seeds"):
        shutil.copytree(getattr(world, part), root / part)
    return Project(root, root / "build" / "store")


def run(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kg", "--root", str(project.root), *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_broken_turtle_gives_its_place_and_leaves_the_store(own: Project) -> None:
    build(own)
    before = run(own, "export", "nquads").stdout
    broken = own.seeds / "documents" / "broken.ttl"
    broken.write_text("@prefix a: <http://a/> .\na:b a:c oops .\n", encoding="utf-8")
    ended = run(own, "build")
    assert ended.returncode == 3
    assert f"{broken}:2:" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert run(own, "export", "nquads").stdout == before


def test_several_broken_files_are_all_named(own: Project) -> None:
    for name in ("one", "two"):
        (own.seeds / f"{name}.ttl").write_text("<a> <b>", encoding="utf-8")
    ended = run(own, "check")
    assert ended.returncode == 3
    assert "one.ttl" in ended.stderr
    assert "two.ttl" in ended.stderr


def test_missing_store(kg: Run, tmp_path: Path) -> None:
    ended = kg("stats", store=tmp_path / "nowhere")
    assert ended.returncode == 4
    assert "there is no store" in lines(ended.stderr)[0]
    assert "kg build" in lines(ended.stderr)[1]


def test_locked_store(own: Project) -> None:
    build(own)
    with write_lock(own.store):
        ended = run(own, "build", "--anew")
    assert ended.returncode == 4
    assert "another program is writing" in lines(ended.stderr)[0]
    assert run(own, "build").returncode == 0


def test_reading_goes_on_beside_a_writer(own: Project) -> None:
    build(own)
    with write_lock(own.store):
        assert run(own, "query", "summary").returncode == 0


def test_unknown_name_suggests_the_nearest(kg: Run) -> None:
    ended = kg("show", "Exampolva")
    assert ended.returncode == 2
    assert "goes by the name" in ended.stderr
    assert "did you mean" in ended.stderr


def test_unknown_query_and_parameter(kg: Run) -> None:
    assert kg("query", "position-on").returncode == 2
    assert "positions-on" in kg("query", "position-on").stderr
    ended = kg("query", "positions-on", "-p", "nonsense=1")
    assert ended.returncode == 2
    assert "it takes: proposition" in ended.stderr


def test_syntax_error_of_a_query_gives_its_place(kg: Run, tmp_path: Path) -> None:
    path = tmp_path / "bad.rq"
    path.write_text("SELECT ?a WHERE {\n  ?a ?b\n", encoding="utf-8")
    ended = kg("query", path)
    assert ended.returncode == 3
    assert f"{path}:3:" in ended.stderr or f"{path}:2:" in ended.stderr
    assert len(lines(ended.stderr)) == 1


def test_time_out(kg: Run) -> None:
    begun = time.monotonic()
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    ended = kg("query", "--timeout", "0.5", "-e", text)
    assert ended.returncode == 5
    assert "not done within 0.5 s" in ended.stderr
    assert time.monotonic() - begun < 10


def test_interrupt_works_at_once(world: Project, world_store: object) -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    command = ["--root", str(world.root), "--store", str(world.store), "query", "-e", text]
    child = subprocess.Popen(
        [sys.executable, "-m", "kg", *command], stderr=subprocess.PIPE, text=True
    )
    time.sleep(1.5)
    begun = time.monotonic()
    child.send_signal(signal.SIGINT)
    assert child.wait(timeout=10) == 130
    assert time.monotonic() - begun < 2
    assert child.stderr is not None
    assert "Traceback" not in child.stderr.read()
    child.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_full_disk_on_stdout(world: Project, world_store: object) -> None:
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [
                sys.executable,
                "-m",
                "kg",
                "--root",
                str(world.root),
                "--store",
                str(world.store),
                "export",
            ],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert ended.returncode == 4
    assert "No space left" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_unwritable_output_leaves_nothing(kg: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ended = kg("export", "-o", tmp_path / "file" / "x")
    assert ended.returncode == 4
    assert "cannot be written" in ended.stderr
    assert (tmp_path / "file").read_text() == ""


def test_closed_pipe_is_quiet(world: Project, world_store: object) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    child = subprocess.run(
        [
            sys.executable,
            "-m",
            "kg",
            "--root",
            str(world.root),
            "--store",
            str(world.store),
            "export",
            "nquads",
        ],
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )
    os.close(writing)
    assert child.returncode == 141
    assert child.stderr == ""


def test_a_bug_is_told_politely(kg: Run, tmp_path: Path) -> None:
    script = (
        "import sys; import kg.cli.ask, kg.queries.statistics as s\n"
        "s.count = lambda project: 1 / 0\n"
        "from kg.cli.main import main; sys.argv = ['kg', 'stats']; sys.exit(main())"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert ended.returncode == 70
    assert "this is a bug: ZeroDivisionError" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["query"],
        ["query", "summary", "-e", "ASK {}"],
        ["query", "summary", "--format", "turtle"],
        ["query", "summary", "--format", "nonsense"],
        ["export", "nonsense"],
        ["export", "csv"],
        ["export", "--graph", "nonsense"],
        ["export", "--as-of", "2026-02-30"],
        ["export", "--status", "rejected"],
        ["view", "--actor", "nobody of that name", "-o", "-"],
        ["stats", "--format", "nonsense"],
        ["extract", "x.txt", "--published", "yesterday"],
        ["nonsense"],
    ],
)
def test_usage(kg: Run, arguments: list[str]) -> None:
    ended = kg(*arguments)
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
    assert ended.stdout == ""
