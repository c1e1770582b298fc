from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from kg.analysis.corpus.corpus import Corpus
from kg.analysis.counting.periods import periods
from kg.analysis.counting.pooling import Level
from kg.analysis.coverage.coverage import Coverage, State, cover, coverage_table
from kg.analysis.coverage.looks import topics_of
from kg.analysis.coverage.searches import Reading
from kg.queries.narrowing import WHOLE, Narrowing
from tests.analysis.invented_corpus import corpus
from tests.analysis.invented_reading import proposal, reading, search

SPRING = periods(date(2025, 3, 1), date(2025, 5, 31), 1)
KINDS = {"anna": ("person", "XA"), "bela": ("person", "XB"), "xaland": ("state", "XA")}


def world(rows: Iterable[Sequence[Any]], published: dict[str, str], **more: Any) -> Any:
    return corpus(rows, actors=KINDS), reading(published, **more)


def states(
    known: Corpus,
    read: Reading,
    unit: str,
    topic: str,
    level: Level = Level.ACTOR,
    narrowing: Narrowing = WHOLE,
) -> list[str]:
    """The states of a unit on a topic in March, April and May 2025."""
    return [state.value for state in _row(covered(known, read, level, narrowing), unit, topic)]


def covered(
    known: Corpus, read: Reading, level: Level = Level.ACTOR, narrowing: Narrowing = WHOLE
) -> Coverage:
    return cover(known, read, level, topics_of(known, narrowing, together=False), SPRING, narrowing)


def _row(found: Coverage, unit: str, topic: str) -> list[State]:
    row = [one.id for one in found.units].index(unit)
    column = [one.id for one in found.topics].index(topic)
    return [list(State)[code] for code in found.states[row, column]]


def three(holder: str, topic: str, month: str) -> list[tuple[Any, ...]]:
    """Three stances of a holder on a topic in a month, each in a document of its own."""
    return [
        (holder, topic, "+", f"{month}-0{day}", [f"{holder}-{topic}-{day}"]) for day in (1, 2, 3)
    ]


def of(rows: Iterable[Sequence[Any]]) -> dict[str, str]:
    """Their documents, each published on the day of its stance."""
    return {name: str(row[3]) for row in rows for name in row[4]}


def test_one_stance_is_found_and_nothing_is_known_of_other_months() -> None:
    rows = [("anna", "talks", "+", "2025-04-02", ["d1"])]
    assert states(*world(rows, of(rows)), "anna", "talks") == ["never", "found", "never"]


def test_three_documents_of_each_are_read_around() -> None:
    # April: three documents show anna, on sanctions; three others show bela, on talks.
    rows = [*three("anna", "sanctions", "2025-04"), *three("bela", "talks", "2025-04")]
    known, read = world(rows, of(rows))
    assert states(known, read, "anna", "talks") == ["never", "read", "never"]
    assert states(known, read, "bela", "sanctions") == ["never", "read", "never"]
    assert states(known, read, "anna", "sanctions") == ["never", "found", "never"]


@pytest.mark.parametrize("short", ["anna", "bela"])
def test_two_documents_of_either_are_too_few(short: str) -> None:
    rows = [*three("anna", "sanctions", "2025-04"), *three("bela", "talks", "2025-04")]
    rows.remove(next(row for row in rows if row[0] == short))
    assert states(*world(rows, of(rows)), "anna", "talks")[1] == "thin"


def test_who_was_read_on_a_topic_nobody_spoke_on_was_not_asked() -> None:
    # The topic is in the codebook by a stance of May: in April nobody is known to have sought it.
    rows = [*three("anna", "sanctions", "2025-04"), ("bela", "talks", "+", "2025-05-01", ["late"])]
    assert states(*world(rows, of(rows)), "anna", "talks") == ["never", "never", "never"]


def test_a_document_counts_once_however_much_it_shows() -> None:
    rows = [
        *(("anna", "sanctions", "+", f"2025-04-0{day}", ["same"]) for day in (1, 2, 3)),
        *three("bela", "talks", "2025-04"),
    ]
    known, read = world(rows, {**of(rows), "same": "2025-04-03"})
    assert states(known, read, "anna", "talks")[1] == "thin"
    found = covered(known, read)
    anna, sanctions = 0, 0
    assert (found.units[anna].id, found.topics[sanctions].id) == ("anna", "sanctions")
    assert found.stances[anna, sanctions].tolist() == [0, 3, 0]
    assert found.documents[anna, sanctions].tolist() == [0, 1, 0]


def test_a_later_report_shows_the_month_of_the_stance_and_reads_its_own() -> None:
    rows = [("anna", "talks", "+", "2025-03-30", ["d1"])]
    known, read = world(rows, {"d1": "2025-04-02"})
    assert states(known, read, "anna", "talks") == ["found", "thin", "never"]


def test_documents_of_which_no_month_is_told_are_no_look() -> None:
    rows = [("anna", "talks", "+", "2025-03-30", ["d1"]), ("anna", "talks", "+", "2025-03", ["d2"])]
    known, read = world(rows, {"d1": "2025", "d2": None})
    assert states(known, read, "anna", "talks") == ["found", "never", "never"]
    assert covered(known, read).of_unit.sum() == 0


def test_a_search_makes_silence_of_what_it_covers_whole() -> None:
    rows = [("anna", "talks", "+", "2025-03-02", ["d1"])]
    sought = search(["anna"], ["talks"], "2025-03", "2025-05-15")
    known, read = world(rows, of(rows), searches=[sought])
    assert states(known, read, "anna", "talks") == ["found", "empty", "thin"]


def test_a_search_for_one_topic_says_nothing_of_another() -> None:
    rows = [
        ("anna", "talks", "+", "2025-03-02", ["d1"]),
        ("anna", "peace", "+", "2025-03-02", ["d2"]),
    ]
    sought = search(["anna"], ["talks"], "2025-04", "2025-04")
    known, read = world(rows, of(rows), searches=[sought])
    assert states(known, read, "anna", "peace")[1] == "never"


def test_several_topics_together_are_searched_where_all_are() -> None:
    rows = [
        ("anna", "talks", "+", "2025-03-02", ["d1"]),
        ("anna", "peace", "+", "2025-03-02", ["d2"]),
    ]
    half = search(["anna"], ["talks"], "2025-04", "2025-04")
    whole = search(["anna"], ["peace", "talks"], "2025-05", "2025-05")
    known, read = world(rows, of(rows), searches=[half, whole])
    topics = topics_of(known, WHOLE, together=True)
    found = cover(known, read, Level.ACTOR, topics, SPRING, WHOLE)
    assert [one.label for one in found.topics] == ["any of all 2 propositions"]
    assert [s.value for s in _row(found, "anna", "any")] == ["found", "thin", "empty"]
    assert found.stances[0, 0].tolist() == [2, 0, 0]


def test_a_search_for_a_state_is_one_for_its_country_and_one_for_a_person_is_a_part_of_it() -> None:
    rows = [("bela", "talks", "+", "2025-03-02", ["d1"])]
    state = search(["xaland"], ["talks"], "2025-04", "2025-04")
    person = search(["anna"], ["talks"], "2025-05", "2025-05")
    known, read = world(rows, of(rows), searches=[state, person])
    assert states(known, read, "XA", "talks", Level.COUNTRY) == ["never", "empty", "thin"]
    assert states(known, read, "anna", "talks") == ["never", "never", "empty"]
    assert states(known, read, "xaland", "talks", Level.GOVERNMENT) == ["never", "empty", "never"]


def test_a_candidate_that_waits_keeps_silence_open() -> None:
    rows = [*three("anna", "sanctions", "2025-04"), *three("bela", "talks", "2025-04")]
    read = reading(of(rows), waiting=[proposal("anna", "talks", "bela-talks-1", "2025-04")])
    assert states(corpus(rows, actors=KINDS), read, "anna", "talks")[1] == "thin"
    # One without a date counts from the day of its document: 1 April.
    undated = reading(of(rows), waiting=[proposal("anna", "talks", "bela-talks-1")])
    assert covered(corpus(rows, actors=KINDS), undated).waiting.sum() == 1


def test_a_narrowing_to_actors_keeps_what_others_said_on_the_topic() -> None:
    rows = [*three("anna", "sanctions", "2025-04"), *three("bela", "talks", "2025-04")]
    known, read = world(rows, of(rows))
    only = Narrowing(actors=frozenset(["anna"]))
    assert states(known, read, "anna", "talks", narrowing=only)[1] == "read"
    assert [one.id for one in covered(known, read, narrowing=only).units] == ["anna"]


def test_units_of_the_registry_are_told_though_nobody_looked() -> None:
    rows = [("anna", "talks", "+", "2025-03-02", ["d1"])]
    known, read = world(rows, of(rows))
    assert [one.id for one in covered(known, read, Level.COUNTRY).units] == ["XA", "XB"]
    assert [one.id for one in covered(known, read, Level.GOVERNMENT).units] == ["xaland"]
    assert states(known, read, "XB", "talks", Level.COUNTRY) == ["never"] * 3
    # 3 actors, 1 proposition, 3 months: 9 cells.
    assert covered(known, read).totals() == {
        State.FOUND: 1, State.EMPTY: 0, State.READ: 0, State.THIN: 0, State.NEVER: 8,
    }  # fmt: skip


def test_without_time_there_are_no_cells() -> None:
    known, read = world([("anna", "talks", "+", "2025-03-02", ["d1"])], {})
    topics = topics_of(known, WHOLE, together=True)
    assert cover(known, read, Level.ACTOR, topics, (), WHOLE).totals() == dict.fromkeys(State, 0)


def test_nobody_having_said_anything_all_is_never_searched() -> None:
    known, read = world([("anna", "talks", "+", "2025-03-02", ["d1"])], {})
    silent = replace(known, stances=known.stances.keep(np.zeros(1, bool)))
    assert set(states(silent, read, "anna", "talks")) == {"never"}


def test_the_table_has_a_row_for_each_cell_that_was_looked_at() -> None:
    rows = [("anna", "talks", "+", "2025-03-30", ["d1"])]
    found = covered(*world(rows, {"d1": "2025-04-02"}))
    table = coverage_table(found)
    assert [tuple(row.values()) for row in table.dicts()] == [
        (
            "anna",
            "Anna",
            "talks",
            "Talks",
            "2025-03",
            "found",
            "1",
            "1",
            "few",
            "0",
            "0",
            "0",
            None,
        ),
        ("anna", "Anna", "talks", "Talks", "2025-04", "thin", "0", "0", None, "1", "1", "0", None),
    ]
    assert len(coverage_table(found, never=True).rows) == 9
