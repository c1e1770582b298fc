"""Recorded searches, from the seeds to the store."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kg.build.build import build
from kg.errors import InputError, Severity
from kg.model.searches import Search
from kg.rdf.terms import RDFS, mint
from kg.seeds.check import check
from kg.store.embedded import open_reader
from kg.store.records import load
from tests.analysis.invented_reading import search
from tests.invented import ANNA, PROPOSITION, REGISTRY, enter, new_project

SOUGHT = search([ANNA.id], [PROPOSITION], "2021-03", "2021-04")


def test_a_search_is_published_with_a_label(tmp_path: Path) -> None:
    project = new_project(tmp_path, [*REGISTRY, SOUGHT])
    assert (project.seeds / "searches.ttl").is_file()
    build(project)
    reader = open_reader(project.store)
    assert load(reader, Search) == [SOUGHT]
    (label,) = reader.quads_for_pattern(mint("search", SOUGHT.id), RDFS.label, None, None)
    assert label.object.value == (  # type: ignore[union-attr]
        "Rita Reviewer searched for Anna Examplova: Direct dialogue with Russia "
        "(2021-03 to 2021-04)"
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"actors": ("nemo",)}, "actor:nemo is described nowhere"),
        ({"propositions": ("nothing",)}, "proposition:nothing is not in the codebook"),
        ({"actors": ()}, "a search names the actors and the propositions that it was for"),
    ],
)
def test_a_search_for_what_there_is_not_is_refused_with_its_line(
    tmp_path: Path, change: dict[str, Any], message: str
) -> None:
    project = new_project(tmp_path)
    enter(project, [replace(SOUGHT, **change)])
    with pytest.raises(InputError) as refused:
        build(project)
    (problem,) = refused.value.problems
    assert problem.path.name == "searches.ttl"
    assert problem.line > 0
    assert message in problem.message
    errors = [one for one in check(project) if one.severity is Severity.ERROR]
    assert {one.path.name for one in errors} == {"searches.ttl"}
