from __future__ import annotations

import numpy as np
import pytest

from kg.analysis.counting.pooling import Level
from kg.analysis.counting.statements import Duplicates, Statements, count_statements
from tests.analysis.invented_corpus import corpus

TALKS = [
    ("anna", "talks", "+", "2022-03-30", ["d01", "d02"]),  # one stance in two documents
    ("anna", "talks", "+", "2022-03-30", ["d01"]),  # again in the first of them, that day
    ("anna", "talks", "+", "2022-03-31", ["d01"]),  # and the next day
    ("anna", "talks", "+", "2022-04-01", ["d04", "d11", "d12"]),  # Friday of that ISO week, April
    ("anna", "talks", "+", "2022-04-20", ["d05"]),  # that month, another week
    ("anna", "talks", "+", "2022-09-15", ["d13"]),  # that year, another month
    ("anna", "talks", "+", "2024-03-30", ["d06"]),  # month 3 and week 13 again, of 2024
    ("anna", "talks", "+", "2024-12-30", ["d07"]),  # Monday of 2025-W01
    ("anna", "talks", "+", "2025-01-02", ["d08"]),  # Thursday of 2025-W01
    ("anna", "talks", "+", "2020-12-31", ["d09"]),  # Thursday of 2020-W53
    ("anna", "talks", "+", "2021-01-03", ["d10"]),  # Sunday of 2020-W53
]
"""One claim of one actor that every rule on repetition counts differently."""
COUNTED = {
    # Each report: 2 + 1 + 1 + 3 and seven of one document.
    Duplicates.NONE: 14,
    # The documents: d01 holds three stances, and counts once.
    Duplicates.DOCUMENT: 12,
    Duplicates.STANCE: 11,
    # The first two are of one day.
    Duplicates.DAY: 10,
    # 2020-W53, 2022-W13, 2022-W16, 2022-W37, 2024-W13, 2025-W01.
    Duplicates.WEEK: 6,
    # 2020-12, 2021-01, 2022-03, 2022-04, 2022-09, 2024-03, 2024-12, 2025-01.
    Duplicates.MONTH: 8,
    # 2020, 2021, 2022, 2024, 2025.
    Duplicates.YEAR: 5,
    Duplicates.RANGE: 1,
}


def days(statements: Statements) -> list[str]:
    return [str(day) for day in statements.day]


@pytest.mark.parametrize("duplicates", list(Duplicates))
def test_each_rule_counts_its_own_number(duplicates: Duplicates) -> None:
    assert len(count_statements(corpus(TALKS), Level.ACTOR, duplicates)) == COUNTED[duplicates]


@pytest.mark.parametrize("duplicates", list(Duplicates))
def test_another_unit_proposition_or_polarity_is_never_a_repetition(
    duplicates: Duplicates,
) -> None:
    others = [
        ("anna", "talks", "-", "2022-03-30", ["d01"]),
        ("anna", "talks", "~", "2022-03-30", ["d01"]),
        ("anna", "gas", "+", "2022-03-30", ["d01"]),
        ("bela", "talks", "+", "2022-03-30", ["d01"]),
    ]
    counted = count_statements(corpus([*TALKS, *others]), Level.ACTOR, duplicates)
    assert len(counted) == COUNTED[duplicates] + 4


def test_those_that_count_as_one_are_of_the_first_day_of_them() -> None:
    weekly = count_statements(corpus(TALKS), Level.ACTOR, Duplicates.WEEK)
    assert days(weekly) == [
        "2020-12-31", "2022-03-30", "2022-04-20", "2022-09-15", "2024-03-30", "2024-12-30",
    ]  # fmt: skip


def test_statements_go_by_day_and_then_by_stance() -> None:
    rows = [("bela", "talks", "+", "2022-01-02"), ("anna", "talks", "+", "2022-01-01")]
    counted = count_statements(corpus([*rows, *reversed(rows)]))
    assert days(counted) == ["2022-01-01", "2022-01-01", "2022-01-02", "2022-01-02"]
    assert counted.stances.indices.tolist() == [1, 2, 0, 3]


def test_a_date_of_a_month_counts_on_its_last_day() -> None:
    # The actor held the stance by then; earlier it may not have been said yet.
    counted = count_statements(corpus([("anna", "talks", "+", "2022-02")]))
    assert days(counted) == ["2022-02-28"]


def test_a_month_and_a_day_in_it_are_of_one_month() -> None:
    rows = [("anna", "talks", "+", "2022-02"), ("anna", "talks", "+", "2022-02-03")]
    monthly = count_statements(corpus(rows), Level.ACTOR, Duplicates.MONTH)
    assert days(monthly) == ["2022-02-03"]


def test_two_passages_of_one_document_are_two_reports() -> None:
    once = corpus([("anna", "talks", "+", "2022-01-01", ["d1", "d1"])])
    assert len(count_statements(once, Level.ACTOR, Duplicates.NONE)) == 2
    for rule in set(Duplicates) - {Duplicates.NONE}:
        assert len(count_statements(once, Level.ACTOR, rule)) == 1


def test_every_document_carries_an_equal_share_of_a_statement() -> None:
    # Four stances in the documents d01, d02, d01, d01 and d04, d11, d12: five documents.
    weekly = count_statements(corpus(TALKS[:4]), Level.ACTOR, Duplicates.WEEK)
    assert weekly.reports.toarray().round(12).tolist() == [[0.2] * 5]
    assert weekly.stances.toarray().tolist() == [[1, 1, 1, 1]]


def test_the_reports_of_a_statement_add_up_to_one() -> None:
    for rule in Duplicates:
        counted = count_statements(corpus(TALKS), Level.ACTOR, rule)
        assert np.allclose(counted.reports.sum(axis=1), 1)


def test_a_report_is_carried_by_its_own_document_alone() -> None:
    each = count_statements(corpus(TALKS[:1]), Level.ACTOR, Duplicates.NONE)
    assert each.reports.toarray().tolist() == [[1, 0], [0, 1]]


def test_what_several_doubtful_stances_show_is_less_in_doubt() -> None:
    rows = [
        ("anna", "talks", "+", "2022-01-01", ["d1"], None, 0.5),
        ("anna", "talks", "+", "2022-01-02", ["d2"], None, 0.6),
    ]
    apart = count_statements(corpus(rows))
    assert apart.sure.tolist() == [0.5, 0.6]
    # Both are wrong with a chance of 0.5 x 0.4 = 0.2.
    together = count_statements(corpus(rows), Level.ACTOR, Duplicates.RANGE)
    assert together.sure.round(12).tolist() == [0.8]


def test_two_passages_of_one_document_are_one_stance_in_doubt() -> None:
    twice = corpus([("anna", "talks", "+", "2022-01-01", ["d1", "d1"], None, 0.6)])
    counted = count_statements(twice, Level.ACTOR, Duplicates.DOCUMENT)
    assert counted.sure.round(12).tolist() == [0.6]
    assert counted.stances.toarray().tolist() == [[1]]


def test_a_repetition_is_one_of_the_unit_and_not_of_the_actor() -> None:
    rows = [("anna", "talks", "+", "2022-01-03"), ("bela", "talks", "+", "2022-01-04")]
    tenures = [("anna", "Member", "blues"), ("bela", "Member", "blues")]
    known = corpus(rows, tenures=tenures, actors={"blues": "party"})
    assert len(count_statements(known, Level.ACTOR, Duplicates.WEEK)) == 2
    assert len(count_statements(known, Level.PARTY, Duplicates.WEEK)) == 1


def test_what_belongs_to_no_unit_is_left_out_and_counted() -> None:
    rows = [("anna", "talks", "+", "2022-01-03"), ("bela", "talks", "+", "2022-01-04")]
    known = corpus(rows, tenures=[("anna", "Member", "blues")], actors={"blues": "party"})
    for rule in Duplicates:
        counted = count_statements(known, Level.PARTY, rule)
        assert (len(counted), counted.left_out) == (1, 1)
        assert [unit.id for unit in counted.units] == ["blues"]


def test_some_of_the_statements_keep_units_and_propositions() -> None:
    counted = count_statements(corpus([*TALKS, ("bela", "gas", "-", "2025-05-05")]))
    some = counted.within(counted.sign < 0)
    assert (some.units, some.propositions) == (counted.units, counted.propositions)
    assert days(some) == ["2025-05-05"]
    assert some.reports.shape == (1, counted.reports.shape[1])


def test_of_nothing_said_there_are_no_statements() -> None:
    for rule in Duplicates:
        counted = count_statements(corpus([]), Level.ACTOR, rule)
        assert (len(counted), counted.units, counted.propositions) == (0, (), ())
        assert counted.reports.shape == (0, 0)
