from __future__ import annotations

from dataclasses import replace
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


def test_a_family_is_what_parties_are_members_of() -> None:
    memberships = Memberships(ACTORS, TENURES)
    assert memberships.families == {"moderates", "radicals"}
    public = [actor.id for actor in ACTORS if memberships.is_public(actor.id)]
    assert public == ["land"]


def seen(actor: str, organisation: str, start: str, end: str | None = None) -> Tenure:
    """A tenure of which the beginning is not told: it was first seen then."""
    told = tenure(actor, organisation, start, end)
    return replace(told, start_precision=StartPrecision.FIRST_SEEN)


def party(day: date, *tenures: Tenure) -> str | None:
    return Memberships(ACTORS, tenures).party("anna", day)


def test_the_only_party_of_a_person_counts_before_it_was_first_seen() -> None:
    only = seen("anna", "old", "2024-07-08")
    assert party(date(2022, 5, 31), only) == "old"
    assert party(date(2024, 7, 8), only) == "old"


def test_where_the_beginning_is_told_nothing_counts_before_it() -> None:
    assert party(date(2009, 12, 31), tenure("anna", "old", "2010")) is None


def test_after_its_end_the_only_party_counts_no_more() -> None:
    left = seen("anna", "old", "2020", "2022")
    assert party(date(2023, 1, 1), left) is None


def test_of_two_parties_none_counts_before_it_was_first_seen() -> None:
    changed = (seen("anna", "old", "2020", "2022"), seen("anna", "new", "2024"))
    assert party(date(2019, 1, 1), *changed) is None
    assert party(date(2023, 1, 1), *changed) is None


def test_a_family_and_an_office_do_not_count_before_they_were_first_seen() -> None:
    # Parties join and leave, and offices change hands.
    memberships = Memberships(
        ACTORS, [seen("old", "moderates", "2024"), seen("anna", "land", "2024")]
    )
    assert memberships.family("old", date(2023, 1, 1)) is None
    assert memberships.office("anna", date(2023, 1, 1)) is None
    assert memberships.government("anna", date(2023, 1, 1)) is None
