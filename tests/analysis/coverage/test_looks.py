from __future__ import annotations

from datetime import date

import numpy as np

from kg.analysis.counting.periods import periods
from kg.analysis.counting.pooling import Level
from kg.analysis.coverage.looks import NOWHERE, days_read, find_looks, place_of, topics_of
from kg.queries.narrowing import WHOLE, Narrowing
from tests.analysis.invented_corpus import corpus
from tests.analysis.invented_reading import proposal, reading, search

SPRING = periods(date(2025, 3, 1), date(2025, 5, 31), 1)


def test_a_day_is_in_its_period_or_nowhere() -> None:
    days = np.array(
        ["2025-02-28", "2025-03-01", "2025-05-31", "2025-06-01", "NaT"], "datetime64[D]"
    )
    assert place_of(days, SPRING).tolist() == [NOWHERE, 0, 2, NOWHERE, NOWHERE]
    assert place_of(days, ()).tolist() == [NOWHERE] * 5


def test_a_document_is_printed_in_a_period_that_its_date_lies_in_whole() -> None:
    rows = [("anna", "talks", "+", "2025-03-01", ["d1", "d2", "d3", "d4"])]
    read = reading({"d1": "2025-04", "d2": "2025", "d3": None, "d4": "2025-05-06"})
    looks = find_looks(corpus(rows), read, Level.ACTOR)
    assert looks.printed_in(SPRING).tolist() == [1, NOWHERE, NOWHERE, 2]


def test_candidates_come_after_stances_and_may_name_what_no_stance_does() -> None:
    rows = [("anna", "talks", "+", "2025-03-01", ["d1"])]
    known = corpus(rows, actors={"bela": "person"})
    read = reading(
        {"d1": "2025-03-02", "d2": "2025-04-05"}, waiting=[proposal("bela", "talks", "d2")]
    )
    looks = find_looks(known, read, Level.ACTOR)
    assert looks.units == ("anna", "bela")
    assert looks.documents == ("d1", "d2")
    assert looks.waiting.tolist() == [False, True]
    assert looks.stance.tolist() == [0, 1]
    assert [str(day) for day in looks.said] == ["2025-03-01", "2025-04-05"]


def test_the_time_read_spans_stances_documents_and_searches() -> None:
    rows = [("anna", "talks", "+", "2025-03-01", ["d1"])]
    read = reading(
        {"d1": "2025-04", "registry": "1990"},
        searches=[search(["anna"], ["talks"], "2024-02", "2024-03")],
    )
    days = days_read(corpus(rows), read)
    assert (min(days), max(days)) == (date(2024, 2, 1), date(2025, 4, 30))


def test_topics_are_single_or_all_that_a_narrowing_keeps() -> None:
    known = corpus([("anna", name, "+", "2025-03-01", ["d1"]) for name in ("a", "b", "c")])
    two = Narrowing(propositions=frozenset(["a", "b"]))
    assert [one.id for one in topics_of(known, two, together=False)] == ["a", "b"]
    (both,) = topics_of(known, two, together=True)
    assert (both.label, both.propositions) == ("any of 2 propositions", {"a", "b"})
    (alone,) = topics_of(known, Narrowing(propositions=frozenset(["c"])), together=True)
    assert (alone.id, alone.label) == ("c", "C")
    assert topics_of(known, WHOLE, together=True)[0].label == "any of all 3 propositions"


def test_a_candidate_that_waits_was_said_before_its_document_was_printed() -> None:
    known = corpus([("anna", "talks", "+", "2025-03-01", ["d1"])])
    read = reading({"d1": "2025-03-02"}, waiting=[proposal("anna", "talks", "d1", "2025")])
    looks = find_looks(known, read, Level.ACTOR)
    assert [str(day) for day in looks.said[looks.waiting]] == ["2025-03-02"]
