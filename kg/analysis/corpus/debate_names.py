"""Who and what a debate of Discourse Network Analyzer (DNA) names: actors and propositions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.model.actors import Actor, ActorKind, StartPrecision, Tenure
from kg.model.debates import Debate, Role
from kg.model.propositions import Proposition, Theme
from kg.seeds.ids import LONGEST, Minter, slug_words

_ID = re.compile(r"[a-z0-9][a-z0-9.-]*", re.ASCII)
_ITEM = re.compile(r"Q[1-9][0-9]*", re.ASCII)
_KINDS = {kind.value: kind for kind in ActorKind} | {"organization": ActorKind.ORGANISATION}
_NO_THEME = Theme("no-theme", "no theme")
_Attributes = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Named:
    """The actors and propositions of a debate by id, and the ids by name."""

    actors: Mapping[str, Actor]
    tenures: tuple[Tenure, ...]
    propositions: Mapping[str, Proposition]
    themes: Mapping[str, Theme]
    ids: Mapping[str, str]
    concepts: Mapping[str, str]


def name_all(debate: Debate) -> Named:
    """What the entities of a debate are here.

    An id is the attribute Id, or else made of the name. A name that stands among persons and among
    organizations is one actor. Of what kind an actor is says the attribute Type, if it says person,
    state, organisation or party; else an organization is an organisation. Other attributes that
    count are Alias, Country, Wikidata, Party and Family, of a concept Theme.
    """
    people, concepts = _attributes(debate)
    organizations = {one.name for one in debate.entities if one.role is Role.ORGANIZATION}
    kinds = {name: _kind(told, name in organizations) for name, told in people.items()}
    for attribute, kind in (("Party", ActorKind.PARTY), ("Family", ActorKind.ORGANISATION)):
        for name in sorted({told[attribute] for told in people.values() if told.get(attribute)}):
            if name not in people:
                people[name], kinds[name] = {}, kind
    ids = _mint((name, told.get("Id", "")) for name, told in people.items())
    themes = {name: _theme(told) for name, told in concepts.items()}
    minted = _mint((name, told.get("Id", "")) for name, told in concepts.items())
    return Named(
        actors={
            ids[name]: _actor(ids[name], name, kinds[name], told) for name, told in people.items()
        },
        tenures=tuple(_tenures(people, kinds, ids)),
        propositions={
            minted[name]: _proposition(minted[name], name, themes[name].id, told)
            for name, told in concepts.items()
        },
        themes={one.id: one for one in themes.values()},
        ids=ids,
        concepts=minted,
    )


def _attributes(debate: Debate) -> tuple[dict[str, _Attributes], dict[str, _Attributes]]:
    """The attributes of actors and of concepts by name, the names sorted."""
    people: dict[str, dict[str, str]] = {}
    concepts: dict[str, dict[str, str]] = {}
    for entity in debate.entities:
        known = concepts if entity.role is Role.CONCEPT else people
        told = {name: value.strip() for name, value in entity.attributes.items() if value.strip()}
        known[entity.name] = told | known.get(entity.name, {})
    return dict(sorted(people.items())), dict(sorted(concepts.items()))


def _mint(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """An id for each name, none twice: the one that is told first, then those made of names."""
    pairs = list(named)
    minter = Minter()
    found: dict[str, str] = {}
    kept: set[str] = set()
    for name, told in pairs:
        if _ID.fullmatch(told) and told not in kept:
            found[name] = minter.mint(told)
            kept.add(told)
    for name, _ in pairs:
        if name not in found:
            found[name] = minter.mint(_slug(name) or "unnamed")
    return found


def _slug(name: str) -> str:
    return "-".join(slug_words(name))[:LONGEST].strip("-")


def _kind(told: _Attributes, is_organization: bool) -> ActorKind:
    else_ = ActorKind.ORGANISATION if is_organization else ActorKind.PERSON
    return _KINDS.get(told.get("Type", "").lower(), else_)


def _actor(name_id: str, name: str, kind: ActorKind, told: _Attributes) -> Actor:
    item = told.get("Wikidata", "")
    return Actor(
        id=name_id,
        name=name,
        kind=kind,
        country=told.get("Country") or None,
        aliases=tuple(filter(None, told.get("Alias", "").split("|"))),
        wikidata=item if _ITEM.fullmatch(item) else None,
    )


def _tenures(
    people: Mapping[str, _Attributes], kinds: Mapping[str, ActorKind], ids: Mapping[str, str]
) -> Iterator[Tenure]:
    """Who belongs to which party, and which party to which family, since nobody knows when."""
    wanted = {ActorKind.PERSON: "Party", ActorKind.PARTY: "Family"}
    for name, told in people.items():
        body = told.get(wanted.get(kinds[name], ""))
        if body and body != name:
            yield Tenure(
                id=f"{ids[name]}-member-{ids[body]}",
                actor=ids[name],
                role="Member",
                organisation=ids[body],
                start=None,
                end=None,
                start_precision=StartPrecision.UNKNOWN,
                source="debate",
            )


def _theme(told: _Attributes) -> Theme:
    label = told.get("Type", "")
    name = told.get("Theme", "")
    if not _ID.fullmatch(name):
        name = _slug(label)
    return Theme(name, label or name) if name else _NO_THEME


def _proposition(name_id: str, name: str, theme: str, told: _Attributes) -> Proposition:
    # Only what came from here says in the alias how to write it short.
    ours = told.get("Id") == name_id
    return Proposition(
        id=name_id,
        theme=theme,
        label=name,
        short=(told.get("Alias") if ours else None) or name,
        sentence=(told.get("Notes") if ours else None) or name,
        for_verb="agrees",
        against_verb="disagrees",
        favours_means=f"agrees: {name}",
        opposes_means=f"disagrees: {name}",
    )
