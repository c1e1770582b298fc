"""What most tests of builds begin with."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.build.build import build
from kg.project import Project
from tests.invented import copy_world


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The fixture world, built and free to be changed."""
    made = copy_world(tmp_path)
    build(made)
    return made
