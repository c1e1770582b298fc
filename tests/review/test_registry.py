from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.errors import UnknownName, UsageError
from kg.project import Project
from kg.rdf.codec import encode
from kg.rdf.turtle import read_turtle, write_turtle
from kg.review.desk import Desk
from tests.invented import ANNA, BORIS

Sit = Callable[..., Desk]


def test_a_new_name_finds_its_actor_from_then_on(sit: Sit, project: Project) -> None:
    registry = sit().registry
    with pytest.raises(UnknownName):
        registry.find_actor("Bobby Inventedname")
    registry.add_alias(BORIS, "  Bobby   Inventedname ")
    assert registry.find_actor("Bobby Inventedname").id == BORIS.id
    assert sit().registry.find_actor("bobby inventedname").id == BORIS.id
    path = project.seeds / "actors.ttl"
    assert path.read_bytes() == write_turtle(read_turtle(path))


def test_a_new_name_goes_to_the_file_that_owns_the_actor(sit: Sit, project: Project) -> None:
    home = project.seeds / "actors.ttl"
    others = [t for t in read_turtle(home) if BORIS.id not in str(t.subject)]
    home.write_bytes(write_turtle(others))
    elsewhere = project.seeds / "more.ttl"
    elsewhere.write_bytes(write_turtle(encode(BORIS)))
    sit().registry.add_alias(BORIS, "Bobby")
    assert b"Bobby" in elsewhere.read_bytes()
    assert b"Bobby" not in home.read_bytes()


@pytest.mark.parametrize(
    ("alias", "reason"),
    [
        ("Examplova", "is a name of actor:anna-examplova"),
        ("EXAMPLOVA", "is a name of actor:anna-examplova"),
        ("Boris Fictionov", "goes by 'Boris Fictionov' already"),
        ("...", "has no letter or digit"),
        ("Bоris", "mixes Cyrillic and Latin letters"),
        ("Bo\u202eris", "has invisible characters"),
        ("Bo\x1bris", "control characters"),
    ],
)
def test_a_name_that_cannot_be_is_not_kept(
    sit: Sit, project: Project, alias: str, reason: str
) -> None:
    before = (project.seeds / "actors.ttl").read_bytes()
    with pytest.raises(UsageError, match=reason):
        sit().registry.add_alias(BORIS, alias)
    assert (project.seeds / "actors.ttl").read_bytes() == before


@pytest.mark.parametrize(
    ("name", "kind", "country", "reason"),
    [
        ("Anna Examplova", "person", None, "actor:anna-examplova is known already"),
        ("Examplova", "person", None, "actor:anna-examplova is known already"),
        ("Ivo Muster", "king", None, "'king' is not a valid"),
        ("Ivo Muster", "person", "Utopia", "no country code"),
        ("", "person", None, "has no letter or digit"),
        ("x" * 200, "person", None, "longer than"),
    ],
)
def test_an_actor_that_cannot_be_is_not_kept(
    sit: Sit, name: str, kind: str, country: str | None, reason: str
) -> None:
    with pytest.raises(UsageError, match=reason):
        sit().registry.add_actor(name, kind, country)


def test_a_namesake_is_one_of_exactly_that_name(sit: Sit) -> None:
    registry = sit().registry
    assert registry.namesake("EXAMPLOVA") == ANNA
    assert registry.namesake("Anna") is None


def test_an_actor_entered_by_another_meanwhile_is_not_entered_twice(
    sit: Sit, project: Project
) -> None:
    one, other = sit().registry, sit("Ada Adjudicator").registry
    one.add_actor("Ivo Muster", "person", "XA")
    before = (project.seeds / "actors.ttl").read_bytes()
    with pytest.raises(UsageError, match="just been entered by another reviewer"):
        other.add_actor("Ivo Muster", "person", "XB")
    assert (project.seeds / "actors.ttl").read_bytes() == before


def test_aliases_of_two_reviewers_are_both_kept(sit: Sit, project: Project) -> None:
    one, other = sit().registry, sit("Ada Adjudicator").registry
    one.add_alias(BORIS, "Bobby")
    other.add_alias(BORIS, "Bob Fictionov")
    assert set(sit().registry.actors[BORIS.id].aliases) == {"Bobby", "Bob Fictionov"}
