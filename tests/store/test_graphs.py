from __future__ import annotations

import pytest
from pyoxigraph import Store

from kg.store.graphs import as_change, count_quads, fits

_ONE, _OTHER = '<a:b> <c:d> "one" .\n', '<a:b> <c:d> "other" .\n'
_HELD = {"published": [_ONE], "meta": [_OTHER]}


@pytest.fixture
def store() -> Store:
    made = Store()
    made.update(as_change(_HELD, {}))
    return made


@pytest.mark.parametrize(
    ("added", "removed", "fit"),
    [
        ({}, {}, True),
        ({"published": [_OTHER]}, {"published": [_ONE]}, True),
        ({"meta": [_ONE], "counts": [_OTHER]}, {"meta": [_OTHER]}, True),
        # What is to go is not there, or in another graph.
        ({}, {"published": [_OTHER]}, False),
        ({}, {"published": [_ONE, _OTHER]}, False),
        ({}, {"counts": [_ONE]}, False),
        # What is to come is there already.
        ({"published": [_ONE]}, {}, False),
        ({"published": [_OTHER], "meta": [_ONE, _OTHER]}, {}, False),
    ],
)
def test_a_change_fits_a_store_that_holds_what_goes_and_nothing_of_what_comes(
    store: Store, added: dict[str, list[str]], removed: dict[str, list[str]], fit: bool
) -> None:
    before = set(store)
    assert fits(store, added, removed) is fit
    assert set(store) == before


def test_a_change_takes_lines_out_of_their_graphs_and_puts_others_in(store: Store) -> None:
    store.update(as_change({"counts": [_ONE]}, {"published": [_ONE]}))
    assert count_quads(store) == {"counts": 1, "meta": 1}
