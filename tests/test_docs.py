"""The documents say what the program does."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from docs import questions
from docs.generate import PAGES as GENERATED
from kg.build.build import build
from kg.project import Project

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"```\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize("name", GENERATED)
def test_generated_page_is_current(name: str) -> None:
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == GENERATED[name]()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", text):
        assert (page.parent / target).exists(), target


def commands(page: str = "README.md") -> list[str]:
    """The kg lines of a page's fenced blocks, continuation lines joined."""
    text = (ROOT / page).read_text(encoding="utf-8")
    joined = "\n".join(FENCE.findall(text)).replace("\\\n", " ")
    return [line for line in joined.splitlines() if line.startswith("kg ")]


def test_readme_shows_the_ten_things() -> None:
    assert len(commands()) >= 10


@pytest.fixture(scope="module")
def readme_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout in small: what the README's commands work on."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("ontology", "queries", "seeds", "examples"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


@pytest.mark.parametrize(
    "command",
    [
        *commands(),
        *commands("docs/view.md"),
        *commands("docs/questions.md"),
        *commands("docs/analysis.md"),
    ],
)
def test_readme_command_runs(command: str, readme_folder: Path) -> None:
    env = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    if command.startswith("kg serve"):
        assert_serves(command, readme_folder, env)
        return
    ended = subprocess.run(
        ["bash", "-c", command],
        cwd=readme_folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    differs = command.startswith("kg diff") and ended.returncode == 1
    assert ended.returncode == 0 or differs, ended.stderr


def assert_serves(command: str, folder: Path, env: dict[str, str]) -> None:
    """The command serves until it is interrupted; its port may be taken here, so any will do."""
    free = re.sub(r"--port \d+", "--port 0", command)
    with subprocess.Popen(
        ["bash", "-c", f"exec {free}"], cwd=folder, env=env, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stderr is not None
        address = re.search(r"http://\S+", server.stderr.readline())
        assert address is not None
        with urllib.request.urlopen(address[0]) as answer:
            assert answer.status == 200
        server.send_signal(signal.SIGINT)
        server.stderr.read()
    assert server.returncode == 130


def test_the_python_page_runs(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = tmp_path_factory.mktemp("python") / "store"
    build(Project(ROOT, store))
    monkeypatch.setenv("KG_STORE", str(store))
    monkeypatch.chdir(ROOT)
    page = str(ROOT / "docs" / "python.md")
    failed, tried = doctest.testfile(page, module_relative=False)
    assert (failed, tried > 12) == (0, True)


def test_the_three_questions_are_answered_as_printed(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = tmp_path_factory.mktemp("questions") / "store"
    build(Project(ROOT, store))
    monkeypatch.setenv("KG_STORE", str(store))
    monkeypatch.chdir(ROOT)
    assert questions.page() == (ROOT / "docs" / "questions.md").read_text(encoding="utf-8")
