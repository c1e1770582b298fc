"""The propositions that carry a network."""

from __future__ import annotations

import pytest

from kg.analysis.counting.resampling import Draws
from kg.analysis.counting.statements import Statements, count_statements
from kg.analysis.network.method import Kind, Method, Normalisation
from kg.analysis.structure.nested_backbone import carrier_table, nested_backbone
from kg.errors import UsageError
from tests.analysis.invented_corpus import corpus

PLAIN = Method(Kind.CONGRUENCE)


def small() -> Statements:
    """All three are for talks, two of them for trade as well."""
    rows = [(who, "talks", "+", "2025-01-01") for who in ("anna", "bela", "cleo")]
    rows += [(who, "trade", "+", "2025-01-01") for who in ("anna", "bela")]
    return count_statements(corpus(rows))


def many(seed: int = 0) -> Statements:
    """Two camps on p0 in many documents, all of one mind on p1, one voice each on p2 and p3."""
    rows: list[tuple[str, str, str, str]] = []
    for at in range(8):
        sign = "+" if at < 4 else "-"
        rows += [(f"u{at}", "p0", sign, "2025-01-01")] * 6
        rows += [(f"u{at}", "p1", "+", "2025-01-01")]
    rows += [("u0", "p2", "+", "2025-01-01"), ("u7", "p3", "-", "2025-01-01")]
    return count_statements(corpus(rows))


def test_losses_by_hand() -> None:
    first, second = nested_backbone(small(), PLAIN, Draws(0))
    # All: ties 2 1 1, the eigenvalues 0, 3, 5 of a sum of 8. Talks alone: a triangle, 0, 1/2, 1/2:
    # |3/8 - 1/2| + |5/8 - 1/2| = 1/4. Trade alone: one tie, 0, 0, 1: 3/8 + 3/8 = 3/4. So trade is
    # left out first, then talks, and nothing is left.
    assert (first.proposition.id, first.rank, second.proposition.id, second.rank) == (
        "talks", 1, "trade", 2,
    )  # fmt: skip
    assert (first.alone, second.alone) == (pytest.approx(3 / 4), pytest.approx(1 / 4))
    assert (first.loss, second.loss) == (pytest.approx(1), pytest.approx(1 / 4))
    assert (first.statements, first.units, second.statements, second.units) == (3, 3, 2, 2)
    assert (first.few, second.few) == (False, True)
    assert first.rank_interval is None


def test_of_equals_the_one_with_fewer_statements_goes_first() -> None:
    rows = [(who, "talks", "+", "2025-01-01") for who in ("anna", "bela")]
    rows += [(who, "trade", "+", "2025-01-01") for who in ("anna", "bela", "anna")]
    found = nested_backbone(count_statements(corpus(rows)), PLAIN, Draws(0))
    assert [one.proposition.id for one in found] == ["trade", "talks"]
    # One tie has one shape, whatever its weight.
    assert found[1].loss == 0


def test_what_nobody_shares_is_redundant() -> None:
    found = nested_backbone(many(), Method(Kind.SUBTRACT), Draws(0))
    assert {one.proposition.id for one in found[2:]} == {"p2", "p3"}
    assert [one.loss for one in found[2:]] == [0, 0]
    assert found[0].proposition.id == "p0"


def test_ranks_have_intervals_that_hold_them() -> None:
    found = nested_backbone(many(), Method(Kind.SUBTRACT), Draws(20, 1))
    for one in found:
        if one.alone_interval:
            assert one.alone_interval.low <= one.alone <= one.alone_interval.high
    assert found[0].alone_interval is not None
    # The first is first in every draw.
    assert found[0].rank_interval is None
    others = [one for one in found if one.rank_interval]
    assert others
    for one in others:
        assert one.rank_interval is not None
        assert 1 <= one.rank_interval.low <= one.rank <= one.rank_interval.high <= 4


def test_the_same_seed_gives_the_same() -> None:
    one, other = (nested_backbone(many(), PLAIN, Draws(10, 3)) for _ in range(2))
    assert one == other


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [("anna", "talks", "+", "2025-01-01"), ("anna", "trade", "+", "2025-01-01")],
        [("anna", "talks", "+", "2025-01-01"), ("bela", "trade", "+", "2025-01-01")],
    ],
    ids=["nobody", "one", "no ties"],
)
def test_where_nobody_is_tied_nothing_carries(rows: list[tuple[str, str, str, str]]) -> None:
    assert nested_backbone(count_statements(corpus(rows)), PLAIN, Draws(5)) == []


@pytest.mark.parametrize("method", [Method(Kind.AFFILIATION), Method(across=True)])
def test_a_backbone_is_of_units(method: Method) -> None:
    with pytest.raises(UsageError, match="between units"):
        nested_backbone(small(), method, Draws(0))


def test_a_table_has_a_row_a_proposition() -> None:
    table = carrier_table(nested_backbone(small(), PLAIN, Draws(0)))
    assert [row["proposition"] for row in table.dicts()] == ["talks", "trade"]
    assert [row["few"] for row in table.dicts()] == [None, "few"]


def test_normalised_networks_have_one_too() -> None:
    method = Method(Kind.SUBTRACT, normalisation=Normalisation.JACCARD)
    assert [one.rank for one in nested_backbone(many(), method, Draws(0))] == [1, 2, 3, 4]
