"""Edits whose reach a revision must see: it makes what a whole build makes, or leaves it to one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kg.build.build import build
from kg.errors import InputError, Problem
from kg.model.actors import Actor, ActorKind
from kg.model.documents import Outlet, Text
from kg.project import Project
from kg.rdf.codec import encode
from kg.rdf.turtle import write_turtle
from tests.invented import (
    BORIS,
    MARCH,
    MAY,
    OTHER,
    REGISTRY,
    RUN,
    SUMMIT,
    TENURE,
    candidate,
    enter,
    evidence,
    new_project,
    review,
    stance,
    stored,
)

CARA = Actor("cara-newcomova", "Cara Newcomova", ActorKind.PERSON, "XC")
NEW_TIMES = Outlet("new-times", "The New Times")
LONG = Text(" ".join(["word"] * 40), "en")
PREFIXES = (
    "".join(
        f"@prefix {space}: <https://w3id.org/eurostance/{space}/> .\n"
        for space in ("stance", "actor", "shift", "tenure")
    )
    + "@prefix st: <https://w3id.org/eurostance/ns#> .\n"
)


def built(folder: Path, *records: Any) -> Project:
    """A project of those records besides the registered ones, with its store."""
    project = new_project(folder, [*REGISTRY, *records])
    build(project)
    return project


def save(project: Project, name: str, *records: Any) -> Path:
    """Write records to a file of their own among the seeds."""
    path = project.seeds / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(write_turtle(triple for one in records for triple in encode(one)))
    return path


def assert_refused(project: Project, message: str) -> Problem:
    """Both builds refuse the seeds for one reason, which comes back; the store is as it was."""
    before = stored(project)
    with pytest.raises(InputError) as told:
        build(project)
    found = [problem for problem in told.value.problems if message in problem.message]
    assert found, told.value.problems
    assert stored(project) == before
    with pytest.raises(InputError) as anew:
        build(Project(project.root, project.root / "build" / "anew"))
    assert found[0] in anew.value.problems
    return found[0]


def assert_as_anew(project: Project) -> None:
    """A build makes what a build of an empty store makes."""
    build(project)
    other = Project(project.root, project.root / "build" / "anew")
    build(other)
    assert stored(project) == stored(other)


AT_FAULT = pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"quote": LONG}, "a quote of more than 30 words"),
        ({"holder": CARA.id}, f"actor:{CARA.id} is described nowhere"),
    ],
    ids=["quote", "holder"],
)


@AT_FAULT
def test_a_machines_finding_at_fault_is_not_published(
    tmp_path: Path, more: dict[str, Any], message: str
) -> None:
    project = built(tmp_path)
    enter(project, [RUN, replace(candidate("c1", "0.95"), **more)])
    assert_refused(project, message)


@AT_FAULT
def test_an_acceptance_of_a_finding_at_fault_is_refused(
    tmp_path: Path, more: dict[str, Any], message: str
) -> None:
    project = built(tmp_path, RUN, replace(candidate("c1", "0.5"), **more))
    enter(project, [review("candidate/c1", "accept")])
    assert_refused(project, message)


def test_what_others_find_beside_it_needs_no_words(tmp_path: Path) -> None:
    project = built(tmp_path, RUN, candidate("c1", "0.95"))
    enter(project, [stance("mine", said_on="2021-05"), evidence("mine", MAY)])
    assert_as_anew(project)


def test_a_second_file_that_describes_a_thing_is_refused(tmp_path: Path) -> None:
    project = built(tmp_path, stance("mine"), evidence("mine"))
    before = stored(project)
    other = save(project, "documents/other.ttl", stance("mine"))
    assert_refused(project, "stance:mine is described in")
    other.unlink()
    build(project)
    assert stored(project) == before


UNCLASSED = pytest.mark.parametrize(
    ("name", "told"),
    [
        ("stance:mine", 'stance:mine st:reason "because"@en .'),
        ("stance:other", "stance:other st:holder actor:anna-examplova ."),
        ("stance:other", "stance:other a st:Evidence ."),
        ("stance:other", "stance:other a st:Stence ."),
        ("shift:other", "shift:other a st:Shift ."),
        ("https://example.org/other", "<https://example.org/other> a st:Stance ."),
        ("tenure:other", "tenure:other st:actor actor:anna-examplova ."),
    ],
    ids=["mention", "none", "of another space", "misspelled", "derived", "foreign", "registered"],
)


@UNCLASSED
@pytest.mark.parametrize("folder", ["documents", "."])
def test_what_is_of_no_class_of_its_space_is_refused(
    tmp_path: Path, name: str, told: str, folder: str
) -> None:
    project = built(tmp_path, stance("mine"), evidence("mine"))
    other = project.seeds / folder / "other.ttl"
    other.write_text(f"{PREFIXES}\n{told}\n")
    problem = assert_refused(project, f"{name}: has no class of its space")
    assert problem.path == other.resolve()
    assert (problem.line, problem.column) == (PREFIXES.count("\n") + 2, 1)


def test_a_mention_of_what_a_machine_found_is_refused(tmp_path: Path) -> None:
    project = built(tmp_path, RUN, candidate("c1", "0.95"))
    other = project.seeds / "documents" / "other.ttl"
    other.write_text(f'{PREFIXES}stance:c1 st:reason "because"@en .\n')
    assert_refused(project, "stance:c1: has no class of its space")


SHARED = pytest.mark.parametrize(
    ("by_hand", "name"),
    [
        ((stance("c1"), evidence("c1")), "stance:c1"),
        ((stance("c1", proposition=OTHER, said_on=None), evidence("c1")), "stance:c1"),
        ((stance("mine"), replace(evidence("mine"), id="c1")), "evidence:c1"),
    ],
    ids=["stance", "another pair", "evidence"],
)


@SHARED
@pytest.mark.parametrize("confidence", ["0.95", "0.5"])
def test_what_is_entered_under_the_id_of_a_candidate_is_refused(
    tmp_path: Path, by_hand: tuple[Any, ...], name: str, confidence: str
) -> None:
    project = built(tmp_path, RUN, candidate("c1", confidence))
    before = stored(project)
    enter(project, by_hand)
    problem = assert_refused(project, f"{name}: candidate:c1 has this id")
    assert problem.line
    (project.seeds / "candidates" / f"{MARCH.id}.ttl").unlink()
    build(project)
    assert stored(project) != before


@SHARED
def test_a_candidate_under_the_id_of_what_was_entered_is_refused(
    tmp_path: Path, by_hand: tuple[Any, ...], name: str
) -> None:
    project = built(tmp_path, *by_hand)
    enter(project, [RUN, candidate("c1", "0.95")])
    assert_refused(project, f"{name}: candidate:c1 has this id")


def test_an_id_may_go_from_a_candidate_to_what_is_entered(tmp_path: Path) -> None:
    project = built(tmp_path, RUN, candidate("c1", "0.95"))
    enter(project, [stance("c1"), evidence("c1")])
    save(project, f"candidates/{MARCH.id}.ttl", RUN)
    assert_as_anew(project)


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (replace(MARCH, id="2021-03-04-new-times-00000009", outlet=NEW_TIMES.id), NEW_TIMES),
        (replace(TENURE, id="cara-mayor", actor=CARA.id), CARA),
        (candidate("c1", "0.5", holder=CARA.id), CARA),
    ],
    ids=["outlet", "tenure", "candidate"],
)
def test_who_was_named_before_being_registered_is_called_by_name_then(
    tmp_path: Path, first: Any, then: Any
) -> None:
    project = built(tmp_path, RUN, first)
    assert not any(f'"{then.name}' in line for line in stored(project))
    enter(project, [then])
    assert_as_anew(project)
    named = [line for line in stored(project) if then.name in line]
    assert len(named) > 1


REACTION = stance("reaction", "opposes", holder=BORIS.id, reacts_to="stance/c1")


def _joins(project: Project) -> None:
    enter(project, [stance("mine"), evidence("mine", MAY)])


def _is_refused(project: Project) -> None:
    enter(project, [review("candidate/c1", "refuse")])


def _is_taken_out(project: Project) -> None:
    save(project, f"candidates/{MARCH.id}.ttl", RUN)


@pytest.mark.parametrize("vanish", [_joins, _is_refused, _is_taken_out])
def test_what_a_stance_reacts_to_does_not_vanish(
    tmp_path: Path, vanish: Callable[[Project], None]
) -> None:
    reaction = REACTION, evidence(REACTION.id)
    project = built(tmp_path, RUN, candidate("c1", "0.95"), *reaction)
    vanish(project)
    assert_refused(project, "stance:c1 is described nowhere")


@pytest.mark.parametrize("vanish", [_joins, _is_refused, _is_taken_out])
def test_nothing_begins_to_react_to_what_vanishes(
    tmp_path: Path, vanish: Callable[[Project], None]
) -> None:
    project = built(tmp_path, RUN, candidate("c1", "0.95"))
    vanish(project)
    enter(project, [REACTION, evidence(REACTION.id)])
    assert_refused(project, "stance:c1 is described nowhere")


def test_what_is_corrected_to_another_holder_has_not_vanished(tmp_path: Path) -> None:
    reaction = REACTION, evidence(REACTION.id)
    project = built(tmp_path, RUN, candidate("c1", "0.95"), *reaction)
    enter(project, [review("candidate/c1", "accept", holder=BORIS.id)])
    assert_as_anew(project)


def test_nothing_begins_to_react_to_an_event_that_goes(tmp_path: Path) -> None:
    registry = [one for one in REGISTRY if one != SUMMIT]
    project = new_project(tmp_path, registry)
    path = save(project, "events.ttl", SUMMIT)
    build(project)
    path.unlink()
    enter(project, [stance("mine", reacts_to=f"event/{SUMMIT.id}"), evidence("mine")])
    assert_refused(project, f"event:{SUMMIT.id} is described nowhere")
