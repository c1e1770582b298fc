from __future__ import annotations

from datetime import date

import pytest
from pyoxigraph import Store

from kg.errors import UnknownName
from kg.views.assemble import assemble_page


def test_every_published_stance_is_on_the_page_with_its_evidence(world_reader: Store) -> None:
    page = assemble_page(world_reader)
    asked = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a <https://w3id.org/eurostance/ns#Stance> }"
    (row,) = world_reader.query(asked)
    assert len(page.stances) == int(row["n"].value)
    assert all(stance.evidence for stance in page.stances)
    actors = {actor.id for actor in page.actors}
    assert {stance.actor for stance in page.stances} <= actors
    assert {stance.on_behalf_of for stance in page.stances} - {None} <= actors


def test_part_of_the_graph(world_reader: Store) -> None:
    page = assemble_page(world_reader, propositions=["Direct dialogue"], actors=["Examplova"])
    assert {stance.actor for stance in page.stances} == {"anna-examplova"}
    assert {proposition.id for proposition in page.propositions} == {"direct-dialogue-with-russia"}


def test_as_of_a_day(world_reader: Store) -> None:
    page = assemble_page(world_reader, as_of=date(2025, 1, 31))
    assert page.stances
    assert max(stance.latest for stance in page.stances) <= "2025-01-31"
    assert page.meta.as_of == "2025-01-31"


def test_nothing_is_an_empty_page(world_reader: Store) -> None:
    page = assemble_page(world_reader, as_of=date(1990, 1, 1))
    assert (page.stances, page.actors, page.propositions) == ((), (), ())


def test_an_unknown_name_is_told(world_reader: Store) -> None:
    with pytest.raises(UnknownName):
        assemble_page(world_reader, actors=["Qwertyuiop"])
