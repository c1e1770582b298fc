from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.review.identity import find_reviewer


@pytest.fixture(autouse=True)
def _nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("KG_REVIEWER", raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "none"))
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", str(tmp_path / "none"))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))


def test_the_name_given_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KG_REVIEWER", "Ada Adjudicator")
    assert find_reviewer("Rita  Reviewer ", tmp_path) == ("Rita Reviewer", "--by")
    assert find_reviewer(None, tmp_path) == ("Ada Adjudicator", "KG_REVIEWER")
    # A name that came out empty is a slip of the caller, not a wish for another one.
    with pytest.raises(UsageError, match="--by: the name is empty"):
        find_reviewer("  ", tmp_path)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_git_comes_before_a_question(tmp_path: Path) -> None:
    for command in (["init", "-q"], ["config", "user.name", "Gita Committer"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    found = find_reviewer(None, tmp_path, lambda _: "Somebody Else")
    assert found == ("Gita Committer", "git config user.name")


def test_otherwise_a_person_is_asked(tmp_path: Path) -> None:
    assert find_reviewer(None, tmp_path, lambda _: "Rita")[0] == "Rita"


@pytest.mark.parametrize("answer", [None, "", "  "])
def test_nobody_is_guessed(tmp_path: Path, answer: str | None) -> None:
    with pytest.raises(UsageError, match="nobody decides"):
        find_reviewer(None, tmp_path, lambda _: answer)
    with pytest.raises(UsageError, match="nobody decides"):
        find_reviewer(None, tmp_path)


@pytest.mark.parametrize("name", ["\x1b[2J", "...", "x" * 200])
def test_a_name_that_cannot_be_kept_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="--by: "):
        find_reviewer(name, tmp_path)
