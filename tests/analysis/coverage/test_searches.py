from __future__ import annotations

from pathlib import Path

from kg.analysis.coverage.searches import read_reading
from kg.build.build import build
from kg.model.searches import Search
from tests.analysis.invented_reading import search
from tests.invented import (
    ANNA,
    BORIS,
    MARCH,
    PROPOSITION,
    REGISTRY,
    RUN,
    candidate,
    evidence,
    new_project,
    review,
    stance,
)


def test_it_tells_documents_searches_and_the_candidates_that_wait(tmp_path: Path) -> None:
    sought = search([ANNA.id], [PROPOSITION], "2021-03", "2021-04")
    records = [
        *REGISTRY,
        RUN,
        sought,
        stance("one", holder=BORIS.id),
        evidence("one"),
        candidate("published", "0.95"),
        candidate("waits", "0.6", said_on="2021-02"),
        candidate("refused", "0.6", said_on="2021-01"),
        candidate("faint", "0.1", said_on="2020"),
        candidate("of-a-stranger", "0.6", holder="nemo", holder_name="Nemo"),
        review("candidate/refused", "refuse"),
    ]
    project = new_project(tmp_path, records)
    build(project)
    found = read_reading(project.store)
    assert [one.id for one in found.waiting] == ["waits"]
    assert found.by_machine == {MARCH.id}
    assert found.documents[MARCH.id] == MARCH
    assert found.outlets == {"sample-times": "The Sample Times"}
    assert found.searches == (sought,)
    assert isinstance(found.searches[0], Search)
