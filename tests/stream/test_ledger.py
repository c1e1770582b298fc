from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError, StoreLocked, StoreUnusable, UsageError
from kg.stream.ledger import Ledger
from tests.invented import ROOT

TEXTS = [f"{number:064x}" for number in range(6)]
ROWS = [b'{"a": 1}\n{"a": 2}\n', b"", b'{"b": 1}\n', b'{"c": "\xc3\xb6"}\n', b"", b"{}\n"]


def fill(output: Path, count: int = len(TEXTS), method: str = "m") -> None:
    """Go on with the texts up to ``count``, as a call would."""
    with Ledger(output, method) as ledger:
        for text, rows in list(zip(TEXTS, ROWS, strict=True))[:count]:
            if text not in ledger:
                ledger.add(text, rows)


def test_a_second_call_goes_on_where_the_first_one_stopped(tmp_path: Path) -> None:
    output = tmp_path / "new" / "out.jsonl"
    fill(output, 3)
    assert output.read_bytes() == b"".join(ROWS[:3])
    fill(output)
    assert output.read_bytes() == b"".join(ROWS)
    fill(output)
    assert output.read_bytes() == b"".join(ROWS)
    assert len((tmp_path / "new" / "out.jsonl.done").read_text().splitlines()) == len(TEXTS)


@given(st.integers(1, len(TEXTS)), st.integers(0, 400), st.integers(0, 60))
def test_wherever_it_was_killed_nothing_is_lost_or_doubled(
    tmp_path_factory: pytest.TempPathFactory, count: int, ledger_lost: int, rows_lost: int
) -> None:
    """The line of the ledger is written before its rows: so either file may lack its end."""
    output = tmp_path_factory.mktemp("killed") / "out.jsonl"
    done = output.with_name("out.jsonl.done")
    fill(output, count - 1)
    before, told = output.read_bytes(), done.read_bytes() if done.exists() else b""
    fill(output, count)
    line, rows = done.read_bytes()[len(told) :], output.read_bytes()[len(before) :]
    if ledger_lost:
        line, rows = line[: -min(ledger_lost, len(line))], b""
    elif rows_lost:
        rows = rows[: -min(rows_lost, len(rows)) or None] if rows else b""
    done.write_bytes(told + line)
    output.write_bytes(before + rows)
    fill(output)
    assert output.read_bytes() == b"".join(ROWS)


def test_rows_of_another_choice_are_not_mixed_in(tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    with Ledger(output, "m", "all") as ledger:
        ledger.add(TEXTS[0], ROWS[0])
    with pytest.raises(UsageError, match="begun with another choice"):
        Ledger(output, "m", "all, explained")
    assert output.read_bytes() == ROWS[0]
    with Ledger(output, "m", "all") as ledger:
        assert TEXTS[0] in ledger
    with Ledger(output, "n", "all") as ledger:
        assert TEXTS[0] not in ledger


def test_what_another_method_has_read_is_read_again(tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    fill(output, 1, "first")
    fill(output, 1, "second")
    fill(output, 1, "first")
    assert output.read_bytes() == ROWS[0] * 2


def test_rows_without_a_ledger_are_not_touched(tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    output.write_text("mine\n")
    with pytest.raises(UsageError, match="without a ledger"):
        fill(output)
    assert output.read_text() == "mine\n"
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]


def test_rows_that_were_taken_away_are_written_again(tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    fill(output)
    output.unlink()
    fill(output)
    assert output.read_bytes() == b"".join(ROWS)


def test_rows_that_were_added_by_hand_stay(tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    fill(output, 3)
    with output.open("ab") as stream:
        stream.write(b"{}\n")
    fill(output)
    assert output.read_bytes() == b"".join([*ROWS[:3], b"{}\n", *ROWS[3:]])


def test_rows_that_do_not_belong_to_the_ledger(tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    fill(output)
    output.write_bytes(output.read_bytes() + b"half a row")
    with pytest.raises(InputError, match="cut"):
        fill(output)


@pytest.mark.parametrize(
    "line",
    [
        b"nonsense",
        b"[]",
        b"{}",
        b"\xff",
        b"[" * 100_000,
        json.dumps({"text": "zz", "by": "m", "start": 0, "length": 0}).encode(),
        json.dumps({"text": TEXTS[0], "by": "m", "start": -1, "length": 0}).encode(),
        json.dumps({"text": TEXTS[0], "by": "m", "start": "0", "length": 0}).encode(),
        json.dumps({"text": TEXTS[0], "by": None, "start": 0, "length": 0}).encode(),
        json.dumps({"text": TEXTS[0], "by": ["m"], "start": 0, "length": 0}).encode(),
        json.dumps({"text": TEXTS[0], "by": "m", "start": 0.0, "length": 0}).encode(),
        json.dumps({"text": TEXTS[0], "by": "m", "start": 0, "length": True}).encode(),
        json.dumps({"text": TEXTS[0], "by": "m", "start": 0, "length": 0, "place": ""}).encode(),
        json.dumps({"text": TEXTS[0], "by": "m", "start": 0, "length": 0, "told": 1}).encode(),
        json.dumps({"by": 7, "articles": 1, "passed": TEXTS[0]}).encode(),
        json.dumps({"by": "m", "articles": 1.0, "passed": TEXTS[0]}).encode(),
    ],
)
def test_a_ledger_that_is_none(tmp_path: Path, line: bytes) -> None:
    output = tmp_path / "out.jsonl"
    done = tmp_path / "out.jsonl.done"
    fill(output, 1)
    content = done.read_bytes() + line + b"\n"
    done.write_bytes(content)
    with pytest.raises(InputError) as caught:
        fill(output)
    assert [problem.line for problem in caught.value.problems] == [2]
    assert done.read_bytes() == content
    assert output.read_bytes() == ROWS[0]


def test_a_ledger_of_an_older_form(tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    done = tmp_path / "out.jsonl.done"
    output.write_bytes(ROWS[0])
    line = {"text": TEXTS[0], "method": "m", "start": 0, "length": len(ROWS[0])}
    done.write_text(f"{json.dumps(line)}\n")
    with pytest.raises(InputError, match="no ledger") as caught:
        fill(output)
    assert "an earlier version began it: remove it" in str(caught.value.hint)
    assert output.read_bytes() == ROWS[0]


def test_one_process_at_a_time(tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    with Ledger(output, "m"):
        assert "StoreLocked" in elsewhere(f"Ledger(Path({str(output)!r}), 'm')")
        with pytest.raises(StoreLocked):
            Ledger(output, "m")
    fill(output)


def elsewhere(code: str) -> str:
    """What another process says at its end."""
    begin = "import resource; from kg.stream.ledger import Ledger; from pathlib import Path\n"
    command = [sys.executable, "-c", begin + code]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False).stderr


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnusable):
        Ledger(tmp_path / "file" / "out.jsonl", "m")
    with pytest.raises(UsageError, match="no file"):
        Ledger(Path("/dev/null"), "m")
    with pytest.raises(UsageError, match="no file"):
        Ledger(tmp_path, "m")


def test_a_disk_that_is_full(tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    fill(output, 2)
    code = (
        "resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))\n"
        f"with Ledger(Path({str(output)!r}), 'm') as ledger: ledger.add({TEXTS[2]!r}, b'x' * 600)"
    )
    assert "StoreUnusable" in elsewhere(code)
    fill(output)
    assert output.read_bytes() == b"".join(ROWS)
