"""What stances stand on, read from an open store: all that the columns of a corpus leave out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeGuard

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from kg.model.documents import Attribution, Evidence, Text
from kg.model.stances import Polarity, Status
from kg.rdf.forms import ATTRIBUTION, STATUS_OF
from kg.rdf.terms import BASE, PROV, ST, local, mint
from kg.store.records import links, pairs, told

_ATTRIBUTIONS = {node.value: attribution for attribution, node in ATTRIBUTION.items()}


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A published stance of which no day is known, not even that of a report."""

    holder: str
    behalf: str | None
    proposition: str
    polarity: Polarity
    status: Status


@dataclass(frozen=True, slots=True, eq=False)
class Grounds:
    """What is told of stances, by their ids.

    ``shown`` is their evidence by its id, without paraphrases; ``said_on`` the date as told: YYYY,
    YYYY-MM or YYYY-MM-DD; ``reacts_to`` ``stance/ID`` or ``event/ID``; ``same`` the pairs that may
    be one utterance, each once, the smaller id first; ``unplaced`` those in no column of a corpus.
    """

    shown: Mapping[str, tuple[Evidence, ...]]
    said_on: Mapping[str, str]
    reacts_to: Mapping[str, str]
    same: tuple[tuple[str, str], ...]
    unplaced: Mapping[str, Unplaced]
    stances: frozenset[str]


def read_grounds(reader: Store) -> Grounds:
    """What the published stances of an open store stand on."""
    shown: dict[str, list[Evidence]] = defaultdict(list)
    for item in _evidence(reader):
        shown[item.stance].append(item)
    holder = dict(links(reader, ST.holder, "stance", "actor"))
    alike = links(reader, ST.possiblySameAs, "stance", "stance")
    reacting = pairs(reader, ST.reactsTo, "stance")
    return Grounds(
        shown={stance: tuple(items) for stance, items in shown.items()},
        said_on=dict(pairs(reader, ST.saidOn, "stance")),
        reacts_to={stance: target.removeprefix(BASE) for stance, target in reacting},
        same=tuple(sorted({(min(pair), max(pair)) for pair in alike})),
        unplaced=find_unplaced(reader, holder),
        stances=frozenset(holder),
    )


def _evidence(reader: Store) -> Iterator[Evidence]:
    """The evidence by id, without paraphrases and places in texts: a pass for each property.

    Record by record that takes twice as long.
    """
    document = dict(links(reader, ST.document, "evidence", "document"))
    attribution = {item: term.value for item, term in told(reader, ST.attribution, "evidence")}
    candidate = dict(links(reader, PROV.wasDerivedFrom, "evidence", "candidate"))
    quote, translation = (
        {item: Text(term.value, term.language or "") for item, term in words if _is_text(term)}
        for words in (told(reader, one, "evidence") for one in (ST.quote, ST.translation))
    )
    for item, stance in sorted(links(reader, ST.supports, "evidence", "stance")):
        if item in document:
            yield Evidence(
                item,
                stance,
                document[item],
                _ATTRIBUTIONS.get(attribution.get(item, ""), Attribution.NOT_KNOWN),
                quote=quote.get(item),
                translation=translation.get(item),
                candidate=candidate.get(item),
            )


def _is_text(term: NamedNode | Literal) -> TypeGuard[Literal]:
    return isinstance(term, Literal)


def find_unplaced(reader: Store, holder: Mapping[str, str]) -> dict[str, Unplaced]:
    """The published stances of which no day is known, of those whose holders are given."""
    placed = {stance for stance, _ in pairs(reader, ST.latest, "stance")}
    found = {}
    for stance in sorted(holder.keys() - placed):
        quads = reader.quads_for_pattern(mint("stance", stance), None, None, DefaultGraph())
        said = {quad.predicate: quad.object for quad in quads}
        about, side = said.get(ST.proposition), said.get(ST.polarity)
        if isinstance(about, NamedNode) and isinstance(side, NamedNode):
            body = said.get(ST.onBehalfOf)
            found[stance] = Unplaced(
                holder[stance],
                local(body, "actor") if isinstance(body, NamedNode) else None,
                local(about, "proposition"),
                Polarity(local(side, "polarity")),
                STATUS_OF.get(said.get(ST.status), Status.CURATED),
            )
    return found
