"""Which files of the seeds there are: none that lies there drops out without a word."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.build.build import build
from kg.build.sources import Tree
from kg.errors import InputError
from kg.project import Project
from tests.invented import new_project, stored

HOME = "seeds/events.ttl"


def lost(path: Path) -> None:
    path.symlink_to("gone.ttl")


def looping(path: Path) -> None:
    path.symlink_to(path.name)


def waiting(path: Path) -> None:
    os.mkfifo(path)


UNREADABLE = pytest.mark.parametrize(
    ("lay", "why"),
    [
        (lost, "No such file"),
        (looping, "Too many levels of symbolic links"),
        (waiting, "is no regular file"),
    ],
)


@UNREADABLE
def test_a_file_that_cannot_be_read_stops_a_build(
    lay: Callable[[Path], None], why: str, tmp_path: Path
) -> None:
    project = new_project(tmp_path)
    build(project)
    before = stored(project)
    path = project.root / HOME
    path.unlink()
    lay(path)
    for files in (None, [path]):
        with pytest.raises(InputError, match=why) as caught:
            build(project, files=files)
        assert [problem.path for problem in caught.value.problems] == [path]
        assert stored(project) == before


def test_what_is_no_seed_is_passed_over(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    known = Tree.of(project).sources()
    (project.seeds / ".#events.ttl").symlink_to("someone@nowhere.1234")
    (project.seeds / "away.ttl").symlink_to(tmp_path, target_is_directory=True)
    (project.seeds / "notes.txt").write_text("no Turtle", encoding="utf-8")
    assert [one.name for one in Tree.of(project).sources()] == [one.name for one in known]


def test_a_link_to_a_file_is_a_seed(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    path = project.root / HOME
    path.rename(tmp_path / "elsewhere.ttl")
    path.symlink_to(tmp_path / "elsewhere.ttl")
    assert HOME in [one.name for one in Tree.of(project).sources()]


def test_a_name_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    project: Project = new_project(tmp_path)
    (project.seeds / "caf\udce9.ttl").write_bytes(b"")
    with pytest.raises(InputError, match="its name is not UTF-8"):
        build(project)
