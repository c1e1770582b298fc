from __future__ import annotations

from pathlib import Path

import pytest

from kg.serve.tokens import Tokens
from tests.cli.conftest import Run


def test_a_token_is_printed_once_and_kept_as_a_hash(kg: Run, tmp_path: Path) -> None:
    file = tmp_path / "tokens"
    done = kg("token", "Rita Reviewer", "--file", file)
    assert done.returncode == 0
    token = done.stdout.strip()
    assert done.stdout == f"{token}\n"
    assert token not in done.stderr
    assert token not in file.read_text(encoding="utf-8")
    found = Tokens(file).reviewer(token)
    assert found is not None
    assert found[0] == "Rita Reviewer"
    again = kg("token", "Rita Reviewer", KG_TOKENS=str(file))
    assert (again.returncode, again.stdout) == (2, "")
    assert "--replace" in again.stderr
    assert kg("token", "Rita Reviewer", "--void", "--file", file).returncode == 0
    assert Tokens(file).reviewer(token) is None


@pytest.mark.parametrize(
    ("arguments", "code", "reason"),
    [
        (("!!!",), 2, "NAME"),
        (("Rita", "--void", "--replace"), 2, "one of the two"),
        (("Rita", "--void"), 3, "No such file"),
    ],
)
def test_what_cannot_be_is_told(
    kg: Run, tmp_path: Path, arguments: tuple[str, ...], code: int, reason: str
) -> None:
    done = kg("token", *arguments, "--file", tmp_path / "tokens")
    assert (done.returncode, done.stdout) == (code, "")
    assert reason in done.stderr


@pytest.mark.parametrize(
    ("settings", "mode", "code", "reason"),
    [
        ((), 0o644, 3, "others can read or change it"),
        (("--host", "0.0.0.0"), 0o600, 2, "over plain http"),
        (("--base", "http://graph.example.org/"), 0o600, 2, "over plain http"),
    ],
)
def test_an_unsafe_review_is_refused_at_the_start(
    kg: Run, tmp_path: Path, settings: tuple[str, ...], mode: int, code: int, reason: str
) -> None:
    file = tmp_path / "tokens"
    kg("token", "Rita Reviewer", "--file", file)
    file.chmod(mode)
    done = kg("serve", "--port", "0", "--token-file", file, *settings)
    assert done.returncode == code
    assert reason in done.stderr
    assert "hint: " in done.stderr
