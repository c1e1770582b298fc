"""Decisions on stances cost what they change, and make what a whole build makes."""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from kg.build import build as building
from kg.build import edit as editing
from kg.build.build import build
from kg.build.revise import INVENTORY
from kg.errors import InputError
from kg.model.documents import Text
from kg.model.stances import Review, Stance
from kg.project import Project
from kg.queries.catalogue import parse_query
from kg.queries.run import run_query
from kg.queries.table import Table
from kg.rdf.codec import encode, iri
from kg.rdf.turtle import read_turtle, write_turtle
from kg.store.embedded import database, input_hash, open_reader
from kg.store.words import WordsIndex
from tests.invented import (
    BORIS,
    EXAMPLELAND,
    MAY,
    OTHER,
    REGISTRY,
    ROOT,
    RUN,
    candidate,
    enter,
    evidence,
    inventoried,
    new_project,
    review,
    stance,
    stored,
)

MINE = "stance/mine"
REACTION = "stance/reaction"
TOLD = (
    stance("mine"),
    evidence("mine"),
    evidence("mine", MAY, 2, quote=Text("Let us meet in Sampleton.", "en")),
    stance("reaction", "opposes", holder=BORIS.id, reacts_to=MINE),
    evidence("reaction"),
    stance("answer", "mixed", "2021-05-06", proposition=OTHER, reacts_to=REACTION),
    evidence("answer", MAY),
    stance("echo", "favours", "2021-05-06", EXAMPLELAND.id, OTHER, reacts_to=MINE),
    evidence("echo", MAY),
    RUN,
    candidate("joins", "0.95"),
    candidate("turns", "0.95", "opposes", "2021-03-01"),
    candidate("accepted", "0.5"),
)
ACCEPTED = review("candidate/accepted", "accept", name="r-0")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Stances that react to each other, with evidence of two documents and of machines, built."""
    made = new_project(tmp_path, [*REGISTRY, *TOLD, ACCEPTED])
    build(made)
    return made


def decide(project: Project, *reviews: Review) -> None:
    """Have these decisions stand in the ledger, and build without reading everything."""
    enter(project, [ACCEPTED, *reviews])
    with pytest.MonkeyPatch.context() as without:
        without.setattr(building, "_build_whole", None)
        assert build(project).changed


def assert_as_anew(project: Project) -> None:
    other = Project(project.root, project.root / "build" / "anew")
    build(other, anew=True)
    assert stored(project) == stored(other)
    assert inventoried(project) == inventoried(other)


def on(name: str, subject: str, verdict: str = "refuse", day: int = 1, who: str = "A.") -> Review:
    return review(subject, verdict, f"2021-04-{day:02}", name, who)


FIRST = on("r-1", MINE)
SECOND = on("r-2", MINE, day=2, who="B.")
OF_REACTION = on("r-3", REACTION, day=3)


@pytest.mark.parametrize(
    "courses",
    [
        [(FIRST,), (FIRST, on("r-4", MINE, "withdraw", 4))],
        [(FIRST,), (FIRST, on("r-4", MINE, "accept", 4, "B."))],
        [(FIRST,), (FIRST, SECOND), (SECOND,), ()],
        [(FIRST, OF_REACTION), (OF_REACTION,), (OF_REACTION, SECOND), ()],
        [(OF_REACTION,), (FIRST, OF_REACTION), (FIRST,), ()],
        [(FIRST, OF_REACTION, on("r-5", "stance/answer"), on("r-6", "stance/echo")), (FIRST,), ()],
        [(FIRST, on("r-5", "candidate/joins")), (on("r-5", "candidate/joins", "accept"),)],
    ],
)
def test_decisions_on_stances_cost_no_whole_build(
    project: Project, courses: list[tuple[Review, ...]]
) -> None:
    for reviews in courses:
        decide(project, *reviews)
        assert_as_anew(project)


def test_all_that_a_refusal_moves(project: Project) -> None:
    before = stored(project)
    decide(project, FIRST)
    told = stored(project)
    refused = [line for line in told if line.endswith("graph/rejected>")]
    for path in (MINE, "evidence/mine-1", "evidence/mine-2", "evidence/joins"):
        assert any(line.split(" ")[0].endswith(f"/{path}>") for line in refused), path
    # What a person accepted stands without it; what told another side than it is told now.
    published = [line.split(" ")[0] for line in told if line not in refused]
    assert any(subject.endswith("stance/accepted>") for subject in published)
    assert any(subject.endswith("stance/turns>") for subject in published)
    assert not [line for line in told if "ns#reactsTo" in line and MINE in line]
    decide(project)
    assert stored(project) == before


def rewrite(project: Project, name: str, *records: Stance) -> None:
    """Have a stance say what another record says, or be gone."""
    (path,) = (p for p in project.seeds.rglob("*.ttl") if f"\nstance:{name} a " in p.read_text())
    kept = [t for t in read_turtle(path) if t.subject != iri(stance(name))]
    path.write_bytes(write_turtle([*kept, *(t for one in records for t in encode(one))]))


def test_what_is_hidden_follows_its_stance(project: Project) -> None:
    decide(project, FIRST)
    reaction = stance("reaction", "opposes", holder=BORIS.id)
    for path in (None, MINE, "stance/echo", MINE, "event/example-summit-2021-03-01", MINE):
        rewrite(project, reaction.id, replace(reaction, reacts_to=path))
        build(project)
        assert_as_anew(project)
    decide(project)
    assert_as_anew(project)


def test_with_decisions_may_come_other_changes(project: Project) -> None:
    rewrite(project, "mine", stance("mine", said_on="2021-03"))
    rewrite(project, "echo", stance("echo", "opposes", "2021-05-06", EXAMPLELAND.id, OTHER))
    decide(project, FIRST, OF_REACTION)
    assert_as_anew(project)
    rewrite(project, "reaction", stance("reaction", "mixed", holder=BORIS.id, reacts_to=MINE))
    decide(project, OF_REACTION)
    assert_as_anew(project)


@pytest.mark.parametrize("name", ["turns", "joins", "nothing"])
def test_a_decision_on_what_no_person_entered_is_refused_with_its_place(
    project: Project, name: str
) -> None:
    decide(project, FIRST)
    before = stored(project)
    enter(project, [ACCEPTED, FIRST, on("r-9", f"stance/{name}")])
    with pytest.raises(InputError) as refused:
        build(project)
    (problem,) = refused.value.problems
    assert problem.path == project.seeds / "reviews.ttl"
    assert problem.line
    assert f"there is no stance/{name} among the curated stances" in problem.message
    assert stored(project) == before


@pytest.mark.parametrize("gone", ["mine", "reaction"])
def test_what_is_reacted_to_does_not_go_with_the_decision_on_it(
    project: Project, gone: str
) -> None:
    decide(project, on("r-1", f"stance/{gone}"))
    before = stored(project)
    enter(project, [ACCEPTED])
    rewrite(project, gone)
    with pytest.raises(InputError) as refused:
        build(project)
    assert any(
        f"stance:{gone} is described nowhere" in one.message for one in refused.value.problems
    )
    assert stored(project) == before


def test_what_was_reacted_to_may_go_with_the_reactions_to_it(project: Project) -> None:
    decide(project, FIRST)
    for path in sorted((project.seeds / "documents").rglob("*.ttl")):
        kept = [t for t in read_turtle(path) if t.subject in (iri(one) for one in REGISTRY)]
        path.write_bytes(write_turtle(kept))
    enter(project, [ACCEPTED])
    build(project)
    assert_as_anew(project)


def test_where_many_react_to_it_all_is_read(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editing, "_MANY", 5)
    enter(project, [ACCEPTED, OF_REACTION])
    with monkeypatch.context() as without:
        without.setattr(building, "_build_whole", None)
        build(project)
    enter(project, [ACCEPTED, OF_REACTION, FIRST])
    whole = building._build_whole
    asked = []
    monkeypatch.setattr(building, "_build_whole", lambda *a, **b: asked.append(1) or whole(*a, **b))
    build(project)
    assert asked
    assert_as_anew(project)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE hidden SET reacts_to = x'00' WHERE stance = 'stance/reaction'",
        "UPDATE hidden SET stance = 'nobody' WHERE stance = 'stance/reaction'",
        "UPDATE hidden SET stance = 'theme/nobody' WHERE stance = 'stance/reaction'",
        "DROP TABLE hidden",
    ],
)
def test_where_what_is_hidden_cannot_be_read_all_is_read(project: Project, damage: str) -> None:
    decide(project, FIRST)
    with contextlib.closing(sqlite3.connect(project.store / INVENTORY)) as base:
        base.execute(damage)
        base.commit()
    enter(project, [ACCEPTED, OF_REACTION])
    build(project)
    assert_as_anew(project)


def found(project: Project, words: str) -> int:
    """How many rows the search in quotes gives, by the index of words."""
    query = parse_query((ROOT / "queries" / "search-quotes.rq").read_text(), ROOT, "search-quotes")
    index = WordsIndex.open(database(project.store), input_hash(open_reader(project.store)))
    assert index, "the search would do without its index"
    index.close()
    table = run_query(project.store, query, {"text": words})
    assert isinstance(table, Table)
    return len(table)


@pytest.mark.parametrize("anew", [False, True])
def test_words_of_a_refused_stance_are_not_found(project: Project, anew: bool) -> None:
    words = "meet in sampleton"
    assert found(project, words) == 1
    decide(project, FIRST)
    assert found(project, words) == 0
    build(project, anew=anew)
    assert found(project, words) == 0
    decide(project)
    assert found(project, words) == 1
