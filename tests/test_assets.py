"""`make assets`: the editor of the query page comes whole and unchanged, or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path, PurePath

import pytest

from tests.invented import ROOT

EDITOR = ROOT / "kg" / "serve" / "editor"
FILES = ("yasgui.min.js", "yasgui.min.css")
NPM = """#!/bin/sh
[ "$1" = pack ] || exit 9
mkdir -p package/build
printf 'script' > package/build/yasgui.min.js
printf 'style' > package/build/yasgui.min.css
tar -czf invented.tgz package
rm -r package
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A checkout with nothing but what the target reads, and an npm that packs invented files."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "kg" / "serve" / "editor").mkdir(parents=True)
    npm = tmp_path / "bin" / "npm"
    npm.parent.mkdir()
    npm.write_text(NPM, "utf-8")
    npm.chmod(0o755)
    return tmp_path


def make(tree: Path, path: str) -> subprocess.CompletedProcess[str]:
    # What a make around this test hands down is not for this one.
    told = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    command = [shutil.which("make") or "make", "assets"]
    return subprocess.run(
        command, cwd=tree, env=told | {"PATH": path}, capture_output=True, text=True
    )


def with_npm(tree: Path) -> str:
    return f"{tree / 'bin'}:{os.environ['PATH']}"


def sums(tree: Path, *contents: bytes) -> None:
    lines = [
        f"{hashlib.sha512(content).hexdigest()}  {name}\n"
        for content, name in zip(contents, FILES, strict=True)
    ]
    (tree / "kg/serve/editor/yasgui.sha512").write_text("".join(lines), "utf-8")


def test_the_files_come_where_the_sums_hold(tree: Path) -> None:
    sums(tree, b"script", b"style")
    ended = make(tree, with_npm(tree))
    assert ended.returncode == 0, ended.stderr
    folder = tree / "kg" / "serve" / "editor"
    assert [(folder / name).read_bytes() for name in FILES] == [b"script", b"style"]
    assert not (tree / "build" / "npm").exists()


def test_a_changed_file_is_refused_and_the_old_ones_stay(tree: Path) -> None:
    sums(tree, b"script", b"another style")
    old = tree / "kg/serve/editor/yasgui.min.js"
    old.write_text("old", "utf-8")
    ended = make(tree, with_npm(tree))
    assert ended.returncode != 0
    assert "yasgui.min.css" in ended.stdout + ended.stderr
    assert old.read_text("utf-8") == "old"
    assert not old.with_name("yasgui.min.css").exists()


def test_without_npm_it_says_so(tree: Path) -> None:
    tools = tree / "tools"
    tools.mkdir()
    for name in ("sh", "bash"):
        if found := shutil.which(name):
            (tools / name).symlink_to(found)
    ended = make(tree, str(tools))
    assert ended.returncode != 0
    assert "npm is needed" in ended.stdout


def test_the_sums_are_of_both_files_and_hold_where_they_are() -> None:
    told = dict(
        reversed(line.split())
        for line in (EDITOR / "yasgui.sha512").read_text("utf-8").splitlines()
    )
    assert set(told) == set(FILES)
    for name, expected in told.items():
        assert re.fullmatch(r"[0-9a-f]{128}", expected)
        if (EDITOR / name).is_file():
            assert hashlib.sha512((EDITOR / name).read_bytes()).hexdigest() == expected


def test_the_version_is_pinned_and_the_licences_are_of_it() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    version = re.search(r"^YASGUI := @zazuko/yasgui@(\d+\.\d+\.\d+)$", makefile, re.MULTILINE)
    assert version
    assert f"@zazuko/yasgui {version[1]}" in (EDITOR / "LICENCES.txt").read_text("utf-8")
    assert "npmjs" not in makefile


def test_the_wheel_takes_them_where_they_are() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    patterns = told["tool"]["hatch"]["build"]["targets"]["wheel"]["artifacts"]
    for name in FILES:
        assert any(PurePath(f"kg/serve/editor/{name}").match(pattern) for pattern in patterns)


def test_git_and_the_demo_do_without() -> None:
    ignored = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    assert {"/kg/serve/editor/*.js", "/kg/serve/editor/*.css"} <= set(ignored)
    makefile = (ROOT / "Makefile").read_text("utf-8")
    rules = re.findall(r"^(?:demo|test):.*", makefile, re.MULTILINE)
    assert rules
    assert not [rule for rule in rules if "assets" in rule]
