from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.views.contract import GraphPage, in_order, script_json, to_json
from tests.views.invented_page import ANNA, META, PAGE, evidence, stance

WORDS = st.text(st.characters(), max_size=30)
SURROGATES = st.text(
    st.characters(categories=("Cs",)) | st.sampled_from("<>&\u2028\u2029\x00"), max_size=8
)


def shuffled(page: GraphPage, seed: int) -> GraphPage:
    order = random.Random(seed)
    groups = (page.propositions, page.actors, page.stances)
    return GraphPage(page.meta, *(tuple(order.sample(group, len(group))) for group in groups))


@pytest.mark.parametrize("seed", range(5))
def test_the_same_page_in_any_order_gives_the_same_bytes(seed: int) -> None:
    assert to_json(shuffled(PAGE, seed)) == to_json(PAGE)


def test_what_is_not_known_is_absent() -> None:
    told = json.loads(to_json(PAGE))
    (state,) = (actor for actor in told["actors"] if actor["id"] == "state")
    assert state == {"id": "state", "name": "Exampleland", "kind": "state"}
    undated = told["stances"][4]
    assert undated["id"] == "s5"
    assert "said_on" not in undated


def test_evidence_and_aliases_are_sorted() -> None:
    two = replace(stance("s", "anna", "talks", "mixed", "2025-01-01"))
    two = replace(two, evidence=(evidence("b"), evidence("a")))
    page = GraphPage(META, (), (replace(ANNA, aliases=("B", "A")),), (two,))
    ordered = in_order(page)
    assert [item.id for item in ordered.stances[0].evidence] == ["a", "b"]
    assert ordered.actors[0].aliases == ("A", "B")


def test_a_number_that_json_does_not_know_is_refused() -> None:
    bad = stance("s", "anna", "talks", "mixed", "2025-01-01")
    bad = replace(bad, evidence=(evidence("e", confidence=float("nan")),))
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_json(GraphPage(META, (), (), (bad,)))


@given(WORDS | SURROGATES)
def test_any_text_comes_back_and_cannot_end_the_script(text: str) -> None:
    written = script_json({"quote": text})
    # Two halves of one character, side by side, are that character.
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    assert json.loads(written) == {"quote": whole}
    assert not set("<>&\u2028\u2029") & set(written)
    written.encode("utf-8")
