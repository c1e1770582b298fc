from __future__ import annotations

import pytest

from kg.evaluation import causes
from kg.evaluation.causes import errors, misses
from kg.evaluation.findings import Finding, Registry
from kg.evaluation.gold import Gold, Report
from kg.model.dates import PartialDate
from tests.evaluation.worked import GOLD, POOL, finding, stance
from tests.extract.conftest import ACTORS, TENURES

REGISTRY = Registry(ACTORS, TENURES, {})
TEXT = (
    "Anna Examplova left. The dogs slept. "
    "Dora Inventa, host of Bruno Fictius, wants new sanctions on Russia."
)
SANCTIONS = TEXT.index("Dora")


def why(holder: str, proposition: str, start: int, pool: tuple[Finding, ...] = ()) -> str:
    report = Report("paper", TEXT, PartialDate.parse("2026-02-03"), hard_negative=False)
    missed = stance("paper", holder, proposition, start=start, end=start + 10)
    shown = tuple(one for one in pool if one.confidence >= 0.4)
    (miss,) = misses(Gold((report,), (missed,)), pool, shown, REGISTRY)
    assert miss.stance == missed
    return miss.cause


def of(holder: str, polarity: str, confidence: float, start: int = SANCTIONS) -> Finding:
    return finding(
        "paper",
        holder,
        "sanctions-on-russia",
        polarity,
        confidence=confidence,
        start=start,
        end=start + 5,
        quote="words",
    )


@pytest.mark.parametrize(
    ("holder", "proposition", "start", "pool", "cause"),
    [
        (
            "dora-inventa",
            "sanctions-on-russia",
            SANCTIONS,
            (of("dora-inventa", "favours", 0.1),),
            causes.BELOW,
        ),
        (
            "dora-inventa",
            "sanctions-on-russia",
            SANCTIONS,
            (of("dora-inventa", "opposes", 0.9),),
            causes.FLIPPED,
        ),
        ("emil-nobody", "sanctions-on-russia", SANCTIONS, (), causes.STRANGER),
        ("dora-inventa", "special-tribunal", SANCTIONS, (), causes.UNWORDED),
        ("anna-examplova", "sanctions-on-russia", 0, (), causes.ELSEWHERE),
        (
            "bruno-fictius",
            "sanctions-on-russia",
            SANCTIONS,
            (of("dora-inventa", "favours", 0.9),),
            causes.TAKEN,
        ),
        ("carlo-madeup", "sanctions-on-russia", SANCTIONS, (), causes.UNNAMED),
        ("bruno-fictius", "sanctions-on-russia", SANCTIONS, (), causes.UNTIED),
    ],
)
def test_why_a_stance_is_missed(
    holder: str, proposition: str, start: int, pool: tuple[Finding, ...], cause: str
) -> None:
    assert why(holder, proposition, start, pool) == cause


def test_every_cause_has_its_case() -> None:
    cases = test_why_a_stance_is_missed.pytestmark[0].args[1]  # type: ignore[attr-defined]
    assert {case[-1] for case in cases} == set(causes.MISSES)


def test_what_is_found_or_unsure_is_no_miss() -> None:
    shown = [one for one in POOL if one.confidence >= 0.4]
    found = [(m.stance.holder, m.cause) for m in misses(GOLD, POOL, shown, REGISTRY)]
    assert found == [("bruno", causes.FLIPPED), ("dora", causes.STRANGER)]


def test_what_is_wrong_with_a_finding() -> None:
    assert [(e.finding.holder, e.finding.document, e.cause) for e in errors(GOLD, POOL)] == [
        ("bruno", "one", causes.OTHER_POLARITY),
        ("anna", "one", causes.NOT_TOLD),
        ("anna", "two", causes.OTHER_HOLDER),
        ("anna", "none", causes.NOT_TOLD),
    ]
    assert len(list(errors(GOLD, POOL + POOL))) == 4
