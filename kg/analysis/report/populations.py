"""Of what there are how many: the things of which a share is weak, each list by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum

from kg.analysis.report.material import Material, Said
from kg.model.actors import Actor, ActorKind, Tenure
from kg.model.documents import Evidence

ENGLISH = "en"


class Population(StrEnum):
    """What a share is of, in the words that stand behind its number."""

    STANCES = "stances"
    PERSONAL = "stances of persons"
    REACTIONS = "stances that react to something"
    EVIDENCE = "pieces of evidence"
    QUOTES = "quotes"
    FOREIGN_QUOTES = "quotes in other languages than English"
    DOCUMENTS = "documents that show a stance"
    ACTORS = "actors"
    HOLDERS = "actors with a stance"
    LINKED = "links to Wikidata"
    PLACED = "persons, states and parties"
    OFFICES = "offices and memberships"
    OPEN_OFFICES = "offices without an end"
    PROPOSITIONS = "propositions"
    SPOKEN_ON = "propositions with a stance"
    EVENTS = "events"
    POSITIONS = "latest positions"
    CANDIDATES = "candidates that are published or wait"

    @property
    def in_time(self) -> bool:
        """Whether its members are of a day: stances and what shows them."""
        return self in _IN_TIME


_IN_TIME = {
    Population.STANCES,
    Population.PERSONAL,
    Population.REACTIONS,
    Population.EVIDENCE,
    Population.QUOTES,
    Population.FOREIGN_QUOTES,
    Population.DOCUMENTS,
}


def members(material: Material, of: Population) -> tuple[str, ...]:
    """The things of a population that are kept, each once, as ``space/ID``."""
    return tuple(dict.fromkeys(_MEMBERS[of](material)))


def quoted(material: Material) -> Iterator[Evidence]:
    """The evidence that has exact words."""
    return (item for item in material.evidence.values() if item.quote)


def foreign(material: Material) -> Iterator[Evidence]:
    """The evidence whose exact words are in another language than English."""
    for item in quoted(material):
        if item.quote and item.quote.language.lower().partition("-")[0] != ENGLISH:
            yield item


def personal(material: Material) -> Iterator[Said]:
    """The stances of persons that have a day."""
    known = material.corpus.actors
    for one in material.placed:
        actor = known.get(one.holder)
        if actor and actor.kind is ActorKind.PERSON:
            yield one


def linked(material: Material) -> Iterator[Actor]:
    """The actors with a link to Wikidata."""
    return (one for one in material.actors if one.wikidata)


def holders(material: Material) -> Iterator[Actor]:
    """The actors with a stance that is kept."""
    held = {one.holder for one in material.placed}
    held |= {material.grounds.unplaced[name].holder for name in material.unplaced}
    return (one for one in material.corpus.actors.values() if one.id in held)


def belonging(material: Material) -> Iterator[Actor]:
    """The actors that are of one country, but for international bodies."""
    return (one for one in material.actors if one.kind is not ActorKind.ORGANISATION)


def open_offices(material: Material) -> Iterator[Tenure]:
    """The offices of persons in states and public bodies of which no end is known."""
    known, bodies = material.corpus.actors, material.corpus.memberships
    for one in material.tenures:
        if one.end is None and bodies.is_public(one.organisation):
            holder = known.get(one.actor)
            if holder and holder.kind is ActorKind.PERSON:
                yield one


def propositions(material: Material) -> Iterator[str]:
    """The propositions that are kept."""
    known = material.corpus.propositions.values()
    return (one.id for one in known if material.narrowing.keeps_proposition(one))


def spoken_on(material: Material) -> Mapping[str, list[Said]]:
    """The stances that are kept and have a day, by proposition."""
    found: dict[str, list[Said]] = {}
    for one in material.placed:
        found.setdefault(one.proposition, []).append(one)
    return found


def latest(material: Material) -> Iterator[Said]:
    """For each holder and proposition of what is kept the last stance on the whole record."""
    kept = {(one.holder, one.proposition) for one in material.placed}
    found: dict[tuple[str, str], Said] = {}
    for one in material.said.values():
        pair = one.holder, one.proposition
        if pair in kept and (one.latest, one.id) >= _rank(found.get(pair, one)):
            found[pair] = one
    return iter(found.values())


def _rank(one: Said) -> tuple[object, str]:
    return one.latest, one.id


def _proposed(material: Material) -> Iterator[str]:
    yield from (f"candidate/{one.id}" for one in material.waiting)
    for item in material.evidence.values():
        if item.candidate:
            yield f"candidate/{item.candidate}"


_MEMBERS: Mapping[Population, Callable[[Material], Iterator[str]]] = {
    Population.STANCES: lambda m: (f"stance/{name}" for name in m.stances),
    Population.PERSONAL: lambda m: (f"stance/{one.id}" for one in personal(m)),
    Population.REACTIONS: lambda m: (
        f"stance/{name}" for name in m.stances if name in m.grounds.reacts_to
    ),
    Population.EVIDENCE: lambda m: (f"evidence/{name}" for name in m.evidence),
    Population.QUOTES: lambda m: (f"evidence/{item.id}" for item in quoted(m)),
    Population.FOREIGN_QUOTES: lambda m: (f"evidence/{item.id}" for item in foreign(m)),
    Population.DOCUMENTS: lambda m: (f"document/{name}" for name in m.shown_in),
    Population.ACTORS: lambda m: (f"actor/{one.id}" for one in m.actors),
    Population.HOLDERS: lambda m: (f"actor/{one.id}" for one in holders(m)),
    Population.LINKED: lambda m: (f"actor/{one.id}" for one in linked(m)),
    Population.PLACED: lambda m: (f"actor/{one.id}" for one in belonging(m)),
    Population.OFFICES: lambda m: (f"tenure/{one.id}" for one in m.tenures),
    Population.OPEN_OFFICES: lambda m: (f"tenure/{one.id}" for one in open_offices(m)),
    Population.PROPOSITIONS: lambda m: (f"proposition/{name}" for name in propositions(m)),
    Population.SPOKEN_ON: lambda m: (f"proposition/{name}" for name in spoken_on(m)),
    Population.EVENTS: lambda m: (f"event/{name}" for name in m.corpus.events),
    Population.POSITIONS: lambda m: (f"stance/{one.id}" for one in latest(m)),
    Population.CANDIDATES: _proposed,
}
