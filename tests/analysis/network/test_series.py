"""Networks over time: what each window holds, what counts once in it, and what a kernel weighs."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from kg.analysis.corpus.corpus import Corpus
from kg.analysis.counting.pooling import Level
from kg.analysis.counting.resampling import Draws
from kg.analysis.counting.statements import Duplicates, count_statements
from kg.analysis.counting.windows import Kernel, Span, Window, between, moving
from kg.analysis.network.method import Kind, Method, Mixed, Normalisation, Qualifier
from kg.analysis.network.series import Slice, days_said, series_table, slices, windowed
from kg.analysis.network.ties import list_ties
from kg.analysis.polarisation.polarisation import Gauge
from kg.analysis.polarisation.polarised import polarisations
from kg.errors import UsageError
from tests.analysis.invented_corpus import corpus

JANUARY = Window(date(2025, 1, 1), date(2025, 1, 31))
FEBRUARY = Window(date(2025, 2, 1), date(2025, 2, 28), "the second")
SAID = corpus(
    [
        ("anna", "talks", "+", "2025-01-10", ["d1"]),
        ("bela", "talks", "+", "2025-01-20", ["d2"]),
        ("carl", "talks", "-", "2025-01-20", ["d2"]),
        ("anna", "talks", "+", "2025-02-03", ["d3"]),
        ("carl", "talks", "+", "2025-02-28", ["d4"]),
        ("carl", "talks", "+", "2025-02-28", ["d5"]),
        ("bela", "arms", "-", "2025-03-01", ["d6"]),
    ]
)


def tied(found: Slice) -> dict[tuple[str, str], float]:
    network = found.network
    return {
        (network.rows[one].id, network.columns[other].id): weight
        for one, other, weight in network.ties()
    }


def ties(of: Corpus, windows: tuple[Window, ...], *more: Any) -> list[dict[tuple[str, str], float]]:
    return [tied(one) for one in slices(of, Method(), windows, *more)]


def test_each_window_has_the_network_of_its_own_days() -> None:
    # In January Anna and Bela agree, in February Anna and Carl, who says it twice.
    assert ties(SAID, (JANUARY, FEBRUARY)) == [{("anna", "bela"): 1}, {("anna", "carl"): 2}]


def test_all_windows_have_the_units_of_the_whole() -> None:
    for duplicates in Duplicates:
        for found in slices(SAID, Method(), (JANUARY, FEBRUARY), Level.ACTOR, duplicates):
            assert [unit.id for unit in found.network.rows] == ["anna", "bela", "carl"]
            assert found.network.weights.shape == (3, 3)
            # Both speak of the stances of the whole corpus.
            assert found.statements.stances.shape == (len(found.statements), 7)


def test_a_window_without_a_word_has_no_tie() -> None:
    empty = Window(date(2024, 1, 1), date(2024, 12, 31))
    for duplicates in Duplicates:
        (found,) = slices(SAID, Method(), (empty,), Level.ACTOR, duplicates)
        assert (tied(found), len(found.statements)) == ({}, 0)
    (found,) = slices(SAID, Method(), (empty,), Level.ACTOR, Duplicates.RANGE, Kernel.UNIFORM)
    assert (tied(found), len(found.statements)) == ({}, 0)


@pytest.mark.parametrize("duplicates", [Duplicates.YEAR, Duplicates.RANGE])
def test_what_is_repeated_counts_once_in_each_window(duplicates: Duplicates) -> None:
    # Anna repeats in February what she said in January, and Carl says it twice in February: once
    # a window. Over the whole range she would be silent in February, and there were no tie.
    assert ties(SAID, (JANUARY, FEBRUARY), Level.ACTOR, duplicates) == [
        {("anna", "bela"): 1},
        {("anna", "carl"): 1},
    ]
    whole = count_statements(SAID, Level.ACTOR, duplicates)
    second = whole.within(FEBRUARY.holds(whole.day))
    assert {whole.units[one].id for one in second.unit} == {"carl"}


@pytest.mark.parametrize("duplicates", list(Duplicates))
def test_one_window_over_all_is_the_whole(duplicates: Duplicates) -> None:
    every = Window(date(2025, 1, 1), date(2025, 12, 31))
    ((_, found, heights),) = windowed(SAID, (every,), Level.ACTOR, duplicates)
    whole = count_statements(SAID, Level.ACTOR, duplicates)
    assert heights is None
    assert found.units == whole.units
    for column in ("unit", "proposition", "sign", "day", "sure"):
        assert getattr(found, column).tolist() == getattr(whole, column).tolist()
    for matrix in ("reports", "stances"):
        one, other = getattr(found, matrix), getattr(whole, matrix)
        assert (one.toarray() == other.toarray()).all()


def test_repetitions_in_a_window_come_from_its_documents_only() -> None:
    parts = windowed(SAID, (JANUARY, FEBRUARY), Level.ACTOR, Duplicates.RANGE)
    shown = [
        {SAID.stances.documents[at] for at in np.unique(one.reports.indices)}
        for _, one, _ in parts
    ]  # fmt: skip
    assert shown == [{"d1", "d2"}, {"d3", "d4", "d5"}]


def test_units_are_pooled_before_time_is_cut() -> None:
    offices = corpus(
        [("anna", "talks", "+", "2025-01-10"), ("bela", "talks", "+", "2025-02-10")],
        tenures=[("anna", "Member", "blues", "2024"), ("bela", "Member", "reds", "2024")],
        actors={"blues": "party", "reds": "party"},
    )
    for duplicates in (Duplicates.STANCE, Duplicates.RANGE):
        first, second = slices(offices, Method(), (JANUARY, FEBRUARY), Level.PARTY, duplicates)
        assert [unit.id for unit in second.network.rows] == ["blues", "reds"]
        assert first.network.said.tolist() == [1, 0]
        assert second.network.said.tolist() == [0, 1]


def test_what_was_reported_after_a_cut_and_has_no_date_of_its_own_is_in_neither_part() -> None:
    said = corpus(
        [
            ("anna", "talks", "+", "2025-01-10"),
            ("bela", "talks", "+", "2025-01-12", (), None, 1.0, False),
            ("bela", "talks", "+", "2025-02-10", (), None, 1.0, False),
            ("carl", "talks", "+", "2025-02-11"),
        ]
    )
    days = said.stances.latest
    cut = between(days.min().item(), days.max().item(), [(date(2025, 2, 1), "the summit")])
    for duplicates in (Duplicates.STANCE, Duplicates.RANGE):
        first, second = windowed(said, cut, Level.ACTOR, duplicates)
        assert [len(part) for _, part, _ in (first, second)] == [2, 1]
    # What only moves on counts by the day of the report.
    (_, moved, _) = next(windowed(said, (FEBRUARY,)))
    assert len(moved) == 2
    parts = polarisations(said, count_statements(said), cut, Gauge(), Draws(0))
    assert [one.statements for one in parts] == [2, 1]


def test_the_days_of_windows_are_those_of_all_repetitions() -> None:
    for duplicates in Duplicates:
        said = days_said(SAID, Level.ACTOR, duplicates)
        assert (str(said.min()), str(said.max())) == ("2025-01-10", "2025-03-01")
        assert len(said) == 7


NINE = Window(date(2025, 1, 1), date(2025, 1, 9))
AROUND = corpus(
    [
        ("anna", "talks", "+", "2025-01-05", ["d1"]),
        ("bela", "talks", "+", "2025-01-07", ["d2"]),
        ("carl", "talks", "+", "2025-01-10", ["d3"]),
    ]
)
U = 2 / 4.5
"""How far Bela is from the middle: two days of half of nine."""


def test_two_statements_add_the_geometric_mean_of_their_heights() -> None:
    # Triangular: Anna 1, Bela 1 - u, Carl is a day beyond the end and 0.
    (found,) = slices(
        AROUND, Method(), (NINE,), Level.ACTOR, Duplicates.STANCE, Kernel.TRIANGULAR
    )  # fmt: skip
    assert tied(found) == {("anna", "bela"): pytest.approx((1 - U) ** 0.5)}
    assert len(found.statements) == 2


def test_a_uniform_kernel_halves_what_is_in_the_window() -> None:
    (plain,) = slices(AROUND, Method(), (NINE,))
    (found,) = slices(AROUND, Method(), (NINE,), Level.ACTOR, Duplicates.STANCE, Kernel.UNIFORM)
    # The geometric mean of 1/2 and 1/2.
    assert tied(plain) == {("anna", "bela"): 1}
    assert tied(found) == {("anna", "bela"): pytest.approx(0.5)}


def test_an_affiliation_has_the_heights_themselves() -> None:
    method = Method(Kind.AFFILIATION, Qualifier.IGNORE)
    (found,) = slices(AROUND, method, (NINE,), Level.ACTOR, Duplicates.STANCE, Kernel.TRIANGULAR)
    assert tied(found) == {
        ("anna", "talks"): pytest.approx(1),
        ("bela", "talks"): pytest.approx(1 - U),
    }
    # However low it is, each rests on one statement.
    assert found.network.shared.toarray().tolist() == [[1], [1], [0]]


def test_a_gaussian_kernel_reaches_beyond_the_window_and_ends() -> None:
    (found,) = slices(AROUND, Method(), (NINE,), Level.ACTOR, Duplicates.STANCE, Kernel.GAUSSIAN)
    assert set(tied(found)) == {("anna", "bela"), ("anna", "carl"), ("bela", "carl")}
    far = Window(date(2025, 2, 1), date(2025, 2, 9))
    # 22 days of 4.5 is u = 4.9: less than a hundredth of the height in the middle.
    (found,) = slices(AROUND, Method(), (far,), Level.ACTOR, Duplicates.STANCE, Kernel.GAUSSIAN)
    assert len(found.statements) == 0


def test_what_counts_once_has_the_height_of_its_nearest_report() -> None:
    rows = [
        ("anna", "talks", "+", "2025-01-02", ["d1"]),
        ("anna", "talks", "+", "2025-01-05", ["d2"]),
        ("anna", "talks", "+", "2025-01-09", ["d3"]),
    ]
    parts = windowed(corpus(rows), (NINE,), Level.ACTOR, Duplicates.RANGE, Kernel.TRIANGULAR)
    ((_, statements, heights),) = parts
    assert len(statements) == 1
    assert heights is not None
    assert heights.tolist() == [1]


def test_intervals_of_a_kernel_are_of_weighted_draws() -> None:
    rows = [
        (holder, "talks", "+", f"2025-01-0{1 + (3 * at + shift) % 9}", [f"d{at}-{holder}"])
        for at in range(4)
        for shift, holder in enumerate(("anna", "bela"))
    ]
    (found,) = slices(
        corpus(rows), Method(), (NINE,), Level.ACTOR, Duplicates.STANCE, Kernel.EPANECHNIKOV
    )  # fmt: skip
    drawn = list_ties(found.network, found.statements, Draws(100), found.weights)
    (tie,) = drawn
    assert tie.interval is not None
    # Without the weights the draws are those of 4 x 4 pairs, around 16 instead of around 9.
    assert tie.weight < 12
    assert tie.interval.low < tie.weight < tie.interval.high < 3 * tie.weight
    (bare,) = list_ties(found.network, found.statements, Draws(100))
    assert bare.interval is not None
    assert bare.interval.high > tie.interval.high


@pytest.mark.parametrize(
    "method",
    [
        Method(normalisation=Normalisation.JACCARD),
        Method(Kind.AFFILIATION, Qualifier.COMBINE),
    ],
)
def test_presence_has_no_kernel(method: Method) -> None:
    with pytest.raises(UsageError, match="kernel"):
        list(slices(SAID, method, (NINE,), Level.ACTOR, Duplicates.STANCE, Kernel.UNIFORM))


def test_mixed_positions_can_be_left_out_under_a_kernel() -> None:
    rows = [("anna", "talks", "+", "2025-01-05"), ("bela", "talks", "~", "2025-01-05")]
    halfway, without = (
        next(slices(corpus(rows), Method(mixed=mixed), (NINE,), kernel=Kernel.UNIFORM))
        for mixed in (Mixed.HALFWAY, Mixed.LEFT_OUT)
    )
    # Half agreement of half weight.
    assert tied(halfway) == {("anna", "bela"): pytest.approx(0.25)}
    assert tied(without) == {}


def test_the_table_has_a_row_for_each_tie_of_each_window() -> None:
    found = slices(SAID, Method(), (JANUARY, FEBRUARY))
    listed = [(one.window, list_ties(one.network, one.statements, Draws(0))) for one in found]
    table = series_table(listed, Method())
    assert table.columns[:4] == ("window", "first", "last", "source")
    shown = [
        (row["window"], row["first"], row["last"], row["source"], row["weight"])
        for row in table.dicts()
    ]
    assert shown == [
        ("1", "2025-01-01", "2025-01-31", "anna", "1"),
        ("the second", "2025-02-01", "2025-02-28", "anna", "2"),
    ]


def test_a_series_is_the_same_each_time() -> None:
    windows = moving(date(2025, 1, 1), date(2025, 3, 1), Span(months=1), Span(days=7))
    runs = [ties(SAID, windows, Level.ACTOR, Duplicates.DAY, Kernel.GAUSSIAN) for _ in range(2)]
    assert runs[0] == runs[1]
