"""How a network is computed: its kind, what polarity does in it, and by what it is divided."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from kg.errors import UsageError


class Kind(StrEnum):
    """What ties two units: Leifeld (2017), section "Methodology"; DNA's qualifier aggregation.

    AFFILIATION units x propositions. Between units: COOCCURRENCE both speak on a proposition
    (DNA's ``ignore``), CONGRUENCE with the same polarity, CONFLICT with opposite ones, SUBTRACT
    congruence less conflict.

    P. Leifeld: Discourse Network Analysis: Policy Debates as Dynamic Networks. The Oxford
    Handbook of Political Networks, 2017, 301-325.
    """

    AFFILIATION = "affiliation"
    COOCCURRENCE = "cooccurrence"
    CONGRUENCE = "congruence"
    CONFLICT = "conflict"
    SUBTRACT = "subtract"


class Qualifier(StrEnum):
    """What polarity does in an affiliation network.

    IGNORE counts statements, SUBTRACT those for less those against (mixed ones are 0), COMBINE
    tells which polarities there are: 1 for, 2 against, 4 mixed, added up.
    """

    IGNORE = "ignore"
    COMBINE = "combine"
    SUBTRACT = "subtract"


class Normalisation(StrEnum):
    """By what a weight is divided, so that those who speak much do not outweigh all others.

    Between units: AVERAGE the mean of both units' statements (Leifeld 2017, average activity),
    JACCARD the size of the union of both units' positions (Jaccard 1901; with mixed positions
    halfway its extension by Tanimoto 1958; of a co-occurrence, of the propositions spoken on),
    COSINE the lengths of both vectors (Salton & McGill 1983). In affiliation networks: ACTIVITY
    the unit's statements, PROMINENCE the proposition's.
    """

    NONE = "none"
    AVERAGE = "average"
    JACCARD = "jaccard"
    COSINE = "cosine"
    ACTIVITY = "activity"
    PROMINENCE = "prominence"


class Mixed(StrEnum):
    """Where a mixed position stands: HALFWAY between for and against, APART, or LEFT_OUT.

    Halfway is DNA's rule for integers: two polarities agree by 1 less their distance by the
    range, and conflict by that distance. Apart, it agrees with itself only and conflicts with
    nothing. DNA's yes and no know no mixed position.
    """

    HALFWAY = "halfway"
    APART = "apart"
    LEFT_OUT = "left-out"


_TWO_MODE = {Normalisation.NONE, Normalisation.ACTIVITY, Normalisation.PROMINENCE}
_ONE_MODE = {
    Normalisation.NONE, Normalisation.AVERAGE, Normalisation.JACCARD, Normalisation.COSINE,
}  # fmt: skip
_SIGNS = np.array([-1, 0, 1])
_OPPOSITE = np.array([[0.0, 0.0, 1.0], [0.0, 0.0, 0.0], [1.0, 0.0, 0.0]])


@dataclass(frozen=True, slots=True)
class Method:
    """All choices that make a network of statements; ``qualifier`` is for affiliation only.

    ``across`` True ties propositions by the units that speak on both, instead of units. Raises
    UsageError where the choices do not go together.
    """

    kind: Kind = Kind.CONGRUENCE
    qualifier: Qualifier = Qualifier.SUBTRACT
    normalisation: Normalisation = Normalisation.NONE
    mixed: Mixed = Mixed.HALFWAY
    across: bool = False

    def __post_init__(self) -> None:
        known = _TWO_MODE if self.is_two_mode else _ONE_MODE
        if self.normalisation not in known:
            listed = ", ".join(sorted(known))
            raise UsageError(
                f"{self.normalisation} does not fit {self.kind}", hint=f"one of: {listed}"
            )
        if self.is_combined and self.normalisation is not Normalisation.NONE:
            raise UsageError(
                "combined polarities are no amounts: they cannot be divided",
                hint="leave out the normalisation, or take --qualifier subtract",
            )
        if self.is_two_mode and self.across:
            raise UsageError(
                "an affiliation network has units and propositions already",
                hint="between propositions take congruence, conflict, subtract or cooccurrence",
            )

    @property
    def is_two_mode(self) -> bool:
        """Whether the network ties units to propositions."""
        return self.kind is Kind.AFFILIATION

    @property
    def is_combined(self) -> bool:
        """Whether weights tell which polarities there are, and are no amounts."""
        return self.is_two_mode and self.qualifier is Qualifier.COMBINE

    @property
    def is_signed(self) -> bool:
        """Whether weights may be negative."""
        if self.is_two_mode:
            return self.qualifier is Qualifier.SUBTRACT
        return self.kind is Kind.SUBTRACT

    @property
    def proximity(self) -> NDArray[np.float64]:
        """How far two polarities (against, mixed, for) agree, from 0 to 1, as 3 x 3."""
        if self.kind is Kind.COOCCURRENCE:
            return np.ones((3, 3))
        if self.mixed is Mixed.APART:
            return np.eye(3)
        return np.asarray(1 - np.abs(_SIGNS[:, None] - _SIGNS[None, :]) / 2)

    @property
    def weights(self) -> NDArray[np.float64]:
        """What two statements of these polarities (against, mixed, for) add to a tie, as 3 x 3."""
        near = self.proximity
        far = _OPPOSITE if self.mixed is Mixed.APART else 1 - near
        return {Kind.CONFLICT: far, Kind.SUBTRACT: near - far}.get(self.kind, near)
