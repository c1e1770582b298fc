"""Spectra of networks, and losses."""

from __future__ import annotations

import numpy as np
import pytest

from kg.analysis.counting.statements import count_statements
from kg.analysis.network.method import Kind, Method, Normalisation
from kg.analysis.network.networks import make_network
from kg.analysis.structure.spectra import losses_of, spectra
from tests.analysis.hand_drawn import drawn_network
from tests.analysis.invented_corpus import corpus


def spectrum(units: str, ties: dict[str, float]) -> list[float]:
    return spectra(drawn_network(units, ties).weights.toarray()[None])[0].tolist()


def test_spectra_of_small_networks() -> None:
    # The Laplacian of a tie of weight w has the eigenvalues 0 and 2w.
    assert spectrum("ab", {"ab": 3.0}) == pytest.approx([0, 1])
    # A triangle: 0, 3, 3. A path of three: 0, 1, 3.
    assert spectrum("abc", {"ab": 1.0, "bc": 1.0, "ac": 1.0}) == pytest.approx([0, 1 / 2, 1 / 2])
    assert spectrum("abc", {"ab": 1.0, "bc": 1.0}) == pytest.approx([0, 1 / 4, 3 / 4])


def test_negative_ties_are_left_out() -> None:
    with_conflict = {"ab": 1.0, "bc": 1.0, "ac": -5.0}
    assert spectrum("abc", with_conflict) == pytest.approx([0, 1 / 4, 3 / 4])


def test_without_ties_it_is_0() -> None:
    assert spectrum("abc", {}) == [0, 0, 0]
    assert spectra(np.empty((1, 0, 0))).shape == (1, 0)


def rows(number: int = 60) -> list[tuple[str, str, str, str]]:
    chance = np.random.default_rng(3)
    told = chance.integers([7, 5, 3], size=(number, 3)).tolist()
    return [(f"u{unit}", f"p{what}", "+-~"[sign], "2025-01-01") for unit, what, sign in told]


METHODS = [
    Method(kind, normalisation=normalisation)
    for kind in (Kind.SUBTRACT, Kind.CONGRUENCE, Kind.CONFLICT, Kind.COOCCURRENCE)
    for normalisation in (
        Normalisation.NONE,
        Normalisation.AVERAGE,
        Normalisation.JACCARD,
        Normalisation.COSINE,
    )
]


@pytest.mark.parametrize("method", METHODS, ids=lambda one: f"{one.kind}-{one.normalisation}")
def test_a_loss_is_that_between_two_networks_made_apart(method: Method) -> None:
    statements = count_statements(corpus(rows()))
    parts = [np.array([0, 2, 3]), np.array([1, 4]), np.arange(5)]
    whole = spectra(make_network(statements, method).weights.toarray()[None])
    expected = [
        np.abs(
            spectra(
                make_network(
                    statements.within(np.isin(statements.proposition, part)), method
                ).weights.toarray()[None]
            )
            - whole
        ).sum()
        for part in parts
    ]
    assert losses_of(statements, method, parts).tolist() == pytest.approx(expected)
    assert expected[2] == 0


def test_of_nothing_all_is_lost() -> None:
    statements = count_statements(corpus(rows()))
    nothing = [np.empty(0, np.int64)]
    assert losses_of(statements, Method(), nothing).tolist() == pytest.approx([1])


def test_weights_of_0_are_as_if_left_out() -> None:
    statements = count_statements(corpus(rows()))
    weights = (statements.proposition != 0).astype(float)
    part = [np.array([1, 2])]
    expected = losses_of(statements.within(statements.proposition != 0), Method(), part)
    assert losses_of(statements, Method(), part, weights).tolist() == pytest.approx(
        expected.tolist()
    )
