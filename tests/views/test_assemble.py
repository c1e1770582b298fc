from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import Quad, Store

from kg.build.build import build
from kg.model.stances import Status
from kg.queries.narrowing import Narrowing
from kg.rdf.terms import DCT, mint
from kg.store.embedded import open_reader
from kg.views.assemble import assemble_page
from kg.views.contract import GraphPage
from tests.invented import REGISTRY, evidence, new_project, stance

DIALOGUE = "direct-dialogue-with-russia"


def stances(page: GraphPage) -> set[str]:
    return {stance.id for stance in page.stances}


def test_every_published_stance_is_on_the_page_with_its_evidence(world_reader: Store) -> None:
    page = assemble_page(world_reader)
    asked = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a <https://w3id.org/eurostance/ns#Stance> }"
    (row,) = world_reader.query(asked)
    assert len(page.stances) == int(row["n"].value)
    assert all(stance.evidence for stance in page.stances)
    actors = {actor.id for actor in page.actors}
    assert {stance.actor for stance in page.stances} <= actors
    assert {stance.on_behalf_of for stance in page.stances} - {None} <= actors
    documents = {document.id for document in page.documents}
    assert {item.document for stance in page.stances for item in stance.evidence} == documents


def test_several_narrowings_hold_together(world_reader: Store) -> None:
    narrowing = Narrowing(
        propositions=frozenset({DIALOGUE}), actors=frozenset({"anna-examplova", "samplia"})
    )
    page = assemble_page(world_reader, narrowing)
    assert {stance.actor for stance in page.stances} == {"anna-examplova", "samplia"}
    assert {proposition.id for proposition in page.propositions} == {DIALOGUE}
    own = assemble_page(world_reader, replace(narrowing, countries=frozenset({"XB"})))
    assert stances(own) == {"samplia-2025-07-dialogue"}


def test_a_theme_or_a_proposition_suffices(world_reader: Store) -> None:
    wide = Narrowing(propositions=frozenset({DIALOGUE}), themes=frozenset({"support"}))
    page = assemble_page(world_reader, wide)
    assert {one.id for one in page.propositions} == {DIALOGUE, "military-aid-to-ukraine"}


def test_days_are_bounds_on_both_sides(world_reader: Store) -> None:
    whole = assemble_page(world_reader)
    page = assemble_page(world_reader, Narrowing(since=date(2025, 6, 2), until=date(2025, 6, 5)))
    expected = {one.id for one in whole.stances if "2025-06-02" <= one.latest <= "2025-06-05"}
    assert stances(page) == expected
    assert expected
    assert page.meta.as_of == "2025-06-05"


def test_as_of_a_day(world_reader: Store) -> None:
    page = assemble_page(world_reader, Narrowing(as_of=date(2025, 1, 31)))
    assert page.stances
    assert max(stance.latest for stance in page.stances) <= "2025-01-31"
    assert page.meta.as_of == "2025-01-31"
    assert all(event.latest <= "2025-01-31" for event in page.events)


def test_a_page_tells_nothing_of_days_to_come(world_reader: Store) -> None:
    whole = assemble_page(world_reader)
    for narrowing in (Narrowing(until=date(2999, 1, 1)), Narrowing(as_of=date(2999, 1, 1))):
        later = assemble_page(world_reader, narrowing)
        assert later.meta.as_of == whole.meta.as_of
        assert later.actors == whole.actors


def test_countries_have_their_names_whoever_is_shown(world_reader: Store) -> None:
    part = assemble_page(world_reader, Narrowing(stances=frozenset()))
    assert part.actors == ()
    named = {("XA", "Exampleland"), ("XB", "Samplia"), ("EU", "European Union")}
    assert named <= set(part.countries)


def test_statuses_and_single_stances(world_reader: Store) -> None:
    found = assemble_page(world_reader, Narrowing(statuses=frozenset({Status.EXTRACTED})))
    assert stances(found) == {"interview-of-august-anna-examplova-aid"}
    one = frozenset({"samplia-aid", "no-such-stance"})
    assert stances(assemble_page(world_reader, Narrowing(stances=one))) == {"samplia-aid"}
    assert not assemble_page(world_reader, Narrowing(stances=frozenset())).stances


def test_the_data_end_where_they_end_though_a_part_is_shown(world_reader: Store) -> None:
    whole = assemble_page(world_reader)
    part = assemble_page(world_reader, Narrowing(actors=frozenset({"dora-formerova"})))
    assert part.meta.as_of == whole.meta.as_of == max(one.latest for one in whole.stances)


def test_a_stance_knows_those_merged_into_it(world_reader: Store) -> None:
    kept = min(stances(assemble_page(world_reader)))
    store = Store()
    store.extend(world_reader)
    steps = [("stance", "older", "old"), ("stance", "old", kept), ("stance", "round", "round")]
    for space, old, new in [*steps, ("actor", "ann", "anna-examplova")]:
        store.add(Quad(mint(space, old), DCT.isReplacedBy, mint(space, new)))
    told = {one.id: sorted(one.formerly) for one in assemble_page(store).stances if one.formerly}
    assert told == {
        kept: ["old", "older"],
        "anna-examplova-2025-06-02-sanctions": ["interview-of-august-anna-examplova-sanctions"],
    }


def test_nothing_is_an_empty_page(world_reader: Store) -> None:
    page = assemble_page(world_reader, Narrowing(as_of=date(1990, 1, 1)))
    assert (page.stances, page.actors, page.propositions) == ((), (), ())


def test_the_head_says_what_it_was_given(world_reader: Store) -> None:
    page = assemble_page(world_reader, title="Invented", narrowed=["Samplia"], opens="tab=map")
    assert (page.meta.title, page.meta.narrowed, page.meta.opens) == (
        "Invented",
        ("Samplia",),
        "tab=map",
    )


@pytest.mark.parametrize("day", [None, date(2025, 6, 2)])
def test_the_same_store_gives_the_same_page(world_reader: Store, day: date | None) -> None:
    narrowing = Narrowing(as_of=day)
    assert assemble_page(world_reader, narrowing) == assemble_page(world_reader, narrowing)


def test_a_stance_keeps_its_own_day_though_its_id_begins_another(tmp_path: Path) -> None:
    told = [stance("ann-talks", said_on="2021-02-01"), stance("ann-talks-1", said_on="2021-01-02")]
    project = new_project(tmp_path, [*REGISTRY, *told, *(evidence(one.id) for one in told)])
    build(project)
    page = assemble_page(open_reader(project.store))
    days = {one.id: one.latest for one in page.stances}
    assert days == {"ann-talks": "2021-02-01", "ann-talks-1": "2021-01-02"}
