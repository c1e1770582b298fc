"""What attacked the command line once, and must not work again."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.build.build import build
from kg.project import Project
from tests.cli.conftest import Run
from tests.cli.test_errors import own, run

__all__ = ["own"]
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["query", "-e", "CONSTRUCT { _:a <a:b> 1 } WHERE {}", "--format", "turtle"], 2),
        (["query", "-e", "SELECT (<<( <a:a> <a:b> <a:c> )>> AS ?x) {}"], 2),
        (["query", "-e", "ASK {}", "--timeout", "nan"], 2),
        (["query", "-e", "ASK {}", "--timeout", "inf"], 2),
        (["query", "a" * 5000], 2),
        (["query", "summary", "-p", "a=\udce9"], 2),
        (["extract", "a" * 300], 3),
        (["convert", "a" * 300, "-o", "out"], 3),
        (["import", "a" * 300], 3),
        (["diff", "a" * 300, "a" * 300], 3),
        (["diff", f"{'a' * 300}.ttl", "a"], 3),
        (["--root", "a" * 300, "stats"], 2),
        (["query", "summary", "-p", "a=1", "-p", "a=2"], 2),
        (["extract", "article.txt", "--published", "2025", "--outlet", "..."], 2),
        (["extract", "article.txt", "--published", "2025", "--url", "http://x/a b"], 2),
        (["extract", "article.txt", "--published", "2025", "--into"], 2),
    ],
)
def test_odd_requests_are_no_bugs(kg: Run, tmp_path: Path, arguments: list[str], code: int) -> None:
    (tmp_path / "article.txt").write_text("Nothing was said.\n", encoding="utf-8")
    ended = kg(*arguments)
    assert ended.returncode == code, ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("unit", ['"\\', "VALUES ?x {", "'" * 3, '"' * 3 + "a", "\\", "<a", "a."])
def test_a_text_that_never_closes_is_read_in_time(kg: Run, tmp_path: Path, unit: str) -> None:
    header = "#+ parameter x (text): words\nASK { VALUES ?x { 1 } } #\n"
    (tmp_path / "long.rq").write_text(header + unit * (120_000 // len(unit)), encoding="utf-8")
    begun = time.monotonic()
    assert kg("query", "long.rq", "--timeout", "5").returncode in (0, 3, 5)
    assert time.monotonic() - begun < 20


def test_a_worker_does_not_outlive_its_limit(world: Project, world_store: object) -> None:
    command = ["--root", str(world.root), "--store", str(world.store), "query", "-e", ENDLESS]
    parent = subprocess.Popen([sys.executable, "-m", "kg", *command, "--timeout", "1"])
    children: list[str] = []
    while not children and parent.poll() is None:
        children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split()
    parent.kill()
    parent.wait()
    assert children
    ends = time.monotonic() + 30
    while any(_runs(child) for child in children):
        assert time.monotonic() < ends
        time.sleep(0.2)


def _runs(process: str) -> bool:
    try:
        status = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def test_a_damaged_store_is_told_and_mended(own: Project) -> None:
    build(own)
    database = own.store / (own.store / "current").read_text().strip()
    for part in database.glob("*.sst"):
        content = bytearray(part.read_bytes())
        content[10 : len(content) // 2] = bytes(len(content) // 2 - 10)
        part.write_bytes(content)
    ended = run(own, "export", "nquads")
    assert ended.returncode == 4, ended.stderr
    assert "Traceback" not in ended.stderr
    assert run(own, "build", "--anew").returncode == 0
    assert run(own, "export", "nquads").returncode == 0


def test_a_folder_that_cannot_be_listed_is_told(own: Project) -> None:
    closed = own.seeds / "documents" / "closed"
    closed.mkdir()
    script = f"""
import os, sys
real = os.scandir
def refusing(path):
    if str(path) == {str(closed)!r}:
        raise PermissionError(13, "denied", str(path))
    return real(path)
os.scandir = refusing
sys.argv = ["kg", "--root", {str(own.root)!r}, "build"]
from kg.cli.main import main
sys.exit(main())
"""
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 3
    assert "closed: denied" in ended.stderr


def test_a_store_damaged_anywhere_is_no_bug(own: Project) -> None:
    build(own)
    database = own.store / (own.store / "current").read_text().strip()
    asked = ("query", "stances-of", "-p", "actor=Examplova")
    codes = set()
    for part in sorted(database.glob("*.sst")):
        content = part.read_bytes()
        half = len(content) // 2
        part.write_bytes(content[:10] + bytes(half - 10) + content[half:])
        ended = run(own, *asked)
        part.write_bytes(content)
        # Where the engine itself gives up, its process ends and is told of as at a limit.
        assert ended.returncode in (0, 4, 5), ended.stderr
        assert "Traceback" not in ended.stderr
        codes.add(ended.returncode)
    assert 4 in codes
    assert run(own, *asked).returncode == 0


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b'ASK {}\nASK { ?s ?p "\xe9" }', 3, "-:2: error: the file is not UTF-8"),
        (b"\xef\xbb\xbfASK {}", 0, ""),
        (b"ASK {}\r\n", 0, ""),
        (b" " * (4 * 2**20 + 1), 3, "the query is longer than"),
    ],
)
def test_a_query_on_stdin_is_read_as_one_in_a_file(
    world: Project, world_store: Path, tmp_path: Path, content: bytes, code: int, said: str
) -> None:
    (tmp_path / "q.rq").write_bytes(content)
    place = ["--root", str(world.root), "--store", str(world_store)]
    for asked in ("-", "q.rq"):
        ended = subprocess.run(
            [sys.executable, "-m", "kg", *place, "query", asked],
            input=content,
            capture_output=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            timeout=60,
            check=False,
        )
        assert ended.returncode == code, ended.stderr
        assert said.removeprefix("-") in ended.stderr.decode()


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no /dev/zero on this system")
def test_a_query_without_end_is_not_read_to_its_end(world: Project, world_store: Path) -> None:
    place = ["--root", str(world.root), "--store", str(world_store)]
    with Path("/dev/zero").open("rb") as endless:
        ended = subprocess.run(
            [sys.executable, "-m", "kg", *place, "query", "-"],
            stdin=endless,
            capture_output=True,
            timeout=60,
            check=False,
        )
    assert ended.returncode == 3
    assert b"longer than" in ended.stderr
