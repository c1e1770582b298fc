"""Two units side by side: relations, agreement, and what silence is."""

from __future__ import annotations

from math import isnan
from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.analysis.comparison.comparison import Comparison, Relation, compare_units
from kg.analysis.corpus.corpus import Corpus, read_corpus
from kg.analysis.counting.pooling import Level, Unit
from kg.analysis.counting.resampling import Draws
from kg.model.stances import Polarity
from kg.views.agreement import agreements
from kg.views.assemble import assemble_page
from kg.views.positions import positions
from tests.analysis.invented_corpus import corpus

ANNA, BELA = Unit("anna", "Anna"), Unit("bela", "Bela")
NONE = Draws(0)


def compared(told: Corpus, draws: Draws = NONE, level: Level = Level.ACTOR) -> Comparison:
    return compare_units(told, level, ANNA, BELA, draws)


FOUR = [
    ("anna", "talks", "+", "2025-01-01"),
    ("bela", "talks", "+", "2025-02-01"),
    ("anna", "aid", "+", "2025-01-01"),
    ("bela", "aid", "-", "2025-02-01"),
    ("anna", "troops", "~", "2025-01-01"),
    ("bela", "troops", "-", "2025-02-01"),
    ("anna", "seat", "-", "2025-01-01"),
    ("bela", "voice", "+", "2025-01-01"),
    ("cora", "seat", "+", "2025-01-01"),
]


def test_the_relations_and_the_agreement() -> None:
    found = compared(corpus(FOUR))
    assert [(one.proposition.id, one.relation) for one in found.compared] == [
        ("aid", Relation.DIFFER),
        ("troops", Relation.PARTLY),
        ("talks", Relation.AGREE),
        ("seat", Relation.FIRST),
        ("voice", Relation.SECOND),
    ]
    # Same 1, opposite 0, one of them mixed 1/2: (1 + 0 + 1/2) / 3.
    assert found.agreement == pytest.approx(0.5)
    assert found.shared == 3
    assert found.interval is None
    assert found.of(Relation.FIRST)[0].second is None


def test_the_latest_position_counts() -> None:
    found = compared(corpus([*FOUR, ("bela", "aid", "+", "2025-03-01")]))
    # Now (1 + 1 + 1/2) / 3.
    assert found.agreement == pytest.approx(2.5 / 3)


def test_both_sides_at_one_time_are_mixed() -> None:
    found = compared(
        corpus(
            [
                ("anna", "talks", "+", "2025-01-10"),
                ("anna", "talks", "-", "2025-01"),
                ("bela", "talks", "-", "2025-01"),
            ]
        )
    )
    (one,) = found.compared
    assert one.relation is Relation.PARTLY
    assert one.first is not None
    assert one.first.polarity is Polarity.MIXED
    assert one.first.several
    assert one.first.stance == "s001"


def test_where_nothing_is_shared_there_is_no_agreement() -> None:
    found = compared(corpus([("anna", "talks", "+", "2025-01-01")]), Draws(20))
    assert isnan(found.agreement)
    assert found.interval is None
    assert (found.shared, len(found.compared)) == (0, 1)
    assert compared(corpus([]), Draws(20)).compared == ()


def test_what_only_one_of_them_speaks_on_makes_no_interval() -> None:
    rows = [
        ("anna", "talks", "+", "2025-01-01", ["d1"]),
        ("bela", "talks", "+", "2025-01-01", ["d1"]),
        ("anna", "talks", "-", "2025-02-01", ["d2"]),
    ]
    own = [("anna", f"own-{number}", "+", "2025-01-01") for number in range(20)]
    assert compared(corpus([*rows, *own]), Draws(100)).interval is None
    third = ("bela", "talks", "+", "2025-01-02", ["d3"])
    assert compared(corpus([*rows, third, *own]), Draws(100)).interval is not None


def test_the_interval_holds_the_agreement() -> None:
    found = compared(corpus(FOUR), Draws(200))
    assert found.interval is not None
    assert 0 <= found.interval.low < 0.5 < found.interval.high <= 1
    assert compared(corpus(FOUR), Draws(200)).interval == found.interval
    # Where they agree on all there is, every draw says so: that is no interval.
    agreeing = corpus([("anna", "talks", "+", "2025-01-01"), ("bela", "talks", "+", "2025-01-01")])
    assert compared(agreeing, Draws(50)).interval is None
    assert compared(agreeing, Draws(50)).agreement == 1


def test_units_are_pooled() -> None:
    told = corpus(
        [
            ("cora", "talks", "+", "2025-01-01"),
            ("dora", "talks", "-", "2025-02-01"),
            ("bela", "talks", "-", "2025-02-01"),
            ("cora", "aid", "+", "2025-02-01"),
            ("dora", "aid", "+", "2025-02-01"),
            ("bela", "aid", "+", "2025-02-01"),
        ],
        tenures=[("cora", "member", "anna"), ("dora", "member", "anna")],
        actors={"anna": "party", "bela": "party"},
    )
    found = compared(told, level=Level.PARTY)
    one, other = found.compared
    # On talks Cora is for and Dora against: their party stands at 0, that of Bela at -1.
    assert (one.relation, one.means, one.agreement) == (Relation.PARTLY, (0.0, -1.0), 0.5)
    assert (other.relation, other.means, other.agreement) == (Relation.AGREE, (1.0, 1.0), 1.0)
    assert found.agreement == (0.5 + 1) / 2
    # The words are the last ones, of whomever.
    assert one.first is not None
    assert (one.first.speaker.id, one.first.polarity) == ("dora", Polarity.OPPOSES)


def test_who_went_over_stands_no_more_for_the_old_unit() -> None:
    told = corpus(
        [
            ("cora", "talks", "+", "2024-05-01"),
            ("cora", "talks", "-", "2025-05-01"),
            ("dora", "talks", "+", "2025-05-01"),
        ],
        tenures=[
            ("cora", "member", "anna", "2020", "2024-12-31"),
            ("cora", "member", "greys", "2025-01-01"),
            ("dora", "member", "bela"),
        ],
        actors={"anna": "party", "bela": "party", "greys": "party"},
    )
    (one,) = compared(told, level=Level.PARTY).compared
    assert (one.relation, one.first, one.means) == (Relation.SECOND, None, (None, 1.0))


def test_the_picture_of_agreement_tells_the_same(world_store: Path, world_reader: Store) -> None:
    page = assemble_page(world_reader)
    countries = {actor.id: actor.country for actor in page.actors if actor.country}
    told = read_corpus(world_store)
    pairs = agreements(positions(page), countries)
    assert pairs
    for (one, other), drawn in pairs.items():
        found = compare_units(told, Level.COUNTRY, Unit(one, one), Unit(other, other), NONE)
        assert found.agreement == pytest.approx(drawn.share)
        assert found.shared == drawn.shared
