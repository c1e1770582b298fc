"""How a page opens: the tab, the arrangement, and its address."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

import pytest

from kg.errors import UsageError
from kg.queries.narrowing import Narrowing
from kg.views.offline import asset
from kg.views.opening import ARRANGEMENTS, PICTURES, TABS, Opening, parse_opening


def test_tabs_and_arrangements_are_those_of_the_page() -> None:
    settings = asset("page/state/settings.js")
    known = {
        name: tuple(re.findall(r'"([\w-]+)"', values))
        for name, values in re.findall(r"(\w+): \[([^\]]*)\]", settings)
    }
    assert known["tab"] == TABS
    assert known["arrange"] == tuple(ARRANGEMENTS.values())


def test_an_opening_is_the_page_s_address() -> None:
    narrowing = Narrowing(propositions=frozenset({"talks"}), actors=frozenset({"a&b", "c"}))
    opening = parse_opening("Network", "For-Against").on(narrowing)
    assert opening == Opening("network", "split", None, "talks")
    assert parse_qs(opening.address or "") == {
        "tab": ["network"], "arrange": ["split"], "proposition": ["talks"],
    }  # fmt: skip
    assert parse_opening(None, None).on(Narrowing()).address is None
    hostile = Opening(actor="a&tab=map#x").address
    assert parse_qs(hostile or "") == {"actor": ["a&tab=map#x"]}


@pytest.mark.parametrize(
    ("tab", "arrange"),
    [("matrx", None), (None, "countries"), ("", None), ("matrix", "country"), ("map", "split")],
)
def test_an_opening_that_is_none(tab: str | None, arrange: str | None) -> None:
    with pytest.raises(UsageError) as caught:
        parse_opening(tab, arrange)
    assert caught.value.hint


def test_a_picture_of_its_own_is_on_the_page_a_part_of_a_tab() -> None:
    opening = parse_opening("Polarisation", None)
    assert opening.tab == "polarisation"
    assert opening.address == "tab=agreement"
    assert set(PICTURES.values()) <= set(TABS)
    with pytest.raises(UsageError, match="only the network"):
        parse_opening("polarisation", "country")
