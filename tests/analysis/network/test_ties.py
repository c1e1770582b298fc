"""The ties of a network: which stay, in which order, with which intervals, as which rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analysis.counting.resampling import Draws
from kg.analysis.counting.statements import Statements, count_statements
from kg.analysis.network import ties as ties_module
from kg.analysis.network.method import Kind, Method, Mixed, Normalisation, Qualifier
from kg.analysis.network.networks import Network, make_network
from kg.analysis.network.ties import (
    Threshold,
    Tie,
    balanced,
    few_ties,
    list_ties,
    thin,
    tie_count,
    tie_table,
    words,
)
from kg.errors import UsageError
from tests.analysis.invented_corpus import corpus

AFFILIATION = Method(Kind.AFFILIATION)
COMBINED = Method(Kind.AFFILIATION, Qualifier.COMBINE)
BETWEEN_UNITS = [
    Method(kind, normalisation=normalisation, mixed=mixed)
    for kind in (Kind.CONGRUENCE, Kind.CONFLICT, Kind.SUBTRACT, Kind.COOCCURRENCE)
    for normalisation in (
        Normalisation.NONE, Normalisation.AVERAGE, Normalisation.JACCARD, Normalisation.COSINE,
    )
    for mixed in Mixed
]  # fmt: skip
OF_AFFILIATION = [
    Method(Kind.AFFILIATION, qualifier, normalisation)
    for qualifier in (Qualifier.IGNORE, Qualifier.SUBTRACT)
    for normalisation in (Normalisation.NONE, Normalisation.ACTIVITY, Normalisation.PROMINENCE)
]
ACROSS = [Method(Kind.CONGRUENCE, across=True), Method(Kind.SUBTRACT, across=True)]

# Anna and Bela agree on two of three and conflict on the third; Carl agrees with both on talks
# alone; Dora is alone with hers.
ROWS = [
    ("anna", "talks", "+", "2025-01-01", ["d1"]),
    ("anna", "talks", "+", "2025-01-02", ["d2"]),
    ("anna", "arms", "-", "2025-01-03", ["d3"]),
    ("anna", "gas", "+", "2025-01-04", ["d4"]),
    ("bela", "talks", "+", "2025-01-05", ["d5"]),
    ("bela", "arms", "-", "2025-01-06", ["d6", "d1"]),
    ("bela", "gas", "-", "2025-01-07", ["d7"]),
    ("carl", "talks", "+", "2025-01-08", ["d2"]),
    ("dora", "visas", "~", "2025-01-09", ["d8"]),
]
STATEMENTS = count_statements(corpus(ROWS))


def network(method: Method | None = None) -> Network:
    return make_network(STATEMENTS, method or Method())


def listed(
    method: Method | None = None, draws: int = 0, limit: int | None = None, **threshold: Any
) -> list[Tie]:
    found = thin(network(method), Threshold(**threshold))
    return list_ties(found, STATEMENTS, Draws(draws), None, limit)


def plain(ties: list[Tie]) -> list[tuple[str, str, float, int]]:
    return [(tie.source.id, tie.target.id, tie.weight, tie.shared) for tie in ties]


def test_ties_go_by_falling_weight_and_then_by_name() -> None:
    # Anna and Bela: 2 x 1 on talks and 1 on arms; Anna says talks twice, so 2 with Carl.
    assert plain(listed()) == [
        ("anna", "bela", 3, 2 + 1),
        ("anna", "carl", 2, 1),
        ("bela", "carl", 1, 1),
    ]
    # Lengths: Anna (2, 1, 1) root of 6, Bela (1, 1, 1) root of 3, Carl 1. So 3 / root of 18 = .71,
    # 2 / root of 6 = .82 and 1 / root of 3 = .58.
    cosine = Method(normalisation=Normalisation.COSINE)
    assert [(tie.source.id, tie.target.id, round(tie.weight, 2)) for tie in listed(cosine)] == [
        ("anna", "carl", 0.82),
        ("anna", "bela", 0.71),
        ("bela", "carl", 0.58),
    ]


def test_ties_of_equal_weight_go_by_name() -> None:
    # All are 1 / (root of 3 x root of 3), and the last digit depends on what is added up first.
    rows = [
        (who, what, "+", "2025-01-01")
        for who, said in {"anna": "abc", "bela": "ade", "carl": "bdf", "dora": "cef"}.items()
        for what in said
    ]
    statements = count_statements(corpus(rows))
    found = make_network(statements, Method(normalisation=Normalisation.COSINE))
    named = [tie.source.id[0] + tie.target.id[0] for tie in list_ties(found, statements, Draws(0))]
    assert named == ["ab", "ac", "ad", "bc", "bd", "cd"]


def test_negative_ties_come_last() -> None:
    conflicts = [
        ("anna", "talks", "+", "2025-01-01"),
        ("bela", "talks", "-", "2025-01-01"),
        ("carl", "talks", "+", "2025-01-01"),
    ]
    statements = count_statements(corpus(conflicts))
    found = make_network(statements, Method(Kind.SUBTRACT))
    weights = [tie.weight for tie in list_ties(found, statements, Draws(0))]
    assert weights == [1, -1, -1]


def test_only_the_first_ties_are_listed() -> None:
    assert plain(listed(limit=1)) == plain(listed())[:1]
    assert listed(limit=0) == []
    assert plain(listed(limit=99)) == plain(listed())
    # What is not listed does not change the draws of what is.
    assert listed(draws=50, limit=1) == listed(draws=50)[:1]


def test_a_threshold_is_of_the_amount() -> None:
    assert plain(listed(weight=2)) == plain(listed())[:2]
    assert listed(weight=3.01) == []
    conflict = Method(Kind.SUBTRACT)
    # Anna and Bela: 3 alike, 1 against: 2.
    assert [tie.weight for tie in listed(conflict)] == [2, 2, 1]
    rows = [("anna", "talks", "+", "2025-01-01"), ("bela", "talks", "-", "2025-01-01")]
    opposed = make_network(count_statements(corpus(rows)), conflict)
    assert tie_count(thin(opposed, Threshold(weight=1))) == 1
    assert tie_count(thin(opposed, Threshold(weight=1.5))) == 0


def test_a_tie_rests_on_so_many_propositions() -> None:
    # Anna and Bela speak on three in common, whether they agree there or not.
    assert plain(listed(shared=2)) == [("anna", "bela", 3, 3)]
    assert listed(shared=4) == []


def test_units_without_ties_leave_unless_they_shall_stay() -> None:
    def names(found: Network) -> list[str]:
        return [unit.id for unit in found.rows]

    assert names(thin(network(), Threshold())) == ["anna", "bela", "carl"]
    assert names(thin(network(), Threshold(shared=2))) == ["anna", "bela"]
    kept = thin(network(), Threshold(shared=2, isolates=True))
    assert names(kept) == ["anna", "bela", "carl", "dora"]
    assert kept.said.tolist() == [4, 3, 1, 1]
    assert kept.weights.nnz == 2
    assert names(thin(network(), Threshold(weight=99))) == []


def test_an_affiliation_loses_rows_and_columns_apart() -> None:
    found = thin(network(AFFILIATION), Threshold(weight=2))
    assert ([one.id for one in found.rows], [one.id for one in found.columns]) == (
        ["anna"],
        ["talks"],
    )
    assert (tie_count(found), found.shared.toarray().tolist()) == (1, [[2]])


def test_how_many_ties_rest_on_little() -> None:
    assert (tie_count(network()), few_ties(network())) == (3, 2)
    assert [tie.few for tie in listed()] == [False, True, True]
    # Seven pairs of a unit and a proposition besides Dora's mixed one, which balances to 0.
    two_mode = network(AFFILIATION)
    assert (tie_count(two_mode), few_ties(two_mode), balanced(two_mode)) == (7, 7, 1)


def test_pairs_that_balance_are_told() -> None:
    rows = [
        *(("anna", one, "+", "2025-01-01") for one in ("talks", "arms")),
        ("bela", "talks", "+", "2025-01-01"),
        ("bela", "arms", "-", "2025-01-01"),
    ]
    statements = count_statements(corpus(rows))
    assert balanced(make_network(statements, Method(Kind.SUBTRACT))) == 1
    # Of a congruence nothing is taken away: no tie is no agreement.
    assert balanced(make_network(statements, Method())) == 0


def test_without_draws_there_are_no_intervals() -> None:
    assert [tie.interval for tie in listed(draws=0)] == [None] * 3


def test_intervals_are_the_same_each_time() -> None:
    assert listed(draws=60) == listed(draws=60)
    other = list_ties(network(), STATEMENTS, Draws(60, seed=2))
    assert other != listed(draws=60)


@pytest.mark.parametrize("method", [*BETWEEN_UNITS, *OF_AFFILIATION, *ACROSS])
def test_an_interval_holds_its_figure_and_stays_in_bounds(method: Method) -> None:
    bounded = method.normalisation not in {Normalisation.NONE, Normalisation.AVERAGE}
    signed = method.kind is Kind.SUBTRACT or (
        method.is_two_mode and method.qualifier is Qualifier.SUBTRACT
    )
    found = listed(method, draws=40)
    assert found or method.kind is Kind.CONFLICT
    for tie in found:
        if tie.interval is None:
            continue
        low, high = tie.interval.low, tie.interval.high
        assert low - 1e-9 <= tie.weight <= high + 1e-9
        assert low >= (-1 if bounded else -np.inf) if signed else low >= 0
        assert high <= (1 if bounded else np.inf)


def test_a_tie_on_few_documents_has_no_interval() -> None:
    rows = [
        ("anna", "talks", "+", "2025-01-01", ["d1"]),
        ("bela", "talks", "+", "2025-01-02", ["d2"]),
        # Carl speaks in two documents: with Anna's they are three, and with Bela's.
        ("carl", "talks", "+", "2025-01-03", ["d3"]),
        ("carl", "talks", "+", "2025-01-04", ["d4"]),
        # On what the other never speaks on, documents do not count.
        ("bela", "visas", "+", "2025-01-05", ["d5"]),
    ]
    statements = count_statements(corpus(rows))
    found = list_ties(make_network(statements, Method()), statements, Draws(50))
    told = {(tie.source.id, tie.target.id): tie.interval is not None for tie in found}
    assert told == {("anna", "bela"): False, ("anna", "carl"): True, ("bela", "carl"): True}


def test_what_stands_in_all_documents_has_no_interval() -> None:
    papers = ["d1", "d2", "d3", "d4"]
    rows = [(who, "talks", "+", "2025-01-01", papers) for who in ("anna", "bela")]
    statements = count_statements(corpus(rows))
    (tie,) = list_ties(make_network(statements, Method()), statements, Draws(50))
    # However the four are drawn, each statement is drawn whole: the draws tell nothing.
    assert (tie.weight, tie.interval) == (1, None)


def test_of_two_documents_there_is_nothing_to_draw() -> None:
    rows = [
        ("anna", "talks", "+", "2025-01-01", ["d1"]),
        ("bela", "talks", "+", "2025-01-01", ["d2"]),
    ]
    statements = count_statements(corpus(rows))
    (tie,) = list_ties(make_network(statements, Method()), statements, Draws(50))
    assert (tie.weight, tie.interval) == (1, None)


def test_weights_of_draws_are_multiplied() -> None:
    weights = np.full(len(STATEMENTS), 0.5)
    found = thin(make_network(STATEMENTS, Method(), weights), Threshold())
    weighted = list_ties(found, STATEMENTS, Draws(60), weights)
    pairs = list(zip(weighted, listed(draws=60), strict=True))
    assert any(whole.interval for _, whole in pairs)
    for half, whole in pairs:
        assert (half.interval is None) == (whole.interval is None)
        if half.interval is None or whole.interval is None:
            continue
        # Two statements of half the weight each: a quarter of everything.
        assert half.weight == pytest.approx(whole.weight / 4)
        assert half.interval.low == pytest.approx(whole.interval.low / 4)
        assert half.interval.high == pytest.approx(whole.interval.high / 4)


def test_too_many_intervals_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ties_module, "_MOST_FIGURES", 100)
    assert len(listed(draws=33)) == 3
    with pytest.raises(UsageError, match="memory"):
        listed(draws=34)
    assert len(listed(draws=34, limit=2)) == 2


def test_the_table_has_a_row_a_tie() -> None:
    table = tie_table(listed(draws=20))
    assert table.columns == (
        "source", "sourceLabel", "target", "targetLabel", "weight", "low", "high", "shared", "few",
    )  # fmt: skip
    rows = table.dicts()
    assert [(row["sourceLabel"], row["weight"], row["shared"], row["few"]) for row in rows] == [
        ("Anna", "3", "3", None),
        ("Anna", "2", "1", "few"),
        ("Bela", "1", "1", "few"),
    ]
    assert rows[0]["low"] is not None


def test_an_affiliation_rests_on_statements() -> None:
    table = tie_table(listed(AFFILIATION), AFFILIATION)
    assert "shared" not in table.columns
    assert table.dicts()[0] | {"few": None} == {
        "source": "anna", "sourceLabel": "Anna", "target": "talks", "targetLabel": "Talks",
        "weight": "2", "low": None, "high": None, "statements": "2", "few": None,
    }  # fmt: skip


def test_combined_polarities_are_words_by_unit_and_proposition() -> None:
    rows = [
        ("bela", "talks", "~", "2025-01-01"),
        ("anna", "talks", "+", "2025-01-01"),
        ("anna", "talks", "-", "2025-01-02"),
        ("anna", "arms", "-", "2025-01-02"),
    ]
    statements = count_statements(corpus(rows))
    ties = list_ties(make_network(statements, COMBINED), statements, Draws(50))
    assert [tie.interval for tie in ties] == [None] * 3
    table = tie_table(ties, COMBINED)
    assert [(row["source"], row["target"], row["polarities"]) for row in table.dicts()] == [
        ("anna", "arms", "opposes"),
        ("anna", "talks", "favours+opposes"),
        ("bela", "talks", "mixed"),
    ]
    assert not {"weight", "low", "high"} & set(table.columns)


@pytest.mark.parametrize(
    ("combined", "told"),
    [(1, "favours"), (2, "opposes"), (4, "mixed"), (7, "favours+opposes+mixed")],
)
def test_a_combined_number_is_told_in_words(combined: float, told: str) -> None:
    assert words(combined) == told


SOME = st.lists(
    st.tuples(
        st.sampled_from(["anna", "bela", "carl", "dora"]),
        st.sampled_from(["talks", "arms", "gas"]),
        st.sampled_from("+-~"),
        st.sampled_from(["2025-01-01", "2025-02-01"]),
        st.lists(st.sampled_from(["d1", "d2", "d3", "d4"]), min_size=1, max_size=2, unique=True),
    ),
    min_size=1,
    max_size=12,
)


def of(rows: list[Any]) -> Statements:
    return count_statements(corpus(rows))


@settings(max_examples=40, deadline=None)
@given(SOME, st.sampled_from([*BETWEEN_UNITS, *OF_AFFILIATION, *ACROSS]))
def test_ties_of_any_corpus(rows: list[Any], method: Method) -> None:
    statements = of(rows)
    found = make_network(statements, method)
    ties = list_ties(found, statements, Draws(5))
    assert len(ties) == tie_count(found)
    assert sum(tie.few for tie in ties) == few_ties(found)
    assert all(tie.shared >= 1 for tie in ties)
    falling = [round(-tie.weight, 9) for tie in ties]
    assert falling == sorted(falling)
    for tie in ties:
        if tie.interval:
            assert tie.interval.low - 1e-9 <= tie.weight <= tie.interval.high + 1e-9
