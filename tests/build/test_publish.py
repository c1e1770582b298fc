from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kg.build.publish import Publication, publish
from kg.model.dates import PartialDate
from kg.model.documents import Origin, Wording
from kg.model.stances import AUTO_ACCEPT, Candidate, Polarity, Stance, Status
from tests.invented import MARCH, MAY, OTHER, UNDATED, candidate, evidence, review, stance

ONE = stance("one")
DOCUMENTS = (MARCH, MAY, UNDATED)


def made(
    stances: Iterable[Stance] = (),
    candidates: Iterable[Candidate] = (),
    reviews: Iterable[Any] = (),
    shown: Iterable[Any] | None = None,
) -> Publication:
    stances = list(stances)
    items = [evidence(s.id) for s in stances] if shown is None else shown
    return publish(stances, items, candidates, reviews, DOCUMENTS)


def told(publication: Publication) -> dict[str, str]:
    return {name: str(status) for name, status in sorted(publication.status.items())}


@pytest.mark.parametrize(
    ("confidence", "verdicts", "status"),
    [
        (str(AUTO_ACCEPT), (), "extracted"),
        ("0.9999", (), "extracted"),
        (str(AUTO_ACCEPT - Decimal("0.0001")), (), None),
        ("0", (), None),
        ("0.41", (("accept", "2021-04-01"),), "accepted"),
        ("0.99", (("accept", "2021-04-01"),), "accepted"),
        ("0.99", (("refuse", "2021-04-01"),), None),
        ("0.41", (("refuse", "2021-04-01"), ("accept", "2021-04-02")), "accepted"),
        ("0.99", (("accept", "2021-04-02"), ("refuse", "2021-04-03")), None),
        ("0.99", (("refuse", "2021-04-03"), ("accept", "2021-04-02")), None),
        ("0.41", (("accept", "2021-04-01"), ("refuse", "2021-04-01")), None),
    ],
)
def test_the_bar_and_the_last_verdict_decide(
    confidence: str, verdicts: tuple[tuple[str, str], ...], status: str | None
) -> None:
    reviews = [
        review("candidate/c", verdict, day, f"r-{number}")
        for number, (verdict, day) in enumerate(verdicts)
    ]
    published = made((), [candidate("c", confidence)], reviews)
    assert told(published) == ({"c": status} if status else {})
    shown = {item.candidate for item in published.evidence if item.candidate}
    assert shown == ({"c"} if status else set())


def test_a_stranger_is_published_by_no_machine_and_by_no_bare_acceptance() -> None:
    stranger = candidate("c", "0.99", holder="ivo-muster", holder_name="Ivo Muster")
    assert told(made((), [stranger])) == {}
    assert told(made((), [stranger], [review("candidate/c", "accept")])) == {}
    named = review("candidate/c", "accept", holder="boris-fictionov")
    published = made((), [stranger], [named])
    assert told(published) == {"c": "accepted"}
    assert published.stances["c"].holder == "boris-fictionov"


@pytest.mark.parametrize(
    ("corrections", "changed"),
    [
        ({"holder": "boris-fictionov"}, {"holder": "boris-fictionov"}),
        ({"proposition": OTHER}, {"proposition": OTHER}),
        ({"polarity": Polarity.MIXED}, {"polarity": Polarity.MIXED}),
        ({"said_on": PartialDate.parse("2021-02")}, {"said_on": PartialDate.parse("2021-02")}),
        ({"undated": True}, {"said_on": None}),
    ],
)
def test_an_accepted_candidate_is_published_as_corrected(
    corrections: dict[str, Any], changed: dict[str, Any]
) -> None:
    plain = made((), [candidate("c", "0.5")], [review("candidate/c", "accept")])
    published = made((), [candidate("c", "0.5")], [review("candidate/c", "accept", **corrections)])
    assert published.stances["c"] == replace(plain.stances["c"], **changed)
    # No machine has judged what a person made of it.
    (judged,) = plain.evidence
    assert judged.confidence == Decimal("0.5")
    assert published.evidence == [replace(judged, confidence=None)]


def test_a_corrected_candidate_joins_the_stance_that_it_then_matches() -> None:
    decision = review("candidate/c", "accept", polarity=Polarity.FAVOURS)
    published = made([ONE], [candidate("c", "0.5", "opposes", document=MAY)], [decision])
    assert published.replaced == {"c": "one"}


def test_a_change_of_position_is_told_by_a_person_alone() -> None:
    turned = candidate("c", polarity="opposes")
    assert told(made([ONE], [turned])) == {"one": "curated"}
    assert told(made([ONE], [candidate("c", polarity="mixed")])) == {"one": "curated"}
    accepted = made([ONE], [turned], [review("candidate/c", "accept")])
    assert told(accepted) == {"c": "accepted", "one": "curated"}


def test_a_verdict_on_another_thing_of_that_name_decides_nothing() -> None:
    assert told(made((), [candidate("c", "0.5")], [review("stance/c", "accept")])) == {}
    assert told(made([ONE], (), [review("candidate/one", "refuse")])) == {"one": "curated"}


def test_a_refused_stance_is_rejected_and_an_accepted_one_stays_curated() -> None:
    two = stance("two", "opposes")
    reviews = [review("stance/one", "refuse"), review("stance/two", "accept", name="review-2")]
    published = made([ONE, two], (), reviews)
    assert told(published) == {"one": "rejected", "two": "curated"}
    assert [dated.stance.id for dated in published.published] == ["two"]


def test_a_match_becomes_further_evidence() -> None:
    published = made([ONE], [candidate("c", document=MAY)])
    assert told(published) == {"one": "curated"}
    assert published.replaced == {"c": "one"}
    first, further = sorted(published.evidence, key=lambda item: item.document)
    assert (first.origin, further.origin) == (Origin.CURATED, Origin.EXTRACTED)
    assert (further.id, further.stance, further.document) == ("c", "one", MAY.id)
    assert (further.candidate, further.run) == ("c", "run-one")
    assert further.wording is Wording.EXACT
    assert further.span == candidate("c").span
    assert further.confidence == Decimal("0.9")


@pytest.mark.parametrize(
    "other",
    [
        candidate("c", holder="boris-fictionov"),
        candidate("c", proposition=OTHER),
        candidate("c", said_on="2021-03-05"),
        # A month beside a day: a person decides; until then both stand.
        candidate("c", said_on="2021-03"),
        candidate("c", said_on=None),
    ],
)
def test_what_differs_becomes_a_stance_of_its_own(other: Candidate) -> None:
    published = made([ONE], [other])
    assert told(published) == {"c": "extracted", "one": "curated"}
    assert published.replaced == {}
    new = published.stances["c"]
    assert (new.holder, new.proposition, new.polarity, new.said_on) == (
        other.holder,
        other.proposition,
        other.polarity,
        other.said_on,
    )


def test_an_undated_stance_is_no_match() -> None:
    undated = stance("one", said_on=None)
    published = made([undated], [candidate("c", said_on=None)])
    assert told(published) == {"c": "extracted", "one": "curated"}


def test_of_several_matches_the_one_of_the_same_page_is_it() -> None:
    both = [ONE, stance("two")]
    shown = [evidence("one", MARCH), evidence("two", MAY)]
    published = made(both, [candidate("c", document=MAY)], shown=shown)
    assert published.replaced == {"c": "two"}


@pytest.mark.parametrize("pages", [(MARCH, MARCH), (MAY, MAY)])
def test_of_several_matches_none_is_guessed(pages: tuple[Any, Any]) -> None:
    shown = [evidence("one", pages[0]), evidence("two", pages[1])]
    published = made([ONE, stance("two")], [candidate("c", document=MARCH)], shown=shown)
    assert told(published) == {"c": "extracted", "one": "curated", "two": "curated"}
    assert published.replaced == {}


def test_candidates_are_not_joined_to_one_another() -> None:
    published = made((), [candidate("c"), candidate("d", document=MAY)])
    assert told(published) == {"c": "extracted", "d": "extracted"}


@pytest.mark.parametrize(
    ("shown", "latest"),
    [((MAY,), "2021-05-06"), ((MAY, MARCH), "2021-03-04"), ((UNDATED, MAY), "2021-05-06")],
)
def test_an_undated_stance_is_dated_by_its_first_report(
    shown: tuple[Any, ...], latest: str
) -> None:
    undated = stance("one", said_on=None)
    items = [evidence("one", page, number) for number, page in enumerate(shown)]
    dated = made([undated], shown=items).dated["one"]
    assert (str(dated.earliest), str(dated.latest), dated.told) == (latest, latest, False)


def test_a_further_report_may_date_an_undated_stance() -> None:
    undated = stance("one", said_on=None)
    assert "one" not in made([undated], shown=[evidence("one", UNDATED)]).dated
    assert made([undated], shown=[evidence("one", UNDATED)]).published == []


def test_the_model_is_not_changed() -> None:
    one = replace(ONE)
    made([one], [candidate("c")], [review("stance/one", "refuse")])
    assert one == ONE


_STANCES = [ONE, stance("two"), stance("three", "opposes"), stance("four", said_on="2021-03")]
_CANDIDATES = [
    candidate("c"),
    candidate("d", "0.5", document=MAY),
    candidate("e", "0.95", "opposes"),
    candidate("f", said_on=None, document=UNDATED),
    candidate("g", said_on="2021-03"),
]
_REVIEWS = [
    review("candidate/d", "accept", "2021-04-01", "r1"),
    review("candidate/d", "refuse", "2021-04-01", "r2"),
    review("stance/three", "refuse", "2021-04-01", "r3"),
]


@given(some.permutations(_STANCES), some.permutations(_CANDIDATES), some.permutations(_REVIEWS))
def test_the_order_of_the_input_does_not_matter(
    stances: list[Stance], candidates: list[Candidate], reviews: list[Any]
) -> None:
    wanted = made(_STANCES, _CANDIDATES, _REVIEWS)
    found = made(stances, candidates, reviews)
    assert told(found) == told(wanted)
    assert found.replaced == wanted.replaced
    assert found.dated == wanted.dated
    assert {item.id: item for item in found.evidence} == {i.id: i for i in wanted.evidence}
    assert Status.REJECTED in wanted.status.values()
