from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.rdf.content import as_text, read_file, require_file


def told(error: InputError) -> tuple[str, str | None, list[str]]:
    """All that a user sees of it."""
    return str(error), error.hint, [str(problem) for problem in error.problems]


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe.ttl"
    os.mkfifo(path)
    with pytest.raises(InputError, match="is no regular file") as caught:
        read_file(path)
    assert [str(problem) for problem in caught.value.problems] == [
        f"{path}: error: is no regular file"
    ]


def test_a_link_to_itself_is_told(tmp_path: Path) -> None:
    path = tmp_path / "loop"
    path.symlink_to(path)
    with pytest.raises(InputError, match="symbolic links"):
        read_file(path)


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    missing, pipe = tmp_path / "missing", tmp_path / "pipe"
    os.mkfifo(pipe)
    for path, why, hint in (
        (missing, "No such file or directory", None),
        (tmp_path, "Is a directory", None),
        (pipe, "is no regular file", "save it in a file first"),
    ):
        for read in (require_file, read_file):
            with pytest.raises(InputError) as caught:
                read(path)
            assert told(caught.value) == (f"{path}: {why}", hint, [f"{path}: error: {why}"])


@pytest.mark.parametrize("method", ["stat", "read_bytes"])
@pytest.mark.parametrize(
    ("error", "why"),
    [(OSError(errno.EIO, "Input/output error"), "Input/output error"), (OSError("odd"), "odd")],
)
def test_a_disk_that_fails_is_told(
    method: str, error: OSError, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Path) -> None:
        raise error

    path = tmp_path / "words"
    path.write_bytes(b"words")
    assert read_file(path) == b"words"
    monkeypatch.setattr(Path, method, fail)
    with pytest.raises(InputError) as caught:
        read_file(path)
    monkeypatch.undo()
    assert told(caught.value) == (f"{path}: {why}", None, [f"{path}: error: {why}"])


def test_what_is_not_utf8_is_told_whole(tmp_path: Path) -> None:
    for content, line in ((b"\xff", 1), (b"\n\xff", 2), (b"\n\n\xff\n\xff", 3)):
        with pytest.raises(InputError) as caught:
            as_text(tmp_path, content)
        assert told(caught.value) == (
            f"{tmp_path}: not UTF-8", None, [f"{tmp_path}:{line}: error: the file is not UTF-8"]
        )  # fmt: skip


def test_what_is_not_utf8_has_its_line(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        as_text(tmp_path, b"\xef\xbb\xbfone\ntwo\n\xff\n")
    assert [problem.line for problem in caught.value.problems] == [3]
    assert as_text(tmp_path, b"\xef\xbb\xbfone") == "one"
