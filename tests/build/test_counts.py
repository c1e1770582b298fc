"""The counts of stances, positions and candidates, told by hand for a few."""

from __future__ import annotations

from collections import Counter

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from kg.build.counts import (
    Key,
    count_actors,
    count_candidates,
    count_pair,
    count_statuses,
    month_of,
    tell_counts,
)
from kg.build.publish import Publication
from kg.model.dated import Dated, place_in_time
from kg.model.dates import PartialDate
from kg.model.stances import Polarity, Stance, Status
from kg.rdf.terms import RDF, ST, XSD, mint


def said(name: str, when: str, polarity: Polarity = Polarity.FAVOURS) -> Dated:
    """A stance of a day; ``?`` before the day: only reported by then."""
    published = PartialDate.parse(when.removeprefix("?"))
    told = None if when.startswith("?") else published
    dated = place_in_time(Stance(name, "anna", "talks", polarity, told), [published])
    assert dated is not None
    return dated


def number(what: int) -> Literal:
    return Literal(str(what), datatype=XSD.integer)


def told(numbers: dict[Key, int], node: str) -> dict[NamedNode, object]:
    """What the graph of counts says of one node, by predicate."""
    about = [one for one in tell_counts(numbers, {}) if one.subject == mint("graph", node)]
    assert len({one.predicate for one in about}) == len(about)
    return {one.predicate: one.object for one in about}


@pytest.mark.parametrize(
    ("when", "month"),
    [("2026-01-09", "2026-01"), ("2026-01", "2026-01"), ("2026", None), ("?2026-01-09", None)],
)
def test_a_month_is_told_where_the_date_leaves_none_open(when: str, month: str | None) -> None:
    assert month_of(said("a", when)) == month


def test_a_pair_is_counted_by_month_and_by_its_latest_position() -> None:
    pair = [
        said("a", "2026-01-09", Polarity.OPPOSES),
        said("b", "2026-01-20"),
        said("c", "2026-02-01"),
        said("d", "?2026-02-05"),
        said("e", "2025"),
    ]
    counted, months = count_pair("talks", "XA", pair)
    assert months == {"2026-01", "2026-02"}
    expected: Counter[Key] = Counter({("talks", "", "favours"): 1, ("talks", "XA", "favours"): 1})
    for place in ("talks", ""):
        expected[place, "2026-01", "stances"] = 2
        expected[place, "2026-01", "opposes"] = 1
        expected[place, "2026-01", "favours"] = 1
        expected[place, "2026-02", "stances"] = 1
        expected[place, "2026-02", "favours"] = 1
    expected["talks", "2026-01", "actors"] = 1
    expected["talks", "2026-02", "actors"] = 1
    assert dict(counted) == dict(expected)


@pytest.mark.parametrize("other", [Polarity.OPPOSES, Polarity.MIXED])
def test_who_is_on_several_sides_counts_once_as_mixed(other: Polarity) -> None:
    day = "2026-01-09"
    counted, _ = count_pair("talks", "XA", [said("a", day), said("b", day, other)])
    assert {key: n for key, n in counted.items() if key[1] in {"", "XA"} and key[0]} == {
        ("talks", "", "mixed"): 1,
        ("talks", "XA", "mixed"): 1,
    }


def test_nothing_published_adds_nothing() -> None:
    assert count_pair("talks", "XA", []) == (Counter(), set())


def test_an_actor_counts_once_a_month_and_candidates_all_together() -> None:
    assert count_actors(["2026-01", "2026-02"]) == {
        ("", "2026-01", "actors"): 1,
        ("", "2026-02", "actors"): 1,
    }
    assert count_candidates(-3) == {("", "candidates", "candidates"): -3}


def test_what_is_rejected_has_no_status_to_count() -> None:
    publication = Publication(
        status={"a": Status.CURATED, "b": Status.REJECTED, "c": Status.CURATED}
    )
    assert count_statuses(publication) == {Status.CURATED: 2}


def test_counts_of_a_month() -> None:
    numbers = {
        ("talks", "2026-01", "stances"): 3,
        ("talks", "2026-01", "actors"): 2,
        ("talks", "2026-01", "opposes"): 3,
    }
    assert told(numbers, "counts.talks.2026-01") == {
        RDF.type: ST.MonthlyCount,
        ST.proposition: mint("proposition", "talks"),
        ST.month: Literal("2026-01", datatype=XSD.gYearMonth),
        ST.stances: number(3),
        ST.actors: number(2),
        ST.favouring: number(0),
        ST.opposing: number(3),
        ST.mixed: number(0),
    }


def test_counts_of_a_month_over_all_propositions() -> None:
    found = told({("", "2026-01", "stances"): 1}, "counts.any.2026-01")
    assert found[ST.proposition] == ST.AnyProposition
    assert found[ST.stances] == number(1)


def test_counts_of_a_country_and_of_all() -> None:
    numbers = {("talks", "XA", "mixed"): 1, ("talks", "", "favours"): 4}
    sides = {ST.favouring: number(0), ST.opposing: number(0), ST.mixed: number(1)}
    proposition = mint("proposition", "talks")
    assert told(numbers, "counts.talks.xa") == {
        RDF.type: ST.CountryCount,
        ST.proposition: proposition,
        ST.country: Literal("XA"),
        **sides,
    }
    assert told(numbers, "counts.talks.positions") == {
        RDF.type: ST.PositionCount,
        ST.proposition: proposition,
        **sides,
        ST.favouring: number(4),
        ST.mixed: number(0),
    }


def test_counts_of_candidates() -> None:
    numbers = {("", "candidates", "candidates"): 5, ("talks", "XA", "mixed"): 1}
    assert told(numbers, "counts.candidates") == {
        RDF.type: ST.CandidateCount,
        ST.candidates: number(5),
    }
    assert told(numbers, "counts.talks.xa"), "what comes after the candidates is told too"


def test_what_counts_nothing_is_left_out_but_for_the_statuses() -> None:
    numbers = {("talks", "2026-01", "stances"): 0, ("", "candidates", "candidates"): 0}
    expected = []
    for status, curated in (("curated", 2), ("accepted", 0), ("extracted", 0)):
        node = mint("graph", f"counts.status.{status}")
        expected += [
            Triple(node, RDF.type, ST.StatusCount),
            Triple(node, ST.status, getattr(ST, status.capitalize())),
            Triple(node, ST.stances, number(curated)),
        ]
    assert list(tell_counts(numbers, {Status.CURATED: 2})) == expected
