"""What comparisons of units, days and releases say in text."""

from __future__ import annotations

from datetime import date

from pyoxigraph import Store

from kg.analysis.comparison.comparison import compare_units
from kg.analysis.comparison.days import compare_days
from kg.analysis.comparison.revisions import compare_corpora
from kg.analysis.counting.pooling import Level, Unit
from kg.analysis.counting.resampling import Draws
from kg.views.comparisons import draw_days, draw_units
from kg.views.releases import draw_releases
from tests.analysis.invented_corpus import corpus

NONE = Draws(0)
KINDS = {"anna": ("person", "XA"), "bela": ("person", "XB")}
AGREEING = [(name, about, "+", "2024-01-01") for name in ("anna", "bela") for about in "pqr"]


def units(*rows: tuple[str, ...]) -> str:
    first, second = Unit("anna", "Anna"), Unit("bela", "Bela")
    found = compare_units(corpus(rows), Level.ACTOR, first, second, NONE)
    return draw_units(found, {}, (), width=100)


def test_agreement_in_words() -> None:
    told = units(
        ("anna", "talks", "+", "2025-01-01"),
        ("bela", "talks", "-", "2025-01-01"),
        ("anna", "aid", "+", "2025-01-01"),
    )
    assert told.startswith("Anna and Bela: the whole record\nThey agree by 0% on the 1 proposition")
    assert "So few propositions say little" in told
    assert "Only Anna speaks on 1, only Bela on 0." in told
    assert told.index("== They differ ==") < told.index("== Only Anna speaks ==")
    assert "== They agree ==" not in told


def test_what_is_not_shared_and_what_is_not_there() -> None:
    assert "no proposition on which both speak" in units(("anna", "talks", "+", "2025-01-01"))
    assert "Nothing is on record of either" in units()


def test_countries_that_moved() -> None:
    rows = [*AGREEING, ("bela", "r", "-", "2025-01-01")]
    found = compare_days(
        corpus(rows, actors=KINDS), date(2024, 12, 31), date(2025, 12, 31), Level.COUNTRY, NONE
    )
    told = draw_days(found, {}, (), width=100)
    # Bela's country is now against r: they agree on 2 of 3.
    assert "further apart:\n  XA and XB: 100% to 67%, -33 points, on 3 propositions\n" in told
    assert "closer:" not in told
    assert "On average 100% to 67%: -33 points" in told
    assert "== Turned ==\n\nXB (country) on R\n" in told
    assert "2025-12-31: " in told.partition("== Polarisation ==")[2]


def test_a_long_list_of_revisions_is_cut() -> None:
    many = [("anna", f"p{at}", "+", "2025-01-01") for at in range(30)]
    found = compare_corpora(
        ("a.ttl", "b.ttl"), corpus([]), corpus(many), Level.ACTOR, NONE, (Store(), Store())
    )
    told = draw_releases(found, ({}, {}), ("Talks",), width=100)
    assert told.startswith("From a.ttl to b.ttl: Talks\nStances: 0 to 30, in 0 to 30 documents: ")
    assert "... and 10 more: --format csv lists them" in told
    assert "== Positions that are new ==" in told


def test_positions_that_are_gone_are_named() -> None:
    found = compare_corpora(
        ("a", "b"), corpus(AGREEING), corpus(AGREEING[:5]), Level.ACTOR, NONE, (Store(), Store())
    )
    told = draw_releases(found, ({}, {}), (), width=100)
    assert "== Positions that are gone ==\nR\n  + wants: Bela\n" in told
