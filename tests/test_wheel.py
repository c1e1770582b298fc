"""The wheel alone, in an empty folder outside any checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's wheel."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_wheel_holds_what_it_needs(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for part in (
        "kg/py.typed",
        "kg/bundle/ontology/stance.ttl",
        "kg/bundle/queries/positions-on.rq",
        "kg/bundle/seeds/actors.ttl",
        "kg/extract/lexicon/en/propositions.tsv",
        "kg/views/templates/page.html",
    ):
        assert part in names
    assert not [name for name in names if name.endswith("vis-network.min.js")]


def test_commands_work_from_the_wheel(wheel: Path, tmp_path: Path) -> None:
    installed, empty = tmp_path / "installed", tmp_path / "empty"
    empty.mkdir()
    zipfile.ZipFile(wheel).extractall(installed)
    article = empty / "article.txt"
    article.write_text(
        "Italy's Giorgia Meloni said on Friday that Europe should talk to Russia.\n", "utf-8"
    )
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("KG_")
    } | {"PYTHONPATH": str(installed)}

    def kg(*arguments: str) -> str:
        ended = subprocess.run(
            [sys.executable, "-m", "kg", *arguments],
            cwd=empty,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    where = [sys.executable, "-c", "import kg; print(kg.__file__)"]
    found = subprocess.run(where, cwd=empty, env=environment, capture_output=True, text=True)
    assert found.stdout.startswith(str(installed))
    kg("build")
    assert (empty / "build" / "store" / "current").exists()
    assert "sound" in kg("doctor")
    assert json.loads(kg("stats", "--format", "json"))["propositions"] == 36
    assert "giorgia-meloni" in kg("query", "positions-on", "-p", "proposition=envoy", "-f", "json")
    assert "Giorgia Meloni" in kg("show", "meloni")
    kg("extract", "article.txt", "--published", "2026-01-09")
    into = [sys.executable, "-m", "kg", "extract", "article.txt", "--published", "2026-01-09"]
    refused = subprocess.run(
        [*into, "--into"], cwd=empty, env=environment, capture_output=True, text=True, check=False
    )
    assert refused.returncode == 2
    assert "not written to" in refused.stderr
    assert "kg init" in refused.stderr
    kg("init", "mine")
    kg("--root", "mine", "build")
    counts = json.loads(kg("--root", "mine", "stats", "--format", "json"))
    assert (counts["propositions"], counts["stances"]) == (36, 0)
    kg("export", "-o", "kg.ttl")
    kg("view", "-o", "graph.html")
    assert (empty / "graph.html").stat().st_size > 100_000
