"""What communities are for and against: where their positions differ from all others'."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.analysis.counting.pooling import Unit
from kg.analysis.counting.resampling import (
    FEW,
    Draws,
    Figures,
    Interval,
    drawn_weights,
    enclose,
    interval,
)
from kg.analysis.counting.statements import Statements
from kg.analysis.structure.communities import Labels, members


@dataclass(frozen=True, slots=True)
class CommunityPosition:
    """Where a community stands on a proposition, from -1 against to 1 for, and where the others.

    ``within`` is the mean over its members who speak on it (each the mean of its statements),
    ``outside`` that over all other units; ``speakers`` and ``others`` say how many these are,
    ``documents`` how many show what anybody says on it.
    Without an interval there were no draws, or of fewer than FEW documents, or each tells the same.
    """

    community: int
    proposition: Unit
    within: float
    outside: float
    interval: Interval | None
    speakers: int
    others: int
    documents: int

    @property
    def difference(self) -> float:
        """How much more it is for the proposition than the others are."""
        return self.within - self.outside

    @property
    def few(self) -> bool:
        """Whether so few speak on it, or so few documents do, that the difference says little."""
        return min(self.speakers, self.others, self.documents) < FEW

    @property
    def telling(self) -> bool:
        """Whether enough speak on it, and 0 is no difference that the draws allow."""
        if self.few or not self.difference:
            return False
        return self.interval is None or self.interval.low > 0 or self.interval.high < 0


def community_positions(
    statements: Statements, labels: Labels, draws: Draws
) -> list[CommunityPosition]:
    """The positions of each community on what it and others speak on, by falling difference.

    The intervals hold the communities as they are. These were found in the same positions: a
    difference describes them and is no test of them.
    """
    within, outside, speakers, others = _positions(statements, labels, np.ones(len(statements)))
    documents = _documents(statements)
    drawn = [_gap(statements, labels, weights) for weights in drawn_weights(statements, draws)]
    low, high = enclose(
        within - outside,
        np.array(drawn),
        draws,
        least=-2.0,
        most=2.0,
        documents=documents,
    )
    found = [
        CommunityPosition(
            community=community,
            proposition=statements.propositions[at],
            within=float(within[community, at]),
            outside=float(outside[community, at]),
            interval=interval(low[community, at], high[community, at]),
            speakers=int(speakers[community, at]),
            others=int(others[community, at]),
            documents=int(documents[at]),
        )
        for community, at in np.argwhere(~np.isnan(within - outside)).tolist()
    ]
    return sorted(found, key=lambda one: (one.community, -one.difference, one.proposition.id))


def _documents(statements: Statements) -> NDArray[np.int64]:
    """How many documents show what is said on each proposition."""
    reports = statements.reports
    about = np.repeat(statements.proposition, np.diff(reports.indptr))
    shown = np.unique(np.column_stack((about, reports.indices)), axis=0)
    return np.bincount(shown[:, 0], minlength=len(statements.propositions))


def _gap(statements: Statements, labels: Labels, weights: Figures) -> Figures:
    within, outside, _, _ = _positions(statements, labels, weights)
    return within - outside


def _positions(
    statements: Statements, labels: Labels, weights: Figures
) -> tuple[Figures, Figures, Figures, Figures]:
    """Mean positions within and outside (communities x propositions), and how many speak."""
    shape = (len(statements.units), len(statements.propositions))
    place = statements.unit * shape[1] + statements.proposition
    size = shape[0] * shape[1]
    amount = np.bincount(place, weights, minlength=size).reshape(shape)
    total = np.bincount(place, weights * statements.sign, minlength=size).reshape(shape)
    speaks = (amount > 0).astype(float)
    position = np.divide(total, amount, out=np.zeros(shape), where=amount > 0)
    inside = np.zeros((len(members(labels)), shape[0]))
    for number, community in enumerate(members(labels)):
        inside[number, community] = 1
    speakers, others = inside @ speaks, (1 - inside) @ speaks
    return (
        _divided(inside @ position, speakers),
        _divided((1 - inside) @ position, others),
        speakers,
        others,
    )


def _divided(total: Figures, number: Figures) -> Figures:
    share: Figures = np.divide(total, number, out=np.full(total.shape, np.nan), where=number > 0)
    return share
