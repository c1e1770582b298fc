"""``kg init``: what it says, and how it ends where it cannot."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run


def test_a_project_is_told_with_what_it_begins(kg: Run, tmp_path: Path) -> None:
    ended = kg("init", "my project")
    assert (ended.returncode, ended.stdout) == (0, "")
    assert ended.stderr.startswith("my project: 36 propositions, ")
    assert ended.stderr.endswith(
        " and no stance yet\nhint: my project/README.md says what to do next\n"
    )
    assert (tmp_path / "my project" / "README.md").is_file()


def test_a_folder_in_use_is_bad_usage(kg: Run, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    for name in "abcd":
        (tmp_path / "mine" / name).touch()
    ended = kg("init", "mine")
    assert ended.returncode == 2
    assert ended.stderr == (
        "kg: mine is not empty: it holds a, b, c and 1 more\nhint: name a new folder\n"
    )


def test_what_leads_away_from_the_new_project_is_told(kg: Run, tmp_path: Path) -> None:
    ended = kg("init", "mine", "--empty", KG_STORE=str(tmp_path / "store"), KG_ROOT="")
    assert "kg: KG_STORE is set: " in ended.stderr
    assert "KG_ROOT" not in ended.stderr
