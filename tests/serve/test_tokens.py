from __future__ import annotations

import errno
import hashlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError, UnknownName, UsageError
from kg.serve.tokens import Tokens, add_token, digest_of, fresh_token, read_tokens, strike_out


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "tokens"


def write(path: Path, text: str, mode: int = 0o600) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)


def test_the_file_holds_hashes_that_its_owner_alone_can_read(file: Path) -> None:
    token = add_token(file, "  Rita   Reviewer ")
    assert file.stat().st_mode & 0o777 == 0o600
    text = file.read_text(encoding="utf-8")
    assert text == f"{hashlib.sha256(token.encode()).hexdigest()}  Rita Reviewer\n"
    assert token not in text
    found = Tokens(file).reviewer(token)
    assert found is not None
    assert found[0] == "Rita Reviewer"


def test_no_two_tokens_are_equal() -> None:
    assert len({fresh_token() for _ in range(100)}) == 100


@given(st.text())
def test_what_is_no_token_has_no_digest(text: str) -> None:
    token = fresh_token()
    assert digest_of(token)
    assert digest_of(text) is None
    assert digest_of(f"{token}\n") is None
    assert digest_of(token[:-1]) is None


def test_a_short_word_hashed_by_hand_lets_nobody_in(file: Path) -> None:
    write(file, f"{hashlib.sha256(b'secret').hexdigest()}  Rita Reviewer\n")
    assert Tokens(file).reviewer("secret") is None


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o644, 0o666])
def test_a_file_that_others_reach_is_refused(file: Path, mode: int) -> None:
    add_token(file, "Rita Reviewer")
    file.chmod(mode)
    with pytest.raises(InputError, match="others can read or change it"):
        Tokens(file)


DIGEST = "0f" * 32


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("kg_secret-in-the-clear Rita\n", "no digest with a name"),
        (f"{DIGEST} Rita\n", "no digest with a name"),
        (f"{DIGEST}  \n", "no digest with a name"),
        (f"{DIGEST}  Rita\n{DIGEST}  Ada\n", "the token of 'Rita' again"),
        (f"{DIGEST}  Rita\n{'1f' * 32}  Rita\n", "'Rita' stands twice"),
        (f"{DIGEST}  Rita R\n{'1f' * 32}  rita-r\n", "'rita-r' stands twice"),
        (f"{DIGEST}  \u202eatiR\n", "control characters"),
        (f"{DIGEST}  !!!\n", "token file"),
    ],
)
def test_a_wrong_line_is_told_by_its_number_and_not_shown(
    file: Path, text: str, reason: str
) -> None:
    write(file, f"# who may review\n\n{text}")
    with pytest.raises(InputError) as caught:
        read_tokens(file)
    (problem,) = caught.value.problems
    assert reason in problem.message
    assert problem.line >= 3
    assert "secret" not in str(problem)


def test_a_missing_file_is_told(file: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        Tokens(file)


def test_a_second_token_is_given_only_on_purpose(file: Path) -> None:
    old = add_token(file, "Rita Reviewer")
    with pytest.raises(UsageError, match="has a token"):
        add_token(file, "rita-reviewer")
    add_token(file, "Ada Adjudicator")
    new = add_token(file, "Rita Reviewer", replace=True)
    tokens = Tokens(file)
    assert tokens.reviewer(old) is None
    assert tokens.reviewer(new) is not None
    assert len(read_tokens(file)) == 2


def test_who_is_struck_out_stays_out(file: Path) -> None:
    rita, ada = add_token(file, "Rita Reviewer"), add_token(file, "Ada Adjudicator")
    tokens = Tokens(file)
    found = tokens.reviewer(rita)
    assert found is not None
    strike_out(file, "Rita Reviewer")
    assert tokens.reviewer(rita) is None
    assert not tokens.holds(found[1], "Rita Reviewer")
    assert tokens.reviewer(ada) is not None
    with pytest.raises(UnknownName, match="'Rita Reviewer' has no token"):
        strike_out(file, "Rita Reviewer")


@pytest.mark.parametrize("harm", ["rubbish", "open", "gone"])
def test_a_file_that_is_spoilt_later_lets_nobody_in(file: Path, harm: str) -> None:
    token = add_token(file, "Rita Reviewer")
    tokens = Tokens(file)
    if harm == "rubbish":
        write(file, "rubbish\n")
    elif harm == "open":
        file.chmod(0o644)
    else:
        file.unlink()
    assert tokens.reviewer(token) is None


def test_a_file_that_could_not_be_read_for_a_moment_is_read_again(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = add_token(file, "Rita Reviewer")
    tokens = Tokens(file)
    add_token(file, "Ada Adjudicator")
    true = Path.open

    def refusing(self: Path, *rest: Any, **named: Any) -> Any:
        if self == file:
            raise OSError(errno.EMFILE, "Too many open files")
        return true(self, *rest, **named)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", refusing)
        assert tokens.reviewer(token) is None
    assert tokens.reviewer(token) is not None
