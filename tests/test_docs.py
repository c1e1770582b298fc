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

import kg
from docs import questions
from docs.generate import PAGES as GENERATED
from kg.build.build import build
from kg.project import Project
from kg.reader import Reader
from tests.invented import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"```\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize("name", GENERATED)
def test_generated_page_is_current(name: str) -> None:
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == GENERATED[name]()


def headings(page: Path) -> set[str]:
    """What a link may name behind # to lead to a heading of a page."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    found = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).lower().replace(" ", "-") for heading in found}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target, heading in re.findall(r"\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)", text):
        assert (page.parent / target).exists(), target
        assert not heading or heading in headings(page.parent / target if target else page), heading


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
    shutil.copy(ROOT / "examples" / "articles" / "meloni-talks.txt", folder / "article.txt")
    for state in ("seeds", "ontology"):
        shutil.copytree(ROOT / state, folder / "old" / state)
    run_shell("kg build && kg export -o old.ttl", folder)
    return folder


def run_shell(text: str, folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """What a shell does with some lines, where kg is on the path."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-e", "-c", text],
        cwd=folder,
        env={**os.environ, "PATH": path, **env},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "command",
    [
        *commands(),
        *commands("docs/view.md"),
        *commands("docs/questions.md"),
        *commands("docs/analysis.md"),
        *commands("docs/queries.md"),
        *commands("docs/coverage.md"),
        *commands("docs/network-files.md"),
        *commands("docs/how-to.md"),
        *commands("docs/report.md"),
        *commands("examples/README.md"),
    ],
)
def test_readme_command_runs(command: str, readme_folder: Path) -> None:
    if command.startswith("kg serve"):
        env = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
        assert_serves(command, readme_folder, env)
        return
    ended = run_shell(command, readme_folder)
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


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """The project's own graph, built."""
    store = tmp_path_factory.mktemp("published") / "store"
    build(Project(ROOT, store))
    return kg.open(store)


def test_the_readme_counts_what_is_published(published: Reader) -> None:
    asked = """
        SELECT ?curated ?extracted ?actors ?propositions ?all {
          { SELECT (COUNT(?s) AS ?curated) { ?s a st:Stance ; st:status st:Curated } }
          { SELECT (COUNT(?s) AS ?extracted) { ?s a st:Stance ; st:status st:Extracted } }
          { SELECT (COUNT(DISTINCT ?holder) AS ?actors) { ?s a st:Stance ; st:holder ?holder } }
          { SELECT (COUNT(DISTINCT ?p) AS ?propositions) { ?s a st:Stance ; st:proposition ?p } }
          { SELECT (COUNT(?p) AS ?all) { ?p a st:Proposition } }
        }"""
    (row,) = published.sparql(asked).dicts()
    told = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    assert (
        "A knowledge graph of {curated} curated and {extracted} extracted stances, 2022 to 2026: "
        "{actors} actors on {propositions} of the codebook's {all} propositions".format(**row)
    ) in told


SPARQL = re.findall(
    r"```sparql\n(.*?)```", (ROOT / "docs" / "queries.md").read_text("utf-8"), re.DOTALL
)


@pytest.mark.parametrize("text", SPARQL)
def test_the_queries_of_the_cookbook_find_something(published: Reader, text: str) -> None:
    assert published.sparql(text).dicts()


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
