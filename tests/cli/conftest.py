from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.project import Project

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def kg(world: Project, tmp_path: Path) -> Run:
    """Runs ``kg`` on the small world, in an empty folder."""

    def run(
        *arguments: str | Path, store: Path | None = world.store, stdin: str = "", **env: str
    ) -> subprocess.CompletedProcess[str]:
        settings = ["--root", str(world.root), "--store", str(store)]
        return subprocess.run(
            [sys.executable, "-m", "kg", *settings, *map(str, arguments)],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            input=stdin,
            env={**os.environ, **env},
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture(autouse=True)
def _built(world_store: object) -> None:
    """Every command here finds a built store."""
