from __future__ import annotations

import pytest
from pyoxigraph import Store

from kg.rdf.folded import Names
from kg.rdf.terms import PREFIXES


@pytest.mark.parametrize("space", ["actor", "event", "outlet", "proposition"])
def test_what_there_is_little_of_is_found_by_its_class_as_by_all_names(
    world_reader: Store, space: str
) -> None:
    every = Names(world_reader).of((space, "document"))
    known = {pair for pair in every if pair[1].value.startswith(PREFIXES[space])}
    assert known
    assert set(Names(world_reader).of((space,))) == known
