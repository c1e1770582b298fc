from __future__ import annotations

from datetime import date
from typing import Any

from kg.analysis.counting.periods import periods
from kg.analysis.counting.pooling import Level
from kg.analysis.coverage.coverage import cover
from kg.analysis.coverage.looks import topics_of
from kg.queries.narrowing import WHOLE
from kg.views.coverage import draw_grid
from tests.analysis.invented_corpus import corpus
from tests.analysis.invented_reading import reading, search


def grid(rows: list[tuple[Any, ...]], months: int, limit: int = 0, **more: Any) -> list[str]:
    published = {name: str(row[3]) for row in rows for name in row[4]}
    known = corpus(rows, actors={"mute": "person"})
    read = reading(published, **more)
    topics = topics_of(known, WHOLE, together=True)
    told = periods(date(2024, 11, 1), date(2025, 4, 30), months)
    return draw_grid(cover(known, read, Level.ACTOR, topics, told, WHOLE), limit).splitlines()


ROWS = [
    *(("anna", "talks", "+", "2025-01-02", [f"a{number}"]) for number in range(12)),
    *(("anna", "talks", "+", "2025-03-02", [f"b{number}"]) for number in range(2)),
    ("bela", "talks", "-", "2024-12-05", ["c"]),
]


def test_months_stand_under_their_years_and_those_who_spoke_most_first() -> None:
    sought = search(["bela"], ["talks"], "2025-02", "2025-03-10")
    assert grid(ROWS, 1, searches=[sought])[:8] == [
        "Topic: Talks",
        "",
        "actor  stances  2024  2025",
        "─────  ───────  ────  ────",
        "                ND    JFMA",
        "Anna   14             + 2",
        "Bela   1         1     0·",
        "",
    ]


def test_quarters_and_years() -> None:
    assert grid(ROWS, 3)[2:6] == [
        "actor  stances  2024  2025",
        "─────  ───────  ────  ────",
        "                4     12",
        "Anna   14             +",
    ]
    assert grid(ROWS, 12)[4:6] == ["Anna   14             +", "Bela   1        1"]


def test_totals_and_those_of_whom_nothing_is_known_stand_below() -> None:
    # 3 actors in 6 months: 18 cells; Anna in January (12 documents) and March (2), Bela once.
    lines = grid(ROWS, 1)
    assert lines[-3] == (
        "18 cells: 3 found (2 of them in fewer than 3 documents), 0 searched and empty, 0 read "
        "around, 0 thin, "
        "15 never searched."
    )
    assert lines[-2] == "Never searched in all that time: Mute (1)."


def test_a_limit_says_how_many_are_left_out() -> None:
    lines = grid(ROWS, 1, limit=1)
    assert not any(line.startswith("Bela") for line in lines)
    assert "and 1 more (--limit 0 shows all)" in lines


def test_a_name_does_not_steer_the_terminal() -> None:
    rows = [("an\x1b[31mna", "ta\x1blks", "+", "2025-01-02", ["a"])]
    assert not any("\x1b" in line for line in grid(rows, 1))
