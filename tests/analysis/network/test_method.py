from __future__ import annotations

import numpy as np
import pytest

from kg.analysis.network.method import Kind, Method, Mixed, Normalisation, Qualifier
from kg.errors import UsageError

ONE_MODE = {"none", "average", "jaccard", "cosine"}
TWO_MODE = {"none", "activity", "prominence"}


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("normalisation", list(Normalisation))
def test_a_normalisation_fits_its_kinds_alone(kind: Kind, normalisation: Normalisation) -> None:
    fitting = TWO_MODE if kind is Kind.AFFILIATION else ONE_MODE
    if normalisation.value in fitting:
        assert Method(kind, normalisation=normalisation).normalisation is normalisation
    else:
        with pytest.raises(UsageError, match=f"{normalisation.value} does not fit {kind.value}"):
            Method(kind, normalisation=normalisation)


def test_combined_polarities_are_not_divided() -> None:
    assert Method(Kind.AFFILIATION, Qualifier.COMBINE).is_combined
    with pytest.raises(UsageError, match="no amounts"):
        Method(Kind.AFFILIATION, Qualifier.COMBINE, Normalisation.ACTIVITY)


def test_the_qualifier_says_nothing_between_units() -> None:
    combined = Method(Kind.CONGRUENCE, Qualifier.COMBINE, Normalisation.AVERAGE)
    assert not combined.is_combined


def test_an_affiliation_network_is_not_turned_around() -> None:
    with pytest.raises(UsageError, match="units and propositions already"):
        Method(Kind.AFFILIATION, across=True)


HALF = 0.5
"""What two polarities add: rows and columns against, mixed, for."""
WEIGHTS = {
    (Kind.COOCCURRENCE, Mixed.HALFWAY): [[1, 1, 1], [1, 1, 1], [1, 1, 1]],
    (Kind.COOCCURRENCE, Mixed.APART): [[1, 1, 1], [1, 1, 1], [1, 1, 1]],
    (Kind.CONGRUENCE, Mixed.HALFWAY): [[1, HALF, 0], [HALF, 1, HALF], [0, HALF, 1]],
    (Kind.CONGRUENCE, Mixed.APART): [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    (Kind.CONFLICT, Mixed.HALFWAY): [[0, HALF, 1], [HALF, 0, HALF], [1, HALF, 0]],
    (Kind.CONFLICT, Mixed.APART): [[0, 0, 1], [0, 0, 0], [1, 0, 0]],
    (Kind.SUBTRACT, Mixed.HALFWAY): [[1, 0, -1], [0, 1, 0], [-1, 0, 1]],
    (Kind.SUBTRACT, Mixed.APART): [[1, 0, -1], [0, 1, 0], [-1, 0, 1]],
}


@pytest.mark.parametrize(("kind", "mixed"), WEIGHTS)
def test_what_two_polarities_add_to_a_tie(kind: Kind, mixed: Mixed) -> None:
    assert Method(kind, mixed=mixed).weights.tolist() == WEIGHTS[kind, mixed]


@pytest.mark.parametrize("mixed", [Mixed.HALFWAY, Mixed.LEFT_OUT])
def test_congruence_and_conflict_are_all_that_is_said_together(mixed: Mixed) -> None:
    # Halfway, every pair of statements agrees by some share and conflicts by the rest of it.
    # Apart, a mixed statement beside one for or against does neither.
    congruence, conflict, together = (
        Method(kind, mixed=mixed).weights
        for kind in (Kind.CONGRUENCE, Kind.CONFLICT, Kind.COOCCURRENCE)
    )
    assert np.array_equal(congruence + conflict, together)
