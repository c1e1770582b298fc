from __future__ import annotations

from io import StringIO

import pytest

from kg.cli.progress import Progress, progress_line


@pytest.mark.parametrize(
    ("count", "total", "seconds", "line"),
    [
        (1200, None, 2.0, "1,200 documents, 600.0 a second"),
        (30, 120, 1.5, "30 of 120 documents, 20.0 a second, 0:04 left"),
        (1, 1000, 1.0, "1 of 1,000 documents, 1.0 a second, 16:39 left"),
        (12, 10, 1.0, "12 of 10 documents, 12.0 a second, 0:00 left"),
        (0, 5, 0.0, "0 of 5 documents"),
    ],
)
def test_the_line(count: int, total: int | None, seconds: float, line: str) -> None:
    assert progress_line(count, total, seconds) == line


def test_nothing_is_written_to_what_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(3)
    for _ in range(3):
        progress.step()
    progress.clear()
    assert capsys.readouterr() == ("", "")


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_a_stage_is_named_before_its_first_step(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    progress = Progress()
    progress.show("pages", 9, 9)
    progress.show("files beside the pages", 0, 4)
    progress.show("files beside the pages", 1, 4)
    lines = terminal.getvalue().replace("\x1b[K", "").split("\r")[1:]
    assert [line.partition(",")[0] for line in lines] == [
        "9 of 9 pages",
        "0 of 4 files beside the pages",
    ]
