from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.rdf.content import as_text, read_file


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


def test_what_is_not_utf8_has_its_line(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        as_text(tmp_path, b"\xef\xbb\xbfone\ntwo\n\xff\n")
    assert [problem.line for problem in caught.value.problems] == [3]
    assert as_text(tmp_path, b"\xef\xbb\xbfone") == "one"
