from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pyoxigraph import NamedNode, Store

from kg.errors import UnknownName
from kg.rdf.folded import fold
from kg.rdf.names import find_country, find_thing, find_things
from kg.rdf.terms import BASE, compact


@pytest.mark.parametrize(
    ("name", "spaces", "thing"),
    [
        ("anna-examplova", ("actor",), "actor:anna-examplova"),
        ("actor:anna-examplova", ("actor",), "actor:anna-examplova"),
        (f"{BASE}actor/anna-examplova", ("actor",), "actor:anna-examplova"),
        (f"<{BASE}actor/anna-examplova>", ("actor",), "actor:anna-examplova"),
        ("Anna Examplova", ("actor",), "actor:anna-examplova"),
        ("EXAMPLOVA", ("actor",), "actor:anna-examplova"),
        ("anna", ("actor",), "actor:anna-examplova"),
        ("exampl anna", ("actor",), None),
        ("Анна Экземплова", ("actor",), "actor:anna-examplova"),
        ("formerova", ("actor",), "actor:dora-formerova"),
        ("Formerová", ("actor",), "actor:dora-formerova"),
        ("samplovic", ("actor",), "actor:bert-samplovic"),
        ("EF", ("actor",), "actor:exampleland-first"),
        ("exampleland", ("actor",), "actor:exampleland"),
        ("the sample times", ("outlet",), "outlet:sample-times"),
        ("direct dialogue", ("proposition",), "proposition:direct-dialogue-with-russia"),
        ("special envoy", ("proposition",), "proposition:eu-special-envoy"),
        ("sample city summit", ("event",), "event:sample-city-summit-2025-04"),
        ("Anna Examplova", ("actor", "event", "stance"), "actor:anna-examplova"),
        ("samplia-aid", ("actor", "event", "stance"), "stance:samplia-aid"),
    ],
)
def test_a_thing_goes_by_id_iri_label_and_alias(
    world_reader: Store, name: str, spaces: tuple[str, ...], thing: str | None
) -> None:
    if thing is None:
        with pytest.raises(UnknownName):
            find_thing(world_reader, name, spaces)
    else:
        assert compact(find_thing(world_reader, name, spaces)) == thing


def test_a_name_of_several_things_lists_them(world_reader: Store) -> None:
    with pytest.raises(UnknownName, match="'Bert' may be several things") as caught:
        find_thing(world_reader, "Bert", ("actor",))

    assert caught.value.hint == "one of: bert-modelsson, bert-samplovic"


def test_a_long_list_of_things_is_cut(world_reader: Store) -> None:
    with pytest.raises(UnknownName) as caught:
        find_thing(world_reader, "russia", ("proposition", "event", "stance"))

    assert str(caught.value.hint).endswith("more")
    assert str(caught.value.hint).count(",") == 5


def test_an_unknown_name_comes_with_the_nearest(world_reader: Store) -> None:
    with pytest.raises(UnknownName, match="no actor goes by the name 'Exampelova'") as caught:
        find_thing(world_reader, "Exampelova", ("actor",))

    assert str(caught.value.hint).startswith("did you mean anna-examplova")


@pytest.mark.parametrize("name", ["", " ", "-", "🐻", "<>", "actor:", "a\nb", "x" * 10_000])
def test_what_is_no_name_is_unknown(world_reader: Store, name: str) -> None:
    with pytest.raises(UnknownName):
        find_thing(world_reader, name, ("actor",))


@pytest.mark.parametrize(
    "name", ["actor:" * 160, "actor:" * 5_000, "actor/" * 5_000, "é" * 300, "\ud800" * 10**6]
)
def test_a_message_shows_little_of_a_long_name(world_reader: Store, name: str) -> None:
    for look in (find_thing, lambda store, words, _: find_country(store, words)):
        with pytest.raises(UnknownName) as caught:
            look(world_reader, name, ("actor",))
        assert len(str(caught.value)) < 800
    assert find_things(world_reader, name, ("actor",)) == []


def test_a_name_has_a_longest_length(world_reader: Store) -> None:
    assert find_things(world_reader, "anna".ljust(1_000), ("actor",))
    assert not find_things(world_reader, "anna".ljust(1_001), ("actor",))
    with pytest.raises(UnknownName) as caught:
        find_thing(world_reader, "anna".ljust(1_001), ("actor",))
    assert caught.value.hint == "a name has at most 1,000 characters"


def test_a_prefix_is_taken_off_once(world_reader: Store) -> None:
    spaces = ("actor", "outlet")
    for name in ("actor/anna-examplova", "actor:anna", "actor:actor:actor:anna-examplova"):
        found = [compact(thing) for thing in find_things(world_reader, name, spaces)]
        assert found == ["actor:anna-examplova"] * (name.count("actor") == 1), name


def test_a_thing_of_another_space_is_not_taken(world_reader: Store) -> None:
    for name in ("outlet:sample-times", f"{BASE}outlet/sample-times", "outlet/sample-times"):
        with pytest.raises(UnknownName):
            find_thing(world_reader, name, ("actor",))


@given(some.text(max_size=40))
def test_any_text_is_found_or_unknown(world_reader: Store, name: str) -> None:
    with contextlib.suppress(UnknownName):
        assert isinstance(find_thing(world_reader, name, ("actor",)), NamedNode)


@given(some.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_folding_takes_away_case_accents_script_and_signs() -> None:
    assert fold("  Dora   FORMEROVÁ ") == "dora formerova"
    assert fold("Макрон") == fold("MAKRON")
    assert fold("Fratelli d'Italia") == "fratelli d italia"


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("Exampland", ("exampleland",)),
        ("Examplovaland", ("exampleland",)),
        ("Exmplova", ()),
        ("Europaen Union", ("european-union",)),
    ],
)
def test_an_unknown_country_is_likened_to_countries_only(
    world_reader: Store, name: str, near: tuple[str, ...]
) -> None:
    with pytest.raises(UnknownName, match="no country goes by the name") as caught:
        find_country(world_reader, name)
    assert caught.value.near == near
