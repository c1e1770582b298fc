from __future__ import annotations

import json
from decimal import Decimal

import pytest

from kg.evaluation.figures import Figures, measure
from kg.evaluation.findings import Registry
from kg.evaluation.scores import Accuracy, Tally
from kg.evaluation.speakers import Spoken
from kg.model import stances
from kg.views.evaluation import draw_figures
from kg.views.faults import draw_faults
from tests.evaluation.worked import GOLD, POOL, finding
from tests.extract.conftest import ACTORS, TENURES

SPOKEN = (Spoken(GOLD.stances[0], "anna"), Spoken(GOLD.stances[0], None))


@pytest.fixture(autouse=True)
def _bands(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bands that the figures below were counted with, whatever the shipped ones are."""
    monkeypatch.setattr(stances, "AUTO_ACCEPT", Decimal("0.8"))
    monkeypatch.setattr(stances, "WORKING", Decimal("0.55"))


def figures(threshold: float = 0.0) -> Figures:
    elsewhere = finding("elsewhere", "anna", "envoy")
    registry = Registry(ACTORS, TENURES, {})
    return measure("hand", GOLD, [*POOL, elsewhere], registry, threshold, SPOKEN)


def test_figures_counted_by_hand() -> None:
    found = figures()
    assert (found.documents, found.sure, found.unsure, found.findings) == (3, 4, 1, 8)
    assert (found.strict, found.every, found.relaxed) == (
        Tally(2, 4, 2),
        Tally(3, 4, 2),
        Tally(3, 3, 1),
    )
    assert found.verbatim == Accuracy(3, 3)
    # Carlo's 15 of 21 characters are more than half; Anna's are the same.
    assert found.overlap == Accuracy(2, 2)
    assert found.speakers == Accuracy(1, 2)
    assert (found.pairs, found.tuples) == (Accuracy(3, 4), Accuracy(2, 4))
    assert found.hard_negatives == Accuracy(1, 1)
    assert found.bands == {
        "accept": Accuracy(2, 2),
        "review": Accuracy(0, 2),
        "discard": Accuracy(0, 2),
    }
    assert found.by_proposition["sanctions"] == Tally(1, 2, 1)
    assert found.by_attribution == {"direct": Accuracy(1, 1), "reported": Accuracy(1, 3)}
    assert sum(found.misses.values()) == 2
    assert sum(found.errors.values()) == 4
    assert found.by_country == {"none": found.strict}


def test_the_threshold_hides_findings_but_not_the_pool() -> None:
    found = figures(0.75)
    assert (found.findings, found.strict) == (2, Tally(2, 0, 2))
    assert (found.pairs, found.tuples) == (Accuracy(3, 4), Accuracy(2, 4))
    assert found.bands == figures().bands


def test_figures_are_drawn_for_people_and_programs() -> None:
    plain = json.loads(draw_figures(figures(), "json"))
    assert plain["strict"]["hits"] == 2
    assert plain["pairs"] == {"share": 0.75, "right": 3, "of": 4}
    assert plain["calibration"]["bins"][0]["size"] == 1
    table, page = (draw_figures(figures(), form) for form in ("table", "md"))
    assert "0.333  0.500  0.400  2     4       2" in table
    assert "| strict | 0.333 | 0.500 | 0.400 | 2 | 4 | 2 |" in page
    assert "## By proposition" in page


def test_every_figure_is_drawn() -> None:
    assert set(json.loads(draw_figures(figures(), "json"))) == set(Figures.__dataclass_fields__)


def test_faults_are_listed() -> None:
    from kg.evaluation.causes import errors, misses

    registry = Registry(ACTORS, TENURES, {})
    faults = (list(misses(GOLD, POOL, POOL, registry)), list(errors(GOLD, POOL)))
    rows = [json.loads(line) for line in draw_faults(*faults, "json").splitlines()]
    assert [row["fault"] for row in rows] == ["miss"] * 2 + ["error"] * 4
    assert rows[0]["quote"] == "Bruno is against it"
    assert "gold has another holder" in draw_faults(*faults, "table")
