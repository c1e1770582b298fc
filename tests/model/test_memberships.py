from __future__ import annotations

from datetime import date

from kg.model.actors import Actor, ActorKind, StartPrecision, Tenure
from kg.model.dates import PartialDate
from kg.model.memberships import Memberships

ACTORS = (
    Actor("anna", "Anna Examplova", ActorKind.PERSON),
    Actor("oz", "Oz Examplund", ActorKind.PERSON),
    Actor("old", "Old Party", ActorKind.PARTY),
    Actor("new", "New Party", ActorKind.PARTY),
    Actor("moderates", "Invented Moderates", ActorKind.ORGANISATION),
    Actor("radicals", "Invented Radicals", ActorKind.ORGANISATION),
    Actor("land", "Exampleland", ActorKind.STATE),
)


def tenure(actor: str, organisation: str, start: str, end: str | None = None) -> Tenure:
    return Tenure(
        id=f"{actor}-{organisation}",
        actor=actor,
        role="Member",
        organisation=organisation,
        start=PartialDate.parse(start),
        end=PartialDate.parse(end) if end else None,
        start_precision=StartPrecision.START,
        source="d",
    )


TENURES = (
    tenure("old", "moderates", "2019"),
    tenure("new", "radicals", "2024-07"),
    tenure("anna", "old", "2010", "2023"),
    tenure("anna", "new", "2024"),
    tenure("anna", "land", "2025"),
    tenure("oz", "moderates", "2020"),
)


def families(actors: tuple[Actor, ...], tenures: tuple[Tenure, ...], day: date) -> dict[str, str]:
    memberships = Memberships(actors, tenures)
    found = {actor.id: memberships.family(actor.id, day) for actor in actors}
    return {actor: family for actor, family in found.items() if family}


def test_a_person_has_the_family_of_the_party_of_that_day() -> None:
    assert families(ACTORS, TENURES, date(2022, 5, 1))["anna"] == "moderates"
    assert families(ACTORS, TENURES, date(2025, 5, 1))["anna"] == "radicals"


def test_a_party_that_has_not_joined_yet_has_no_family() -> None:
    found = families(ACTORS, TENURES, date(2024, 2, 1))
    assert found == {"old": "moderates"}


def test_only_parties_make_a_family() -> None:
    assert "oz" not in families(ACTORS, TENURES, date(2025, 5, 1))
    assert "land" not in families(ACTORS, TENURES, date(2025, 5, 1))
