"""What killed writers leave among the seeds goes with the next build, unless one is writing."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.build.build import build
from kg.project import Project
from kg.seeds.lock import alone
from kg.seeds.sweeping import sweep_seeds
from tests.invented import copy_world


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return copy_world(tmp_path)


def litter(project: Project) -> list[Path]:
    """Leaves what writers leave that are killed, and returns it."""
    folder = next((project.seeds / "documents").iterdir())
    left = [
        project.seeds / ".actors.ttl.k3_x9a0b",
        folder / f".{'2025-a-long-name' * 4}.abcdefgh",
        project.ontology / ".codebook.ttl.01234567",
    ]
    for path in left:
        path.write_bytes(b"half of it")
    return left


def lying(project: Project) -> set[Path]:
    return {*project.seeds.rglob("*"), *project.ontology.rglob("*")}


def test_a_build_removes_what_was_left_and_nothing_else(project: Project) -> None:
    for name in (
        ".gitkeep",
        ".actors.ttl.swp",
        "actors.ttl.abcdefgh",
        ".hidden",
        ".a.ttl.ABCDEFGH",
    ):
        (project.seeds / name).write_bytes(b"mine")
    before = lying(project)
    litter(project)
    build(project)
    assert lying(project) == before


def test_while_somebody_writes_all_stays(project: Project) -> None:
    left = litter(project)
    with alone(project.seeds):
        sweep_seeds(project)
        assert all(path.exists() for path in left)
    sweep_seeds(project)
    assert not any(path.exists() for path in left)


def test_links_and_folders_stay(project: Project, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / ".a.ttl.abcdefgh").write_bytes(b"mine")
    (project.seeds / "linked").symlink_to(tmp_path / "mine")
    (project.seeds / ".linked.abcdefgh").symlink_to(tmp_path / "mine" / ".a.ttl.abcdefgh")
    (project.seeds / ".folder.abcdefgh").mkdir()
    before = lying(project)
    sweep_seeds(project)
    assert lying(project) == before
    assert (tmp_path / "mine" / ".a.ttl.abcdefgh").exists()


def test_seeds_that_are_not_there_are_no_fault_of_the_sweep(tmp_path: Path) -> None:
    sweep_seeds(Project(tmp_path, tmp_path / "store"))
