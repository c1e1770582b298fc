"""What all tests share: a small invented world with the project's own ontology and queries."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.build.build import build
from kg.project import Project
from kg.store.embedded import open_reader
from tests.invented import ROOT, SEEDS


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-golden",
        action="store_true",
        help="write what the tests find to their golden files instead of comparing",
    )


@pytest.fixture(scope="session")
def rewrite_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written anew."""
    return bool(request.config.getoption("--rewrite-golden"))


@pytest.fixture(scope="session")
def checkout() -> Project:
    """The project as it stands in the repository; its store is not to be written."""
    return Project(ROOT, ROOT / "build" / "store")


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The invented world, read only: a test that changes it makes a copy of its own."""
    root = tmp_path_factory.mktemp("world")
    for name in ("ontology", "queries"):
        (root / name).symlink_to(ROOT / name, target_is_directory=True)
    shutil.copytree(SEEDS, root / "seeds")
    return Project(root, root / "build" / "store")


@pytest.fixture(scope="session")
def world_store(world: Project) -> Path:
    """The store of the invented world."""
    build(world)
    return world.store


@pytest.fixture(scope="session")
def world_reader(world_store: Path) -> Store:
    """The store of the invented world, open for reading."""
    return open_reader(world_store)
