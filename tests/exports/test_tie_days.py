"""Since when ties stand: against the definition, pair by pair."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.counting.statements import count_statements
from kg.analysis.network.method import Kind, Method, Mixed
from kg.analysis.network.networks import counted, make_network
from kg.exports.tie_days import tie_days
from tests.analysis.invented_corpus import corpus

START = date(2025, 1, 1)
METHODS = [
    Method(),
    Method(Kind.SUBTRACT),
    Method(Kind.CONFLICT),
    Method(Kind.COOCCURRENCE),
    Method(mixed=Mixed.APART),
    Method(mixed=Mixed.LEFT_OUT),
    Method(across=True),
    Method(Kind.AFFILIATION),
]
rows = st.lists(
    st.tuples(
        st.sampled_from(["anna", "bela", "cora"]),
        st.sampled_from(["talks", "tanks", "trade"]),
        st.sampled_from("+-~"),
        st.integers(0, 60).map(lambda days: str(START + timedelta(days))),
    ),
    min_size=1,
    max_size=12,
)


@pytest.mark.parametrize("method", METHODS, ids=lambda one: f"{one.kind}-{one.mixed}-{one.across}")
@given(told=rows)
def test_as_defined(method: Method, told: list[tuple[str, str, str, str]]) -> None:
    statements = count_statements(corpus(told))
    network = make_network(statements, method)
    pairs = [(row, column) for row, column, _ in network.ties()]
    first, last = tie_days(network, statements, pairs)
    kept, _ = counted(statements, method)
    said = list(
        zip(kept.unit.tolist(), kept.proposition.tolist(), kept.sign.tolist(),
            kept.day.astype(object).tolist(), strict=True)
    )  # fmt: skip
    for at, (row, column) in enumerate(pairs):
        if method.is_two_mode:
            days = [day for unit, about, _, day in said if (unit, about) == (row, column)]
        else:
            days = [
                max(one[3], other[3])
                for one in said
                for other in said
                if (one[method.across], other[method.across]) == (row, column)
                and one[not method.across] == other[not method.across]
                and method.weights[one[2] + 1, other[2] + 1]
            ]
        assert first[at].item() == min(days)
        assert last[at].item() == max(days)
