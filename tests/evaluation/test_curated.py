from __future__ import annotations

from kg.evaluation.curated import QUOTE, TOLD, Recognition, by_proposition, recognise
from kg.evaluation.findings import read_registry
from kg.evaluation.scores import Accuracy
from kg.extract.engines import choose
from kg.model.stances import Polarity, Stance
from kg.project import Project
from kg.views.faults import draw_curated


def one(proposition: str, kind: str, *polarities: str) -> Recognition:
    stance = Stance("id", "anna", proposition, Polarity.FAVOURS)
    return Recognition(stance, kind, "so be it", frozenset(polarities), frozenset())


FOUND = (
    one("envoy", QUOTE, "favours"),
    one("envoy", QUOTE),
    one("envoy", TOLD, "favours", "opposes"),
    one("talks", TOLD, "opposes"),
)


def test_recognition_by_proposition() -> None:
    assert by_proposition(FOUND) == {
        "envoy": (Accuracy(1, 2), Accuracy(1, 1), Accuracy(1, 2)),
        "talks": (Accuracy(0, 0), Accuracy(1, 1), Accuracy(0, 1)),
        "all": (Accuracy(1, 2), Accuracy(2, 2), Accuracy(1, 3)),
    }


def test_recognition_is_drawn() -> None:
    assert "| envoy | 0.500 | 1 | 2 | 1.000 | 1 | 1 | 0.500 |" in draw_curated(
        FOUND, "md", listed=False
    )
    failed = draw_curated(FOUND, "json", listed=True).splitlines()
    assert len(failed) == 3


def test_the_curated_stances_are_put_to_the_extractor(world: Project) -> None:
    found = recognise(world, read_registry(world), choose("rules"))
    assert {each.kind for each in found} == {QUOTE, TOLD}
    assert found == tuple(sorted(found, key=lambda r: (r.stance.proposition, r.stance.id, r.kind)))
    assert any(each.right for each in found)
