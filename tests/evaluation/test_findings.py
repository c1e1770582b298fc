from __future__ import annotations

import pytest

from kg.evaluation.findings import Registry, find, read_registry
from kg.evaluation.gold import Gold, Report
from kg.extract.engines import choose
from kg.model.dates import PartialDate
from kg.project import Project
from tests.evaluation.worked import stance
from tests.extract.conftest import ACTORS, TENURES


@pytest.fixture(scope="module")
def registry(checkout: Project) -> Registry:
    return read_registry(checkout)


def test_holders_go_by_any_spelling(registry: Registry) -> None:
    assert registry.holder("Czech Republic") == registry.holder("czechia") == "czechia"
    assert registry.holder("Volodymyr Zelensky") == "volodymyr-zelenskyy"
    assert registry.holder("Nobody Whoknows") == "nobody-whoknows"
    assert registry.holder("european-council") == "european-union"
    assert registry.holder("!") == "!"
    assert len({registry.holder(name) for name in ("kremlin", "russia", "dmitry-peskov")}) == 3


def test_countries_of_holders(registry: Registry) -> None:
    assert registry.country("czechia") == "CZ"
    assert registry.country("nobody-whoknows") == "none"


def test_gold_is_levelled(registry: Registry) -> None:
    levelled = registry.level(Gold((), (stance("one", "Czech Republic", "envoy"),)))
    assert levelled.stances[0].holder == "czechia"


def test_the_pool_of_a_report_with_what_was_weighed() -> None:
    registry = Registry(ACTORS, TENURES, {})
    text = "Anna Examplova said that Europe should talk to Russia."
    report = Report("one", text, PartialDate.parse("2026-02-03"), hard_negative=False)
    pool = find([report], registry, choose("rules"))
    key = ("one", "anna-examplova", "direct-dialogue-with-russia", "favours")
    found = next(one for one in pool if one.key == key)
    assert text[found.start : found.end] == found.quote
    assert found.evidence
    assert 0 < found.confidence < 1
