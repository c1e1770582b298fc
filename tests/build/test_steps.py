from __future__ import annotations

from pathlib import Path

import pytest

from kg.build.chunks import Chunk
from kg.build.steps import Left
from kg.errors import StoreUnusable


def test_what_is_put_down_is_picked_up_again(tmp_path: Path) -> None:
    Left(tmp_path).put_down("files 0", Chunk(rows={3: b"rows"}, reacted=[("one", "two")]))
    left = Left(tmp_path)
    left.pick_up("files 0")
    assert list(left.parts(3)) == [b"rows"]
    assert left.reacted == {"one": "two"}


def test_a_disk_that_is_full_is_told_with_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        # A write that fails names no file.
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(StoreUnusable, match=r"files 0\.rows: cannot be written: No space left"):
        Left(tmp_path).put_down("files 0", Chunk())
