"""Centralities with intervals and ranks."""

from __future__ import annotations

import numpy as np
import pytest

from kg.analysis.counting.resampling import Draws
from kg.analysis.counting.statements import Statements, count_statements
from kg.analysis.network.method import Kind, Method
from kg.analysis.structure.central_measures import MEASURES, Measure, measure
from kg.analysis.structure.central_tables import CentralView, central_table
from kg.analysis.structure.centrality import Centralities, Grouping, measure_units
from kg.analysis.structure.communities import Search
from tests.analysis.hand_drawn import broker, drawn_network
from tests.analysis.invented_corpus import corpus

SEARCH = Search(Method(Kind.SUBTRACT))


def bridged() -> Statements:
    """a and b agree on p, c and d on q, x with all four; y stands alone. Each many times."""
    held = [("a", "p"), ("b", "p"), ("c", "q"), ("d", "q"), ("x", "p"), ("x", "q"), ("y", "r")]
    rows = [
        (who, f"{what}{at}", "+", "2025-01-01", [f"{what}{at}"])
        for who, what in held
        for at in range(12)
    ]
    return count_statements(corpus(rows))


def measured(draws: Draws, grouping: Grouping | None = None) -> Centralities:
    return measure_units(bridged(), SEARCH, grouping or Grouping(search=SEARCH), draws)


def test_figures_of_a_broker() -> None:
    found = measure(broker(), np.array([0, 0, 1, 1, 2]))
    x = {kind: float(found[at, 4]) for at, kind in enumerate(MEASURES)}
    assert x[Measure.DEGREE] == 4
    assert x[Measure.STRENGTH] == 4
    assert x[Measure.BETWEENNESS] == pytest.approx(4 / 6)
    assert x[Measure.CONSTRAINT] == pytest.approx(9 / 16)
    assert x[Measure.PARTICIPATION] == pytest.approx(1 / 2)
    assert x[Measure.BROKERAGE] == x[Measure.LIAISON] == 4


def test_brokerage_is_what_reaches_beyond_the_own_group() -> None:
    found = measure(broker(), np.array([0, 0, 1, 0, 0]))
    assert found[MEASURES.index(Measure.COORDINATOR), 4] == 2
    assert found[MEASURES.index(Measure.BROKERAGE), 4] == 2


def test_who_says_nothing_is_not_measured() -> None:
    found = measure(drawn_network("abz", {"ab": 1.0}, {"z": 0}), np.array([0, 0, -1]))
    assert np.isnan(found[:, 2]).all()
    assert found[MEASURES.index(Measure.DEGREE)].tolist()[:2] == [1, 1]


def test_the_broker_comes_first() -> None:
    found = measured(Draws(20, 1))
    for by in (Measure.CONSTRAINT, Measure.BETWEENNESS, Measure.BROKERAGE, Measure.DEGREE):
        first = found.by(by)[0]
        assert (first.unit.id, first.figures[by].rank) == ("x", 1)
        # Whatever documents are drawn, x is first.
        assert first.figures[by].rank_interval is None
    assert found.by(Measure.CONSTRAINT)[-1].unit.id == "y"
    assert np.isnan(found.by(Measure.CONSTRAINT)[-1].figures[Measure.CONSTRAINT].rank)


def test_equals_share_the_mean_of_their_ranks() -> None:
    ranks = {one.unit.id: one.figures[Measure.DEGREE].rank for one in measured(Draws(0)).units}
    # a b c d hold places 2 to 5.
    assert ranks == {"x": 1, "a": 3.5, "b": 3.5, "c": 3.5, "d": 3.5, "y": 6}


def test_intervals_hold_the_figure() -> None:
    for one in measured(Draws(20, 1)).units:
        for figure in one.figures.values():
            if figure.interval:
                assert figure.interval.low <= figure.value <= figure.interval.high
            if figure.rank_interval:
                assert figure.rank_interval.low <= figure.rank <= figure.rank_interval.high


def test_the_draws_agree_where_nothing_is_in_doubt() -> None:
    found = measured(Draws(20, 1))
    assert found.agreement[Measure.DEGREE] == pytest.approx(1)
    assert np.isnan(measured(Draws(0)).agreement[Measure.DEGREE])


def test_without_draws_there_are_no_intervals() -> None:
    for one in measured(Draws(0)).units:
        assert all(figure.interval is None for figure in one.figures.values())
        assert all(figure.rank_interval is None for figure in one.figures.values())


def test_groups_may_be_given() -> None:
    labels = np.array([0, 0, 1, 1, 2, -1])
    found = measured(Draws(5, 1), Grouping(labels, ("north", "south", "middle")))
    x = found.by(Measure.LIAISON)[0]
    assert (x.unit.id, x.group, x.figures[Measure.LIAISON].value) == ("x", "middle", 4)
    assert found.by(Measure.LIAISON)[-1].group is None


def test_tables_have_a_row_a_unit_or_a_unit_and_measure() -> None:
    found = measured(Draws(5, 1))
    units = central_table(found, CentralView.UNITS, Measure.DEGREE)
    assert units.columns[5:8] == ("degree", "low", "high")
    assert len(units.rows) == 6
    assert len(set(units.columns)) == len(units.columns)
    first = units.dicts()[0]
    assert (first["unit"], first["statements"], first["degree"]) == ("x", "24", "4")
    long = central_table(found, CentralView.MEASURES, Measure.DEGREE)
    assert len(long.rows) == 6 * len(MEASURES)
    assert long.dicts()[0]["measure"] == "degree"


def test_the_same_seed_gives_the_same_table() -> None:
    tables = [
        central_table(measured(Draws(10, 4)), CentralView.MEASURES, Measure.CONSTRAINT)
        for _ in range(2)
    ]
    assert tables[0] == tables[1]


def test_nobody_is_central_where_nobody_speaks() -> None:
    found = measure_units(count_statements(corpus([])), SEARCH, Grouping(), Draws(5))
    assert found.units == []
    assert central_table(found, CentralView.UNITS, Measure.DEGREE).rows == ()
