"""The page about the graph tells the numbers that the build has counted."""

from __future__ import annotations

import json

import pytest

from kg.pages.library import Library
from kg.queries.catalogue import read_catalogue
from kg.queries.run import answer
from kg.queries.table import Table
from kg.queries.terms import shown


@pytest.mark.parametrize("of", ["library", "real_library"])
def test_the_statuses_are_those_of_the_summary(of: str, request: pytest.FixtureRequest) -> None:
    library: Library = request.getfixturevalue(of)
    page = library.find("about")
    assert page
    told = json.loads(page.render("json", live=False))
    summary = answer(library.store, read_catalogue(library.project)["summary"])
    assert isinstance(summary, Table)
    counts = {shown(name): int(shown(number)) for name, number in summary.rows}
    statuses = {one: counts[one] for one in ("accepted", "curated", "extracted") if counts[one]}
    assert told["statuses"] == statuses
    assert sum(statuses.values()) == counts["stances"] == told["figures"]["stances"]
