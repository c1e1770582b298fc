from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.build.build import build
from kg.model.stances import Polarity, Review
from kg.store.embedded import open_reader
from kg.views.card import draw_card, source
from kg.views.subject import find_subject
from tests.invented import (
    ANNA,
    MARCH,
    REGISTRY,
    RUN,
    UNDATED,
    candidate,
    evidence,
    new_project,
    review,
    stance,
)


def card(store: Store, name: str, width: int = 100) -> str:
    return draw_card(store, find_subject(store, name).node, width=width)


def test_the_card_of_an_actor(world_reader: Store) -> None:
    text = card(world_reader, "anna-examplova")
    assert text.startswith("Anna Examplova  (person, XA)\n")
    assert "Direct dialogue with Russia\n" in text
    assert "← changed" in text
    assert "“" in text


def test_the_card_of_a_proposition_names_both_sides(world_reader: Store) -> None:
    text = card(world_reader, "direct-dialogue-with-russia")
    assert "wants dialogue: " in text
    assert "rejects dialogue: " in text
    assert "is mixed: " in text


def test_the_cards_of_stance_event_document_and_outlet(world_reader: Store) -> None:
    stance = card(world_reader, "anna-examplova-2025-06-05-answer")
    assert "reacts to: " in stance
    assert "evidence:" in stance
    assert "https://" in stance
    event = card(world_reader, "examplova-kremlin-call-2025-06-01")
    assert "took part: " in event
    assert "source: " in event
    document = card(world_reader, "2025-06-06-sample-times-568c10d5")
    assert "Anna Examplova favours" in document or "Anna Examplova opposes" in document
    outlet = card(world_reader, "sample-times")
    assert "published: " in outlet
    assert "piece" in outlet


def test_what_has_no_card_is_shown_as_turtle(world_reader: Store) -> None:
    tenure = source(world_reader, find_subject(world_reader, "exampleland").node).decode()
    assert "actor:exampleland a " in tenure


@pytest.mark.parametrize("width", [40, 100])
def test_no_line_is_wider_than_the_terminal(world_reader: Store, width: int) -> None:
    lines = card(world_reader, "anna-examplova", width).splitlines()
    assert all(len(line) <= width or " " not in line.strip() for line in lines)


def decided_world(folder: Path, *decisions: Review) -> Store:
    project = new_project(
        folder, (*REGISTRY, RUN, candidate("found", "0.95", said_on="2021-03-03"), *decisions)
    )
    build(project)
    return open_reader(project.store)


def test_a_machines_stance_is_shown_as_such(tmp_path: Path) -> None:
    store = decided_world(tmp_path)
    text = card(store, "stance:found")
    assert "status: extracted\n" in text
    assert ", extracted, score 0.95\n" in text
    assert "accepted" not in text


@pytest.mark.parametrize("name", ["anna-examplova", "stance:found", f"document:{MARCH.id}"])
def test_who_accepted_a_stance_is_on_every_card(tmp_path: Path, name: str) -> None:
    store = decided_world(tmp_path, review("candidate/found", "accept", "2021-05-01"))
    text = card(store, name, width=200)
    assert "extracted, score 0.95, accepted by A. Curator on 2021-05-01\n" in text


@pytest.mark.parametrize("name", ["anna-examplova", "stance:found", f"document:{MARCH.id}"])
def test_a_corrected_stance_has_no_score_of_the_machine(tmp_path: Path, name: str) -> None:
    decision = review("candidate/found", "accept", "2021-05-01", polarity=Polarity.OPPOSES)
    store = decided_world(tmp_path, decision)
    text = card(store, name, width=200)
    assert "extracted, accepted by A. Curator on 2021-05-01, corrected\n" in text
    assert "score" not in text


def test_the_decision_that_counts_is_shown(tmp_path: Path) -> None:
    first = review("candidate/found", "accept", "2021-05-01")
    taken_back = review("candidate/found", "withdraw", "2021-05-02", "review-2")
    assert "extracted, score 0.95\n" in card(
        decided_world(tmp_path, first, taken_back), "stance:found"
    )


def test_what_has_no_date_at_all_is_told_as_undated(tmp_path: Path) -> None:
    never = stance("never", said_on=None)
    project = new_project(tmp_path, [*REGISTRY, never, evidence("never", UNDATED)])
    build(project)
    store = open_reader(project.store)
    assert "\n  + undated     wants dialogue\n" in card(store, ANNA.id)
    assert "\nsaid: not told\n" in card(store, "stance:never")
