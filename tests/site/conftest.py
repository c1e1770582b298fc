"""The site of the invented world, and that of the project's own graph."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.build.build import build
from kg.project import Project
from kg.site.site import write_site
from tests.site.walking import Seen, pages, read

BASE = "https://example.org/deep/site/"


@pytest.fixture(scope="session")
def small(world: Project, world_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the invented world; a test that changes it makes one of its own."""
    place = tmp_path_factory.mktemp("small") / "site"
    write_site(world, place, BASE, workers=1)
    return place


@pytest.fixture(scope="session")
def real(checkout: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the project's own seeds."""
    folder = tmp_path_factory.mktemp("real")
    project = Project(checkout.root, folder / "store")
    build(project)
    write_site(project, folder / "site", BASE)
    return folder / "site"


@pytest.fixture(scope="session")
def seen(real: Path) -> dict[str, Seen]:
    """Every page of the real site, parsed strictly."""
    return {name: read((real / name).read_bytes()) for name in pages(real)}
