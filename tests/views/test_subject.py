"""Which thing ``kg show`` takes some words for, and what it says where that is not clear."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import Quad, Store

from kg.build.build import build
from kg.errors import AmbiguousName, UnknownName
from kg.model.actors import Actor, ActorKind
from kg.model.documents import Outlet
from kg.model.stances import Review, Verdict
from kg.rdf.codec import encode
from kg.rdf.names import find_thing
from kg.rdf.terms import DCT, RDF, ST, compact, graph, mint
from kg.store.embedded import open_reader
from kg.views.subject import Subject, find_subject
from tests.invented import REGISTRY, SUMMIT, new_project


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Examplova", "actor:anna-examplova"),
        ("actor:anna-examplova", "actor:anna-examplova"),
        ("actor/anna-examplova", "actor:anna-examplova"),
        ("Анна Экземплова", "actor:anna-examplova"),
        ("the Frozen assets", "proposition:frozen-russian-assets"),
        ("Frozen assets", "proposition:frozen-russian-assets"),
        ("Imaginary Agency", "outlet:imaginary-agency"),
        ("sample-city-summit-2025-04", "event:sample-city-summit-2025-04"),
        ("anna-examplova-2025-06-05-answer", "stance:anna-examplova-2025-06-05-answer"),
    ],
)
def test_what_is_called_so_is_shown_without_a_word(
    world_reader: Store, name: str, found: str
) -> None:
    subject = find_subject(world_reader, name)
    assert (compact(subject.node), subject.note) == (found, "")


@pytest.mark.parametrize("form", ["{}", "stance:{}", "stance/{}", "<{}>", "IRI"])
@pytest.mark.parametrize("name", ["bert-modelsson-2025-06-03-refused"])
def test_who_asks_for_a_stance_that_was_refused_learns_why(
    world_reader: Store, form: str, name: str
) -> None:
    iri = mint("stance", name).value
    asked = {"<{}>": f"<{iri}>", "IRI": iri}.get(form, form.format(name))
    with pytest.raises(UnknownName) as raised:
        find_subject(world_reader, asked)
    assert str(raised.value) == (
        f"stance:{name} is no longer published: A. Curator refused it on 2025-08-04: "
        "Another man said it"
    )


def test_a_candidate_that_was_published_tells_who_refused_it() -> None:
    refused = Review(
        "2021-04-01-0001-rita", "candidate/x", Verdict.REFUSE, "Rita", date(2021, 4, 1)
    )
    later = replace(refused, id="2021-04-01-0002-rita", verdict=Verdict.ACCEPT)
    store = Store()
    store.extend(Quad(*t, graph("reviews")) for t in encode(refused))
    with pytest.raises(UnknownName, match=r"^stance:x is no longer published: Rita refused it on"):
        find_subject(store, "stance:x")
    store.extend(Quad(*t, graph("reviews")) for t in encode(later))
    with pytest.raises(UnknownName, match=r"^no thing goes by the name"):
        find_subject(store, "stance:x")


@pytest.mark.parametrize("form", ["{}", "stance:{}", "stance/{}", "<{}>"])
def test_what_was_merged_is_found_where_it_went(form: str) -> None:
    oldest, old, kept = (mint("stance", name) for name in ("oldest", "old", "kept"))
    store = Store()
    store.extend(
        [
            Quad(oldest, DCT.isReplacedBy, old),
            Quad(old, DCT.isReplacedBy, kept),
            Quad(kept, RDF.type, ST.Stance),
            Quad(mint("stance", "round"), DCT.isReplacedBy, mint("stance", "round")),
        ]
    )
    name = form.format(oldest.value if form == "<{}>" else "oldest")
    assert find_subject(store, name) == Subject(kept, f"{name!r} was merged into stance:kept")
    assert find_thing(store, "old", ("stance",)) == kept
    assert find_subject(store, "kept").note == ""
    with pytest.raises(UnknownName):
        find_thing(store, "round", ("stance",))


def test_the_one_thing_with_such_a_word_is_shown_with_its_name(world_reader: Store) -> None:
    subject = find_subject(world_reader, "attack")
    assert compact(subject.node) == "event:invented-attack-2025-03-01"
    assert subject.note == (
        "'attack' is taken for event:invented-attack-2025-03-01 (Invented attack)"
    )


def test_the_one_actor_with_such_a_word_is_shown_and_all_else_told(world_reader: Store) -> None:
    subject = find_subject(world_reader, "kremlin")
    assert compact(subject.node) == "actor:fictional-kremlin-office"
    assert subject.note == (
        "'kremlin' is taken for actor:fictional-kremlin-office (Fictional Kremlin Office); "
        "it fits event:examplova-kremlin-call-2025-06-01, too"
    )


def test_a_state_is_shown_and_what_else_has_its_name_in_its_own_is_told(tmp_path: Path) -> None:
    party = Actor("blues", "The Blues (Exampleland)", ActorKind.PARTY, "XA")
    project = new_project(tmp_path, [*REGISTRY, party])
    build(project)
    reader = open_reader(project.store)
    # The id of a state is its name, too; with what stands in front of it, it means nothing else.
    for name in ("exampleland", "Exampleland"):
        subject = find_subject(reader, name)
        assert compact(subject.node) == "actor:exampleland"
        assert subject.note == (
            f"'{name}' is taken for actor:exampleland (Exampleland); it fits actor:blues, too"
        )
    assert find_subject(reader, "actor:exampleland").note == ""


def test_several_actors_are_listed_with_what_they_are(world_reader: Store) -> None:
    with pytest.raises(AmbiguousName, match="'Bert' may be several things:") as caught:
        find_subject(world_reader, "Bert")
    assert caught.value.listed == (
        "  actor:bert-modelsson  Bert Modelsson",
        "  actor:bert-samplovic  Bert Samplović",
    )
    assert caught.value.hint == "ask by what stands in front: kg show actor:bert-modelsson"
    assert caught.value.exit_code == 2


def test_words_in_things_of_several_kinds_list_them_all(tmp_path: Path) -> None:
    """A proposition does not go before an event that has the same word in its name."""
    debate = replace(SUMMIT, id="envoy-debate", label="Debate on an envoy")
    project = new_project(tmp_path, [*REGISTRY, debate])
    build(project)
    with pytest.raises(AmbiguousName) as caught:
        find_subject(open_reader(project.store), "envoy")
    assert [line.split()[0] for line in caught.value.listed] == [
        "proposition:eu-special-envoy",
        "event:envoy-debate",
    ]


def test_a_long_list_is_cut_and_its_rest_counted(tmp_path: Path) -> None:
    outlets = [Outlet(f"gazette-{n:02}", f"Gazette {n:02} Weekly") for n in range(20)]
    project = new_project(tmp_path, [*REGISTRY, *outlets])
    build(project)
    with pytest.raises(AmbiguousName) as caught:
        find_subject(open_reader(project.store), "weekly")
    assert len(caught.value.listed) == 13
    assert caught.value.listed[-1] == "  and 8 more"


def test_an_actor_goes_before_an_outlet_of_its_name_and_says_so(tmp_path: Path) -> None:
    project = new_project(tmp_path, [*REGISTRY, Outlet("anna", "Anna Examplova")])
    build(project)
    subject = find_subject(open_reader(project.store), "Anna Examplova")
    assert compact(subject.node) == "actor:anna-examplova"
    assert subject.note.endswith("it fits outlet:anna, too")


def test_words_of_several_names_list_those_with_most_of_them(world_reader: Store) -> None:
    with pytest.raises(UnknownName, match="some of its words are in:") as caught:
        find_subject(world_reader, "summit sample of")
    assert caught.value.listed == ("  event:sample-city-summit-2025-04  Sample City summit",)
    assert (
        caught.value.hint == "ask by what stands in front: kg show event:sample-city-summit-2025-04"
    )
    assert caught.value.near == ("event:sample-city-summit-2025-04",)


@pytest.mark.parametrize("name", ["Qwertyuiop", "", "?!", "\ud800", "x" * 1001])
def test_nothing_is_listed_where_nothing_is_near(world_reader: Store, name: str) -> None:
    with pytest.raises(UnknownName, match="no thing goes by the name") as caught:
        find_subject(world_reader, name)
    assert not isinstance(caught.value, AmbiguousName)
    assert caught.value.listed == ()


def test_of_a_long_name_little_is_shown(world_reader: Store) -> None:
    with pytest.raises(UnknownName) as caught:
        find_subject(world_reader, "summit " * 100)
    assert len(str(caught.value)) < 200
