"""All stances as one graph: an edge each, from its holder to its proposition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from pyoxigraph import NamedNode, Triple

from kg.colours import COLOURS
from kg.exports.drawn_graph import Attributed, Edge, Node, Spell, Value, known
from kg.exports.node_attributes import about_actor, about_proposition, proposition_node
from kg.exports.plain_values import line
from kg.exports.records import records
from kg.model.actors import Actor, Tenure
from kg.model.dated import Dated, place_in_time
from kg.model.documents import Document, Evidence, web_address
from kg.model.memberships import Memberships
from kg.model.propositions import Proposition
from kg.model.stances import Stance
from kg.rdf.codec import iri
from kg.rdf.forms import STATUS_OF
from kg.rdf.terms import ST

_TOLD = (Document, Evidence, Proposition, Stance, Actor, Tenure)


def stance_graph(triples: Iterable[Triple]) -> Attributed:
    """The stances among published triples; holders and propositions without any are left out.

    A stance is there on the days that it may be of, a node from its first stance to its last.
    Beside it stand its date as told, its status, the exact words of the first document that has
    them, or else a paraphrase, and the document's address. Party and family are as of the last
    day of all.
    """
    status: dict[object, str] = {}
    told = records(
        _noting(triples, status), (Document, Evidence, Proposition, Stance, Actor, Tenure)
    )
    documents = {one.id: one for one in told[Document]}
    evidence = _by_stance(told[Evidence])
    propositions = {one.id: one for one in told[Proposition]}
    stances: list[Stance] = told[Stance]
    days = {one.id: _days(one, evidence[one.id], documents) for one in stances}
    edges = [
        _edge(
            one,
            days[one.id],
            propositions[one.proposition],
            known(status=status.get(iri(one))) | _shown(evidence[one.id], documents),
        )
        for one in stances
    ]
    nodes = list(_nodes(told[Actor], told[Tenure], stances, days, propositions))
    holders = {one.holder for one in stances}
    words = f"An edge a stance: {len(edges)} of {len(holders)} actors."
    return Attributed(words, directed=True, nodes=nodes, edges=edges)


def _noting(triples: Iterable[Triple], status: dict[object, str]) -> Iterator[Triple]:
    """The triples as they pass, with the status of every stance noted."""
    for triple in triples:
        if triple.predicate == ST.status and isinstance(triple.object, NamedNode):
            status[triple.subject] = str(STATUS_OF[triple.object])
        yield triple


def _by_stance(evidence: Iterable[Evidence]) -> dict[str, list[Evidence]]:
    found: dict[str, list[Evidence]] = defaultdict(list)
    for item in evidence:
        found[item.stance].append(item)
    return found


def _days(
    stance: Stance, evidence: Iterable[Evidence], documents: Mapping[str, Document]
) -> Dated | None:
    published = (documents[item.document].published for item in evidence)
    return place_in_time(stance, (day for day in published if day))


def _edge(
    stance: Stance, dated: Dated | None, proposition: Proposition, shown: dict[str, Value]
) -> Edge:
    verb = line(proposition.verb(stance.polarity))
    return Edge(
        id=stance.id,
        source=stance.holder,
        target=proposition_node(stance.proposition),
        weight=1.0,
        colour=COLOURS[stance.polarity],
        kind=stance.polarity,
        label=verb,
        about=known(
            stance=stance.id,
            polarity=str(stance.polarity),
            verb=verb,
            said_on=str(stance.said_on) if stance.said_on else None,
            earliest=dated.earliest.isoformat() if dated and dated.told else None,
            latest=dated.latest.isoformat() if dated else None,
            on_behalf_of=stance.on_behalf_of,
            reacts_to=stance.reacts_to,
        )
        | shown,
        spells=[Spell(dated.earliest, dated.latest)] if dated else [],
    )


def _shown(evidence: list[Evidence], documents: Mapping[str, Document]) -> dict[str, Value]:
    """What the first document with exact words shows, or the first of all."""
    first = next((item for item in evidence if item.quote), evidence[0] if evidence else None)
    if first is None:
        return {}
    document = documents[first.document]
    return known(
        quote=first.quote.value if first.quote else None,
        language=first.quote.language if first.quote else None,
        translation=first.translation.value if first.translation else None,
        paraphrase=first.paraphrase.value if first.paraphrase else None,
        url=web_address(document.url),
        published=str(document.published) if document.published else None,
        documents=len({item.document for item in evidence}),
    )


def _nodes(
    registered: list[Actor],
    tenures: list[Tenure],
    stances: list[Stance],
    days: Mapping[str, Dated | None],
    propositions: Mapping[str, Proposition],
) -> Iterator[Node]:
    actors = {one.id: one for one in registered}
    memberships = Memberships(actors.values(), tenures)
    held, named = defaultdict(list), defaultdict(list)
    for stance in stances:
        held[stance.holder].append(days[stance.id])
        named[stance.proposition].append(days[stance.id])
    last = max((one.latest for one in days.values() if one), default=date.max)
    for name, dated in sorted(held.items()):
        about = about_actor(actors[name], actors, memberships, last)
        yield _node(name, actors[name].name, about, dated)
    for name, dated in sorted(named.items()):
        one = propositions[name]
        yield _node(proposition_node(name), one.short, about_proposition(one), dated)


def _node(name: str, label: str, about: dict[str, Value], dated: list[Dated | None]) -> Node:
    told = [one for one in dated if one]
    days = [one.earliest for one in told], [one.latest for one in told]
    return Node(
        id=name,
        label=line(label) or name,
        about=about | {"said": len(dated)},
        said=len(dated),
        spells=[Spell(min(days[0]), max(days[1]))] if told else [],
    )
