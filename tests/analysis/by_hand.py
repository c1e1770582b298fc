"""Networks once more, in plain loops over the published formulas: what make_network must give.

Formulas: P. Leifeld, J. Gruber & F. R. Bossner: Discourse Network Analyzer Manual, 2018, chapter 2;
P. Jaccard 1901, T. Tanimoto 1958, G. Salton & M. McGill 1983. Nothing here knows of matrices.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from math import sqrt
from typing import NamedTuple

from kg.analysis.network.method import Kind, Method, Mixed, Normalisation, Qualifier


class Claim(NamedTuple):
    """A unit speaks on a proposition: 1 for, -1 against, 0 mixed."""

    unit: str
    subject: str
    sign: int


def tie(claims: Iterable[Claim], method: Method, one: str, other: str) -> float:
    """The weight between two units (or propositions, where the method is across)."""
    told = [claim for claim in claims if claim.sign or method.mixed is not Mixed.LEFT_OUT]
    if method.across:
        told = [Claim(claim.subject, claim.unit, claim.sign) for claim in told]
    ours = [(claim.subject, claim.sign) for claim in told if claim.unit == one]
    theirs = [(claim.subject, claim.sign) for claim in told if claim.unit == other]
    if method.normalisation is Normalisation.JACCARD:
        ours, theirs = _positions(ours, method), _positions(theirs, method)
    weight = sum(_adds(method, a, b) for a, b in product(ours, theirs))
    divisor = _divisor(method, ours, theirs)
    return weight / divisor if divisor else 0.0


def cell(claims: Sequence[Claim], method: Method, unit: str, subject: str) -> float:
    """The weight between a unit and a proposition in an affiliation network."""
    told = [claim for claim in claims if claim.sign or method.mixed is not Mixed.LEFT_OUT]
    here = [claim.sign for claim in told if (claim.unit, claim.subject) == (unit, subject)]
    match method.qualifier:
        case Qualifier.COMBINE:
            return (1 in here) * 1 + (-1 in here) * 2 + (0 in here) * 4
        case Qualifier.IGNORE:
            weight = len(here)
        case Qualifier.SUBTRACT:
            weight = sum(here)
    match method.normalisation:
        case Normalisation.ACTIVITY:
            divisor = sum(claim.unit == unit for claim in told)
        case Normalisation.PROMINENCE:
            divisor = sum(claim.subject == subject for claim in told)
        case _:
            divisor = 1
    return weight / divisor if divisor else 0.0


Position = tuple[str, int]


def _positions(said: list[Position], method: Method) -> list[Position]:
    if method.kind is Kind.COOCCURRENCE:
        return [(subject, 0) for subject in sorted({subject for subject, _ in said})]
    return sorted(set(said))


def _near(method: Method, one: Position, other: Position) -> float:
    """How far two positions agree."""
    if one[0] != other[0]:
        return 0.0
    if method.kind is Kind.COOCCURRENCE or one[1] == other[1]:
        return 1.0
    return 0.0 if method.mixed is Mixed.APART else 1 - abs(one[1] - other[1]) / 2


def _adds(method: Method, one: Position, other: Position) -> float:
    """What two statements add to a tie."""
    if one[0] != other[0]:
        return 0.0
    near = _near(method, one, other)
    far = 1 - near
    if method.mixed is Mixed.APART:
        far = float(one[1] * other[1] == -1)
    match method.kind:
        case Kind.CONFLICT:
            return far
        case Kind.SUBTRACT:
            return near - far
        case _:
            return near


def _divisor(method: Method, ours: list[Position], theirs: list[Position]) -> float:
    def common(some: list[Position], others: list[Position]) -> float:
        return sum(_near(method, a, b) for a, b in product(some, others))

    match method.normalisation:
        case Normalisation.AVERAGE:
            return (len(ours) + len(theirs)) / 2
        case Normalisation.JACCARD:
            return common(ours, ours) + common(theirs, theirs) - common(ours, theirs)
        case Normalisation.COSINE:
            return sqrt(common(ours, ours) * common(theirs, theirs))
        case _:
            return 1.0
