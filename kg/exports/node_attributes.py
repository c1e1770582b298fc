"""What is told of a unit or a proposition in network files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kg.analysis.corpus.corpus import Corpus
from kg.analysis.counting.pooling import Level
from kg.exports.drawn_graph import Value, known
from kg.model.actors import Actor, ActorKind
from kg.model.memberships import Memberships
from kg.model.propositions import Proposition


def about_subject(
    corpus: Corpus, level: Level, name: str, day: date, *, is_proposition: bool
) -> dict[str, Value]:
    """What is told of a proposition, or of a unit on a day."""
    if is_proposition:
        return about_proposition(corpus.propositions[name])
    return about_unit(corpus, level, name, day)


def about_unit(corpus: Corpus, level: Level, unit: str, day: date) -> dict[str, Value]:
    """Kind, country, party, family and Wikidata item of a unit, as far as they are known.

    Party and family are those of a day. An office held by persons and a country are no actors:
    of them only that is told.
    """
    if level is Level.COUNTRY:
        return known(kind="country", country=unit)
    if unit not in corpus.actors:
        return known(kind=str(level))
    return about_actor(corpus.actors[unit], corpus.actors, corpus.memberships, day)


def about_actor(
    actor: Actor, actors: Mapping[str, Actor], memberships: Memberships, day: date
) -> dict[str, Value]:
    """Kind, country, party, family and Wikidata item; ``actors`` names party and family."""
    party = memberships.party(actor.id, day) if actor.kind is ActorKind.PERSON else None
    family = memberships.family(actor.id, day)
    return known(
        kind=str(actor.kind),
        country=actor.country,
        party=_name(actors, party),
        family=_name(actors, family),
        wikidata=actor.wikidata,
    )


def _name(actors: Mapping[str, Actor], actor: str | None) -> str | None:
    return actors[actor].name if actor and actor in actors else actor


def about_proposition(proposition: Proposition) -> dict[str, Value]:
    """Theme and sentence of a proposition."""
    return known(kind="proposition", theme=proposition.theme, sentence=proposition.sentence)


def proposition_node(name: str) -> str:
    """The id of a proposition's node, which is no unit's."""
    return f"proposition/{name}"
