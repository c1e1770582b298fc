"""Polarisation in windows: figures by hand, what they rest on, and how sure they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from kg.analysis.counting.periods import growing, periods
from kg.analysis.counting.pooling import Level
from kg.analysis.counting.positions import Basis
from kg.analysis.counting.resampling import Draws
from kg.analysis.counting.statements import count_statements
from kg.analysis.counting.windows import Window
from kg.analysis.polarisation.polarisation import Gauge, Measure
from kg.analysis.polarisation.polarisation_table import polarisation_table
from kg.analysis.polarisation.polarised import Polarisation, polarisations
from tests.analysis.invented_corpus import corpus

HALVES = periods(date(2025, 1, 1), date(2025, 12, 31))
YEAR = (Window(date(2025, 1, 1), date(2025, 12, 31), "2025"),)
ROWS = [
    ("anna", "talks", "+", "2025-02-01", ["d1"]),
    ("bela", "talks", "+", "2025-03-01", ["d2"]),
    ("cleo", "talks", "-", "2025-04-01", ["d3"]),
    ("bela", "talks", "-", "2025-08-01", ["d4"]),
    ("dora", "talks", "-", "2025-09-01", ["d4"]),
]
NONE = Draws(0)


def polarised(
    rows: Sequence[tuple[Any, ...]],
    windows: Sequence[Window] = YEAR,
    gauge: Gauge | None = None,
    draws: Draws = NONE,
    **more: Any,
) -> list[Polarisation]:
    level = more.pop("level", Level.ACTOR)
    told = corpus(rows, **more)
    statements = count_statements(told, level)
    return polarisations(told, statements, windows, gauge or Gauge(), draws)


def test_each_window_has_the_positions_uttered_in_it() -> None:
    first, second = polarised(ROWS, HALVES)
    # Two for, one against: 4 x (4/9 x 1/3 + 1/9 x 2/3) = 4 x 6/27.
    assert first.figure == pytest.approx(24 / 27)
    assert (first.units, first.favours, first.mixed, first.opposes) == (3, 2, 0, 1)
    assert (first.statements, first.documents, first.few) == (3, 3, False)
    assert (second.figure, second.units, second.opposes) == (0, 2, 2)
    assert (second.statements, second.documents, second.few) == (2, 1, True)


def test_standing_positions_stay_until_another_is_taken() -> None:
    first, second = polarised(ROWS, HALVES, Gauge(basis=Basis.STANDING))
    assert first.figure == pytest.approx(24 / 27)
    # Anna still for; Bela turned, Cleo and Dora against: a quarter for.
    assert second.figure == pytest.approx(3 / 4)
    assert (second.favours, second.opposes, second.statements) == (1, 3, 5)
    assert polarised(ROWS, growing(HALVES), Gauge(basis=Basis.UTTERED))[1].figure == second.figure


def test_several_propositions_are_weighed_by_how_many_spoke() -> None:
    rows = [
        *ROWS[:3],
        ("anna", "tariffs", "+", "2025-02-01"),
        ("bela", "tariffs", "-", "2025-02-01"),
        ("anna", "peace", "+", "2025-02-01"),
    ]
    (found,) = polarised(rows)
    # 24/27 of three and 1 of two; of peace nobody else spoke.
    assert found.figure == pytest.approx((3 * 24 / 27 + 2 * 1) / 5)
    assert (found.units, found.positions) == (3, 6)


def test_fewer_than_two_have_no_figure_and_never_zero() -> None:
    silent, alone = polarised(
        [("anna", "talks", "+", "2025-08-01"), ("anna", "tariffs", "-", "2025-08-01")], HALVES
    )
    assert (silent.figure, silent.interval, silent.units, silent.statements) == (None, None, 0, 0)
    assert (alone.figure, alone.interval, alone.units, alone.positions) == (None, None, 1, 2)
    (nobody,) = polarised([], draws=Draws(5))
    assert (nobody.figure, nobody.interval) == (None, None)
    row = polarisation_table([silent]).dicts()[0]
    assert (row["polarisation"], row["units"]) == (None, "0")


def test_it_is_the_same_in_any_order_and_with_sides_exchanged() -> None:
    exchanged = {"+": "-", "-": "+"}
    for measure in Measure:
        gauge = Gauge(measure)
        figures = [one.figure for one in polarised(ROWS, HALVES, gauge)]
        assert [one.figure for one in polarised(ROWS[::-1], HALVES, gauge)] == figures
        turned = [(one[0], one[1], exchanged[one[2]], *one[3:]) for one in ROWS]
        assert [one.figure for one in polarised(turned, HALVES, gauge)] == figures


def test_the_interval_holds_the_figure_and_follows_from_the_seed() -> None:
    for measure in Measure:
        (one,) = polarised(ROWS, gauge=Gauge(measure), draws=Draws(50))
        (again,) = polarised(ROWS, gauge=Gauge(measure), draws=Draws(50))
        assert one == again
        assert one.figure is not None
        assert one.interval is not None
        assert 0 <= one.interval.low <= one.figure <= one.interval.high <= 1
        assert one.interval.low < one.interval.high
    assert polarised(ROWS)[0].interval is None


def test_more_documents_make_a_narrower_interval() -> None:
    def width(times: int) -> float:
        rows = [
            (f"{holder}-{number}", *rest[:3])
            for number in range(times)
            for holder, *rest in ROWS[:3]
        ]
        (found,) = polarised(rows, draws=Draws(200))
        assert found.interval
        return found.interval.high - found.interval.low

    assert width(20) < width(4) * 0.7


def test_one_mind_has_no_interval() -> None:
    (found,) = polarised(ROWS[:2], draws=Draws(50))
    assert (found.figure, found.interval) == (0, None)


def test_a_country_counts_once() -> None:
    countries = dict.fromkeys(("anna", "bela"), ("person", "XA"))
    countries |= {"cleo": ("person", "XB")}
    (found,) = polarised(ROWS[:3], actors=countries, level=Level.COUNTRY)
    assert (found.figure, found.units, found.statements) == (1, 2, 3)


def test_blocs_are_named_the_larger_first() -> None:
    (found,) = polarised(ROWS[:3], gauge=Gauge(Measure.BLOCS))
    assert found.figure == pytest.approx(2 / 3)
    assert found.camps is not None
    assert [[one.id for one in camp] for camp in found.camps] == [["anna", "bela"], ["cleo"]]
    (row,) = polarisation_table([found]).dicts()
    assert (row["opposed"], row["camp"], row["otherCamp"]) == ("1", "anna bela", "cleo")


def test_blocs_count_a_position_once_however_often_it_was_uttered() -> None:
    often = [*ROWS[:3], *(("cleo", "talks", "-", f"2025-04-0{day}") for day in range(2, 9))]
    (found,) = polarised(often, gauge=Gauge(Measure.BLOCS))
    assert found.figure == pytest.approx(2 / 3)


def test_the_table_says_what_each_figure_rests_on() -> None:
    table = polarisation_table(polarised(ROWS, HALVES, draws=Draws(50)))
    first, second = table.dicts()
    assert list(first) == [
        "window", "first", "last", "polarisation", "low", "high", "units", "for", "mixed",
        "against", "statements", "documents", "few",
    ]  # fmt: skip
    assert (first["window"], first["first"], first["last"]) == (
        "2025-H1", "2025-01-01", "2025-06-30",
    )  # fmt: skip
    assert (first["polarisation"], first["units"], first["for"]) == ("0.8889", "3", "2")
    assert (second["few"], second["low"]) == ("few", None)
