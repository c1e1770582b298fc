"""The statements of two corpora as one."""

from __future__ import annotations

import numpy as np

from kg.analysis.comparison.unions import join_statements
from kg.analysis.counting.statements import count_statements
from kg.analysis.network.method import Method
from kg.analysis.network.networks import make_network
from tests.analysis.invented_corpus import corpus

OLD = [
    ("anna", "talks", "+", "2024-06-01", ["d1", "d2"]),
    ("bela", "talks", "+", "2024-06-02", ["d2"]),
]


def test_what_both_have_is_there_once() -> None:
    new = corpus([*OLD, ("cora", "aid", "-", "2023-01-01", ["d3"])])
    joined, first, second = join_statements(corpus(OLD), new)
    assert len(joined) == 3
    assert [unit.id for unit in joined.units] == ["anna", "bela", "cora"]
    assert first.row.tolist() == [1, 2]
    assert second.row.tolist() == [0, 1, 2]
    assert len(second.statements) == 3
    assert joined.reports.toarray().tolist() == [[0, 0, 1], [0.5, 0.5, 0], [0, 1, 0]]


def test_what_has_other_documents_is_another() -> None:
    new = corpus([OLD[0], ("bela", "talks", "+", "2024-06-02", ["d2", "d4"])])
    joined, first, second = join_statements(corpus(OLD), new)
    assert len(joined) == 3
    assert (len(first.row), len(second.row)) == (2, 2)


def test_the_network_of_a_part_is_that_of_its_corpus() -> None:
    old, new = corpus(OLD), corpus([OLD[0], ("bela", "talks", "-", "2024-06-02", ["d2"])])
    joined, *parts = join_statements(old, new)
    for part, one in zip(parts, (old, new), strict=True):
        apart = make_network(count_statements(one), Method())
        together = make_network(joined.within(np.isin(np.arange(len(joined)), part.row)), Method())
        assert np.array_equal(apart.weights.toarray(), together.weights.toarray())


def test_empty_corpora() -> None:
    joined, first, second = join_statements(corpus([]), corpus([]))
    assert (len(joined), len(first.row), len(second.row)) == (0, 0, 0)
