"""Who holds stances, as a page tells of them: kind, country, party family, offices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from kg.model.actors import Actor, ActorKind, StartPrecision, Tenure
from kg.model.memberships import Memberships
from kg.views.contract import PageActor, PageTenure


def page_actors(
    actors: Sequence[Actor], tenures: Sequence[Tenure], day: date | None
) -> dict[str, PageActor]:
    """The actors by id, with the party family of that day; offices stand after party posts."""
    memberships = Memberships(actors, tenures)
    offices = _offices(tenures, {one.id for one in actors if one.kind is ActorKind.PARTY})
    return {
        actor.id: PageActor(
            id=actor.id,
            name=actor.name,
            kind=actor.kind,
            aliases=actor.aliases,
            country=actor.country,
            family=memberships.family(actor.id, day) if day else None,
            tenures=tuple(offices[actor.id]),
            wikidata=actor.wikidata,
        )
        for actor in actors
    }


def _offices(tenures: Iterable[Tenure], parties: set[str]) -> dict[str, list[PageTenure]]:
    held: dict[str, list[PageTenure]] = defaultdict(list)
    # Where a page shows only one, it is the last.
    for tenure in sorted(
        tenures, key=lambda one: (one.organisation not in parties, str(one.start or ""), one.id)
    ):
        held[tenure.actor].append(
            PageTenure(
                role=tenure.role,
                start=str(tenure.start) if tenure.start else None,
                end=str(tenure.end) if tenure.end else None,
                first_seen=tenure.start_precision is StartPrecision.FIRST_SEEN,
            )
        )
    return held
