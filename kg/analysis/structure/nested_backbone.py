"""The backbone of propositions: which of them carry the structure of the units' network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kg.analysis.counting.pooling import Unit
from kg.analysis.counting.resampling import (
    FEW,
    Draws,
    Figures,
    Interval,
    documents_behind,
    drawn_weights,
    enclose,
    ends,
    few_word,
    interval,
    rank_interval,
)
from kg.analysis.counting.statements import Statements
from kg.analysis.network.method import Method
from kg.analysis.network.networks import counted
from kg.analysis.structure.spectra import Places, losses_of
from kg.errors import UsageError
from kg.queries.table import Table, make_table

_DECIMALS = 12
"""Losses are compared to so many: what is beyond is rounding, and must not decide an order."""


@dataclass(frozen=True, slots=True)
class Carrier:
    """A proposition by how much of the network's structure it carries; see nested_backbone.

    ``rank`` 1 carries most. ``loss`` is that of the network when it and all below it are left
    out, ``alone`` that when it alone is. ``statements`` are those on it, ``units`` those who speak.
    """

    proposition: Unit
    rank: int
    rank_interval: Interval | None
    loss: float
    alone: float
    alone_interval: Interval | None
    statements: int
    units: int

    @property
    def few(self) -> bool:
        """Whether so few speak on it that its place says little."""
        return self.units < FEW


def nested_backbone(statements: Statements, method: Method, draws: Draws) -> list[Carrier]:
    """The propositions, from that which carries most of the units' network to the most redundant.

    From all propositions that one is left out whose spectral loss is least (see losses_of), then
    again from the rest, to the last: the later one goes, the more it carries. Of equal losses
    that with fewer statements goes first.

    The method is that of Discourse Network Analyzer (P. Leifeld, DNA 3, nested backbone), with
    three differences: the Laplacian is the whole one (DNA's code, read and not run, seems to keep
    its diagonal alone), equals go one at a time, and draws of the documents say how sure a rank
    is. Where nobody is tied there is no structure, and nothing carries it.

    Raises UsageError where the method ties no units, or where there are too many for it.
    """
    if method.is_two_mode or method.across:
        raise UsageError(
            "a backbone is one of a network between units", hint="take --kind subtract"
        )
    order, loss, alone = _peeled(statements, method)
    if not len(order):
        return []
    rank = np.full(len(statements.propositions), np.nan)
    rank[order] = np.arange(len(order), 0, -1)
    drawn = [_placed(statements, method, weights) for weights in drawn_weights(statements, draws)]
    size, documents = float(len(order)), documents_behind(statements)
    ranks = enclose(
        rank, np.array([one[0] for one in drawn]), draws, least=1.0, most=size, documents=documents
    )
    alones = enclose(
        alone, np.array([one[1] for one in drawn]), draws, least=0.0, most=2.0, documents=documents
    )
    known, _ = counted(statements, method)
    return [
        Carrier(
            proposition=statements.propositions[at],
            rank=int(rank[at]),
            rank_interval=rank_interval(ranks[0][at], ranks[1][at]),
            loss=float(loss[at]),
            alone=float(alone[at]),
            alone_interval=interval(alones[0][at], alones[1][at]),
            statements=int((known.proposition == at).sum()),
            units=len(np.unique(known.unit[known.proposition == at])),
        )
        for at in order[::-1].tolist()
    ]


def _placed(statements: Statements, method: Method, weights: Figures) -> tuple[Figures, Figures]:
    order, _, alone = _peeled(statements, method, weights)
    rank = np.full(len(statements.propositions), np.nan)
    rank[order] = np.arange(len(order), 0, -1)
    return rank, alone


def _peeled(
    statements: Statements, method: Method, weights: Figures | None = None
) -> tuple[Places, Figures, Figures]:
    """The propositions as they are left out; for each the loss with it out, and it alone out."""
    told = np.ones(len(statements)) if weights is None else weights
    amount = np.bincount(statements.proposition, told, minlength=len(statements.propositions))
    # From few statements to many, so that the first of equals is the right one.
    left = [at for at in np.argsort(amount, kind="stable").tolist() if amount[at] > 0]
    loss, alone = np.full((2, len(amount)), np.nan)
    order: list[int] = []
    if not losses_of(statements, method, [np.empty(0, np.int64)], weights)[0]:
        # Leaving out everything loses nothing: nobody is tied.
        return np.empty(0, np.int64), loss, alone
    while left:
        parts = [np.array([one for one in left if one != at], np.int64) for at in left]
        losses = np.round(losses_of(statements, method, parts, weights), _DECIMALS)
        if not order:
            alone[left] = losses
        place = int(losses.argmin())
        loss[left[place]] = losses[place]
        order.append(left.pop(place))
    return np.array(order, np.int64), loss, alone


_COLUMNS = (
    "rank", "rankLow", "rankHigh", "proposition", "propositionLabel", "loss", "alone", "aloneLow",
    "aloneHigh", "statements", "units", "few",
)  # fmt: skip


def carrier_table(carriers: Sequence[Carrier]) -> Table:
    """Propositions as a table: one row each, with the ends of its rank and of its own loss."""
    return make_table(
        _COLUMNS,
        (
            (
                one.rank,
                *ends(one.rank_interval),
                one.proposition.id,
                one.proposition.label,
                one.loss,
                one.alone,
                *ends(one.alone_interval),
                one.statements,
                one.units,
                few_word(one.few),
            )
            for one in carriers
        ),
    )
