from __future__ import annotations

from collections.abc import Callable
from math import sqrt

import numpy as np
import pytest

from kg.analysis.corpus.corpus import Corpus
from kg.analysis.counting.pooling import Level
from kg.analysis.counting.statements import Duplicates, count_statements
from kg.analysis.network.method import Kind, Method, Mixed, Normalisation, Qualifier
from kg.analysis.network.networks import Network, make_network
from tests.analysis.counting.test_statements import COUNTED, TALKS
from tests.analysis.invented_corpus import corpus

REST = [
    ("anna", "gas", "-", "2022-03-30", ["d30"]),
    ("anna", "tax", "+", "2022-03-30", ["d31"]),
    ("bela", "talks", "+", "2023-05-05", ["d20"]),
    ("bela", "talks", "-", "2023-06-06", ["d21"]),
    ("bela", "gas", "-", "2023-05-05", ["d22"]),
    ("cleo", "talks", "-", "2023-05-05", ["d40"]),
]
"""Beside so many claims for talks as a rule counts; all of these count once by any rule.

            talks           gas    tax     statements
    anna    n for                  1 against  1 for    n + 2
    bela    1 for, 1 against       1 against           3
    cleo    1 against                                  1
"""


@pytest.fixture(scope="module")
def debate() -> Corpus:
    return corpus([*TALKS, *REST])


def network(of: Corpus, method: Method, duplicates: Duplicates = Duplicates.STANCE) -> Network:
    return make_network(count_statements(of, Level.ACTOR, duplicates), method)


def weight(of: Network, row: str, column: str) -> float:
    rows = [unit.id for unit in of.rows]
    columns = [unit.id for unit in of.columns]
    return float(of.weights[rows.index(row), columns.index(column)])


def always(amount: float) -> dict[str, float]:
    return dict.fromkeys([rule.value for rule in Duplicates], amount)


BETWEEN_ANNA_AND_BELA: dict[tuple[Kind, Normalisation], dict[str, float]] = {
    # On talks anna has n, bela 1 + 1; on gas 1 and 1: 2n + 1.
    (Kind.COOCCURRENCE, Normalisation.NONE): {
        "none": 29, "document": 25, "stance": 23, "day": 21,
        "week": 13, "month": 17, "year": 11, "range": 3,
    },
    # n x 1 for talks, 1 x 1 against gas: n + 1.
    (Kind.CONGRUENCE, Normalisation.NONE): {
        "none": 15, "document": 13, "stance": 12, "day": 11,
        "week": 7, "month": 9, "year": 6, "range": 2,
    },
    # n for talks x 1 against: n.
    (Kind.CONFLICT, Normalisation.NONE): {
        "none": 14, "document": 12, "stance": 11, "day": 10,
        "week": 6, "month": 8, "year": 5, "range": 1,
    },
    # (n + 1) - n.
    (Kind.SUBTRACT, Normalisation.NONE): always(1),
    # anna has made n + 2 statements, bela 3: divided by (n + 5) / 2.
    (Kind.COOCCURRENCE, Normalisation.AVERAGE): {
        "none": 29 / 9.5, "document": 25 / 8.5, "stance": 23 / 8, "day": 21 / 7.5,
        "week": 13 / 5.5, "month": 17 / 6.5, "year": 11 / 5, "range": 3 / 3,
    },
    (Kind.CONGRUENCE, Normalisation.AVERAGE): {
        "none": 15 / 9.5, "document": 13 / 8.5, "stance": 12 / 8, "day": 11 / 7.5,
        "week": 7 / 5.5, "month": 9 / 6.5, "year": 6 / 5, "range": 2 / 3,
    },
    (Kind.CONFLICT, Normalisation.AVERAGE): {
        "none": 14 / 9.5, "document": 12 / 8.5, "stance": 11 / 8, "day": 10 / 7.5,
        "week": 6 / 5.5, "month": 8 / 6.5, "year": 5 / 5, "range": 1 / 3,
    },
    (Kind.SUBTRACT, Normalisation.AVERAGE): {
        "none": 1 / 9.5, "document": 1 / 8.5, "stance": 1 / 8, "day": 1 / 7.5,
        "week": 1 / 5.5, "month": 1 / 6.5, "year": 1 / 5, "range": 1 / 3,
    },
    # Spoken on: talks, gas, tax by anna, talks and gas by bela: 2 of 3.
    (Kind.COOCCURRENCE, Normalisation.JACCARD): always(2 / 3),
    # For talks, against gas, for tax; for talks, against talks, against gas: 2 of 4.
    (Kind.CONGRUENCE, Normalisation.JACCARD): always(2 / 4),
    # One contradiction, for talks against talks, by the same 4.
    (Kind.CONFLICT, Normalisation.JACCARD): always(1 / 4),
    (Kind.SUBTRACT, Normalisation.JACCARD): always((2 - 1) / 4),
    # Spoken on talks, gas, tax: (n, 1, 1) and (2, 1, 0), as long as sqrt(n^2 + 2) and sqrt(5).
    (Kind.COOCCURRENCE, Normalisation.COSINE): {
        "none": 29 / sqrt(198 * 5), "document": 25 / sqrt(146 * 5), "stance": 23 / sqrt(123 * 5),
        "day": 21 / sqrt(102 * 5), "week": 13 / sqrt(38 * 5), "month": 17 / sqrt(66 * 5),
        "year": 11 / sqrt(27 * 5), "range": 3 / sqrt(3 * 5),
    },
    # For talks, against talks, against gas, for tax: (n, 0, 1, 1) and (1, 1, 1, 0), sqrt(3) long.
    (Kind.CONGRUENCE, Normalisation.COSINE): {
        "none": 15 / sqrt(198 * 3), "document": 13 / sqrt(146 * 3), "stance": 12 / sqrt(123 * 3),
        "day": 11 / sqrt(102 * 3), "week": 7 / sqrt(38 * 3), "month": 9 / sqrt(66 * 3),
        "year": 6 / sqrt(27 * 3), "range": 2 / sqrt(3 * 3),
    },
    (Kind.CONFLICT, Normalisation.COSINE): {
        "none": 14 / sqrt(198 * 3), "document": 12 / sqrt(146 * 3), "stance": 11 / sqrt(123 * 3),
        "day": 10 / sqrt(102 * 3), "week": 6 / sqrt(38 * 3), "month": 8 / sqrt(66 * 3),
        "year": 5 / sqrt(27 * 3), "range": 1 / sqrt(3 * 3),
    },
    (Kind.SUBTRACT, Normalisation.COSINE): {
        "none": 1 / sqrt(198 * 3), "document": 1 / sqrt(146 * 3), "stance": 1 / sqrt(123 * 3),
        "day": 1 / sqrt(102 * 3), "week": 1 / sqrt(38 * 3), "month": 1 / sqrt(66 * 3),
        "year": 1 / sqrt(27 * 3), "range": 1 / sqrt(3 * 3),
    },
}  # fmt: skip


@pytest.mark.parametrize("duplicates", list(Duplicates))
@pytest.mark.parametrize(("kind", "normalisation"), BETWEEN_ANNA_AND_BELA)
def test_a_tie_between_actors(
    debate: Corpus, kind: Kind, normalisation: Normalisation, duplicates: Duplicates
) -> None:
    found = network(debate, Method(kind, normalisation=normalisation), duplicates)
    expected = BETWEEN_ANNA_AND_BELA[kind, normalisation][duplicates.value]
    assert weight(found, "anna", "bela") == pytest.approx(expected)


Trio = tuple[float, float, float]
OF_ANNA_BELA_AND_CLEO_TO_TALKS: dict[
    tuple[Qualifier, Normalisation], Callable[[int], Trio]
] = {
    # n for; 1 for and 1 against; 1 against.
    (Qualifier.IGNORE, Normalisation.NONE): lambda n: (n, 2, 1),
    (Qualifier.SUBTRACT, Normalisation.NONE): lambda n: (n, 1 - 1, -1),
    # For 1, against 2, both 3.
    (Qualifier.COMBINE, Normalisation.NONE): lambda _: (1, 3, 2),
    # By all statements of each: n + 2, 3 and 1.
    (Qualifier.IGNORE, Normalisation.ACTIVITY): lambda n: (n / (n + 2), 2 / 3, 1 / 1),
    (Qualifier.SUBTRACT, Normalisation.ACTIVITY): lambda n: (n / (n + 2), 0, -1 / 1),
    # By all statements on talks: n + 2 + 1.
    (Qualifier.IGNORE, Normalisation.PROMINENCE): lambda n: (
        n / (n + 3), 2 / (n + 3), 1 / (n + 3),
    ),
    (Qualifier.SUBTRACT, Normalisation.PROMINENCE): lambda n: (n / (n + 3), 0, -1 / (n + 3)),
}  # fmt: skip


@pytest.mark.parametrize("duplicates", list(Duplicates))
@pytest.mark.parametrize(("qualifier", "normalisation"), OF_ANNA_BELA_AND_CLEO_TO_TALKS)
def test_a_tie_to_a_proposition(
    debate: Corpus, qualifier: Qualifier, normalisation: Normalisation, duplicates: Duplicates
) -> None:
    found = network(debate, Method(Kind.AFFILIATION, qualifier, normalisation), duplicates)
    expected = OF_ANNA_BELA_AND_CLEO_TO_TALKS[qualifier, normalisation](COUNTED[duplicates])
    told = [weight(found, actor, "talks") for actor in ("anna", "bela", "cleo")]
    assert told == pytest.approx(expected)


def test_for_and_against_in_equal_number_make_no_tie(debate: Corpus) -> None:
    found = network(debate, Method(Kind.AFFILIATION, Qualifier.SUBTRACT))
    ties = {(found.rows[row].id, found.columns[column].id) for row, column, _ in found.ties()}
    assert ("bela", "talks") not in ties
    assert ("bela", "gas") in ties


BETWEEN_TALKS_AND_GAS = {
    # Of the 11 + 2 + 1 statements on talks those of anna and bela: 11 x 1 and 2 x 1.
    (Kind.COOCCURRENCE, Normalisation.NONE): 13,
    # bela is against both.
    (Kind.CONGRUENCE, Normalisation.NONE): 1,
    # anna is 11 times for talks and against gas, bela once.
    (Kind.CONFLICT, Normalisation.NONE): 12,
    (Kind.SUBTRACT, Normalisation.NONE): 1 - 12,
    # 14 statements on talks, 2 on gas.
    (Kind.COOCCURRENCE, Normalisation.AVERAGE): 13 / 8,
    (Kind.CONGRUENCE, Normalisation.AVERAGE): 1 / 8,
    (Kind.CONFLICT, Normalisation.AVERAGE): 12 / 8,
    (Kind.SUBTRACT, Normalisation.AVERAGE): -11 / 8,
    # anna, bela, cleo speak on talks, anna and bela on gas.
    (Kind.COOCCURRENCE, Normalisation.JACCARD): 2 / 3,
    # For talks anna, bela; against talks bela, cleo; against gas anna, bela: 1 of 4 + 2 - 1.
    (Kind.CONGRUENCE, Normalisation.JACCARD): 1 / 5,
    (Kind.CONFLICT, Normalisation.JACCARD): 2 / 5,
    (Kind.SUBTRACT, Normalisation.JACCARD): (1 - 2) / 5,
    # (11, 2, 1) and (1, 1, 0).
    (Kind.COOCCURRENCE, Normalisation.COSINE): 13 / sqrt(126 * 2),
    # (11 for, 1 for, 1 against, 1 against) and (1 against, 1 against).
    (Kind.CONGRUENCE, Normalisation.COSINE): 1 / sqrt(124 * 2),
    (Kind.CONFLICT, Normalisation.COSINE): 12 / sqrt(124 * 2),
    (Kind.SUBTRACT, Normalisation.COSINE): -11 / sqrt(124 * 2),
}


@pytest.mark.parametrize(("kind", "normalisation"), BETWEEN_TALKS_AND_GAS)
def test_a_tie_between_propositions(
    debate: Corpus, kind: Kind, normalisation: Normalisation
) -> None:
    found = network(debate, Method(kind, normalisation=normalisation, across=True))
    assert [unit.id for unit in found.rows] == ["gas", "talks", "tax"]
    expected = BETWEEN_TALKS_AND_GAS[kind, normalisation]
    assert weight(found, "talks", "gas") == pytest.approx(expected)


UNSURE = [
    ("anna", "talks", "+", "2022-01-01"),
    ("anna", "talks", "+", "2022-02-01"),
    ("bela", "talks", "~", "2022-01-01"),
    ("cleo", "talks", "-", "2022-01-01"),
    ("cleo", "talks", "~", "2022-02-01"),
]
"""On one proposition anna is for it twice, bela mixed, cleo against and mixed."""
HALFWAY, APART, LEFT_OUT = Mixed.HALFWAY, Mixed.APART, Mixed.LEFT_OUT
PLAIN, AVERAGE = Normalisation.NONE, Normalisation.AVERAGE
JACCARD, COSINE = Normalisation.JACCARD, Normalisation.COSINE
AMONG_THE_UNSURE = [
    # anna-bela, anna-cleo, bela-cleo.
    # Halfway: for and mixed agree by 1/2. 2 x 1/2; 2 x 0 + 2 x 1/2; 1/2 + 1.
    (Kind.CONGRUENCE, HALFWAY, PLAIN, (1, 1, 1.5)),
    # 2 x 1/2; 2 x 1 + 2 x 1/2; 1/2 + 0.
    (Kind.CONFLICT, HALFWAY, PLAIN, (1, 3, 0.5)),
    (Kind.SUBTRACT, HALFWAY, PLAIN, (0, -2, 1)),
    (Kind.COOCCURRENCE, HALFWAY, PLAIN, (2, 4, 2)),
    # By (2 + 1) / 2, (2 + 2) / 2, (1 + 2) / 2.
    (Kind.CONGRUENCE, HALFWAY, AVERAGE, (1 / 1.5, 1 / 2, 1.5 / 1.5)),
    # Positions: for; mixed; against and mixed, of size 1, 1 and 1 + 1 + 2 x 1/2 = 3.
    # 1/2 by 1 + 1 - 1/2; 1/2 by 1 + 3 - 1/2; 3/2 by 1 + 3 - 3/2.
    (Kind.CONGRUENCE, HALFWAY, JACCARD, (0.5 / 1.5, 0.5 / 3.5, 1.5 / 2.5)),
    (Kind.CONFLICT, HALFWAY, JACCARD, (0.5 / 1.5, 1.5 / 3.5, 0.5 / 2.5)),
    # Lengths: 2; 1; sqrt(3).
    (Kind.CONGRUENCE, HALFWAY, COSINE, (1 / 2, 1 / sqrt(12), 1.5 / sqrt(3))),
    # Apart: mixed agrees with mixed, and conflicts with nothing.
    (Kind.CONGRUENCE, APART, PLAIN, (0, 0, 1)),
    (Kind.CONFLICT, APART, PLAIN, (0, 2, 0)),
    (Kind.SUBTRACT, APART, PLAIN, (0, -2, 1)),
    (Kind.COOCCURRENCE, APART, PLAIN, (2, 4, 2)),
    # Sizes 1, 1 and 2: 1 by 1 + 2 - 1.
    (Kind.CONGRUENCE, APART, JACCARD, (0, 0, 1 / 2)),
    (Kind.CONFLICT, APART, JACCARD, (0, 1 / 3, 0)),
    (Kind.CONGRUENCE, APART, COSINE, (0, 0, 1 / sqrt(2))),
    # Left out: bela has said nothing, and cleo one thing.
    (Kind.CONGRUENCE, LEFT_OUT, PLAIN, (0, 0, 0)),
    (Kind.CONFLICT, LEFT_OUT, PLAIN, (0, 2, 0)),
    (Kind.SUBTRACT, LEFT_OUT, PLAIN, (0, -2, 0)),
    (Kind.COOCCURRENCE, LEFT_OUT, PLAIN, (0, 2, 0)),
    (Kind.CONFLICT, LEFT_OUT, AVERAGE, (0, 2 / 1.5, 0)),
    (Kind.CONFLICT, LEFT_OUT, JACCARD, (0, 1 / 2, 0)),
    (Kind.CONFLICT, LEFT_OUT, COSINE, (0, 2 / 2, 0)),
]


@pytest.mark.parametrize(("kind", "mixed", "normalisation", "expected"), AMONG_THE_UNSURE)
def test_where_a_mixed_position_stands(
    kind: Kind, mixed: Mixed, normalisation: Normalisation, expected: tuple[float, ...]
) -> None:
    found = network(corpus(UNSURE), Method(kind, normalisation=normalisation, mixed=mixed))
    pairs = (("anna", "bela"), ("anna", "cleo"), ("bela", "cleo"))
    assert [weight(found, *pair) for pair in pairs] == pytest.approx(expected)


def test_a_mixed_position_adds_nothing_to_a_signed_affiliation_but_counts_as_said() -> None:
    signed = Method(Kind.AFFILIATION, Qualifier.SUBTRACT, Normalisation.ACTIVITY)
    found = network(corpus(UNSURE), signed)
    # anna 2 of 2, bela 0 of 1, cleo -1 of 2.
    assert [weight(found, who, "talks") for who in ("anna", "bela", "cleo")] == [1, 0, -0.5]
    combined = network(corpus(UNSURE), Method(Kind.AFFILIATION, Qualifier.COMBINE))
    # For 1; mixed 4; against 2 and mixed 4.
    assert [weight(combined, who, "talks") for who in ("anna", "bela", "cleo")] == [1, 4, 6]


def test_shared_propositions_are_those_both_speak_on(debate: Corpus) -> None:
    found = network(debate, Method(Kind.CONGRUENCE))
    assert found.shared.toarray().tolist() == [[0, 2, 1], [2, 0, 1], [1, 1, 0]]
    assert found.said.tolist() == [13, 3, 1]
    assert found.statements == 17


def test_a_tie_across_rests_on_the_units_that_speak_on_both(debate: Corpus) -> None:
    found = network(debate, Method(Kind.CONGRUENCE, across=True))
    # gas-talks: anna and bela; gas-tax and talks-tax: anna.
    assert found.shared.toarray().tolist() == [[0, 2, 1], [2, 0, 1], [1, 1, 0]]
    # Of the statements on gas, talks and tax.
    assert found.said.tolist() == [2, 14, 1]


def test_an_affiliation_rests_on_its_statements(debate: Corpus) -> None:
    found = network(debate, Method(Kind.AFFILIATION))
    # gas, talks, tax.
    assert found.shared.toarray().tolist() == [[1, 11, 1], [1, 2, 0], [0, 1, 0]]


def test_nobody_is_tied_to_oneself_and_each_tie_is_told_once(debate: Corpus) -> None:
    found = network(debate, Method(Kind.COOCCURRENCE))
    assert found.weights.diagonal().tolist() == [0, 0, 0]
    # anna-bela 11 x 2 + 1, anna-cleo 11 x 1, bela-cleo 2 x 1.
    assert list(found.ties()) == [(0, 1, 23), (0, 2, 11), (1, 2, 2)]


def test_statements_may_have_weights(debate: Corpus) -> None:
    statements = count_statements(debate)
    # Only gas is looked at, and what anna says of it twice as much.
    gas = [unit.id for unit in statements.propositions].index("gas")
    anna = [unit.id for unit in statements.units].index("anna")
    weights = np.where(statements.unit == anna, 2.0, 1.0) * (statements.proposition == gas)
    found = make_network(statements, Method(Kind.CONGRUENCE, normalisation=AVERAGE), weights)
    # 2 x 1 by (2 + 1) / 2.
    assert weight(found, "anna", "bela") == pytest.approx(2 / 1.5)
    assert found.said.tolist() == [2, 1, 0]


@pytest.mark.parametrize("kind", list(Kind))
def test_of_nothing_there_is_an_empty_network(kind: Kind) -> None:
    found = network(corpus([]), Method(kind))
    assert (found.rows, list(found.ties()), found.statements) == ((), [], 0)
