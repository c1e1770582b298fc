"""Which party family an actor belongs to on a day.

A family is an organisation of which parties are members. A party's family follows from its own
membership, a person's from the party.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from kg.model.actors import Actor, ActorKind, Tenure


def families(actors: Iterable[Actor], tenures: Iterable[Tenure], day: date) -> dict[str, str]:
    """The family of each party and person that has one on that day, by their ids."""
    kinds = {actor.id: actor.kind for actor in actors}
    held: dict[str, list[Tenure]] = defaultdict(list)
    for tenure in sorted(tenures, key=lambda one: (str(one.start or ""), one.id)):
        if tenure.covers(day):
            held[tenure.actor].append(tenure)

    def organisations(actor: str, kind: ActorKind) -> list[str]:
        named = (tenure.organisation for tenure in reversed(held[actor]))
        return [one for one in named if kinds.get(one) is kind]

    of_party = {
        party: found[0]
        for party, kind in kinds.items()
        if kind is ActorKind.PARTY and (found := organisations(party, ActorKind.ORGANISATION))
    }
    of_person = {
        person: found[0]
        for person, kind in kinds.items()
        if kind is ActorKind.PERSON
        and (
            found := [
                of_party[party]
                for party in organisations(person, ActorKind.PARTY)
                if party in of_party
            ]
        )
    }
    return of_party | of_person
