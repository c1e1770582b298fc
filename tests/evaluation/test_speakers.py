from __future__ import annotations

from kg.evaluation.findings import Registry
from kg.evaluation.gold import Annotation, Gold, Report
from kg.evaluation.speakers import find_speakers
from kg.extract.engines import choose
from kg.model.dates import PartialDate
from tests.evaluation.worked import stance
from tests.extract.conftest import ACTORS, TENURES

TEXT = """Envoys meet in Prague

Anna Examplova said: "The weather is fine today. We had soup."

"The soup was cold," Dora Inventa answered.

Bruno Fictius took the train. Carlo Madeup called it "a long way (by train)" to go.
"""
REPORT = Report("paper", TEXT, PartialDate.parse("2026-02-03"), hard_negative=False)


def direct(words: str, holder: str, *, sure: bool = True) -> Annotation:
    start = TEXT.index(words)
    return stance(
        "paper",
        holder,
        "any",
        attribution="direct",
        sure=sure,
        start=start,
        end=start + len(words),
    )


def heard(*stances: Annotation) -> list[str | None]:
    gold = Gold((REPORT,), stances)
    registry = Registry(ACTORS, TENURES, {})
    return [one.speaker for one in find_speakers(gold, registry, choose("rules"))]


def test_who_speaks_is_told_whatever_the_matter() -> None:
    assert heard(
        direct("The weather is fine today. We had soup", "anna-examplova"),
        direct("The soup was cold", "anna-examplova"),
        direct('called it "a long way (by train)"', "carlo-madeup"),
    ) == ["anna-examplova", "dora-inventa", "carlo-madeup"]


def test_only_sure_and_quoted_words_are_asked_about() -> None:
    assert heard(direct("We had soup", "anna-examplova", sure=False)) == []
    assert heard(direct("took the train", "bruno-fictius")) == []
