from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.rdf.runs import in_order

_lines = st.binary(max_size=6).map(
    lambda text: text.replace(b"\n", b"").replace(b"\r", b"") + b"\n"
)
_lists = st.lists(st.lists(_lines, max_size=12), max_size=12)


@given(_lists, st.integers(0, 40))
def test_lines_come_sorted_and_once(lists: list[list[bytes]], held: int) -> None:
    wanted = sorted({line for lines in lists for line in lines})
    found = list(in_order((list(lines) for lines in lists), held=held))
    assert [line for lines in found for line in lines] == wanted
    assert all(found)


@pytest.fixture
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.rdf.runs._READ_AHEAD", 1)
    monkeypatch.setattr("kg.rdf.runs._SMALLEST_READ", 16)


@pytest.mark.usefixtures("little")
def test_lines_longer_than_what_is_read_at_once_stay_whole() -> None:
    lists = [
        [b"x" * size + b"%d\n" % number for size in (0, 3, 15, 16, 500)] for number in range(9)
    ]
    found = [line for lines in in_order(iter(lists), held=10) for line in lines]
    assert found == sorted(line for lines in lists for line in lines)


def _open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_nothing_is_left_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    handles = _open_files()
    sorting = in_order(([b"%d\n" % number] for number in range(100)), held=8)
    assert next(sorting)
    assert list(tmp_path.iterdir()) == []
    sorting.close()
    assert _open_files() == handles


def test_what_fits_in_memory_makes_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a file was made")

    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    assert list(in_order(iter([[b"b\n"], [b"a\n"]]))) == [[b"a\n", b"b\n"]]
    assert list(in_order(iter([]))) == []
