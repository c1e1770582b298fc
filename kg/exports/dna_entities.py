"""Actors and propositions as entities of Discourse Network Analyzer (DNA), with attributes.

DNA keeps one value an attribute for all time: party and family are those of the last day on which
an actor said something. The attribute Id leads back here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Triple

from kg.exports.dna_names import short, unique_names
from kg.model.actors import Actor, ActorKind, Tenure
from kg.model.dated import Dated
from kg.model.debates import LONGEST_NAME, Entity, Role
from kg.model.memberships import Memberships
from kg.model.propositions import Proposition, Theme
from kg.rdf.codec import decode

_ROLES = tuple(Role)
_PALETTE = (
    (0, 114, 178), (213, 94, 0), (0, 158, 115), (204, 121, 167), (230, 159, 0), (86, 180, 233),
)  # fmt: skip
"""Colours that stay apart for the colour-blind (Okabe & Ito 2008), without yellow and black."""


@dataclass(frozen=True, slots=True)
class Registry:
    """What DNA calls the actors and propositions of a debate: names by id, and the entities."""

    actors: Mapping[str, Actor]
    memberships: Memberships
    names: Mapping[str, str]
    concepts: Mapping[str, str]
    entities: tuple[Entity, ...]

    def sides(self, dated: Dated) -> tuple[str, str]:
        """Person and organization of a stance; for an actor that is no person only the second."""
        person, organization = sides(dated, self.actors, self.memberships)
        return self.names[person] if person else "", self.names[
            organization
        ] if organization else ""


def registry_of(known: Sequence[Triple], stances: Iterable[Dated]) -> Registry:
    """The entities that some stances need, among all that is known."""
    actors = {one.id: one for one in decode(Actor, known)}
    memberships = Memberships(actors.values(), decode(Tenure, known))
    told = sorted(stances, key=lambda one: (one.latest, one.stance.id))
    last: dict[str, date] = {}
    for dated in told:
        # For whom a body spoke is in no column of its statement, and needs a name all the same.
        named = (*sides(dated, actors, memberships), dated.stance.on_behalf_of)
        last |= {name: dated.latest for name in named if name}
    belongs = dict(_belonging(last, memberships))
    names = unique_names({name: actors[name].name for name in last})
    concepts, about = _concepts(known, {one.stance.proposition for one in told})
    people = [_actor(actors[one], names, belongs[one]) for one in sorted(last)]
    entities = tuple(sorted((*people, *about), key=lambda one: (_ROLES.index(one.role), one.name)))
    return Registry(actors, memberships, names, concepts, entities)


def sides(
    dated: Dated, actors: Mapping[str, Actor], memberships: Memberships
) -> tuple[str | None, str | None]:
    """Who is the person of a statement, and who the organization.

    The organization is the one on whose behalf the person spoke or, where that is not told, the
    state or public body in whose office the person was that day, or else the party.
    """
    stance, day = dated.stance, dated.latest
    holder = stance.holder
    if actors[holder].kind is not ActorKind.PERSON:
        return None, holder
    behalf = stance.on_behalf_of
    if behalf and actors[behalf].kind is not ActorKind.PERSON:
        return holder, behalf
    return holder, memberships.government(holder, day) or memberships.party(holder, day)


def _belonging(
    last: dict[str, date], memberships: Memberships
) -> Iterator[tuple[str, tuple[str | None, str | None]]]:
    """Party and family of each actor on its last day; those that had none to say are added."""
    waiting = sorted(last)
    while waiting:
        name = waiting.pop()
        party, family = (find(name, last[name]) for find in (memberships.party, memberships.family))
        yield name, (party if party != name else None, family if family != name else None)
        for further in (party, family):
            if further and further not in last:
                last[further] = last[name]
                waiting.append(further)


def _actor(
    actor: Actor, names: Mapping[str, str], belongs: tuple[str | None, str | None]
) -> Entity:
    party, family = belongs
    return Entity(
        role=Role.PERSON if actor.kind is ActorKind.PERSON else Role.ORGANIZATION,
        name=names[actor.id],
        attributes={
            "Type": actor.kind.value,
            "Alias": _joined(actor.aliases),
            "Notes": "",
            "Id": actor.id,
            "Country": short(actor.country or ""),
            "Wikidata": short(actor.wikidata or ""),
            "Party": names[party] if party else "",
            "Family": names[family] if family else "",
        },
        colour=_PALETTE[list(ActorKind).index(actor.kind)],
    )


def _concepts(known: Sequence[Triple], wanted: set[str]) -> tuple[dict[str, str], list[Entity]]:
    """What the propositions are called, by id, and as entities."""
    propositions = [one for one in decode(Proposition, known) if one.id in wanted]
    themes = {one.id: one.label for one in decode(Theme, known)}
    places = {name: at % len(_PALETTE) for at, name in enumerate(sorted(themes))}
    names = unique_names({one.id: one.label for one in propositions})
    return names, [
        Entity(
            role=Role.CONCEPT,
            name=names[one.id],
            attributes={
                "Type": short(themes[one.theme]),
                "Alias": short(one.short),
                "Notes": short(one.sentence),
                "Id": one.id,
                "Theme": one.theme,
            },
            colour=_PALETTE[places[one.theme]],
        )
        for one in propositions
    ]


def _joined(aliases: Iterable[str]) -> str:
    """As many aliases as fit."""
    joined = ""
    for alias in aliases:
        longer = "|".join(filter(None, (joined, short(alias))))
        if len(longer) <= LONGEST_NAME:
            joined = longer
    return joined
