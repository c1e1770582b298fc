"""The network of one window as a graph for programs that draw it.

A unit is there since its first statement, a tie since the day on which both had said it; both
until the window ends. Weights are without their sign, which stands beside them: Gephi does not draw
what is negative.
"""

from __future__ import annotations

from datetime import date

from kg.analysis.corpus.corpus import Corpus
from kg.analysis.counting.resampling import FEW
from kg.analysis.network.method import Method
from kg.analysis.network.series import Slice
from kg.exports.drawn_graph import Attributed, Edge, Node, Spell, Value, known
from kg.exports.node_attributes import about_subject
from kg.exports.plain_values import line
from kg.exports.slice_ties import (
    Shown,
    amount,
    colour,
    node_ids,
    said,
    subjects,
    ties,
)

SIGNS = ("opposes", "mixed", "favours")
"""What the counts of an affiliation's tie are of, in their order."""


def network_graph(part: Slice, corpus: Corpus) -> Attributed:
    """The network with its units, their attributes and the days of its ties."""
    method, level, window = part.network.method, part.statements.level, part.window
    ids, units, told = node_ids([part]), subjects(part), said(part)
    nodes = []
    for subject, name in ids.items():
        count, since = told.get(subject, (0, None))
        about = about_subject(corpus, level, subject[1], window.last, is_proposition=subject[0]) | {
            "said": count
        }
        lived = [Spell(since, window.last)] if since else []
        nodes.append(Node(name, line(units[subject].label) or name, about, count, lived))
    edges = [
        Edge(
            id=str(number),
            source=ids[one],
            target=ids[other],
            weight=amount(shown, method),
            colour=colour(shown.side, method),
            about=_about(shown, method),
            spells=[Spell(shown.first, window.last)],
        )
        for number, ((one, other), shown) in enumerate(sorted(ties(part).items()))
    ]
    words = describe(part, window.last)
    return Attributed(words, directed=False, nodes=nodes, edges=edges)


def describe(part: Slice, last: date) -> str:
    """Which network it is, up to which day, and what its weights are, in words."""
    method, first = part.network.method, part.window.first
    of = " of propositions" if method.across else ""
    words = (
        f"{method.kind.capitalize()} network{of}, units: {part.statements.level}, "
        f"normalisation: {method.normalisation}, {first} to {last}."
    )
    if method.is_combined:
        words += " A weight is a number of statements."
    if method.is_signed:
        words += " Weights are without their sign, which is an attribute."
    return words


def _about(shown: Shown, method: Method) -> dict[str, Value]:
    """On how much a tie rests, its sign where it can have two, its days, its statements."""
    sign = 1 if shown.weight > 0 else -1
    about = known(
        shared=shown.shared,
        sign=sign if method.is_signed else None,
        few="few" if shown.shared < FEW else None,
        first=shown.first.isoformat(),
        last=shown.last.isoformat(),
    )
    return about | polarities(shown)


def polarities(shown: Shown) -> dict[str, Value]:
    """The statements of an affiliation's tie by polarity, and which polarities there are."""
    if shown.counts is None:
        return {}
    counts = dict(zip(SIGNS, shown.counts, strict=True))
    there = [name for name in ("favours", "opposes", "mixed") if counts[name]]
    return {"polarity": "+".join(there), **counts}
