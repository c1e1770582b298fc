"""A served world for all tests of the server.

``served`` is shared within a module and only read; a test with a project or settings of its own
uses ``tests.serve.running.serving``. No server outlives its module: others count processes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from kg.build.build import build
from kg.project import Project
from tests.invented import REGISTRY, RUN, new_project
from tests.review.conftest import HASH, POOL, SAID
from tests.serve.reviewing import Reviewed, reviewed
from tests.serve.running import Served, serving


@pytest.fixture(scope="module")
def served(world: Project, world_store: Path) -> Iterator[Served]:
    """The invented world behind a real server."""
    with serving(world) as running:
        yield running


@pytest.fixture
def client(served: Served) -> Iterator[httpx.Client]:
    """A client of the invented world's server, with paths from its base."""
    with served.client() as one:
        yield one


@pytest.fixture
def built(tmp_path: Path) -> Project:
    """An invented project with six candidates that wait, and its store."""
    return _waiting(tmp_path)


@pytest.fixture
def own_review(built: Project, tmp_path: Path) -> Iterator[Reviewed]:
    """It is served, and two people may review: for tests that change tokens or guess them."""
    with reviewed(built, tmp_path) as found:
        yield found


@pytest.fixture(scope="module")
def shared_review(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewed]:
    """One such project for tests that change nothing."""
    folder = tmp_path_factory.mktemp("review")
    with reviewed(_waiting(folder), folder) as found:
        yield found


@pytest.fixture
def review(shared_review: Reviewed) -> Iterator[Reviewed]:
    """The shared project, whose seeds are as they were after the test."""
    seeds = shared_review.project.seeds
    before = {path: path.read_bytes() for path in seeds.rglob("*.ttl")}
    yield shared_review
    for path in seeds.rglob("*.ttl"):
        if path not in before:
            path.unlink()
    for path, content in before.items():
        path.write_bytes(content)


def _waiting(folder: Path) -> Project:
    project = new_project(folder, (*REGISTRY, *SAID, replace(RUN, text_hash=HASH), *POOL))
    build(project)
    return project
