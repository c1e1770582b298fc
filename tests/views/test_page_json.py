from __future__ import annotations

import json
import random
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.views.contract import GraphPage, PageDocument, in_order
from kg.views.page_json import script_json, to_json
from tests.views.conftest import records
from tests.views.invented_page import ANNA, META, PAGE, document, evidence, stance

WORDS = st.text(st.characters(), max_size=30)
SURROGATES = st.text(
    st.characters(categories=("Cs",)) | st.sampled_from("<>&\u2028\u2029\x00"), max_size=8
)


def shuffled(page: GraphPage, seed: int) -> GraphPage:
    order = random.Random(seed)
    groups = {
        field.name: getattr(page, field.name) for field in fields(page) if field.name != "meta"
    }
    return replace(
        page, **{name: tuple(order.sample(group, len(group))) for name, group in groups.items()}
    )


@pytest.mark.parametrize("seed", range(5))
def test_the_same_page_in_any_order_gives_the_same_bytes(seed: int) -> None:
    assert to_json(shuffled(PAGE, seed)) == to_json(PAGE)


def test_what_is_not_known_is_absent() -> None:
    told = records(to_json(PAGE))
    (state,) = (actor for actor in told["actors"] if actor["id"] == "state")
    assert state == {"id": "state", "name": "Exampleland", "kind": "state"}
    undated = told["stances"][4]
    assert undated["id"] == "s5"
    assert "said_on" not in undated


def test_what_follows_from_the_rest_is_absent() -> None:
    page = records(to_json(PAGE))
    told = {stance["id"]: stance for stance in page["stances"]}
    assert told["s1"] == {
        "id": "s1", "actor": "anna", "proposition": "talks", "polarity": "opposes",
        "said_on": "2024-05-01",
    }  # fmt: skip
    evidence = {one["quote"]: one for one in page["evidence"] if "quote" in one}
    first = evidence["exact words of s1-1"]
    assert (first["stance"], first["document"]) == (0, 0)
    assert {*first} == {"quote", "stance", "document"}
    assert told["s5"]["latest"] == "2025-02-03"
    assert told["s5"]["status"] == "extracted"
    assert evidence["des mots exacts"]["language"] == "fr"


def test_what_is_not_known_is_not_taken_for_usual() -> None:
    named = PageDocument("2019-01-01-x", "Other Sample")
    said = stance("s", "anna", "talks", "mixed", "2025-01-01")
    quoted = evidence("e", document=named.id, quote="Worte", language=None)
    page = replace(PAGE, stances=(replace(said, evidence=(quoted,)),), documents=(named,))
    (document,) = records(to_json(page))["documents"]
    assert document == {
        "id": "2019-01-01-x", "publisher": "Other Sample", "language": "", "published": "",
    }  # fmt: skip


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
        to_json(replace(PAGE, stances=(bad,), documents=(document("d-e"),)))


@given(WORDS | SURROGATES)
def test_any_text_comes_back_and_cannot_end_the_script(text: str) -> None:
    written = script_json({"quote": text})
    # Two halves of one character, side by side, are that character.
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    assert json.loads(written) == {"quote": whole}
    assert not set("<>&\u2028\u2029") & set(written)
    written.encode("utf-8")
