"""How far reviewers agree, beyond what chance would give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kg.model.decisions import corrected, standing
from kg.model.stances import Candidate, Review, Verdict


@dataclass(frozen=True, slots=True)
class Agreement:
    """Krippendorff's alpha of one question; None where all say the same, or nobody was doubled.

    ``units`` are the candidates on which two persons or more gave an answer, ``answers`` theirs.
    """

    question: str
    alpha: float | None
    units: int
    answers: int
    reviewers: int


def measure(reviews: Iterable[Review], candidates: Mapping[str, Candidate]) -> list[Agreement]:
    """The agreement of the decisions that stand: on the verdict, and on the polarity.

    The polarity is that which an acceptance gives, as proposed or corrected; a refusal gives none.
    """
    verdicts: list[dict[str, str]] = []
    polarities: list[dict[str, str]] = []
    for subject, decisions in standing(reviews).items():
        candidate = candidates.get(subject.removeprefix("candidate/"))
        if candidate is None or not subject.startswith("candidate/"):
            continue
        verdicts.append({review.reviewer: review.verdict for review in decisions})
        polarities.append(
            {
                review.reviewer: corrected(candidate, review).polarity
                for review in decisions
                if review.verdict is Verdict.ACCEPT
            }
        )
    return [_agreement("verdict", verdicts), _agreement("polarity", polarities)]


def _agreement(question: str, units: Sequence[Mapping[str, str]]) -> Agreement:
    paired = [unit for unit in units if len(unit) > 1]
    return Agreement(
        question,
        nominal_alpha([tuple(unit.values()) for unit in paired]),
        len(paired),
        sum(map(len, paired)),
        len({reviewer for unit in paired for reviewer in unit}),
    )


def nominal_alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Krippendorff's alpha for nominal values; a unit is what observers said of one thing.

    Missing answers are left out of their unit; units of one answer do not count. None where there
    is no variation, for then nothing can be told from chance. Source: Krippendorff, Computing
    Krippendorff's Alpha-Reliability, 2011, section C.
    """
    together: Counter[Hashable] = Counter()
    differing = Fraction(0)
    for unit in units:
        if len(unit) < 2:
            continue
        values = Counter(unit)
        together.update(values)
        pairs = sum(count * (len(unit) - count) for count in values.values())
        differing += Fraction(pairs, len(unit) - 1)
    total = sum(together.values())
    expected = sum(count * (total - count) for count in together.values())
    return float(1 - (total - 1) * differing / expected) if expected else None
