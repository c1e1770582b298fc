"""What is held by somebody is never taken, what nobody holds goes, and no stranger's is touched."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kg import held
from kg.files import write_all, write_whole
from kg.held import NUMBER, find_left_over, held_folder, left_over, sweep_folders
from kg.temporary import find_passing, temporary_folder
from tests.invented import ROOT

NAMES = re.compile(f"kg-[a-z]+-{NUMBER}")
NAME = "kg-build-0123456789abcdef"
_IN_FOLDER = """
import sys
from kg.temporary import temporary_folder
with temporary_folder("kg-build-") as folder:
    (folder / "deep").mkdir()
    (folder / "deep" / "file").touch()
    print(folder, flush=True)
    sys.stdin.read()
"""
_IN_FILE = """
import sys
from pathlib import Path
from kg.files import write_all
def blocks():
    yield b"half"
    print(flush=True)
    sys.stdin.read()
write_all([(Path("first.csv"), b"one"), (Path("second.csv"), blocks())], sweeping=True)
"""
_MANY = """
from kg.temporary import temporary_folder
for number in range(300):
    with temporary_folder("kg-build-") as folder:
        (folder / "file").write_text(str(number))
        assert (folder / "file").read_text() == str(number)
"""


@contextmanager
def working(code: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another program in the middle of its work, all of which is in that folder."""
    program = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=folder,
        env={**os.environ, "TMPDIR": str(folder), "PYTHONPATH": str(ROOT)},
    )
    with program:
        assert program.stdout
        assert program.stdout.readline()
        try:
            yield program
        finally:
            program.kill()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def passing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def test_what_a_living_program_holds_stays_and_what_a_killed_one_left_goes(passing: Path) -> None:
    with working(_IN_FOLDER, passing) as program:
        (living,) = names(passing)
        with temporary_folder("kg-doctor-") as own:
            assert names(passing) == sorted((living, own.name))
            assert find_passing() == []
        program.send_signal(signal.SIGKILL)
        program.wait()
        assert find_passing() == [passing / living]
        with temporary_folder("kg-mirror-") as own:
            assert names(passing) == [own.name]
    assert names(passing) == []


def test_programs_that_begin_all_the_time_never_lose_their_folder(passing: Path) -> None:
    many = [
        subprocess.Popen(
            [sys.executable, "-c", _MANY],
            cwd=ROOT,
            env={**os.environ, "TMPDIR": str(passing)},
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    told = [program.communicate()[1] for program in many]
    assert [program.returncode for program in many] == [0, 0], told
    assert names(passing) == []


def test_a_folder_that_is_swept_before_it_is_held_is_made_again(
    passing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    true, swept = os.open, []

    def opening(path: Path, flags: int) -> int:
        # Once before it is opened, once between that and its lock.
        handle = -1
        if len(swept) == 1:
            handle = true(path, flags)
        if len(swept) < 2:
            swept.append(path)
            Path(path).rmdir()
        return handle if handle >= 0 else true(path, flags)

    monkeypatch.setattr(held.os, "open", opening)
    folder, handle = held_folder(passing, "kg-build-")
    assert len(swept) == 2
    assert passing / names(passing)[0] == folder
    os.close(handle)


def test_a_folder_whose_name_is_taken_by_another_meanwhile_is_not_ours(
    passing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = passing / NAME
    folder.mkdir()
    (passing / "other").mkdir()
    true = fcntl.flock

    def locking(handle: int, how: int) -> None:
        true(handle, how)
        folder.rmdir()
        (passing / "other").rename(folder)

    monkeypatch.setattr(held.fcntl, "flock", locking)
    with left_over(folder) as handle:
        assert handle is None


def test_links_files_strangers_and_other_names_are_left_alone(
    passing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = passing / "target"
    target.mkdir()
    (target / "thesis.txt").write_text("mine")
    (passing / NAME).symlink_to(target)
    (passing / NAME.replace("build", "doctor")).write_text("a file")
    os.mkfifo(passing / NAME.replace("build", "mirror"))
    for other in ("kg-build-notes", f"{NAME}-old", f"my-{NAME}", "kg-build-abcdefgh"):
        (passing / other).mkdir()
    before = names(passing)
    sweep_folders(passing, NAMES)
    assert names(passing) == before
    assert (target / "thesis.txt").read_text() == "mine"
    (passing / NAME).unlink()
    (passing / NAME).mkdir()
    (passing / NAME / "link").symlink_to(target)
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    sweep_folders(passing, NAMES)
    assert find_left_over(passing, NAMES) == []
    assert names(passing) == before
    monkeypatch.undo()
    sweep_folders(passing, NAMES)
    assert names(passing) == [name for name in before if name != NAME]
    assert (target / "thesis.txt").read_text() == "mine"


def test_a_killed_writer_leaves_nothing_beside_what_is_written_again(tmp_path: Path) -> None:
    with working(_IN_FILE, tmp_path) as program:
        assert len(names(tmp_path)) == 2
        write_all({tmp_path / "first.csv": b"whole", tmp_path / "second.csv": b""}, sweeping=True)
        assert len(names(tmp_path)) == 4
        program.send_signal(signal.SIGKILL)
        program.wait()
        write_whole(tmp_path / "first.csv", b"again", sweeping=True)
        assert len(names(tmp_path)) == 3
        write_whole(tmp_path / "second.csv", b"again", sweeping=True)
    assert names(tmp_path) == ["first.csv", "second.csv"]
    assert (tmp_path / "first.csv").read_bytes() == b"again"


def test_a_living_writer_keeps_its_unfinished_files(tmp_path: Path) -> None:
    with working(_IN_FILE, tmp_path) as program:
        write_all({tmp_path / "first.csv": b"whole", tmp_path / "second.csv": b""}, sweeping=True)
        program.communicate("")
        assert program.returncode == 0
    assert names(tmp_path) == ["first.csv", "second.csv"]
    assert (tmp_path / "second.csv").read_bytes() == b"half"


def test_files_of_others_beside_an_output_are_left_alone(tmp_path: Path) -> None:
    before = [".a.csv.original", ".a.csv.held-", ".a.csv.held-12345678x", ".b.csv.held-abcdefgh"]
    for name in before:
        (tmp_path / name).write_text("mine")
    (tmp_path / ".a.csv.held-linklink").symlink_to(tmp_path / before[0])
    os.mkfifo(tmp_path / ".a.csv.held-pipepipe")
    standing = names(tmp_path)
    write_whole(tmp_path / "a.csv", b"", sweeping=True)
    assert names(tmp_path) == sorted([*standing, "a.csv"])


def test_an_unfinished_file_that_is_swept_before_it_is_held_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    true, swept = fcntl.flock, []

    def locking(handle: int, how: int) -> None:
        if not swept:
            swept.extend(tmp_path.iterdir())
            swept[0].unlink()
        true(handle, how)

    monkeypatch.setattr(held.fcntl, "flock", locking)
    write_whole(tmp_path / "a.csv", b"all of it", sweeping=True)
    assert len(swept) == 1
    assert names(tmp_path) == ["a.csv"]
    assert (tmp_path / "a.csv").read_bytes() == b"all of it"


def test_where_there_are_no_locks_files_are_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(held.fcntl, "flock", refuse)
    (tmp_path / ".a.csv.held-abcdefgh").touch()
    write_whole(tmp_path / "a.csv", b"all of it", sweeping=True)
    assert names(tmp_path) == [".a.csv.held-abcdefgh", "a.csv"]
    assert (tmp_path / "a.csv").read_bytes() == b"all of it"


def test_where_there_are_no_locks_folders_are_made_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(held.fcntl, "flock", refuse)
    folder, handle = held_folder(tmp_path, "kg-build-")
    sweep_folders(tmp_path, NAMES)
    assert find_left_over(tmp_path, NAMES) == []
    assert folder.is_dir()
    os.close(handle)


def test_more_files_than_are_held_are_written_all_the_same(tmp_path: Path) -> None:
    files = {tmp_path / f"{number}.csv": b"one" for number in range(80)}
    write_all(files, sweeping=True)
    assert names(tmp_path) == sorted(path.name for path in files)
