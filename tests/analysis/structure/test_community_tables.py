"""Communities as tables."""

from __future__ import annotations

import pytest

from kg.analysis.counting.resampling import Draws
from kg.analysis.counting.statements import count_statements
from kg.analysis.network.method import Kind, Method, Normalisation
from kg.analysis.structure.communities import Search
from kg.analysis.structure.community_tables import CommunityView, community_table
from kg.analysis.structure.partitions import Partition, partition
from tests.analysis.invented_corpus import corpus

SEARCH = Search(Method(Kind.SUBTRACT, normalisation=Normalisation.JACCARD))


def found(draws: Draws | None = None) -> Partition:
    """Four for talks and trade, three against; one who speaks on what nobody else does."""
    rows = [
        (f"{side}-{member}", what, sign, "2025-01-01", [f"{side}-{what}-{at}" for at in range(9)])
        for side, members, sign in (("for", "abcd", "+"), ("not", "efg", "-"))
        for member in members
        for what in ("talks", "trade")
    ]
    rows += [("for-a", "talks", "+", "2025-02-01"), ("zoe", "music", "+", "2025-01-01")]
    return partition(count_statements(corpus(rows)), SEARCH, draws or Draws(20, 1))


def test_a_row_a_community() -> None:
    first, second = community_table(found(), CommunityView.COMMUNITIES).dicts()
    assert (first["community"], first["name"], first["size"]) == ("1", "For A +3", "4")
    assert (first["few"], second["few"]) == (None, None)
    assert (first["stability"], first["verdict"]) == ("1", "stable")
    assert first["members"] == "For A, For B, For C, For D"
    assert first["for"] == "Talks +1.0 (others -1.0); Trade +1.0 (others -1.0)"
    assert first["against"] is None
    assert second["for"] is None
    assert second["against"] == "Trade -1.0 (others +1.0); Talks -1.0 (others +1.0)"


def test_a_row_a_unit_and_who_is_alone_comes_last() -> None:
    rows = community_table(found(), CommunityView.UNITS).dicts()
    assert [row["unit"] for row in rows] == [
        "for-a", "for-b", "for-c", "for-d", "not-e", "not-f", "not-g", "zoe",
    ]  # fmt: skip
    assert rows[0] == {
        "unit": "for-a",
        "unitLabel": "For A",
        "community": "1",
        "name": "For A +3",
        "together": "1",
        "statements": "3",
    }
    assert (rows[-1]["community"], rows[-1]["name"], rows[-1]["together"]) == (None, None, None)
    assert found().alone == ["Zoe"]


def test_a_row_a_position() -> None:
    rows = community_table(found(), CommunityView.POSITIONS).dicts()
    # Two communities on two propositions; nobody else speaks on music.
    assert [(row["community"], row["proposition"]) for row in rows] == [
        ("1", "talks"), ("1", "trade"), ("2", "talks"), ("2", "trade"),
    ]  # fmt: skip
    first = rows[0]
    assert (first["within"], first["outside"], first["difference"]) == ("1", "-1", "2")
    assert (first["low"], first["high"], first["speakers"], first["others"]) == (
        None,
        None,
        "4",
        "3",
    )


def test_a_summary() -> None:
    rows = {row["figure"]: row for row in community_table(found(), CommunityView.SUMMARY).dicts()}
    assert rows["units"]["value"] == "8"
    assert rows["units without ties"]["value"] == "1"
    # Six ties among four, three among three.
    assert rows["ties"]["value"] == "9"
    assert (rows["communities"]["value"], rows["communities"]["low"]) == ("2", None)
    # Agreement: 9 within, of strengths 12 and 6: 1 - 4/9 - 1/9 = 4/9. Conflict: 12 ties between,
    # none within, each side with half the strength: 0 - 1/2. A tie of agreement weighs 1, one of
    # conflict -2 of a union of 4: 9 and 6 of 15: 9/15 4/9 + 6/15 1/2 = 7/15.
    assert float(str(rows["modularity"]["value"])) == pytest.approx(7 / 15, abs=1e-4)


def test_without_draws_there_is_no_verdict() -> None:
    for row in community_table(found(Draws(0)), CommunityView.COMMUNITIES).dicts():
        assert (row["stability"], row["verdict"]) == (None, None)
    summary = community_table(found(Draws(0)), CommunityView.SUMMARY).dicts()
    assert summary[-1]["value"] is None


@pytest.mark.parametrize("view", list(CommunityView))
def test_nobody_makes_no_community(view: CommunityView) -> None:
    nobody = partition(count_statements(corpus([])), SEARCH, Draws(3))
    rows = community_table(nobody, view).rows
    assert bool(rows) == (view is CommunityView.SUMMARY)
