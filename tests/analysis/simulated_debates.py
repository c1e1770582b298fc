"""How often intervals hold the truth, in debates of which the truth is known.

``python -m tests.analysis.simulated_debates`` prints the table of docs/analysis.md, in some twenty
minutes; another number of debates may be given.
"""

from __future__ import annotations

import sys
from functools import partial

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from kg.analysis.counting.resampling import Draws, Figures, intervals
from kg.analysis.counting.statements import Statements, count_statements
from kg.analysis.network.method import Kind, Method, Normalisation
from kg.analysis.network.networks import make_network
from tests.analysis.invented_corpus import corpus

ACTORS = ("anna", "bela", "cleo")
ATTENTION = (0.4, 0.2, 0.15, 0.1, 0.1, 0.05)
"""How much each of six propositions is spoken of."""
FOR = {
    "anna": (0.9, 0.9, 0.8, 0.5, 0.7, 0.9),
    "bela": (0.8, 0.9, 0.3, 0.5, 0.2, 0.9),
    "cleo": (0.1,) * 6,
}
"""How probable it is that an actor who speaks on a proposition is for it."""
METHODS = {
    "congruence": Method(),
    "average": Method(normalisation=Normalisation.AVERAGE),
    "jaccard": Method(normalisation=Normalisation.JACCARD),
    "cosine": Method(normalisation=Normalisation.COSINE),
    "subtract, cosine": Method(Kind.SUBTRACT, normalisation=Normalisation.COSINE),
    "subtract, jaccard": Method(Kind.SUBTRACT, normalisation=Normalisation.JACCARD),
}


def debate(chance: Generator, documents: int) -> Statements:
    """A debate in so many documents, each with one statement or more."""
    rows = []
    for document in range(documents):
        for _ in range(1 + chance.poisson(1.0)):
            actor = chance.choice(ACTORS)
            at = chance.choice(len(ATTENTION), p=ATTENTION)
            sign = "+" if chance.random() < FOR[actor][at] else "-"
            day = f"2025-01-{1 + document % 28:02}"
            rows.append((actor, f"p{at}", sign, day, [f"d{document}"]))
    return count_statements(corpus(rows))


def figures(of: Statements, weights: Figures | None = None) -> Figures:
    """The tie of anna and bela by each method, and the share of statements that are for."""
    found = []
    for method in METHODS.values():
        network = make_network(of, method, weights)
        place = {unit.id: number for number, unit in enumerate(network.rows)}
        both = "anna" in place and "bela" in place
        found.append(network.weights[place["anna"], place["bela"]] if both else 0.0)
    amount = np.ones(len(of)) if weights is None else weights
    number = amount.sum()
    return np.array([*found, amount[of.sign > 0].sum() / number if number else np.nan])


def held(documents: int, debates: int, *, more: int = 1500) -> NDArray[np.float64]:
    """The share of intervals that hold the mean figure of all debates, where the tie is there."""
    chance = np.random.default_rng(11)
    simulated = [debate(chance, documents) for _ in range(max(more, debates))]
    found = np.array([figures(one) for one in simulated])
    there = found != 0
    truth = np.nanmean(np.where(there, found, np.nan), axis=0)
    hits = np.zeros(found.shape[1])
    for number, one in enumerate(simulated[:debates]):
        low, high = intervals(partial(figures, one), one, Draws(200, number))
        hits += (low - 1e-9 <= truth) & (truth <= high + 1e-9) & there[number]
    return np.asarray(hits / there[:debates].sum(axis=0))


def main() -> None:
    debates = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    heads = ("documents", *METHODS, "share")
    sys.stdout.write(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}\n")
    for documents in (8, 20, 60):
        cells = (f"{share:.0%}".replace("%", " %") for share in held(documents, debates))
        sys.stdout.write(f"| {documents} | {' | '.join(cells)} |\n")


if __name__ == "__main__":
    main()
