"""An actor of another country, and an actor or outlet that goes: what a whole build makes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kg.build import build as building
from kg.build.build import build
from kg.errors import InputError
from kg.model.actors import Actor, ActorKind
from kg.model.documents import Outlet
from kg.project import Project
from kg.rdf.codec import Gathered, encode
from kg.rdf.turtle import read_turtle, write_turtle
from tests.invented import (
    ANNA,
    BORIS,
    MARCH,
    MAY,
    OTHER,
    REGISTRY,
    RUN,
    TENURE,
    candidate,
    enter,
    evidence,
    inventoried,
    new_project,
    review,
    stance,
    stored,
)

DANA = Actor("dana-goersen", "Dana Goersen", ActorKind.PERSON, "XC")
PAPER = Outlet("old-paper", "The Old Paper")
TOLD = (
    stance("mine"),
    evidence("mine"),
    stance("later", "opposes", "2021-05-01"),
    evidence("later", MAY),
    stance("other", "mixed", "2021-05-06", ANNA.id, OTHER),
    evidence("other", MAY),
    stance("his", "opposes", "2021-05-06", BORIS.id),
    evidence("his", MAY),
    RUN,
    candidate("found", "0.95", said_on="2021-02-01"),
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Positions of two actors, and an actor and an outlet of whom nothing speaks, built."""
    made = new_project(tmp_path, [*REGISTRY, DANA, PAPER, *TOLD])
    build(made)
    return made


def rewrite(project: Project, name: str, alter: Callable[[Any], Any]) -> Path:
    """A file of the registry whose records are others, or gone where that gives None."""
    path = project.seeds / name
    gathered = Gathered(read_turtle(path))
    told = [alter(one) for kind in (Actor, Outlet) for one in gathered.records(kind)]
    path.write_bytes(write_turtle(t for one in told if one for t in encode(one)))
    return path


def assert_revised(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small build makes what a whole build makes, the inventory too."""
    with monkeypatch.context() as without:
        without.setattr(building, "_build_whole", None)
        assert build(project).changed
    other = Project(project.root, project.root / "build" / "anew")
    build(other)
    assert stored(project) == stored(other)
    assert inventoried(project) == inventoried(other)


@pytest.mark.parametrize("country", ["XB", "XC", None])
def test_the_positions_of_who_is_of_another_country_count_there(
    project: Project, monkeypatch: pytest.MonkeyPatch, country: str | None
) -> None:
    def moved(one: Any) -> Any:
        return replace(one, country=country) if one.id == ANNA.id else one

    before = stored(project)
    rewrite(project, "actors.ttl", moved)
    assert_revised(project, monkeypatch)
    counts = [one for one in {*before} ^ {*stored(project)} if "counts" in one]
    assert any("counts" in one and ".xa>" in one for one in counts)


def test_who_had_no_country_counts_where_it_comes_to(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    for country in (None, "XC"):
        rewrite(
            project,
            "actors.ttl",
            lambda one, to=country: replace(one, country=to) if one.id == ANNA.id else one,
        )
        assert_revised(project, monkeypatch)


@pytest.mark.parametrize(("name", "goes"), [("actors.ttl", DANA.id), ("outlets.ttl", PAPER.id)])
def test_who_goes_with_nothing_that_speaks_of_it_is_gone(
    project: Project, monkeypatch: pytest.MonkeyPatch, name: str, goes: str
) -> None:
    rewrite(project, name, lambda one: None if one.id == goes else one)
    assert_revised(project, monkeypatch)
    assert not any(goes in one for one in stored(project))


def test_an_actor_may_go_with_all_that_spoke_of_it(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    hers = [stance("hers", holder=DANA.id), evidence("hers")]
    enter(project, hers)
    assert build(project).changed
    for path in project.seeds.rglob("*.ttl"):
        blocks = path.read_text().split("\n\n")
        path.write_text("\n\n".join(one for one in blocks if "hers" not in one) + "\n")
    rewrite(project, "actors.ttl", lambda one: None if one.id == DANA.id else one)
    assert_revised(project, monkeypatch)


SPEAKING = pytest.mark.parametrize(
    ("records", "message"),
    [
        ([stance("hers", holder=DANA.id), evidence("hers")], "actor:dana-goersen"),
        ([stance("hers", on_behalf_of=DANA.id), evidence("hers")], "actor:dana-goersen"),
        ([review("candidate/found", "accept", holder=DANA.id)], "actor:dana-goersen"),
    ],
    ids=["holder", "on behalf of", "corrected"],
)


@SPEAKING
def test_who_goes_while_something_speaks_of_it_is_missed(
    project: Project, records: list[Any], message: str
) -> None:
    enter(project, records)
    build(project)
    before = stored(project)
    rewrite(project, "actors.ttl", lambda one: None if one.id == DANA.id else one)
    with pytest.raises(InputError) as told:
        build(project)
    assert any(message in one.message for one in told.value.problems)
    assert stored(project) == before


@SPEAKING
def test_nothing_begins_to_speak_of_who_goes(
    project: Project, records: list[Any], message: str
) -> None:
    before = stored(project)
    enter(project, records)
    rewrite(project, "actors.ttl", lambda one: None if one.id == DANA.id else one)
    with pytest.raises(InputError) as told:
        build(project)
    assert any(message in one.message for one in told.value.problems)
    assert stored(project) == before


@pytest.mark.parametrize(
    ("name", "goes", "speaks"),
    [
        ("actors.ttl", DANA.id, replace(TENURE, id="dana-mayor", actor=DANA.id)),
        (
            "outlets.ttl",
            PAPER.id,
            replace(MARCH, id="2021-03-04-old-paper-00000009", outlet=PAPER.id),
        ),
        ("actors.ttl", DANA.id, candidate("waits", "0.5", holder=DANA.id)),
    ],
    ids=["tenure", "document", "candidate"],
)
@pytest.mark.parametrize("at_once", [True, False])
def test_what_still_names_it_is_called_by_its_id(
    project: Project, name: str, goes: str, speaks: Any, at_once: bool
) -> None:
    enter(project, [*([RUN, candidate("found", "0.95", said_on="2021-02-01")]), speaks])
    if not at_once:
        build(project)
    rewrite(project, name, lambda one: None if one.id == goes else one)
    other = Project(project.root, project.root / "build" / "anew")
    assert outcome(project) == outcome(other)


def outcome(project: Project) -> list[str]:
    """What a build makes, or what it says is wrong."""
    try:
        build(project)
    except InputError as error:
        return sorted(map(str, error.problems))
    return stored(project)
